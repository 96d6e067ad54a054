"""What somebody of a fund asked for by hand; `models` has it too, so that it is found among the tables."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only


class Asking(models.Model):
    """Somebody of a fund proposes a purse for a need by hand, with the reason; one proposal comes of it.

    ``applied_by`` is who applied for it on behalf of the resident, where somebody did.
    """

    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    applied_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    why = models.TextField(_("why"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=~Q(why=""),
                name="matching_asks_with_a_reason",
                violation_error_message=_("Say why the fund should help with this need."),
            ),
            models.CheckConstraint(
                condition=Q(applied_by=None) | ~Q(asked_by=F("applied_by")),
                name="matching_applicant_does_not_ask",
                violation_error_message=_(
                    "You applied for this at a station, so somebody else of the fund accepts it."
                ),
            ),
        ]
