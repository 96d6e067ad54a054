"""A plan that was asked for; `models` has it too, so that it is found among the tables."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person


class PlanRequest(models.Model):
    """Somebody asked for a new plan: how far it has come, and what came of it."""

    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    share_done = models.PositiveSmallIntegerField(_("done, percent"), default=0)
    says = models.TextField(_("what stopped it"), blank=True)
    plan = models.ForeignKey(
        "matching.Plan",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
    )

    class Meta:
        indexes = [models.Index(fields=["-asked_at", "-id"], name="matching_request_latest")]
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(ended_at=None),
                name="matching_one_request_at_a_time",
                violation_error_message=_("A plan is being made already."),
            ),
            models.CheckConstraint(
                condition=Q(share_done__lte=100),
                name="matching_done_at_most_wholly",
                violation_error_message=_("Nothing is done more than wholly."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, plan=None, says="")
                | Q(ended_at__isnull=False, plan__isnull=False, says="")
                | Q(ended_at__isnull=False, plan=None) & ~Q(says=""),
                name="matching_request_ends_with_an_answer",
                violation_error_message=_("A request ends with a plan, or with what stopped it."),
            ),
        ]

    @property
    def found_nothing_new(self):
        """Did it end with the plan that was there before, since no fact had changed?"""
        return self.plan is not None and self.plan.proposed_at < self.asked_at
