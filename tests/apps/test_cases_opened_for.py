"""The supervisor of a station takes up a case for somebody who works there; nobody else opens for another."""

import pytest

from shanqiao.apps.cases.actions import CannotOpenCase
from shanqiao.apps.cases.models import Case, Closure
from shanqiao.apps.cases.queries import worked_on, worker_of
from tests.cases import Casework
from tests.factories import a_social_worker

pytestmark = pytest.mark.django_db


def test_the_supervisor_opens_a_case_for_a_colleague():
    desk = Casework()

    case = desk.open(by=desk.supervisor, worker=desk.colleague)

    assert (worker_of(case), case.opened_by) == (desk.colleague, desk.supervisor)


def test_a_worker_opens_for_nobody_else():
    desk = Casework()
    assert worker_of(desk.open(worker=desk.worker)) == desk.worker

    other = Casework()
    with pytest.raises(CannotOpenCase, match="Only the supervisor"):
        other.open(worker=other.colleague)
    assert not Case.objects.filter(station=other.station).exists()


def test_a_case_is_opened_for_somebody_who_works_there():
    desk = Casework()

    with pytest.raises(CannotOpenCase, match="do not work at this station"):
        desk.open(by=desk.supervisor, worker=a_social_worker())


@pytest.mark.parametrize(
    "work", ["contact", "estimated", "planned", "appointment", "hand_over", "bring", "close"]
)
def test_whatever_happens_in_a_case_is_seen(work):
    desk = Casework()
    case = desk.open()
    assert not worked_on(Case.objects.all()).exists()

    getattr(desk, work)(case)

    assert worked_on(Case.objects.all()).get() == case


def test_a_case_opened_by_mistake_is_followed_by_nobody():
    desk = Casework()

    closure = desk.close(desk.open(), reason=Closure.Reason.MISTAKEN)

    assert closure.follow_ups.count() == 0
