"""What it cost to be given something: raising money, and having a gift valued."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only
from shanqiao.apps.registry.models import Organisation


class RaisingCost(models.Model):
    """One cost of being given something, paid from the bank and booked as 筹资费用. Never edited.

    Source: 民间非营利组织会计制度 (财会〔2004〕7号) 第六章: what an organisation spends to get donated property.
    """

    class What(models.TextChoices):
        RAISING = "raising", _("raising money")
        APPRAISAL = "appraisal", _("appraisal of a gift")

    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="raising_costs", verbose_name=_("host")
    )
    purse = models.ForeignKey(
        Purse,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="raising_costs",
        verbose_name=_("purse"),
    )  # out of whose fen it was paid; none: out of the host's own money
    what = models.CharField(_("cost of what"), max_length=9, choices=What)
    amount = models.PositiveBigIntegerField(_("how much"))
    words = models.CharField(_("what was paid for"), max_length=200)
    campaign = models.CharField(_("for which appeal"), max_length=120, blank=True)
    gift = models.CharField(_("which gift was valued"), max_length=80, blank=True)  # room.model:n
    posting = models.BigIntegerField(_("movement in the books"), unique=True)
    on = models.DateField(_("paid on"))
    at = models.DateTimeField(_("written down at"))
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["host", "-on", "-id"], name="governing_raising_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="governing_raising_costs_something",
                violation_error_message=_("A cost is more than nothing."),
            ),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="governing_raising_says_for_what",
                violation_error_message=_("Say in a few words what was paid for."),
            ),
            models.CheckConstraint(
                condition=Q(what="raising", gift="") | Q(what="appraisal") & ~Q(gift=""),
                name="governing_appraisal_names_its_gift",
                violation_error_message=_("An appraisal is of a gift."),
            ),
        ]


class RaisingCostBack(models.Model):
    """A cost was booked by mistake, or paid back: it is taken back, with the reason. The cost stays to be read."""

    cost = models.OneToOneField(RaisingCost, on_delete=models.PROTECT, related_name="back")
    why = models.CharField(_("why it is taken back"), max_length=300)
    posting = models.BigIntegerField(_("movement in the books"), unique=True)
    at = models.DateTimeField(_("taken back at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=~Q(why=""),
                name="governing_raising_back_says_why",
                violation_error_message=_("Say in a few words why."),
            )
        ]
