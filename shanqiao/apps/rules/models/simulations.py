from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person

from ..guards import stays_once_it_ended


class Simulation(models.Model):
    """What a version of a rule would change for the city on a day, computed before anybody switches it on.

    ``answer`` holds numbers only, rounded so that none points at a person. See Note [What a simulation tells].
    """

    version = models.ForeignKey(
        "rules.RuleVersion", on_delete=models.PROTECT, related_name="simulations"
    )
    on = models.DateField(_("as on the day"))
    low = models.PositiveBigIntegerField(_("at least for one person a month"))
    high = models.PositiveBigIntegerField(_("at most for one person a month"))
    against = models.TextField(_("condition it is compared with"), blank=True)
    against_name = models.CharField(_("what it is compared with"), max_length=200)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    share_done = models.PositiveSmallIntegerField(_("done, percent"), default=0)
    says = models.TextField(_("what stopped it"), blank=True)
    answer = models.JSONField(_("what would come of it"), null=True, blank=True)

    class Meta:
        triggers = stays_once_it_ended()
        indexes = [models.Index(fields=["version", "-asked_at"], name="rules_simulation_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(low__lte=F("high")),
                name="rules_low_is_not_above_high",
                violation_error_message=_(
                    "The least for one person is not above the most for one person."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, answer=None, says="")
                | Q(ended_at__isnull=False, answer__isnull=False, says="")
                | Q(ended_at__isnull=False, answer=None) & ~Q(says=""),
                name="rules_simulation_ends_with_an_answer",
                violation_error_message=_(
                    "A simulation ends with an answer, or with what stopped it."
                ),
            ),
        ]
