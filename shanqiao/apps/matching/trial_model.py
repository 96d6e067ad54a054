from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.people.models import Person


class Trial(models.Model):
    """A fund manager asks what a condition of a purse would do if it were otherwise; the purse stays as it is.

    ``answer`` holds numbers only, rounded so that none points at a person. See Note [What a trial tells].
    """

    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="trials")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    step = models.CharField(
        _("which condition a step wider"),
        max_length=10,
        blank=True,
        choices=[
            ("eligible", _("for whom")),
            ("streets", _("where")),
            ("valid", _("when")),
            ("reserved", _("reserved")),
        ],
    )
    columns = models.JSONField(_("what would be otherwise"), default=dict)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    share_done = models.PositiveSmallIntegerField(_("done, percent"), default=0)
    says = models.TextField(_("what stopped it"), blank=True)
    answer = models.JSONField(_("what would come of it"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, answer=None, says="")
                | Q(ended_at__isnull=False, answer__isnull=False, says="")
                | Q(ended_at__isnull=False, answer=None) & ~Q(says=""),
                name="matching_trial_ends_with_an_answer",
                violation_error_message=_("A trial ends with an answer, or with what stopped it."),
            )
        ]
