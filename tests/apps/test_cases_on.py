"""A case is handed over, worked on, closed and followed up; what is closed stays closed."""

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from shanqiao.apps.cases.actions import (
    CannotAnswerHandover,
    CannotChangeParts,
    CannotHandOver,
    accept_handover,
    decline_handover,
    let_go,
    withdraw_handover,
)
from shanqiao.apps.cases.ending import (
    CannotCloseCase,
    CannotFollowUp,
    do_follow_up,
    plan_follow_up,
)
from shanqiao.apps.cases.models import (
    Appointment,
    Case,
    Closure,
    Handling,
    Spell,
)
from shanqiao.apps.cases.planning import (
    CannotEstimate,
    CannotSettleGoal,
)
from shanqiao.apps.cases.queries import case_of, plan_of, spell_of, worker_of
from shanqiao.apps.cases.rules import rule_on
from shanqiao.apps.cases.working import CannotMakeAppointment, CannotWriteContact, call_off
from tests.cases import DAY, LATER, Casework
from tests.factories import NOON, TODAY, a_social_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return Casework()


def test_a_handover_is_theirs_once_they_accept(station):
    case = station.open()
    transfer = station.hand_over(case)
    assert worker_of(case) == station.worker
    assert case_of(case.pk, station.colleague) is not None
    with pytest.raises(CannotHandOver, match="waits for its answer"):
        station.hand_over(case, receiver=station.supervisor)
    with pytest.raises(CannotAnswerHandover, match="Only the person who is to take"):
        accept_handover(transfer=transfer, by=station.supervisor, at=LATER)

    accept_handover(transfer=transfer, by=station.colleague, at=LATER)

    assert worker_of(case) == station.colleague
    assert case_of(case.pk, station.worker) is None
    assert Handling.objects.filter(case=case).count() == 2
    with pytest.raises(CannotAnswerHandover, match="already"):
        decline_handover(transfer=transfer, words="no", by=station.colleague, at=LATER)


def test_a_handover_that_is_declined_or_taken_back_changes_nothing(station):
    case = station.open()
    decline_handover(
        transfer=station.hand_over(case), words="本周请假", by=station.colleague, at=LATER
    )
    second = station.hand_over(case)
    with pytest.raises(CannotAnswerHandover, match="takes it back"):
        withdraw_handover(transfer=second, by=station.counsellor, at=LATER)
    withdraw_handover(transfer=second, by=station.supervisor, at=LATER)

    assert worker_of(case) == station.worker
    assert case_of(case.pk, station.colleague) is None
    for wrong, says in (
        ({"receiver": a_social_worker()}, "do not work at this station"),
        ({"receiver": station.worker}, "is the worker of the case already"),
        ({"words": " "}, "needs to know"),
        ({"by": station.colleague}, "Only the worker"),
    ):
        with pytest.raises(CannotHandOver, match=says):
            station.hand_over(case, **wrong)


def test_colleagues_are_brought_in_and_let_go(station):
    case = station.open()
    part = station.bring(case)
    with pytest.raises(CannotChangeParts, match="work on this case already"):
        station.bring(case)
    with pytest.raises(CannotChangeParts, match="in this way"):
        station.bring(case, station.colleague)  # no counsellor
    with pytest.raises(CannotChangeParts, match="Only the worker"):
        station.bring(case, station.colleague, "colleague", by=station.colleague)
    assert case_of(case.pk, station.counsellor) is not None

    let_go(part=part, by=station.worker, at=LATER)

    assert case_of(case.pk, station.counsellor) is None
    with pytest.raises(CannotChangeParts, match="any more"):
        let_go(part=part, by=station.worker, at=LATER)


def test_an_appointment_takes_place_once_or_is_called_off(station):
    case = station.open()
    first, second = station.appointment(case), station.appointment(case)
    with pytest.raises(CannotMakeAppointment, match="passed already"):
        station.appointment(case, planned_for=NOON - DAY)
    with pytest.raises(CannotMakeAppointment, match="Only those who work"):
        station.appointment(case, by=station.colleague)

    station.contact(case, appointment=first)
    with pytest.raises(CannotWriteContact, match="took place already"):
        station.contact(case, appointment=first)
    call_off(appointment=second, why="居民外出", by=station.worker, at=LATER)
    second.refresh_from_db()
    with pytest.raises(CannotWriteContact, match="called off"):
        station.contact(case, appointment=second)

    assert not Appointment.objects.ahead().exists()


def test_after_closing_nothing_is_added_but_follow_ups_or_a_reopening(station):
    case = station.at_work()
    station.appointment(case)
    station.bring(case)
    goal = plan_of(case).goals.get()
    closure = station.close(case)

    for try_it, refusal in (
        (lambda: station.contact(case), CannotWriteContact),
        (lambda: station.appointment(case), CannotMakeAppointment),
        (lambda: station.estimated(case), CannotEstimate),
        (lambda: station.settle(goal), CannotSettleGoal),
        (lambda: station.bring(case), CannotChangeParts),
        (lambda: station.close(case), CannotCloseCase),
    ):
        with pytest.raises(refusal, match=r"closed|does not count"):
            try_it()
    assert not Appointment.objects.ahead().exists()
    assert case_of(case.pk, station.counsellor) is None
    plan_follow_up(closure=closure, due_on=TODAY + 7 * DAY, by=station.worker, at=LATER)
    assert closure.follow_ups.count() == 3


def test_a_spell_ends_with_a_closure_alone(station):
    case = station.open()

    with pytest.raises(IntegrityError), transaction.atomic():
        _end_by_hand(case)

    for row in (spell_of(case), case):
        with pytest.raises((InternalError, ProgrammingError, IntegrityError)), transaction.atomic():
            row.delete()
    with pytest.raises((InternalError, ProgrammingError, IntegrityError)), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(urgency=0)


@pytest.mark.parametrize("reason", Closure.Reason.values)
def test_every_reason_has_its_follow_ups(station, reason):
    case = station.open()

    closure = station.close(case, reason=reason)

    days = [(one.due_on - TODAY).days for one in closure.follow_ups.order_by("due_on")]
    assert days == rule_on(TODAY).follow_up[reason]


def test_a_case_is_not_closed_while_a_handover_waits(station):
    case = station.open()
    station.hand_over(case)

    with pytest.raises(CannotCloseCase, match="Take it back first"):
        station.close(case)
    with pytest.raises(CannotCloseCase, match="Only the worker"):
        station.close(case, by=station.colleague)


def test_a_follow_up_is_done_once(station):
    closure = station.close(station.open())
    one = closure.follow_ups.first()
    with pytest.raises(CannotFollowUp, match="Only the worker"):
        do_follow_up(follow_up=one, how="well", words="", by=station.colleague, at=LATER)

    do_follow_up(follow_up=one, how="watch", words="", by=station.supervisor, at=LATER)

    with pytest.raises(CannotFollowUp, match="already"):
        do_follow_up(follow_up=one, how="well", words="", by=station.worker, at=LATER)
    with pytest.raises(CannotFollowUp, match="this day already"):
        plan_follow_up(closure=closure, due_on=one.due_on, by=station.worker, at=LATER)
    with pytest.raises(CannotFollowUp, match="later day"):
        plan_follow_up(closure=closure, due_on=TODAY, by=station.worker, at=LATER)


def _end_by_hand(case):
    Spell.objects.filter(case=case).update(ended_at=LATER)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
