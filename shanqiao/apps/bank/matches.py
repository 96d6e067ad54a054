"""Lines of accounts laid beside the postings of the books: which belong together, and since when no longer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only

# Note [A line and a posting are one pair at a time]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A match is a fact and stays; that it was a mistake is another fact (Unmatch). So that two people who press at once
# cannot give one line two postings, or one posting two lines, each match takes the next turn of both: the first of a
# line has turn 0, the one after an Unmatch turn 1. Two who read the same turns write the same turns, and the database
# lets the first of them in.


class Match(models.Model):
    """Somebody saw that a line of an account and a posting of the books are the same. See Note [A line and a posting are one pair at a time]."""

    line = models.ForeignKey(
        "bank.StatementLine", on_delete=models.PROTECT, related_name="matches", db_index=False
    )
    posting = models.BigIntegerField(_("posting of the books"))
    line_turn = models.PositiveIntegerField(_("which match of the line"))
    posting_turn = models.PositiveIntegerField(_("which match of the posting"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["line", "line_turn"],
                name="bank_line_matched_once",
                violation_error_message=_("This line was matched already."),
            ),
            models.UniqueConstraint(
                fields=["posting", "posting_turn"],
                name="bank_posting_matched_once",
                violation_error_message=_("This movement of the books was matched already."),
            ),
        ]


class Unmatch(models.Model):
    """A match was a mistake; line and posting are free again."""

    match = models.OneToOneField(Match, on_delete=models.PROTECT, related_name="undone")
    why = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        triggers = append_only()
