from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.giving.models import Donor, Gift
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only


class LinkedAgreement(models.Model):
    """A company promises part of each premium, or so much for each piece sold, to a purse.

    It is signed before the first sale that counts. Source: 慈善法 (2023修正) 第37条.
    """

    class Kind(models.TextChoices):
        PREMIUM = "premium", _("part of insurance premiums")
        PRODUCT = "product", _("so much for each piece sold")

    purse = models.ForeignKey(
        Purse, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("purse")
    )
    donor = models.ForeignKey(
        Donor, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("company")
    )
    kind = models.CharField(_("kind of agreement"), max_length=7, choices=Kind)
    name = models.CharField(_("product or insurance"), max_length=120)
    rate = models.PositiveBigIntegerField(_("millionths of the premium, or fen for each piece"))
    signed_on = models.DateField(_("signed on"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"))
    at = models.DateTimeField(_("written down at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_on__lte=F("valid_from")) & Q(valid_from__lte=F("valid_to")),
                name="holdings_agreement_signed_before_it_begins",
                violation_error_message=_(
                    "An agreement is signed before the first sale that counts, and ends after it begins."
                ),
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0) & (Q(kind="product") | Q(rate__lte=1_000_000)),
                name="holdings_agreement_gives_something",
                violation_error_message=_(
                    "An agreement gives something, and no more than the whole premium."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def owed_for(self, base):
        """What a month's premiums (fen) or pieces owe, in whole fen, rounded down."""
        return base * self.rate // 1_000_000 if self.kind == self.Kind.PREMIUM else base * self.rate


class LinkedMonth(models.Model):
    """What was sold under an agreement in one month, and the gift that came for it."""

    agreement = models.ForeignKey(LinkedAgreement, on_delete=models.PROTECT, related_name="months")
    month = models.DateField(_("month"))
    base = models.PositiveBigIntegerField(_("premiums in fen, or pieces sold"))
    owed = models.PositiveBigIntegerField(_("owed for it"))
    gift = models.OneToOneField(
        Gift, on_delete=models.PROTECT, null=True, related_name="linked_month"
    )
    at = models.DateTimeField(_("written down at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "month"],
                name="holdings_one_row_a_month",
                violation_error_message=_("This month is written down already."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="holdings_month_is_its_first_day",
                violation_error_message=_("A month is named by its first day."),
            ),
        ]
