from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Station
from shanqiao.apps.record.models import append_only
from shanqiao.apps.record.once import filled_in_once
from shanqiao.apps.sealing.fields import SealedTextField

from ..guards import ends_its_appointment, only_while_open
from .case import Case


class Kind(models.TextChoices):
    VISIT = "visit", _("visit at home")
    SESSION = "session", _("talk at the station")
    CALL = "call", _("telephone call")
    LINKING = "linking", _("help arranged elsewhere")
    OTHER = "other", _("something else")


class AppointmentQuerySet(models.QuerySet):
    def ahead(self):
        """Those that neither took place nor were called off."""
        return self.filter(called_off_at=None, contact=None)


class Appointment(models.Model):
    """Somebody will see or call the resident at some instant. It takes place as a contact, or is called off.

    Where the case was closed, or its worker handed it over or was let go, nobody wrote why; ``called_off_why`` is empty.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    worker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    planned_for = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    place = SealedTextField(_("where"), blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    called_off_at = models.DateTimeField(_("called off at"), null=True, blank=True)
    called_off_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    called_off_why = SealedTextField(_("why called off"), blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        triggers = [
            only_while_open(),
            *filled_in_once("changes_once", "called_off_at", "called_off_by_id", "called_off_why"),
        ]
        indexes = [models.Index(fields=["worker", "planned_for"], name="cases_appointment_worker")]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 600)),
                name="cases_appointment_minutes",
                violation_error_message=_("An appointment takes between 1 and 600 minutes."),
            )
        ]


class Contact(models.Model):
    """What was done with or for the resident (介入), on a day, in words and minutes."""

    class Level(models.TextChoices):
        ORDINARY = "ordinary", _("for those who work on the case")
        RESTRICTED = "restricted", _("for the worker of the case and the supervisor")
        COUNSELLING = "counselling", _("notes of a counsellor")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="contacts")
    appointment = models.OneToOneField(
        Appointment, on_delete=models.PROTECT, related_name="contact", null=True, blank=True
    )
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    done_on = models.DateField(_("on"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    place = SealedTextField(_("where"), blank=True)
    level = models.CharField(_("who reads it"), max_length=12, choices=Level)
    words = SealedTextField(_("what happened"), blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        triggers = [only_while_open(), ends_its_appointment(), *append_only()]
        indexes = [models.Index(fields=["case", "-done_on"], name="cases_contact_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 600)),
                name="cases_contact_minutes",
                violation_error_message=_("A contact takes between 1 and 600 minutes."),
            ),
            models.CheckConstraint(
                condition=~Q(level="counselling") | Q(words=""),
                name="cases_counselling_is_kept_apart",
                violation_error_message=_("The notes of a counsellor are kept in their own table."),
            ),
        ]


class CounsellingNote(models.Model):
    """What a counsellor wrote down of a talk. Only they and the supervisor of the station read it.

    Kept apart from all that other rooms, lists, files and pages about money read.
    """

    contact = models.OneToOneField(
        Contact, on_delete=models.PROTECT, related_name="counselling_note"
    )
    counsellor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = SealedTextField(_("notes"))
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        triggers = append_only()


class Supervision(models.Model):
    """The supervisor of a station talks with one of its workers about their work (督导), in general or about cases."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField(_("on"))
    advice = SealedTextField(_("what was talked about and advised"))
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=~Q(supervisor=models.F("worker")),
                name="cases_supervision_of_another",
                violation_error_message=_("Nobody supervises themselves."),
            )
        ]


class SupervisedCase(models.Model):
    """A supervision was about this case."""

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="about")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="supervisions")

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["supervision", "case"],
                name="cases_supervised_once",
                violation_error_message=_("This supervision names the case already."),
            )
        ]


class AgreedAction(models.Model):
    """What worker and supervisor agreed that the worker does until a day."""

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="actions")
    words = SealedTextField(_("what is to be done"))
    due_on = models.DateField(_("until"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_words = SealedTextField(_("what came of it"), blank=True)

    class Meta:
        triggers = filled_in_once("changes_once", "done_at", "done_words")
