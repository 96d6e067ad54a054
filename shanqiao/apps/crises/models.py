from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.people.queries import stations_of, supervises_station
from shanqiao.apps.places.models import Station
from shanqiao.apps.record.models import append_only
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sealing.fields import SealedTextField

from .guards import ends_once, while_it_lasts

# Note [Who sees a crisis]
# ~~~~~~~~~~~~~~~~~~~~~~~~
# That a crisis exists tells what hurts most about a person, so it is seen by as few as can handle it: whoever raised it,
# whoever they or the supervisor named, both while they work at its station, and who guides the social workers there.
# To everybody else, supervision of the city included, it is not there: no list counts it, its address is not found, and
# looks at the resident give no other reason than usual. The record keeps who opened it, under the number of the crisis.


class CrisisQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended_at=None)

    def visible_to(self, person):
        """See Note [Who sees a crisis]."""
        named = Exists(Access.objects.filter(crisis=OuterRef("pk"), person=person))
        station = supervises_station(person)
        guided = Q(station=station) if station else Q(pk=None)
        at_its_station = Q(station__in=stations_of(person))
        return self.filter(at_its_station & (Q(raised_by=person) | Q(named)) | guided)


class Crisis(models.Model):
    """Somebody is in danger; from the moment it was raised the path of its kind runs, until it is ended with a reason."""

    class Kind(models.TextChoices):
        SUICIDE = "suicide", _("danger of suicide")
        MINOR_ABUSE = "minor_abuse", _("abuse of a minor")
        VIOLENCE = "violence", _("violence")

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="crises")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind of crisis"), max_length=20, choices=Kind)
    path_version = models.CharField(_("version of the path"), max_length=20)
    words = SealedTextField(_("what was seen or told"))
    raised_at = models.DateTimeField(_("raised at"))
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_why = SealedTextField(_("why it ended"), blank=True)

    objects = CrisisQuerySet.as_manager()

    class Meta:
        triggers = ends_once()
        indexes = [models.Index(fields=["station", "ended_at"], name="crises_crisis_station")]
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "station", "kind"],
                condition=Q(ended_at=None),
                name="crises_one_open_of_a_kind",
                violation_error_message=_("Such a crisis was raised for this person just now."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="crises_ended_by_somebody",
                violation_error_message=_("A crisis is ended by somebody, with a reason."),
            ),
        ]

    def __str__(self):
        return f"crisis {self.pk}"  # about whom is said only where it may be seen


class CrisisStep(models.Model):
    """One step of the path was done: when, by whom, and what came of it."""

    crisis = models.ForeignKey(Crisis, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(_("step of the path"), max_length=40)
    words = SealedTextField(_("what was done"))
    done_at = models.DateTimeField(_("done at"))
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = [*append_only(), while_it_lasts()]
        constraints = [
            models.UniqueConstraint(
                fields=["crisis", "step"],
                name="crises_each_step_once",
                violation_error_message=_("A colleague has written down this step already."),
            )
        ]


class CrisisWord(models.Model):
    """Something that was seen or told while a crisis lasts; also that somebody else raised the same."""

    crisis = models.ForeignKey(Crisis, on_delete=models.PROTECT, related_name="said")
    words = SealedTextField(_("what was seen or told"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = [*append_only(), while_it_lasts()]


class Access(models.Model):
    """A named person may see a crisis and act in it. See Note [Who sees a crisis]."""

    crisis = models.ForeignKey(Crisis, on_delete=models.PROTECT, related_name="accesses")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["crisis", "person"],
                name="crises_named_once",
                violation_error_message=_("This person was named already."),
            )
        ]
