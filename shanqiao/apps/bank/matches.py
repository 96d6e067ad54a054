"""Lines of accounts laid beside the postings of the books: which belong together, and since when no longer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only

from .guards import (
    adds_up_when_it_ends,
    has_room_and_takes_its_turn,
    has_room_and_takes_the_turn_of_its_line,
)

# Note [A line and its postings belong together at a time]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A match is a fact and stays; that it was a mistake is another fact (Unmatch). A line may be one posting, or many: a
# platform settles the gifts of a day in one sum. A posting may be one line, or many: what a bank pays out in two parts
# because of its limit of the day is one payment. So a match says first how many lines and how many postings it has, and
# each of them takes one of its places. What holds, whoever writes the rows:
#
# - The lines of a match are of one account and on one side; its postings are on that side of that account, and lines and
#   postings add up to the same, to the fen. That is looked at when the transaction ends; all places are taken then, so a
#   match stands as a whole and nothing joins it later.
# - A line is in one match at a time, and so is a posting. So that two people who press at once cannot both be first, each
#   takes the next turn: the first of a line has turn 0, the one after an Unmatch turn 1. The turn is read first, and
#   then whether a match holds: who commits in between is seen; of two who read the same turn the database lets the first
#   in. Lines are written before postings, and both in the order of their numbers, so matches that overlap queue and never
#   wait in a ring.
# - An Unmatch is of the match, and so of all its lines and all its postings.


class Match(models.Model):
    """Somebody saw that lines of an account and postings of the books are the same. See Note [A line and its postings belong together at a time]."""

    line_count = models.PositiveIntegerField(_("how many lines"))
    size = models.PositiveIntegerField(_("how many movements"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        triggers = [*append_only(), adds_up_when_it_ends()]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0),
                name="bank_match_of_something",
                violation_error_message=_("Choose at least one movement of the books."),
            ),
            models.CheckConstraint(
                condition=Q(line_count__gt=0),
                name="bank_match_of_some_line",
                violation_error_message=_("Choose at least one line of the account."),
            ),
        ]


class MatchLine(models.Model):
    """A line of a match, in one of its places. See Note [A line and its postings belong together at a time]."""

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="lines", db_index=False)
    part = models.PositiveIntegerField(_("which of its lines"))
    line = models.ForeignKey(
        "bank.StatementLine", on_delete=models.PROTECT, related_name="matches", db_index=False
    )
    line_turn = models.PositiveIntegerField(_("which match of the line"), default=0)

    class Meta:
        triggers = [*append_only(), has_room_and_takes_the_turn_of_its_line()]
        constraints = [
            models.UniqueConstraint(
                fields=["match", "part"],
                name="bank_match_line_once",
                violation_error_message=_("A match is complete once it is written."),
            ),
            models.UniqueConstraint(
                fields=["line", "line_turn"],
                name="bank_line_matched_once",
                violation_error_message=_(
                    "One of these lines was matched already. Nothing was changed; choose again."
                ),
            ),
        ]


class MatchPart(models.Model):
    """A posting of a match, in one of its places. See Note [A line and its postings belong together at a time]."""

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="parts", db_index=False)
    part = models.PositiveIntegerField(_("which of its movements"))
    posting = models.BigIntegerField(_("posting of the books"))
    posting_turn = models.PositiveIntegerField(_("which match of the posting"), default=0)

    class Meta:
        triggers = [*append_only(), has_room_and_takes_its_turn()]
        constraints = [
            models.UniqueConstraint(
                fields=["match", "part"],
                name="bank_match_part_once",
                violation_error_message=_("A match is complete once it is written."),
            ),
            models.UniqueConstraint(
                fields=["posting", "posting_turn"],
                name="bank_posting_matched_once",
                violation_error_message=_(
                    "One of these movements was matched already. Nothing was changed; choose again."
                ),
            ),
        ]


class Unmatch(models.Model):
    """A match was a mistake; all its lines and all its postings are free again."""

    match = models.OneToOneField(Match, on_delete=models.PROTECT, related_name="undone")
    why = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        triggers = append_only()
