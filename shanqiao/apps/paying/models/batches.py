from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.approvals.models import Order
from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.funds.models import Fund
from shanqiao.apps.matching.models import Grant
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only
from shanqiao.apps.sealing.fields import SealedBytesField

from ..guards import goes_to_a_checked_account
from .payees import Payee, PayingAccount


class Batch(models.Model):
    """Grants that a cashier pays together, by one file for the bank. What is in it never changes.

    ``digest`` is over all lines: whoever holds the file can show that it is the one that was made.
    """

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="batches")
    account = models.ForeignKey(PayingAccount, on_delete=models.PROTECT, related_name="batches")
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    items_count = models.PositiveIntegerField(_("lines"))
    total = models.PositiveBigIntegerField(_("sum"))
    digest = models.CharField(_("SHA-256 of its lines"), max_length=64)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["fund", "-made_at", "-id"], name="paying_batch_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(items_count__gt=0, total__gt=0),
                name="paying_batch_pays_something",
                violation_error_message=_("A batch pays something."),
            ),
        ]

    @property
    def number(self):
        """How people and the bank call it."""
        return f"SQ{self.made_at:%Y%m%d}-{self.pk}"


class Item(models.Model):
    """One line of a batch: one grant, to one account. See Note [Checked by a second person]."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="items")
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="item")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="items")
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="items")
    count = models.PositiveBigIntegerField(_("how much"))
    reference = models.CharField(_("reference"), max_length=35, unique=True)

    class Meta:
        triggers = [*append_only(), goes_to_a_checked_account()]


class Download(models.Model):
    """Somebody took the file of a batch along: in which form, and which file exactly."""

    class Form(models.TextChoices):
        CSV = "csv", "CSV"
        PAIN = "pain.001.001.09", "ISO 20022 pain.001.001.09"

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="downloads")
    form = models.CharField(_("form"), max_length=16, choices=Form)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        triggers = append_only()


class ResultFile(models.Model):
    """A file in which the bank told what became of a batch, as it was handed in."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="result_files")
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    content = SealedBytesField(_("content, sealed"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        triggers = append_only()


class Result(models.Model):
    """What became of one line: the money arrived at the other bank, or it did not, and why."""

    class Word(models.TextChoices):
        PAID = "paid", _("paid")
        FAILED = "failed", _("failed")

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="result")
    says = models.CharField(_("what became of it"), max_length=6, choices=Word)
    why = models.CharField(_("why it failed"), max_length=200, blank=True)
    bank_reference = models.CharField(_("reference of the bank"), max_length=80, blank=True)
    payment = models.OneToOneField(
        Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="result"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=Q(says="paid", payment__isnull=False, why="")
                | Q(says="failed", payment=None) & ~Q(why=""),
                name="paying_result_with_its_payment",
                violation_error_message=_(
                    "What was paid has its payment, what failed has its reason."
                ),
            ),
        ]
