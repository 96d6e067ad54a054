import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.giving.models import Gift
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only
from shanqiao.apps.registry.models import Organisation

# Note [Receipts without a gap]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# The next number is taken from the row of the book, which stays locked until the receipt is written; whoever
# comes second waits, and a receipt that fails gives its number back with the transaction. A sequence would be
# faster and leave gaps. The database itself lets a book go on by one at a time only, and takes a receipt only
# with the number its book has come to; so neither a gap nor a double can be written, whichever way it is tried.

_NEXT = """
    IF NEW.number IS DISTINCT FROM (SELECT last FROM receipts_receiptbook WHERE id = NEW.book_id) THEN
        RAISE EXCEPTION 'a receipt takes the next number of its book' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM receipts_donationreceipt wrong JOIN receipts_voiding v ON v.receipt_id = wrong.id
        WHERE wrong.id = NEW.replaces_id AND wrong.gift_id = NEW.gift_id
    ) THEN
        RAISE EXCEPTION 'only a void receipt of the same gift is replaced' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_BY_ONE = """
    IF NEW.last <> OLD.last + 1 OR (NEW.host_id, NEW.year, NEW.code, NEW.title)
        IS DISTINCT FROM (OLD.host_id, OLD.year, OLD.code, OLD.title) THEN
        RAISE EXCEPTION 'a book of receipts goes on by one number' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class ReceiptBook(models.Model):
    """The numbers of one host and year, and what is printed at the head of each receipt. See Note [Receipts without a gap]."""

    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="receipt_books")
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("name of the receipt"), max_length=60)
    code = models.CharField(_("receipt code"), max_length=20)
    last = models.PositiveBigIntegerField(_("last number"), default=0)

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="by_one", when=pgtrigger.Before, operation=pgtrigger.Update, func=_BY_ONE
            ),
            pgtrigger.Protect(name="stays", operation=pgtrigger.Delete),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["host", "year"],
                name="receipts_one_book_a_year",
                violation_error_message=_("The receipts of this year were begun already."),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-Z]{4,20}$"),
                name="receipts_code_is_one",
                violation_error_message=_(
                    "A receipt code has 4 to 20 figures and capital letters."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.code} · {self.year}"


class DonationReceipt(models.Model):
    """A donation receipt (公益事业捐赠票据) as it was given out. Never edited: a wrong one is made void and replaced.

    Source of its fields: 财综〔2024〕1号 第6条.
    """

    book = models.ForeignKey(ReceiptBook, on_delete=models.PROTECT, related_name="receipts")
    number = models.PositiveBigIntegerField(_("receipt number"))
    check_code = models.CharField(_("check code"), max_length=8)
    gift = models.ForeignKey(
        Gift, on_delete=models.PROTECT, related_name="receipts", verbose_name=_("gift")
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    payer = models.CharField(_("payer"), max_length=120)
    payer_uscc = models.CharField(
        _("unified social credit code of the payer"), max_length=18, blank=True
    )
    item_code = models.CharField(_("item code"), max_length=20, blank=True)
    item = models.CharField(_("item"), max_length=120)
    unit = models.CharField(_("unit"), max_length=20)
    quantity = models.PositiveBigIntegerField(_("quantity"))
    standard = models.CharField(_("standard"), max_length=60, blank=True)
    amount = models.PositiveBigIntegerField(_("amount in fen"))
    remarks = models.CharField(_("remarks"), max_length=300, blank=True)
    handler = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField(_("issued on"))
    issued_at = models.DateTimeField(_("issued at"))

    class Meta:
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="takes_next", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_NEXT
            ),
        ]
        indexes = [models.Index(fields=["-issued_at", "-id"], name="receipts_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "number"],
                name="receipts_number_once",
                violation_error_message=_("This number is given out already."),
            ),
            models.UniqueConstraint(
                fields=["gift"],
                condition=Q(replaces=None),
                name="receipts_first_of_a_gift_once",
                violation_error_message=_("A receipt was issued for this gift already."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, quantity__gt=0),
                name="receipts_of_something",
                violation_error_message=_("A receipt is about more than nothing."),
            ),
            models.CheckConstraint(
                condition=~Q(payer="") & ~Q(item=""),
                name="receipts_name_payer_and_item",
                violation_error_message=_("A receipt names who gave and what."),
            ),
        ]

    def __str__(self):
        return self.figures

    @property
    def figures(self):
        """The number in the ten places in which it is printed."""
        return f"{self.number:010d}"


class Voiding(models.Model):
    """A receipt is void from now on (作废), with the reason. Its number stays taken."""

    receipt = models.OneToOneField(
        DonationReceipt, on_delete=models.PROTECT, related_name="voiding"
    )
    why = models.CharField(_("why it is void"), max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("made void at"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=~Q(why=""),
                name="receipts_voiding_says_why",
                violation_error_message=_("Say in a few words why."),
            )
        ]
