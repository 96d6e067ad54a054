"""Somebody goes: what they planned and what they followed goes on with somebody else, and nothing is forgotten."""

import pytest

from shanqiao.apps.cases.actions import (
    CannotAnswerHandover,
    CannotChangeParts,
    CannotHandOver,
    accept_handover,
    decline_handover,
    let_go,
)
from shanqiao.apps.cases.ending import CannotReopenCase, do_follow_up, reopen_case
from shanqiao.apps.cases.models import (
    Appointment,
    Case,
    Closure,
    FollowUp,
    Handling,
    Part,
    Transfer,
)
from shanqiao.apps.cases.queries import appointments_of, worker_of
from shanqiao.apps.cases.working import CannotMakeAppointment
from shanqiao.apps.people.actions import end_post
from shanqiao.apps.people.queries import forget_posts
from shanqiao.apps.residents.leaving import write_departure
from shanqiao.apps.residents.models import Departure
from shanqiao.stories.casework import count_waiting, waiting_in_cases
from tests.apps.refusing import refused_by
from tests.cases import DAY, LATER, Casework
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return Casework()


def planned(person):
    """What stands in somebody's calendar: (instant, minutes, place)."""
    rows = appointments_of(person, since=NOON, until=NOON + 30 * DAY)
    return [(one.planned_for, one.minutes, one.place) for one in rows]


def leaves(person):
    end_post(post=person.posts.get(), at=LATER)
    forget_posts(person)


def waiting(person, on=TODAY):
    return waiting_in_cases(person, midnight=NOON, on=on)


def taken_over(case, station):
    transfer = station.hand_over(case, by=station.supervisor)
    accept_handover(transfer=transfer, by=station.colleague, at=LATER)


def test_what_was_planned_in_a_case_is_in_the_calendar_of_who_takes_it_over(station):
    case = station.open()
    station.bring(case)
    done = station.appointment(case, planned_for=NOON + DAY)
    station.contact(case, appointment=done)
    ahead = station.appointment(case, place="逢源北街6号", minutes=45)
    anothers = station.appointment(case, worker=station.counsellor)

    accept_handover(transfer=station.hand_over(case), by=station.colleague, at=LATER)

    assert planned(station.colleague) == [(NOON + 2 * DAY, 45, "逢源北街6号")]
    assert planned(station.counsellor) == [(anothers.planned_for, 60, "")]
    ahead.refresh_from_db()
    assert (ahead.called_off_at, ahead.called_off_by, ahead.called_off_why) == (
        *(LATER, station.colleague),
        "",
    )


def test_what_a_colleague_planned_is_its_workers_when_they_are_let_go(station):
    case = station.open()
    part = station.bring(case)
    station.appointment(case, by=station.counsellor, place="社区")

    let_go(part=part, by=station.worker, at=LATER)

    assert planned(station.worker) == [(NOON + 2 * DAY, 60, "社区")]
    assert planned(station.counsellor) == []


def test_who_was_brought_in_and_took_the_case_over_keeps_what_they_planned(station):
    case = station.open()
    part = station.bring(case, station.colleague, "colleague")
    station.appointment(case, by=station.colleague)
    accept_handover(transfer=station.hand_over(case), by=station.colleague, at=LATER)

    let_go(part=part, by=station.colleague, at=LATER)

    assert Appointment.objects.get().called_off_at is None
    with pytest.raises(CannotChangeParts, match="is the worker of the case already"):
        station.bring(case, station.colleague, "colleague", by=station.colleague)


def test_an_appointment_is_for_somebody_who_works_on_the_case(station):
    case = station.open()

    for worker in (station.colleague, Casework().worker):
        with pytest.raises(CannotMakeAppointment, match="or have them"):
            station.appointment(case, worker=worker)

    assert station.appointment(case, worker=station.supervisor).worker == station.supervisor


