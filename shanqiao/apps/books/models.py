"""The books of hosts: lines of fen, accounts, postings, holds. Sums and blocks are in `sums`."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.record.models import append_only
from shanqiao.apps.registry.models import Organisation

from .guards import takes_back_what_is_there
from .kept import kept as _kept
from .sums import Block, DayTotal, Shift

__all__ = ["Account", "Block", "DayTotal", "Hold", "Line", "Posting", "Shift", "Stretch"]
# Kinds of movements neither of which everybody makes; they have indexes of their own, which gifts and uses never touch.
RARE_KINDS = ("move", "fee", "raising", "income", "valuation", "disposal")
_IS_RARE = Q(kind__in=RARE_KINDS)

# Note [A line of fen]
# ~~~~~~~~~~~~~~~~~~~~
# Whatever is given under one set of conditions lies on one line, fen beside fen, in the order in which it was laid. A
# gift owns a stretch [low, high) of the line, a use takes the next stretch from ``out_high``; so which gifts paid a use,
# and what a gift paid for, is the overlap of stretches: one row for a gift and one for a use, however many meet.
#
#     in    |--- gift 1 ---|----- gift 2 -----|-- gift 3 --|
#     out   |- use 1 -|------- use 2 -------|              ^ in_high
#                                           ^ out_high
#
# - What moves to another line, or comes back from whoever got it, is laid at the end of a line and remembers which fen it
#   was (``source``, ``source_low``): it is followed on, and counted once.
# - A gift given back takes its own unused far end, so a stretch may be out before its turn comes; ``ahead`` counts these.
# - Gifts only append a posting. They are laid by whoever holds the line's lock next: the gift itself if nobody else holds
#   it, a use before it takes, or the keeper. So a campaign to which all give at once makes nobody wait.
#
# Never used, held and ahead beyond what was laid: that is a CHECK, and every change is made under the line's row lock.


def _generated(expression, words):
    return models.GeneratedField(
        expression=expression,
        output_field=models.BigIntegerField(words),
        db_persist=True,
        verbose_name=words,
    )


class Line(models.Model):
    """What is held under one set of conditions, as a line of single fen (meals, hours, pieces). See Note [A line of fen].

    Everything is in the unit of the line. ``received`` and ``given`` leave out what was given back.
    """

    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="lines")
    unit = models.CharField(_("unit"), max_length=10)
    name = models.CharField(_("name"), max_length=120)
    in_high = models.PositiveBigIntegerField(_("end of what was laid"), default=0)
    out_high = models.PositiveBigIntegerField(_("end of what was used"), default=0)
    held = models.PositiveBigIntegerField(_("held"), default=0)
    ahead = models.PositiveBigIntegerField(_("given back before its turn"), default=0)
    given_back = models.PositiveBigIntegerField(_("given back to givers"), default=0)
    refunded = models.PositiveBigIntegerField(_("came back from users"), default=0)
    laid_turn = models.BigIntegerField(_("everything before this turn is laid"), default=0)
    received = _generated(F("in_high") - F("refunded") - F("given_back"), _("received"))
    given = _generated(F("out_high") + F("ahead") - F("given_back") - F("refunded"), _("given"))
    free = _generated(F("in_high") - F("out_high") - F("held") - F("ahead"), _("free"))

    class Meta:
        triggers = _kept("host", "unit")
        constraints = [
            models.CheckConstraint(
                condition=Q(out_high__lte=F("in_high") - F("held") - F("ahead")),
                name="books_line_holds_enough",
                violation_error_message=_("This fund has not enough left for that."),
            ),
        ]


class Account(models.Model):
    """Where a quantity of one unit stands in the books of a host.

    An account of a line says by ``flow`` what a movement does there: credited, ``in`` lays fen on the line; debited, ``out``
    takes the next. Accounts of a line without a flow stand beside it: see Note [Worth beside pieces]. Accounts without a
    line are the host's own: its bank, its cash, its stock.
    """

    class Flow(models.TextChoices):
        NONE = "", _("none")
        IN = "in", _("onto the line")
        OUT = "out", _("off the line")

    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="accounts")
    number = models.CharField(_("number in the chart of accounts"), max_length=12)
    unit = models.CharField(_("unit"), max_length=10)
    line = models.ForeignKey(
        Line, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts"
    )
    flow = models.CharField(_("flow"), max_length=3, choices=Flow, blank=True)

    class Meta:
        triggers = _kept("host", "number", "unit", "line", "flow")
        constraints = [
            models.UniqueConstraint(
                fields=["host", "number", "unit"],
                condition=Q(line=None),
                name="books_one_account_of_a_number",
                violation_error_message=_("This host has that account already."),
            ),
            models.UniqueConstraint(
                fields=["line", "number", "unit"],
                condition=Q(flow="", line__isnull=False),
                name="books_one_account_beside_a_line",
                violation_error_message=_("This line has that account already."),
            ),
            models.UniqueConstraint(
                fields=["line", "flow"],
                condition=~Q(flow=""),
                name="books_one_way_in_and_out",
                violation_error_message=_("A line has one way in and one way out."),
            ),
            models.CheckConstraint(
                condition=Q(flow="") | Q(line__isnull=False),
                name="books_flow_needs_a_line",
                violation_error_message=_("Only an account of a line says what flows there."),
            ),
        ]


class Posting(models.Model):
    """One quantity from one account (``credit``) to another (``debit``): balanced by its shape, never edited.

    Postings with one ``key`` are one movement, which stands or falls as a whole. Accounts are checked when a posting is
    written, not by foreign keys, which cost up to a quarter where everybody gives to one account; so is what one takes back,
    of which a foreign key asks each posting, though one in a thousand names any.
    """

    class Kind(models.TextChoices):
        GIFT = "gift", _("gift")
        USE = "use", _("use")
        MOVE = "move", _("move between purses")
        DEPOSIT = "deposit", _("deposit at the bank")
        INCOME = "income", _("income from property")
        VALUATION = "valuation", _("change of value")
        DISPOSAL = "disposal", _("disposal")
        FEE = "fee", _("fee or cost")
        RAISING = "raising", _("cost of raising money")
        OPENING = "opening", _("opening")
        OTHER = "other", _("other")

    key = models.UUIDField(_("movement"))
    part = models.PositiveSmallIntegerField(_("part of the movement"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    debit = models.ForeignKey(
        Account,
        on_delete=models.PROTECT,
        related_name="debits",
        verbose_name=_("into"),
        db_constraint=False,
        db_index=False,
    )
    credit = models.ForeignKey(
        Account,
        on_delete=models.PROTECT,
        related_name="credits",
        verbose_name=_("out of"),
        db_constraint=False,
        db_index=False,
    )
    amount = models.PositiveBigIntegerField(_("how much"))
    about = models.CharField(_("about"), max_length=80)
    on = models.DateField(_("effective on"))
    at = models.DateTimeField(_("recorded at"))
    reverses = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reversals",
        db_constraint=False,
        db_index=False,
        verbose_name=_("reverses"),
    )
    turn = models.BigIntegerField(_("turn"))  # see Note [Turns]

    class Meta:
        triggers = [*append_only(), takes_back_what_is_there()]
        indexes = [
            models.Index(fields=["debit", "turn"], name="books_posting_debit"),
            models.Index(fields=["credit", "turn"], name="books_posting_credit"),
            models.Index(fields=["turn", "id"], name="books_posting_turn"),
            models.Index(fields=["about"], name="books_posting_about"),
            # postings come nearly in the order of their days: as good as free to write, and enough to look near a day
            BrinIndex(fields=["on"], name="books_posting_days"),
            models.Index(fields=["debit"], condition=_IS_RARE, name="books_posting_rare_debit"),
            models.Index(fields=["credit"], condition=_IS_RARE, name="books_posting_rare_credit"),
            models.Index(
                fields=["reverses"],
                condition=Q(reverses__isnull=False),
                name="books_posting_reverses",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "part"],
                name="books_posted_once",
                violation_error_message=_(
                    "Something else was booked under this key. Nothing was booked again."
                ),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="books_posting_moves_something",
                violation_error_message=_("A movement moves something."),
            ),
            models.CheckConstraint(
                condition=~Q(debit=F("credit")),
                name="books_posting_goes_somewhere",
                violation_error_message=_("A movement goes from one account to another."),
            ),
        ]


class Hold(models.Model):
    """Part of a line is promised to something, until it is used, let go, or its last instant has passed. Ends once."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="holds")
    amount = models.PositiveBigIntegerField(_("how much"))
    about = models.CharField(_("about"), max_length=80, unique=True)
    at = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    used = models.PositiveBigIntegerField(_("how much was used"), default=0)
    posting = models.ForeignKey(
        Posting, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        triggers = _kept("line", "amount", "about", "at", "until")
        indexes = [
            models.Index(fields=["until"], condition=Q(ended_at=None), name="books_hold_ends"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="books_hold_holds_something",
                violation_error_message=_("A promise is about something."),
            ),
            models.CheckConstraint(
                condition=Q(used__lte=F("amount")),
                name="books_hold_uses_what_it_holds",
                violation_error_message=_("More would be used than was promised."),
            ),
        ]


class Stretch(models.Model):
    """The fen [low, high) of a line that a posting laid there, or took. See Note [A line of fen]."""

    class Side(models.TextChoices):
        IN = "i", _("laid")
        OUT = "o", _("taken")

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="stretches")
    line = models.ForeignKey(
        Line, on_delete=models.PROTECT, related_name="stretches", db_index=False
    )
    side = models.CharField(_("side"), max_length=1, choices=Side)
    low = models.PositiveBigIntegerField(_("first"))
    high = models.PositiveBigIntegerField(_("one after the last"))
    back = models.PositiveBigIntegerField(_("how much of its far end went back"), default=0)
    source = models.ForeignKey(
        Line, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    source_low = models.PositiveBigIntegerField(_("which fen it was before"), null=True, blank=True)

    class Meta:
        triggers = _kept("posting", "line", "side", "low", "high", "source", "source_low")
        indexes = [
            models.Index(
                fields=["source", "source_low"],
                condition=Q(source__isnull=False),
                name="books_stretch_source",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "side", "low"],
                include=["high", "posting"],
                name="books_each_fen_once",
                violation_error_message=_("A fen lies on a line once."),
            ),
            models.CheckConstraint(
                condition=Q(low__lt=F("high")) & Q(back__lte=F("high") - F("low")),
                name="books_stretch_has_a_length",
                violation_error_message=_("A stretch begins before it ends."),
            ),
        ]
