"""What a worker should think of before a case is closed, beside what funds promised."""

import pytest

from shanqiao.apps.crises.actions import do_step, end_crisis
from shanqiao.apps.crises.queries import path_for
from tests.cases import Casework
from tests.instruments import a_crisis
from tests.www.at_noon import AFTER_NOON, signed_in, stop_the_clock

pytestmark = pytest.mark.django_db
WARNED = "a crisis that has not ended"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    stop_the_clock(monkeypatch)


def test_an_open_crisis_is_shown_to_those_who_may_see_it_and_to_nobody_else(client):
    station = Casework()
    case = station.open()
    close = f"/station/cases/{case.pk}/close/"
    crisis = a_crisis(worker=station.colleague, resident=station.resident)

    assert WARNED not in signed_in(client, station.worker).get(close).text
    shown = signed_in(client, station.supervisor).get(close).text
    assert WARNED in shown and f"/station/crises/{crisis.pk}/" in shown

    for step in path_for(crisis).steps:
        do_step(crisis=crisis, step=step.code, words="已做到", by=station.colleague, at=AFTER_NOON)
    end_crisis(crisis=crisis, why="家人陪伴，已就医", by=station.colleague, at=AFTER_NOON)

    assert WARNED not in signed_in(client, station.supervisor).get(close).text
