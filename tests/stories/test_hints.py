"""While somebody is being registered: who may be the same person, and what of that a station may see."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.record.models import Look
from shanqiao.apps.residents.changing import change_resident
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sameness.models import Pair
from shanqiao.stories.hints import hints_for
from shanqiao.stories.intake import take_in
from tests.factories import NOON, a_resident, a_social_worker, a_street, station_where

pytestmark = pytest.mark.django_db

BORN = date(1958, 3, 12)
WEIQIANG = {"name": "黄伟强", "sex": "male", "born_on": BORN, "phone": "13912340987"}
NEED = {"kind": Kind.CASH_MEDICAL}


def hints(about, *, worker, at=NOON):
    street = station_where(worker).street
    since = at - timedelta(minutes=30)
    return hints_for(
        {"street": street, **about}, station=station_where(worker), by=worker, at=at, since=since
    )


def test_ones_own_resident_is_shown_with_what_speaks_for_it():
    worker = a_social_worker()
    known = a_resident(worker=worker, **WEIQIANG)

    with override("en"):
        (hint,) = hints(WEIQIANG | {"name": "黃偉強"}, worker=worker)

    assert (hint.resident, hint.is_likely) == (known, True)
    assert "same name, traditional and simplified" in hint.evidence
    assert "same birthday" in hint.evidence
    assert "same telephone" in hint.evidence


def test_of_a_record_elsewhere_only_that_it_is_there():
    a_resident(worker=a_social_worker(), **WEIQIANG)

    (hint,) = hints(WEIQIANG | {"name": "黃偉強"}, worker=a_social_worker())

    assert (hint.resident, hint.evidence) == (None, ())


def test_each_look_is_on_record_once_in_a_sitting():
    known = a_resident(worker=a_social_worker(), **WEIQIANG)
    worker = a_social_worker()

    for minutes in (0, 1, 2, 45):
        hints(WEIQIANG, worker=worker, at=NOON + timedelta(minutes=minutes))

    looks = Look.objects.filter(resident=known.pk, by=worker.username, reason="same_person")
    assert looks.count() == 2


def test_who_lives_on_the_same_street_is_somebody_else():
    worker = a_social_worker()
    a_resident(worker=worker, name="李秀英", sex="female", address="沙面南街12号")

    assert (
        hints({"name": "李秀珍", "sex": "female", "address": "沙面南街40号"}, worker=worker) == []
    )


def test_a_name_from_before_is_found():
    worker = a_social_worker()
    known = a_resident(worker=worker, **WEIQIANG)
    change_resident(resident=known, name="王志明", by=worker, at=NOON, on=NOON.date())

    (hint,) = hints(WEIQIANG | {"name": "黃偉強"}, worker=worker)

    assert hint.resident == known


def test_registering_goes_on_and_the_pair_waits_for_a_person():
    elsewhere = a_resident(worker=a_social_worker(), **WEIQIANG)
    worker = a_social_worker()

    need = take_in(
        station=station_where(worker),
        street=a_street(),
        need=NEED,
        agrees=True,
        by=worker,
        at=NOON,
        **WEIQIANG | {"name": "黃偉強"},
    )

    assert need.resident != elsewhere
    (pair,) = Pair.objects.all()
    assert {pair.first, pair.second} == {elsewhere, need.resident}
    assert pair.why == Pair.Why.DESK
    assert pair.evidence["birth"]["weight"] > 0


def test_who_is_known_by_number_makes_no_second_record_and_no_pair():
    number = "440103195803124939"
    a_resident(worker=a_social_worker(), id_number=number, **WEIQIANG | {"born_on": None})
    worker = a_social_worker()

    take_in(
        station=station_where(worker),
        street=a_street(),
        need=NEED,
        agrees=True,
        by=worker,
        at=NOON,
        id_number=number,
        **WEIQIANG | {"name": "黃偉強", "born_on": None},
    )

    assert (Resident.objects.count(), Pair.objects.count()) == (1, 0)
