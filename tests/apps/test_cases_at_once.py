"""Many people press at the same moment; what must hold of cases holds."""

from functools import partial

from shanqiao.apps.cases.actions import (
    CannotAnswerHandover,
    CannotOpenCase,
    accept_handover,
    let_go,
)
from shanqiao.apps.cases.ending import CannotCloseCase, reopen_case
from shanqiao.apps.cases.models import (
    Appointment,
    Case,
    Closure,
    Contact,
    Handling,
    Spell,
    Transfer,
)
from shanqiao.apps.cases.queries import worker_of
from shanqiao.apps.cases.working import CannotCallOff, CannotWriteContact, call_off
from tests.apps.crowd import all_at_once
from tests.cases import LATER, Casework


def test_of_several_who_open_a_case_at_once_one_opens_it(committed):
    station = Casework()

    outcomes = all_at_once([partial(station.open, by=by) for by in _people(station)])

    assert sum(isinstance(outcome, Case) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, CannotOpenCase) for outcome in outcomes) == 7
    assert Spell.objects.filter(ended_at=None).count() == 1
    assert Handling.objects.filter(until=None).count() == 1


def test_what_is_written_while_a_case_is_closed_was_there_before_or_is_refused(committed):
    station = Casework()
    case = station.open()

    outcomes = all_at_once(
        [
            *[partial(station.contact, case) for _ in range(5)],
            partial(station.close, case),
            partial(station.close, case, by=station.supervisor),
        ]
    )

    closed = [outcome for outcome in outcomes if isinstance(outcome, Closure)]
    assert len(closed) == 1 and sum(isinstance(o, CannotCloseCase) for o in outcomes) == 1
    written = sum(isinstance(outcome, Contact) for outcome in outcomes)
    refused = sum(isinstance(outcome, CannotWriteContact) for outcome in outcomes)
    assert (written + refused, Contact.objects.count()) == (5, written)


def test_a_handover_is_accepted_once_and_the_case_has_one_worker(committed):
    station = Casework()
    case = station.open()
    transfer = station.hand_over(case)

    outcomes = all_at_once(
        [partial(accept_handover, transfer=transfer, by=station.colleague, at=LATER)] * 4
    )

    assert outcomes.count(None) == 1
    assert sum(isinstance(outcome, CannotAnswerHandover) for outcome in outcomes) == 3
    assert Handling.objects.filter(case=case, until=None).get().worker == station.colleague


def test_one_handover_waits_and_none_is_left_by_a_closing(committed):
    station = Casework()
    case = station.open()

    ended = partial(station.close, case, reason=Closure.Reason.DIED)  # nothing follows
    outcomes = all_at_once([partial(station.hand_over, case)] * 3 + [ended])

    waiting = Transfer.objects.waiting().count()
    closed = any(isinstance(outcome, Closure) for outcome in outcomes)
    assert waiting + closed == 1


def test_a_case_is_opened_again_once(committed):
    station = Casework()
    case = station.open()
    station.close(case)

    all_at_once(
        [
            partial(reopen_case, case=case, why="again", by=by, at=LATER)
            for by in (station.worker, station.supervisor) * 3
        ]
    )

    first, second = Spell.objects.order_by("nth")
    assert (first.nth, second.nth, bool(first.ended_at), second.ended_at) == (1, 2, True, None)


def test_an_appointment_ends_once_it_takes_place_or_is_called_off(committed):
    station = Casework()
    case = station.open()

    for _ in range(3):
        ahead = station.appointment(case)
        off = partial(call_off, appointment=ahead, why="外出", by=station.worker, at=LATER)
        outcomes = all_at_once([partial(station.contact, case, appointment=ahead), off] * 3)

        assert sum(outcome is None or isinstance(outcome, Contact) for outcome in outcomes) == 1
        refused = [o for o in outcomes if isinstance(o, CannotWriteContact | CannotCallOff)]
        assert len(refused) == 5
        ahead.refresh_from_db()
        assert Contact.objects.filter(appointment=ahead).exists() != bool(ahead.called_off_at)


def test_an_appointment_takes_place_or_passes_on_while_the_case_changes_hands(committed):
    station = Casework()
    case = station.open()
    ahead = station.appointment(case)
    transfer = station.hand_over(case)

    written, taken, _ = all_at_once(
        [
            partial(station.contact, case, appointment=ahead),
            partial(accept_handover, transfer=transfer, by=station.colleague, at=LATER),
            partial(call_off, appointment=ahead, why="外出", by=station.worker, at=LATER),
        ]
    )

    assert taken is None and worker_of(case) == station.colleague
    passed_on = Appointment.objects.exclude(pk=ahead.pk)
    ahead.refresh_from_db()
    assert bool(ahead.called_off_at) != isinstance(written, Contact)
    assert passed_on.count() <= bool(ahead.called_off_at and not ahead.called_off_why)


def test_nobody_keeps_an_appointment_in_a_case_they_were_let_go_of_meanwhile(committed):
    station = Casework()
    case, made = station.open(), 0

    for _ in range(3):
        part = station.bring(case)
        planned = partial(station.appointment, case, by=station.counsellor)
        outcomes = all_at_once(
            [planned] * 5 + [partial(let_go, part=part, by=station.worker, at=LATER)]
        )

        assert outcomes[-1] is None
        ahead = Appointment.objects.ahead()
        assert {one.worker for one in ahead.select_related("worker")} <= {station.worker}
        made += sum(isinstance(outcome, Appointment) for outcome in outcomes)
        assert ahead.count() == made


def _people(station):
    return (station.worker, station.colleague, station.supervisor, station.counsellor) * 2
