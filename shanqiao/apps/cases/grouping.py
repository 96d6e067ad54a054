"""Groups that meet, who came, and what is done for a whole neighbourhood."""

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.people.queries import stations_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.residents.models import Resident

from .models import Attendance, CommunityEvent, Group, Member, Participant, Session
from .refusals import said


class CannotOpenGroup(Exception):
    """You do not work at the station, or it is not said what the group is for."""


class CannotChangeGroup(Exception):
    """The group is another station's or ended, or they belong to it already."""


class CannotTakeAttendance(Exception):
    """The meeting has not come yet, or somebody on the sheet is of another group."""


class CannotWriteEvent(Exception):
    """You do not work at the station, the day has not come, or something is not said."""


def open_group(*, station, name, purpose, sessions_planned, first_on, by, at):
    """A worker leads a group from now on.

    Raises:
        CannotOpenGroup: with the reason in words.
    """
    if station not in stations_of(by):
        raise CannotOpenGroup(_("Groups are led by those who work at the station."))
    try:
        with transaction.atomic():
            group = Group.objects.create(
                station=station,
                name=name.strip(),
                purpose=purpose.strip(),
                sessions_planned=sessions_planned,
                led_by=by,
                first_on=first_on,
                opened_at=at,
            )
            note(act="cases.open_group", subject=group, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotOpenGroup(said(refusal, Group)) from refusal
    return group


def join_group(*, group, resident, by, at):
    """A resident whom the station looks after belongs to a group from now on.

    Raises:
        CannotChangeGroup: with the reason in words.
    """
    try:
        with transaction.atomic():
            group = _hold(group, by)
            if not Resident.objects.known_to(group.station).filter(pk=resident.pk).exists():
                raise CannotChangeGroup(
                    _("Your station does not look after them. Register them first.")
                )
            member = Member.objects.create(group=group, resident=resident, joined_at=at)
            note(act="cases.join_group", subject=member, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotChangeGroup(said(refusal, Member)) from refusal
    return member


@transaction.atomic
def leave_group(*, member, by, at):
    """A resident comes to a group no longer.

    Raises:
        CannotChangeGroup: with the reason in words.
    """
    _hold(member.group, by)
    if not Member.objects.filter(pk=member.pk, left_at=None).update(left_at=at):
        raise CannotChangeGroup(_("They left this group before."))
    note(act="cases.leave_group", subject=member, by=by, at=at)


@transaction.atomic
def plan_session(*, group, on, theme, by, at):
    """A group meets on a day.

    Raises:
        CannotChangeGroup: with the reason in words.
    """
    group = _hold(group, by)
    if not theme.strip():
        raise CannotChangeGroup(_("Please say what the meeting is about."))
    last = group.sessions.aggregate(last=Max("nth"))["last"] or 0
    session = Session.objects.create(
        group=group, nth=last + 1, on=on, theme=theme.strip(), planned_by=by, planned_at=at
    )
    note(act="cases.plan_session", subject=session, by=by, at=at)
    return session


def take_attendance(*, session, came, by, at):
    """Who of the members came to a meeting; of whoever belonged to the group on its day and is never named, that they did not.

    Args:
        came: {member: bool}, what somebody has to say now; what others said meanwhile stays.

    Raises:
        CannotTakeAttendance: with the reason in words.
    """
    if session.group.station not in stations_of(by):
        raise CannotTakeAttendance(_("Only those who work at the station take attendance."))
    if session.on > localdate(at):
        raise CannotTakeAttendance(_("This meeting has not come yet. Nothing was saved."))
    try:
        with transaction.atomic():
            Session.objects.select_for_update(no_key=True).get(pk=session.pk)
            before = attendance_of(session=session)
            changed = {m: there for m, there in came.items() if before.get(m.pk) != there}
            silent = members_of(session=session).exclude(
                pk__in=[*before, *(member.pk for member in came)]
            )
            absent = dict.fromkeys(silent.filter(joined_at__date__lte=session.on), False)
            for member, there in (changed | absent).items():
                Attendance.objects.create(
                    session=session, member=member, came=there, said_by=by, said_at=at
                )
            note(act="cases.take_attendance", subject=session, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotTakeAttendance(said(refusal, Attendance)) from refusal


def members_of(*, session):
    """Those who may be on the sheet of a meeting: who belong to the group, did on its day, or were on it before."""
    there = Q(left_at=None) | Q(left_at__date__gte=session.on)
    return session.group.members.filter(there | Q(pk__in=attendance_of(session=session)))


def attendance_of(*, session):
    """{identity of a member: did they come}, by the latest word on each."""
    latest = Attendance.objects.filter(session=session).order_by("member", "-said_at", "-pk")
    return dict(latest.distinct("member").values_list("member_id", "came"))


def end_group(*, group, why, by, at):
    """A group has met for the last time; what came of it is said.

    Raises:
        CannotChangeGroup: with the reason in words.
    """
    try:
        with transaction.atomic():
            group = _hold(group, by)
            Group.objects.filter(pk=group.pk).update(ended_at=at, ended_why=why.strip())
            note(act="cases.end_group", subject=group, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotChangeGroup(said(refusal, Group)) from refusal


def write_event(*, station, name, purpose, place, on, head_count, by, at, notes="", residents=()):
    """Something was done for a neighbourhood: how many came, and who of the station's residents, where that is known.

    Raises:
        CannotWriteEvent: with the reason in words.
    """
    if station not in stations_of(by):
        raise CannotWriteEvent(_("Events are written down by those who work at the station."))
    if on > localdate(at):
        raise CannotWriteEvent(_("This day has not come yet. Nothing was saved."))
    try:
        with transaction.atomic():
            event = CommunityEvent.objects.create(
                station=station,
                name=name.strip(),
                purpose=purpose.strip(),
                place=place.strip(),
                on=on,
                head_count=head_count,
                notes=notes.strip(),
                written_by=by,
                written_at=at,
            )
            note(act="cases.write_event", subject=event, by=by, at=at)
            for resident in residents:
                add_participant(event=event, resident=resident, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotWriteEvent(said(refusal, CommunityEvent)) from refusal
    return event


def add_participant(*, event, resident, by, at):
    """A resident whom the station looks after came to an event.

    Raises:
        CannotWriteEvent: with the reason in words.
    """
    if event.station not in stations_of(by):
        raise CannotWriteEvent(_("Events are written down by those who work at the station."))
    if not Resident.objects.known_to(event.station).filter(pk=resident.pk).exists():
        raise CannotWriteEvent(_("Your station does not look after them. Register them first."))
    try:
        with transaction.atomic():
            participant = Participant.objects.create(
                event=event, resident=resident, said_by=by, said_at=at
            )
            note(act="cases.add_participant", subject=participant, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotWriteEvent(said(refusal, Participant)) from refusal
    return participant


def _hold(group, by):
    """The group as it is now, held until the end of the transaction."""
    group = Group.objects.select_for_update(no_key=True).select_related("station").get(pk=group.pk)
    if group.station not in stations_of(by):
        raise CannotChangeGroup(_("This group is another station's."))
    if group.ended_at:
        raise CannotChangeGroup(_("This group has ended. Nothing was changed."))
    return group
