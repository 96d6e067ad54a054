"""What the management of a host cost, and what of it was taken back."""

import pgtrigger
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only
from shanqiao.apps.registry.models import Organisation

from .management_guards import BACK_STANDS


class ManagementCostQuerySet(models.QuerySet):
    def with_standing(self):
        """Each with ``standing``: what was not taken back of it, in fen."""
        return self.annotate(standing=F("amount") - Coalesce(Sum("backs__amount"), 0))


class ManagementCost(models.Model):
    """One cost of the management of a host, paid from the bank and booked as 管理费用. Never edited."""

    host = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="management_costs",
        verbose_name=_("host"),
    )
    purse = models.ForeignKey(
        Purse,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="management_costs",
        verbose_name=_("purse"),
    )  # out of whose fen it was paid; none: out of the host's own money
    amount = models.PositiveBigIntegerField(_("how much"))
    words = models.CharField(_("what was paid for"), max_length=200)
    posting = models.BigIntegerField(_("movement in the books"), unique=True)
    on = models.DateField(_("paid on"))
    at = models.DateTimeField(_("written down at"))
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # none: booked before costs were rows, and the record does not say by whom

    objects = ManagementCostQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["host", "-on", "-id"], name="governing_management_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="governing_management_costs_something",
                violation_error_message=_("A cost is more than nothing."),
            ),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="governing_management_says_for_what",
                violation_error_message=_("Say in a few words what was paid for."),
            ),
        ]


class ManagementCostBack(models.Model):
    """Part of a cost, or all of it, was booked by mistake or paid back: taken back, with the reason.

    All parts of a cost together are never more than the cost. See Note [No more back than stands].
    """

    cost = models.ForeignKey(ManagementCost, on_delete=models.PROTECT, related_name="backs")
    amount = models.PositiveBigIntegerField(_("how much"))
    why = models.CharField(_("why it is taken back"), max_length=300)
    posting = models.BigIntegerField(_("movement in the books"), unique=True)
    at = models.DateTimeField(_("taken back at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="takes_back_what_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=BACK_STANDS,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0) & ~Q(why=""),
                name="governing_management_back_says_why",
                violation_error_message=_("Say how much is taken back, and why."),
            )
        ]
