"""What a plan is worth, kept beside it; `models` has it too, so that it is found among the tables."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.record.models import append_only


class PlanWorth(models.Model):
    """What one plan is worth beside four ways to help without a plan, on the facts it was based on.

    ``rows`` are those of `without_a_plan`; there are none where the plan could not be replayed.
    """

    plan = models.OneToOneField("matching.Plan", on_delete=models.PROTECT, related_name="worth")
    worked_out_at = models.DateTimeField(_("worked out at"))
    rows = models.JSONField(_("what each way is worth"))

    class Meta:
        triggers = append_only()
