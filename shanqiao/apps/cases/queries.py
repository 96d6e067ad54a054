"""Who may do what in a case, and what waits for whom."""

from datetime import timedelta

from django.db.models import DateField, Exists, F, Max, OuterRef
from django.db.models.functions import Greatest

from shanqiao.apps.people.queries import counsels, stations_of, supervises_station

from .models import (
    Agreement,
    Appointment,
    CalendarFeed,
    Case,
    Closure,
    Contact,
    CounsellingNote,
    Estimate,
    GoalNeed,
    GoalState,
    Handling,
    Part,
    Plan,
    Spell,
    SupervisedCase,
    Transfer,
)
from .rules import rule_on
from .stages import with_stage


def case_of(pk, person):
    """A case that ``person`` may open, with its stage; None otherwise. See Note [Who may open a case]."""
    seen = with_stage(Case.objects.seen_by(person).filter(pk=pk))
    return seen.select_related("resident__street", "station", "opened_by").first()


def worker_of(case):
    """The worker of a case now."""
    now = Handling.objects.filter(case=case, until=None).select_related("worker").first()
    return now.worker if now else None


def handles(person, case):
    """Is ``person`` the worker of the case, and of its station?"""
    return case.station in stations_of(person) and worker_of(case) == person


def guides(person, case):
    """Is ``person`` the supervisor of the station of the case?"""
    return supervises_station(person) == case.station


def works_on(person, case):
    """Is ``person`` the worker of the case, or a colleague who was brought in?"""
    return Case.objects.worked_on_by(person).filter(pk=case.pk).exists()


def worked_on(cases):
    """Those of ``cases`` in which anything happened since they were opened: work, talks, other people, or closing."""
    here = OuterRef("pk")
    happened = [
        *(Exists(rows.objects.filter(spell__case=here)) for rows in (Estimate, Plan, Closure)),
        *(
            Exists(rows.objects.filter(case=here))
            for rows in (Contact, Appointment, Part, Transfer, SupervisedCase)
        ),
        Exists(Handling.objects.filter(case=here, until__isnull=False)),
    ]
    anything = happened[0]
    for one in happened[1:]:
        anything |= one
    return cases.filter(anything)


def reads_restricted(person, case):
    """May ``person`` read what is restricted, whoever wrote it?"""
    return handles(person, case) or guides(person, case)


def notes_for(person, case):
    """{identity of a contact: the counsellor's notes}, of those notes that ``person`` may read."""
    notes = CounsellingNote.objects.filter(contact__case=case)
    if not guides(person, case):
        notes = (
            notes.filter(counsellor=person) if counsels(person) == case.station else notes.none()
        )
    return {note.contact_id: note.words for note in notes}


def spell_of(case):
    """The latest spell of a case."""
    return Spell.objects.filter(case=case).order_by("-nth").first()


def plan_of(case):
    """The plan that counts: the latest approved one of the present spell, or None."""
    return (
        Plan.objects.filter(spell=spell_of(case), answer__approved=True)
        .order_by("-version")
        .first()
    )


def goals_of(plan):
    """The goals of a plan, each with ``state`` (a GoalState, or None) and ``needs``."""
    goals = list(plan.goals.order_by("due_on", "pk")) if plan else []
    latest = GoalState.objects.filter(goal__in=goals).order_by("goal", "-said_at", "-pk")
    states = {state.goal_id: state for state in latest.distinct("goal").select_related("said_by")}
    ties = {goal.pk: [] for goal in goals}
    for tie in GoalNeed.objects.filter(goal__in=goals).select_related("need"):
        ties[tie.goal_id].append(tie.need)
    for goal in goals:
        goal.state, goal.needs = states.get(goal.pk), ties[goal.pk]
    return goals


def waiting_transfer(case):
    """The handover that waits for an answer, or None."""
    rows = Transfer.objects.waiting().filter(case=case)
    return rows.select_related("giver", "receiver").first()


def to_accept(person):
    """Handovers that wait for ``person``."""
    rows = Transfer.objects.waiting().filter(receiver=person, case__station__in=stations_of(person))
    return rows.select_related("case__resident", "giver").order_by("offered_at", "pk")


def to_approve(person):
    """Plans that wait for the word of ``person``, who supervises a station; not their own."""
    station = supervises_station(person)
    if station is None:
        return Plan.objects.none()
    newer = Plan.objects.filter(spell=OuterRef("spell"), version__gt=OuterRef("version"))
    return (
        Plan.objects.filter(
            ~Exists(newer), answer=None, spell__ended_at=None, spell__case__station=station
        )
        .exclude(made_by=person)
        .select_related("spell__case__resident", "made_by")
        .order_by("made_at", "pk")
    )


def appointments_of(person, *, since, until):
    """What ``person`` has planned between two instants, in cases they may open, the earliest first; not what was called off."""
    return (
        Appointment.objects.filter(
            worker=person,
            planned_for__gte=since,
            planned_for__lt=until,
            called_off_at=None,
            case__in=Case.objects.seen_by(person),
        )
        .select_related("case__resident__street", "contact")
        .order_by("planned_for", "pk")
    )


def closures_of(case):
    """Why it was closed each time, the latest first."""
    return Closure.objects.filter(spell__case=case).order_by("-closed_at")


def with_last_day(agreements):
    """Each agreement with ``ends_on``: its last day, renewals counted."""
    return agreements.annotate(
        ends_on=Greatest(F("last_on"), Max("renewals__last_on"), output_field=DateField())
    )


def agreements_to_renew(*stations, on):
    """Those of some stations that end soon, or have ended within the same span, by the rule of the day."""
    days = timedelta(days=rule_on(on).renew_before)
    rows = with_last_day(Agreement.objects.filter(station__in=stations))
    return (
        rows.filter(ends_on__range=(on - days, on + days))
        .select_related("charity", "agency")
        .order_by("ends_on", "pk")
    )


def feed_of(person):
    """The calendar address of ``person`` that holds now, or None."""
    return CalendarFeed.objects.filter(person=person, revoked_at=None).first()
