from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Station
from shanqiao.apps.sealing.fields import SealedTextField

from ..guards import not_for_the_dead
from .resident import Resident


class Care(models.Model):
    """A station looks after a resident, from one day to another. Several stations may."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="cared_for")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        triggers = [not_for_the_dead()]
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "station"],
                condition=Q(until=None),
                name="residents_known_once_to_a_station",
                violation_error_message=_("Your station looks after this resident already."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="residents_care_ends_after_it_began",
                violation_error_message=_("Care ends after it began."),
            ),
        ]


class Departure(models.Model):
    """A resident died or moved away, on a day. Taken back where it was a mistake, or they came back."""

    class Kind(models.TextChoices):
        DIED = "died", _("died")
        MOVED = "moved", _("moved away")

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="departures")
    kind = models.CharField(_("what happened"), max_length=5, choices=Kind)
    on = models.DateField(_("on the day"))
    words = SealedTextField(_("from whom it is known, or where to"))
    told_at = models.DateTimeField(_("told at"))
    told_to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident"],
                condition=Q(taken_back_at=None),
                name="residents_depart_once",
                violation_error_message=_(
                    "It is written down already that this resident died or moved away. "
                    "Please take that back first if it is wrong."
                ),
            ),
        ]
