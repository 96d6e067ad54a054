"""Accounts at banks and platforms, the statements handed in of them, and the lines these brought."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only
from shanqiao.apps.registry.models import Organisation
from shanqiao.apps.sealing.fields import SealedBytesField, SealedTextField

from .currencies import CHOICES, DIGITS
from .matches import Match, MatchLine, MatchPart, Unmatch

__all__ = [
    "BankAccount",
    "Match",
    "MatchLine",
    "MatchPart",
    "Remark",
    "Statement",
    "StatementBalance",
    "StatementLine",
    "Unmatch",
]


class BankAccount(models.Model):
    """An account of an organisation at a bank or a payment platform."""

    class InBooks(models.TextChoices):
        BANK = "1002", _("1002 bank deposits")
        CASH = "1001", _("1001 cash in hand")
        OTHER = "1009", _("1009 other money, as at platforms")

    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="bank_accounts", verbose_name=_("host")
    )
    name = models.CharField(_("name in statements"), max_length=60)
    bank = models.CharField(_("bank or platform"), max_length=60)
    number = SealedTextField(_("number"), blank=True)
    token = models.CharField(_("token of the number"), max_length=64, blank=True)
    tail = models.CharField(_("last four places"), max_length=4, blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=CHOICES, default="CNY")
    number_in_books = models.CharField(
        _("number in the chart of accounts"), max_length=4, choices=InBooks, default=InBooks.BANK
    )
    opened_on = models.DateField(_("opened on"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host", "name"],
                name="bank_name_once_of_a_host",
                violation_error_message=_("This organisation has an account of this name already."),
            ),
            models.UniqueConstraint(
                fields=["token"],
                condition=~Q(token=""),
                name="bank_number_once",
                violation_error_message=_("An account of this number is here already."),
            ),
        ]

    def __str__(self):
        return f"{self.name} ··{self.tail}" if self.tail else self.name

    @property
    def digits(self):
        """Decimals of its currency."""
        return DIGITS[self.currency]


class Statement(models.Model):
    """A file of a bank as it was handed in, and how far it has come; what is not yet so has no instant."""

    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="statements", verbose_name=_("host")
    )
    account = models.ForeignKey(
        BankAccount,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("account"),
    )  # of every row; none means that the file names the account of each
    name = SealedTextField(_("name of the file"))
    digest = models.CharField(_("SHA-256 of the file, under the city's key"), max_length=64)
    content = SealedBytesField(_("the file"), null=True)
    form = models.CharField(_("format"), max_length=5)
    day_first = models.BooleanField(_("the day comes before the month"), null=True)
    handed_in_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+"
    )  # none: by the command
    handed_in_at = models.DateTimeField(_("handed in at"))
    read_at = models.DateTimeField(_("read at"), null=True)
    says = models.TextField(_("why it cannot be used"), blank=True)
    total = models.PositiveIntegerField(_("rows"), default=0)
    done = models.PositiveIntegerField(_("rows done of what is under way"), default=0)
    wrong = models.PositiveIntegerField(_("rows with something wrong"), default=0)
    known = models.PositiveIntegerField(_("lines known from before"), default=0)
    doubles = models.PositiveIntegerField(_("lines that look like doubles"), default=0)
    broken = models.PositiveIntegerField(_("places where the balance breaks"), default=0)
    found = SealedTextField(_("what it holds of each account, and its first rows"), blank=True)
    take_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    take_asked_at = models.DateTimeField(_("taking in asked for at"), null=True)
    taken_at = models.DateTimeField(_("taken in at"), null=True)
    taken = models.PositiveIntegerField(_("lines it brought"), default=0)
    given_up_at = models.DateTimeField(_("given up at"), null=True)

    class Meta:
        indexes = [models.Index(fields=["host", "-handed_in_at"], name="bank_latest_of_host")]
        constraints = [
            models.UniqueConstraint(
                fields=["host", "digest"],
                condition=Q(given_up_at=None),
                name="bank_same_file_once",
                violation_error_message=_("This file was handed in already."),
            ),
            models.CheckConstraint(
                condition=Q(take_asked_at=None) | Q(read_at__isnull=False, says=""),
                name="bank_read_before_taken",
                violation_error_message=_("A statement is read before it is taken in."),
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None) | Q(take_asked_at__isnull=False, content=None),
                name="bank_taken_keeps_no_file",
                violation_error_message=_("A statement that is taken in keeps no file."),
            ),
            models.CheckConstraint(
                condition=Q(given_up_at=None) | Q(take_asked_at=None),
                name="bank_taken_is_not_given_up",
                violation_error_message=_("This statement is being taken in already."),
            ),
        ]

    def write(self, **values):
        """Change these and nothing else, of a statement that is held (`hold_statement`)."""
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=list(values))

    @property
    def is_reading(self):
        return not (self.read_at or self.given_up_at)

    @property
    def is_taking(self):
        return bool(self.take_asked_at) and not self.taken_at

    @property
    def good(self):
        """Rows that can be taken in or are known."""
        return self.total - self.wrong

    @property
    def share_done(self):
        """Percent of what is under way."""
        return min(99, 100 * self.done // max(self.total, 1))


class StatementBalance(models.Model):
    """What a statement says its account stood at, at the end of a day, before its lines and after them. Never edited.

    Kept of files that say so beside their lines (camt.053). See Note [Balances of a file whose lines bear none].
    """

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="balances")
    account = models.ForeignKey(
        BankAccount, on_delete=models.PROTECT, related_name="balances", verbose_name=_("account")
    )
    opening_on = models.DateField(_("opening balance of the end of"), null=True)
    opening = models.BigIntegerField(_("opening balance"), null=True)
    closing_on = models.DateField(_("closing balance of the end of"), null=True)
    closing = models.BigIntegerField(_("closing balance"), null=True)

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=Q(opening=None, opening_on=None)
                | Q(opening__isnull=False, opening_on__isnull=False),
                name="bank_opening_has_a_day",
                violation_error_message=_("A balance is that of a day."),
            ),
            models.CheckConstraint(
                condition=Q(closing=None, closing_on=None)
                | Q(closing__isnull=False, closing_on__isnull=False),
                name="bank_closing_has_a_day",
                violation_error_message=_("A balance is that of a day."),
            ),
            models.CheckConstraint(
                condition=Q(opening_on__isnull=False) | Q(closing_on__isnull=False),
                name="bank_balance_says_something",
                violation_error_message=_(
                    "A statement says what stood before its lines, or after."
                ),
            ),
            models.CheckConstraint(
                condition=Q(opening_on=None)
                | Q(closing_on=None)
                | Q(closing_on__gte=models.F("opening_on")),
                name="bank_closing_after_opening",
                violation_error_message=_("A statement ends no earlier than it begins."),
            ),
        ]


class Remark(models.Model):
    """A row that cannot be taken in, with all that is wrong with it; or the place where a balance breaks."""

    class Kind(models.TextChoices):
        WRONG = "wrong", _("something is wrong")
        BREAK = "break", _("the balance breaks")

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="remarks")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    line = models.PositiveIntegerField(_("line of the file"))
    account = models.ForeignKey(
        BankAccount,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("account"),
    )
    expected = models.BigIntegerField(_("balance that the row before leads to"), null=True)
    stands = models.BigIntegerField(_("balance that stands there"), null=True)
    problems = SealedTextField(_("what is wrong"), blank=True)

    class Meta:
        indexes = [models.Index(fields=["statement", "kind", "line"], name="bank_remarks_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="wrong", expected=None)
                | Q(kind="break", expected__isnull=False, stands__isnull=False),
                name="bank_break_says_both",
                violation_error_message=_("Where a balance breaks, both amounts are told."),
            )
        ]


class StatementLine(models.Model):
    """A line of an account, as its bank wrote it; kept as long as the books."""

    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    account = models.ForeignKey(
        BankAccount, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    line = models.PositiveIntegerField(_("line of the file"))
    booked_on = models.DateField(_("booked on"))
    valued_on = models.DateField(_("value day"), null=True)
    time = models.CharField(_("time"), max_length=8, blank=True)
    amount = models.BigIntegerField(_("amount"))
    balance = models.BigIntegerField(_("balance after it"), null=True)
    party = SealedTextField(_("counterparty"), blank=True)
    reference = models.CharField(_("reference of the bank"), max_length=80, blank=True)
    words = SealedTextField(_("words"), blank=True)
    said = models.BigIntegerField(_("token of counterparty and words"))
    fingerprint = models.BigIntegerField(_("token of all that tells it from others of its day"))
    nth = models.PositiveIntegerField(_("which of several equal lines of a day"))

    class Meta:
        triggers = append_only()
        indexes = [
            models.Index(fields=["statement", "line"], name="bank_lines_of_statement"),
            models.Index(
                fields=["account", "booked_on", "amount", "said"], name="bank_lines_alike"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "booked_on", "amount", "fingerprint", "nth"],
                name="bank_line_once",
                violation_error_message=_("This line is there already."),
            ),
            models.CheckConstraint(
                condition=~Q(amount=0),
                name="bank_line_moves_something",
                violation_error_message=_("A line of a bank moves something."),
            ),
        ]
