"""The estimate of a case says on which assessments it rests."""

import pytest
from django.db import IntegrityError, transaction

from shanqiao.apps.cases.models import Estimate, EstimateSitting
from shanqiao.apps.cases.planning import CannotEstimate
from tests.cases import DAY, Casework
from tests.factories import NOON
from tests.instruments import a_sitting

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return Casework()


def of_the_resident(station, **facts):
    return a_sitting(worker=station.worker, resident=station.resident, **facts)


def test_an_estimate_rests_on_what_instruments_found(station):
    barthel, phq = of_the_resident(station), of_the_resident(station, code="phq9")

    station.estimated(sittings=(barthel, phq))

    ties = Estimate.objects.get().rests_on.order_by("pk")
    assert [tie.sitting for tie in ties] == [barthel, phq]


def test_it_rests_on_nobody_elses_and_on_nothing_that_comes_later(station):
    case = station.open()
    anothers = a_sitting(worker=station.worker)
    tomorrow = of_the_resident(station, at=NOON + DAY)

    for sitting in (anothers, tomorrow):
        with pytest.raises(CannotEstimate, match="another person's, or later"):
            station.estimated(case, sittings=(sitting,))

    assert not Estimate.objects.exists()


def test_it_names_an_assessment_once(station):
    barthel = of_the_resident(station)
    station.estimated(sittings=(barthel,))
    estimate = Estimate.objects.get()

    with (
        pytest.raises(IntegrityError, match="cases_estimate_rests_on_it_once"),
        transaction.atomic(),
    ):
        EstimateSitting.objects.create(estimate=estimate, sitting=barthel)
