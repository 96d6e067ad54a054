from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Station
from shanqiao.apps.record.models import append_only
from shanqiao.apps.residents.guards import not_for_the_dead
from shanqiao.apps.residents.models import Resident

from .kinds import Kind, Unit


class NeedQuerySet(models.QuerySet):
    def known_to(self, station):
        """Needs of those it looks after; and of those it looked after until they died or moved away, to be closed."""
        return self.filter(resident__in=Resident.objects.on_file_of(station))

    def open(self):
        return self.filter(closed_at=None)

    def assessed(self):
        return self.filter(assessments__isnull=False).distinct()


class Need(models.Model):
    """One thing one resident lacks, from the day it was told to the day it is closed."""

    class Closing(models.TextChoices):
        MET = "met", _("the resident has what was lacking")
        WITHDRAWN = "withdrawn", _("the resident does not want it any more")
        NOT_ELIGIBLE = "not_eligible", _("nothing may be given for it")
        MOVED = "moved", _("the resident moved away")
        DIED = "died", _("the resident died")
        MISTAKE = "mistake", _("registered by mistake")

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="needs")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    item = models.CharField(_("which goods"), max_length=60, blank=True)
    words = models.TextField(_("what was told"), blank=True)
    open_on = models.DateField(_("needed from"))
    due_on = models.DateField(_("needed until"))
    told_at = models.DateTimeField(_("told at"))
    told_to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_why = models.CharField(_("why closed"), max_length=20, choices=Closing, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        triggers = [not_for_the_dead()]
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "kind", "item"],
                condition=Q(closed_at=None),
                name="needs_one_open_need_per_kind",
                violation_error_message=_(
                    "This resident has an open need of this kind already: assess that one again instead."
                ),
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_why="")
                | (Q(closed_at__isnull=False) & ~Q(closed_why="")),
                name="needs_closed_with_a_reason",
                violation_error_message=_("A need is closed together with its reason."),
            ),
            models.CheckConstraint(
                condition=Q(open_on__lte=F("due_on")),
                name="needs_open_before_due",
                violation_error_message=_("A need begins before it ends."),
            ),
            models.CheckConstraint(
                condition=Q(kind="goods") & ~Q(item="") | ~Q(kind="goods") & Q(item=""),
                name="needs_goods_say_which",
                violation_error_message=_("Say which goods are needed; other kinds name none."),
            ),
        ]

    def __str__(self):
        return f"need {self.pk}"


class Assessment(models.Model):
    """What a social worker found out about a need. Signed once, never edited; the latest one counts."""

    class Urgency(models.IntegerChoices):
        CAN_WAIT = 0, _("can wait")
        SOON = 1, _("soon")
        NOW = 2, _("now")

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="assessments")
    needed = models.PositiveBigIntegerField(_("needed in all"))
    elsewhere = models.PositiveBigIntegerField(_("met elsewhere already"), default=0)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    severity = models.PositiveSmallIntegerField(_("severity, 0 to 100"))
    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Urgency)
    words = models.TextField(_("what was seen"), blank=True)
    signed_at = models.DateTimeField(_("signed at"))
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only()
        indexes = [
            models.Index(fields=["need", "-signed_at", "-id"], name="needs_assessment_latest")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(needed__gt=0),
                name="needs_something_is_needed",
                violation_error_message=_("Say how much is needed; if nothing is, close the need."),
            ),
            models.CheckConstraint(
                condition=Q(elsewhere__lte=F("needed")),
                name="needs_elsewhere_within_needed",
                violation_error_message=_(
                    "More is met elsewhere than is needed; please correct one of the two."
                ),
            ),
            models.CheckConstraint(
                condition=Q(severity__lte=100),
                name="needs_severity_0_to_100",
                violation_error_message=_("Severity runs from 0 to 100."),
            ),
            models.CheckConstraint(
                condition=Q(urgency__lte=2),
                name="needs_urgency_0_to_2",
                violation_error_message=_("Urgency is 0 (can wait), 1 (soon) or 2 (now)."),
            ),
        ]
