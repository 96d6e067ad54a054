"""What was known of a resident stays known; what is current is known once."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from shanqiao.apps.record.models import Entry
from shanqiao.apps.residents.changing import (
    CannotChangeResident,
    add_name,
    add_phone,
    add_residence,
    change_resident,
    end_fact,
)
from shanqiao.apps.residents.finding import find
from shanqiao.apps.residents.models import Resident
from tests.factories import NOON, TODAY, a_resident, a_social_worker, a_street, station_where

from .crowd import all_at_once
from .numbers import a_number


@pytest.fixture
def worker():
    return a_social_worker()


@pytest.fixture
def huang(worker):
    return a_resident(
        worker=worker,
        name="黄伟强",
        id_number=a_number(),
        phone="13823456780",
        address="沙面大街1号",
    )


@pytest.mark.django_db
def test_what_was_current_goes_to_history_with_its_last_day(worker, huang):
    day = date(2019, 6, 1)
    there = a_street(code="440103002", name="岭南街道", name_en="Lingnan Subdistrict")

    changed = change_resident(
        resident=huang,
        on=day,
        name="黄志豪",
        phone="13900001111",
        street=there,
        address="文德北路2号",
        why="moved to his daughter",
        by=worker,
        at=NOON,
    )

    assert (changed.name, changed.phone, changed.street) == ("黄志豪", "13900001111", there)
    former = huang.names.get()
    assert (former.written, former.kind, former.until) == ("黄伟强", "former", day)
    assert huang.phones.get().number == "13823456780"
    home = huang.residences.get()
    assert (home.address, home.street, home.until) == ("沙面大街1号", huang.street, day)
    entry = Entry.objects.get(act="residents.change")
    assert entry.why == "name, phone, address, street: moved to his daughter"


@pytest.mark.django_db
def test_what_equals_the_old_changes_nothing(worker, huang):
    change_resident(resident=huang, name="黄伟强", phone="13823456780", by=worker, at=NOON)

    assert not huang.names.exists() and not huang.phones.exists()
    assert not Entry.objects.filter(act="residents.change").exists()


@pytest.mark.django_db
def test_nothing_changes_on_a_day_to_come(worker, huang):
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(CannotChangeResident, match="not come yet"):
        change_resident(resident=huang, on=tomorrow, name="黄志豪", by=worker, at=NOON)
    name = add_name(resident=huang, kind="other", written="阿强", by=worker, at=NOON)
    with pytest.raises(CannotChangeResident, match="not come yet"):
        end_fact(fact=name, on=tomorrow, by=worker, at=NOON)

    huang.refresh_from_db()
    assert huang.name == "黄伟强"


@pytest.mark.django_db
def test_a_mistake_is_kept_as_a_mistake(worker, huang):
    change_resident(resident=huang, name="黄伟祥", mistaken=True, by=worker, at=NOON)

    assert huang.names.get().mistaken


@pytest.mark.django_db
def test_a_former_number_still_is_the_same_person(worker, huang):
    new = a_number(serial="125")
    change_resident(resident=huang, id_number=new, by=worker, at=NOON)

    again = a_resident(worker=a_social_worker(), name="黄某", id_number=a_number())

    assert again == huang
    assert Resident.objects.get().id_number == new
    assert huang.documents.get().tail == a_number()[-4:]


@pytest.mark.django_db
def test_a_number_of_somebody_else_is_refused_and_says_what_to_do(worker, huang):
    other = a_resident(worker=worker, name="黄伟祥", id_number=a_number(serial="127"))

    with pytest.raises(CannotChangeResident, match="search by it"):
        change_resident(resident=other, id_number=a_number(), by=worker, at=NOON)

    other.refresh_from_db()
    assert other.id_number == a_number(serial="127")


@pytest.mark.django_db
def test_a_number_that_says_another_birthday_is_refused(worker, huang):
    with pytest.raises(CannotChangeResident, match="born on 1961-03-05"):
        change_resident(resident=huang, id_number=a_number(born="19610305"), by=worker, at=NOON)


@pytest.mark.django_db
def test_current_facts_have_one_place(worker, huang):
    with pytest.raises(CannotChangeResident, match="among the current facts"):
        add_phone(resident=huang, whose="own", number="13900001111", by=worker, at=NOON)
    with pytest.raises(CannotChangeResident, match="among the current facts"):
        add_residence(resident=huang, kind="living", address="文德北路2号", by=worker, at=NOON)
    with pytest.raises(CannotChangeResident, match="which relative"):
        add_phone(resident=huang, whose="relative", number="13900001111", by=worker, at=NOON)


@pytest.mark.django_db
def test_a_household_registration_ends_before_another_begins(worker, huang):
    first = add_residence(
        resident=huang, kind="registered", address="湖南省衡阳市", by=worker, at=NOON
    )
    with pytest.raises(CannotChangeResident, match="end that one first"):
        add_residence(resident=huang, kind="registered", address="广州", by=worker, at=NOON)
    end_fact(fact=first, on=TODAY, by=worker, at=NOON)
    add_residence(resident=huang, kind="registered", address="广州", by=worker, at=NOON)

    with pytest.raises(CannotChangeResident, match="already"):
        end_fact(fact=first, on=TODAY, by=worker, at=NOON)


@pytest.mark.django_db
def test_what_ends_before_it_began_is_refused(worker, huang):
    name = add_name(resident=huang, kind="other", written="阿强", since=TODAY, by=worker, at=NOON)

    with pytest.raises(CannotChangeResident, match="before it began"):
        end_fact(fact=name, on=TODAY - timedelta(days=1), by=worker, at=NOON)


@pytest.mark.usefixtures("committed")
def test_two_changes_at_once_lose_nothing():
    worker = a_social_worker()
    resident = a_resident(worker=worker, name="黄伟强")

    all_at_once(
        [
            lambda n=n: change_resident(resident=resident, name=n, by=worker, at=NOON)
            for n in ("黄志豪", "黄志强")
        ]
    )

    resident.refresh_from_db()
    known = {resident.name, *resident.names.values_list("written", flat=True)}
    assert known == {"黄伟强", "黄志豪", "黄志强"}


NAMES = st.sampled_from(["黄伟强", "曾志豪", "黃偉強", "区小英", "陈大文"])
PHONES = st.sampled_from(["", "13823456780", "13900001111", "81234567"])
HOMES = st.sampled_from(["", "沙面大街1号", "文德北路2号", "中山五路12号"])


class Histories(TestCase):
    """Whatever is changed, in whatever order: nothing is lost, nothing is known twice, everything finds."""

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(
            st.fixed_dictionaries({}, optional={"name": NAMES, "phone": PHONES, "address": HOMES}),
            max_size=5,
        )
    )
    def test_history_is_everything_that_was_current(self, changes):
        worker = a_social_worker()
        resident = a_resident(
            worker=worker, name="李国华", phone="13700000001", address="北京路1号"
        )
        seen = {
            "name": [resident.name],
            "phone": [resident.phone],
            "address": [resident.address],
        }
        for n, change in enumerate(changes):
            now = NOON + timedelta(days=n)
            current = change_resident(resident=resident, on=now.date(), by=worker, at=now, **change)
            for field, values in seen.items():
                if getattr(current, field) != values[-1]:
                    values.append(getattr(current, field))

        resident.refresh_from_db()
        former = {
            "name": [row.written for row in resident.names.order_by("pk")],
            "phone": [row.number for row in resident.phones.order_by("pk")],
            "address": [row.address for row in resident.residences.order_by("pk")],
        }
        for field, values in seen.items():
            assert getattr(resident, field) == values[-1]
            kept = [v for v in values[:-1] if v or field == "address"]
            assert former[field] == kept
        mine = Resident.objects.known_to(station_where(worker))
        for typed in filter(None, [*seen["name"], *seen["phone"], *seen["address"]]):
            assert [one.resident for one in find(typed, among=mine, first=5)] == [resident]