def test_a_case_whose_worker_left_waits_for_the_supervisor_until_somebody_has_it(station):
    case = station.open()
    Casework().open()
    assert waiting(station.supervisor).left_behind == []
    leaves(station.worker)

    assert waiting(station.supervisor).left_behind == [case]
    assert count_waiting(station.supervisor, on=TODAY) == (1, 0)
    assert waiting(station.colleague).left_behind == []
    transfer = station.hand_over(case, by=station.supervisor)
    assert waiting(station.supervisor).left_behind == []
    decline_handover(transfer=transfer, words="本周请假", by=station.colleague, at=LATER)
    assert waiting(station.supervisor).left_behind == [case]
    taken_over(case, station)

    assert waiting(station.supervisor).left_behind == []
    assert worker_of(case) == station.colleague


def test_the_follow_ups_of_who_left_are_handed_over_too(station):
    case = station.open()
    first, second = station.close(case).follow_ups.order_by("due_on")
    leaves(station.worker)
    assert waiting(station.supervisor).left_behind == [case]

    taken_over(case, station)

    assert waiting(station.colleague, on=first.due_on).follow_ups == [first]
    for one in (first, second):
        do_follow_up(follow_up=one, how="well", words="", by=station.colleague, at=LATER)
    assert not Case.objects.current().exists()


def test_what_is_closed_and_followed_up_no_more_is_handed_to_nobody(station):
    case = station.open()
    transfer = station.hand_over(case)
    decline_handover(transfer=transfer, words="请假", by=station.colleague, at=LATER)
    [one] = station.close(case, reason=Closure.Reason.LOST).follow_ups.all()
    waits = station.hand_over(case)
    do_follow_up(follow_up=one, how="well", words="", by=station.worker, at=LATER)

    with pytest.raises(CannotAnswerHandover, match="closed"):
        accept_handover(transfer=waits, by=station.colleague, at=LATER)
    decline_handover(transfer=waits, words="已无事可做", by=station.colleague, at=LATER)
    with pytest.raises(CannotHandOver, match="closed"):
        station.hand_over(case)
    facts = {"case": case, "since": LATER, "worker": station.colleague}
    Handling.objects.filter(case=case).update(until=LATER)
    with refused_by("cases_nothing_after_closing"):
        Handling.objects.create(**facts)


def test_follow_ups_of_an_earlier_closing_keep_no_case_open(station):
    case = station.open()
    station.close(case)
    reopen_case(case=case, why="再次跌倒", by=station.worker, at=LATER)
    station.close(case, reason=Closure.Reason.DIED)

    with pytest.raises(CannotHandOver, match="closed"):
        station.hand_over(case)
    assert not Case.objects.current().exists()
    assert not Transfer.objects.exists()


def test_a_case_whose_worker_left_is_opened_again_by_and_for_the_supervisor(station):
    case = station.open()
    station.close(case)
    leaves(station.worker)

    reopen_case(case=case, why="再次跌倒", by=station.supervisor, at=LATER)

    assert worker_of(case) == station.supervisor
    assert Part.objects.count() == 0


def test_a_case_closed_by_death_stays_closed_whatever_is_written_of_the_resident(station):
    case = station.open()
    station.close(case, reason=Closure.Reason.DIED)

    with pytest.raises(CannotReopenCase, match="closed because the resident died"):
        reopen_case(case=case, why="写错了人", by=station.worker, at=LATER)

    assert station.open().pk != case.pk


def test_nobody_is_asked_how_the_dead_are(station):
    case = station.open()
    station.close(case)
    assert FollowUp.objects.waiting().count() == 2

    write_departure(
        resident=station.resident,
        kind=Departure.Kind.DIED,
        on=TODAY,
        words="家属告知",
        by=station.worker,
        at=LATER,
    )

    assert not FollowUp.objects.waiting().exists()
    assert not Case.objects.current().exists()
    later = waiting(station.worker, on=TODAY + 90 * DAY)
    assert not later and count_waiting(station.worker, on=TODAY + 90 * DAY) == (0, 0)
