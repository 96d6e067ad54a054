"""The dead are left in peace, and who moved away is found where they come back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from shanqiao.apps.needs.actions import CannotRegisterNeed, register_need
from shanqiao.apps.needs.models import Need
from shanqiao.apps.record.models import Entry
from shanqiao.apps.residents.actions import CannotBeginCare, begin_care
from shanqiao.apps.residents.households import CannotChangeHousehold, form_household
from shanqiao.apps.residents.leaving import (
    CannotWriteDeparture,
    take_departure_back,
    write_departure,
)
from shanqiao.apps.residents.models import Care, Departure, Membership, Resident
from shanqiao.apps.residents.queries import household_of
from tests.factories import NOON, TODAY, a_need, a_resident, a_social_worker, station_where

from .crowd import all_at_once


def died(resident, by, **facts):
    facts = {"kind": "died", "on": TODAY, "words": "女儿来电", "at": NOON} | facts
    return write_departure(resident=resident, by=by, **facts)


@pytest.fixture
def worker():
    return a_social_worker()


@pytest.mark.django_db
def test_care_ends_everywhere_when_a_resident_dies(worker):
    resident, other = a_resident(worker=worker), a_social_worker()
    begin_care(resident=resident, station=station_where(other), by=other, at=NOON)

    died(resident, worker)

    assert not Care.objects.filter(resident=resident, until=None).exists()
    assert Entry.objects.filter(act="residents.end_care").count() == 2


@pytest.mark.django_db
def test_who_cared_until_the_end_still_has_the_file(worker):
    resident, before = a_resident(worker=worker), a_social_worker()
    stranger = a_social_worker()
    care = begin_care(
        resident=resident, station=station_where(before), by=before, at=NOON - timedelta(days=9)
    )
    Care.objects.filter(pk=care.pk).update(until=NOON - timedelta(days=5))

    died(resident, worker)

    assert Resident.objects.on_file_of(station_where(worker)).get() == resident
    assert not Resident.objects.known_to(station_where(worker)).exists()
    for other in (before, stranger):
        assert not Resident.objects.on_file_of(station_where(other)).exists()


@pytest.mark.django_db
def test_nothing_new_is_registered_for_the_dead(worker):
    resident = a_resident(worker=worker)
    died(resident, worker)

    with pytest.raises(CannotRegisterNeed, match="has died"):
        a_need(worker=worker, resident=resident)
    with pytest.raises(CannotBeginCare, match="take it back"):
        begin_care(resident=resident, station=station_where(worker), by=worker, at=NOON)
    with pytest.raises(CannotChangeHousehold, match="has died"):
        form_household(head=resident, on=TODAY, by=worker, at=NOON)


@pytest.mark.django_db
def test_past_the_actions_the_database_says_no(worker):
    need = a_need(worker=worker)
    resident = need.resident
    died(resident, worker)

    for table, facts in (
        (Care, {"station": station_where(worker), "since": NOON}),
        (
            Need,
            {
                "station": station_where(worker),
                "kind": "meal",
                "open_on": TODAY,
                "due_on": TODAY,
                "told_at": NOON,
                "told_to": worker,
            },
        ),
    ):
        with pytest.raises(IntegrityError, match="has died"), transaction.atomic():
            table.objects.create(resident=resident, **facts)


@pytest.mark.django_db
def test_they_leave_their_household(worker):
    man, woman = a_resident(worker=worker), a_resident(worker=worker, name="陈秀兰", sex="female")
    home = form_household(
        head=man, members=[(woman, "spouse")], on=TODAY - timedelta(days=400), by=worker, at=NOON
    )

    died(man, worker)

    assert household_of(man) is None
    assert household_of(woman).household == home
    assert not Membership.objects.filter(resident=man, until=None).exists()


@pytest.mark.django_db
def test_a_mistake_is_taken_back_and_care_begins_again(worker):
    resident = a_resident(worker=worker)
    departure = died(resident, worker)

    take_departure_back(
        departure=departure, station=station_where(worker), why="mistaken", by=worker, at=NOON
    )

    assert Resident.objects.known_to(station_where(worker)).get() == resident
    assert a_need(worker=worker, resident=resident)
    with pytest.raises(CannotWriteDeparture, match="taken back already"):
        take_departure_back(
            departure=departure, station=station_where(worker), why="", by=worker, at=NOON
        )


@pytest.mark.django_db
def test_who_moved_away_may_be_looked_after_elsewhere(worker):
    resident, other = a_resident(worker=worker), a_social_worker()
    died(resident, worker, kind="moved", words="迁往佛山")

    begin_care(resident=resident, station=station_where(other), by=other, at=NOON)

    assert Resident.objects.known_to(station_where(other)).get() == resident


@pytest.mark.django_db
def test_a_departure_is_written_once_and_not_for_days_to_come(worker):
    resident = a_resident(worker=worker)
    with pytest.raises(CannotWriteDeparture, match="not come yet"):
        died(resident, worker, on=TODAY + timedelta(days=1))
    died(resident, worker)

    with pytest.raises(CannotWriteDeparture, match="take that back first"):
        died(resident, worker, kind="moved")


@pytest.mark.usefixtures("committed")
def test_a_death_and_a_need_at_once_leave_no_need_told_after_the_death():
    worker = a_social_worker()
    residents = [a_resident(worker=worker, name=f"黄某{n}") for n in range(4)]
    station = station_where(worker)
    presses = []
    for resident in residents:
        presses.append(lambda r=resident: died(r, worker))
        presses.append(
            lambda r=resident: register_need(
                resident=r, station=station, kind="meal", by=worker, at=NOON
            )
        )

    all_at_once(presses)

    for need in Need.objects.all():
        told, wrote = (
            Entry.objects.get(act=act, subject=subject).pk
            for act, subject in (
                ("needs.register", f"needs.need:{need.pk}"),
                (
                    "residents.write_departure",
                    f"residents.departure:{Departure.objects.get(resident=need.resident).pk}",
                ),
            )
        )
        assert told < wrote


@pytest.mark.usefixtures("committed")
def test_a_row_written_past_the_actions_waits_for_the_death():
    worker = a_social_worker()
    resident = a_resident(worker=worker)
    other = station_where(a_social_worker())

    outcomes = all_at_once(
        [
            lambda: died(resident, worker),
            lambda: Care.objects.create(resident=resident, station=other, since=NOON),
        ]
    )

    refused = isinstance(outcomes[1], IntegrityError)
    assert refused or not Care.objects.filter(resident=resident, until=None).exists()
