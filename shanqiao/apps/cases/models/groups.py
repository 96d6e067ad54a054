from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Station
from shanqiao.apps.record.models import append_only
from shanqiao.apps.record.once import filled_in_once
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sealing.fields import SealedTextField

from ..guards import is_of_this_group


class Group(models.Model):
    """Several residents meet some times, led by a worker, for one purpose (小组工作)."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    purpose = models.TextField(_("what it is for"))
    sessions_planned = models.PositiveSmallIntegerField(_("meetings planned"))
    led_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField(_("first meeting on"))
    opened_at = models.DateTimeField(_("opened at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_why = models.TextField(_("what came of it"), blank=True)

    class Meta:
        triggers = filled_in_once("changes_once", "ended_at", "ended_why")
        constraints = [
            models.CheckConstraint(
                condition=Q(sessions_planned__range=(1, 60)) & ~Q(purpose="") & ~Q(name=""),
                name="cases_group_has_a_purpose",
                violation_error_message=_(
                    "Say what the group is called, what it is for, and how often it meets (1 to 60)."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_why="")
                | Q(ended_at__isnull=False) & ~Q(ended_why=""),
                name="cases_group_ends_with_words",
                violation_error_message=_("Say what came of the group."),
            ),
        ]

    def __str__(self):
        return self.name


class Member(models.Model):
    """A resident belongs to a group, from one instant to another."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(_("joined at"))
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    class Meta:
        triggers = filled_in_once("changes_once", "left_at")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "resident"],
                condition=Q(left_at=None),
                name="cases_member_once",
                violation_error_message=_("They belong to this group already."),
            )
        ]


class Session(models.Model):
    """A group met, or will meet, on a day."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="sessions")
    nth = models.PositiveSmallIntegerField(_("which meeting"))
    on = models.DateField(_("on"))
    theme = models.CharField(_("theme"), max_length=120)
    planned_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(_("planned at"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["group", "nth"],
                name="cases_sessions_are_counted",
                violation_error_message=_("Somebody has just planned this meeting."),
            )
        ]


class Attendance(models.Model):
    """Whether a member came to a meeting; the latest word counts, so that a slip is mended by another."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="attendances")
    came = models.BooleanField(_("came"))
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(_("said at"))

    class Meta:
        triggers = [is_of_this_group(), *append_only()]
        indexes = [
            models.Index(
                fields=["session", "member", "-said_at", "-id"], name="cases_attendance_latest"
            )
        ]


class CommunityEvent(models.Model):
    """Something for a neighbourhood (社区工作): how many came, and who of the station's residents, where that is known."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    purpose = models.TextField(_("what it is for"))
    place = models.CharField(_("where"), max_length=120)
    on = models.DateField(_("on"))
    head_count = models.PositiveIntegerField(_("how many came"))
    notes = SealedTextField(_("what was noticed"), blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(place="") & ~Q(purpose=""),
                name="cases_event_says_what_and_where",
                violation_error_message=_("Say what it was, what for, and where."),
            )
        ]

    def __str__(self):
        return self.name


class Participant(models.Model):
    """A resident of the station came to an event."""

    event = models.ForeignKey(CommunityEvent, on_delete=models.PROTECT, related_name="participants")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(_("said at"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["event", "resident"],
                name="cases_participant_once",
                violation_error_message=_("They are on the list already."),
            )
        ]
