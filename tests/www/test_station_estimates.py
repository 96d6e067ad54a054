"""The desk of a station: an estimate is written beside what instruments found."""

from datetime import timedelta

import pytest

from shanqiao.apps.cases.models import Estimate
from tests.cases import DAY, Casework
from tests.factories import NOON, TODAY
from tests.instruments import a_second, a_sitting
from tests.www.at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db
EARLIER = {"at": NOON - timedelta(days=90), "on": TODAY - 90 * DAY}


@pytest.fixture
def station(monkeypatch):
    stop_the_clock(monkeypatch)
    return Casework()


@pytest.fixture
def desk(client, station):
    return signed_in(client, station.worker)


def of_the_resident(station, **facts):
    return a_sitting(worker=station.worker, resident=station.resident, **facts)


def test_the_latest_of_each_instrument_is_ticked_and_found_again_beside_the_estimate(desk, station):
    case, before = station.open(), of_the_resident(station, **EARLIER)
    barthel, phq = of_the_resident(station), of_the_resident(station, code="phq9")
    a_second(barthel)
    at = f"/station/cases/{case.pk}/"

    form = desk.get(f"{at}estimate/").context["form"]
    assert {pk for pk, _words in form.fields["sittings"].choices} == {before.pk, barthel.pk, phq.pk}
    assert set(form.initial["sittings"]) == {barthel.pk, phq.pk}

    desk.post(f"{at}estimate/", {"person": "行动不便", "sittings": [before.pk, barthel.pk]})
    page = desk.get(at).text
    for sitting in (before, barthel):
        assert f"/station/residents/{station.resident.pk}/sittings/{sitting.pk}/" in page
    assert f"/sittings/{phq.pk}/" not in page
    estimate = Estimate.objects.get()
    paper = desk.get(f"{at}papers/estimate/{estimate.pk}/").text
    assert "MZ/T" in paper or "Barthel" in paper


def test_where_nobody_was_assessed_the_way_there_is_shown(desk, station):
    case = station.open()

    page = desk.get(f"/station/cases/{case.pk}/estimate/").text

    assert f"/station/residents/{station.resident.pk}/sheets/" in page
    assert 'name="sittings"' not in page


def test_an_assessment_of_somebody_else_cannot_be_sent_along(desk, station):
    case, anothers = station.open(), a_sitting(worker=station.worker)
    of_the_resident(station)
    form = {"person": "行动不便", "sittings": [anothers.pk]}

    answer = desk.post(f"/station/cases/{case.pk}/estimate/", form)

    assert answer.status_code == 422 and not Estimate.objects.exists()
