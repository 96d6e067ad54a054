"""What was known of a resident stays known; what is current is known once."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from shanqiao.apps.record.models import Entry
from shanqiao.apps.residents.actions import CannotRegisterResident
from shanqiao.apps.residents.changing import (
    CannotChangeResident,
    add_document,
    add_name,
    add_phone,
    add_residence,
    change_resident,
    end_fact,
)
from shanqiao.apps.residents.finding import find
from shanqiao.apps.residents.models import IdentityDocument, Resident
from tests.factories import NOON, TODAY, a_resident, a_social_worker, a_street, station_where

from .crowd import all_at_once

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def a_number(born="19580305", serial="123", area="440103"):
    """An invented number of a man."""
    body = f"{area}{born}{serial}"
    return body + "10X98765432"[sum(int(a) * b for a, b in zip(body, WEIGHTS, strict=True)) % 11]


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
def test_a_document_is_checked_before_it_is_kept(worker, huang):
    with pytest.raises(CannotChangeResident, match="no number of such a document"):
        add_document(resident=huang, kind="taiwan_permit", number="H1", by=worker, at=NOON)
    with pytest.raises(CannotChangeResident, match="three letters"):
        add_document(resident=huang, kind="passport", number="E12345678", by=worker, at=NOON)
    card = a_number(serial="129") + "42"
    with pytest.raises(CannotChangeResident, match="another identity number"):
        add_document(resident=huang, kind="disability_card", number=card, by=worker, at=NOON)
    with pytest.raises(CannotChangeResident, match="expires before"):
        add_document(
            resident=huang,
            kind="passport",
            country="CHN",
            number="E12345678",
            issued_on=date(2020, 1, 1),
            expires_on=date(2019, 1, 1),
            by=worker,
            at=NOON,
        )
    assert not IdentityDocument.objects.exists()


@pytest.mark.django_db
def test_one_document_is_one_persons_until_it_ends(worker, huang):
    other = a_resident(worker=worker, name="陈大文")
    passport = {"kind": "passport", "country": "CHN", "number": "E12345678"}
    first = add_document(resident=huang, **passport, by=worker, at=NOON)

    with pytest.raises(CannotChangeResident, match="Somebody is registered with this document"):
        add_document(resident=other, **passport, by=worker, at=NOON)
    add_document(resident=other, **passport | {"country": "VNM"}, by=worker, at=NOON)
    end_fact(fact=first, on=TODAY, mistaken=True, by=worker, at=NOON)

    assert add_document(resident=other, **passport, by=worker, at=NOON).resident == other


@pytest.mark.django_db
def test_a_household_shares_its_booklet(worker, huang):
    booklet = {"kind": "household_booklet", "number": "020012345"}

    for resident in (huang, a_resident(worker=worker, name="陈秀兰", sex="female")):
        add_document(resident=resident, **booklet, by=worker, at=NOON)

    assert IdentityDocument.objects.count() == 2


@pytest.mark.django_db
def test_a_residence_permit_is_a_number_of_a_person(worker, huang):
    permit = a_number(area="810000", serial="125")
    chan = a_resident(worker=worker, name="陈大文")
    add_document(resident=chan, kind="residence_permit", number=permit, by=worker, at=NOON)

    assert a_resident(worker=worker, name="陈大文", id_number=permit) == chan
    with pytest.raises(CannotChangeResident, match="Somebody else"):
        add_document(resident=huang, kind="residence_permit", number=permit, by=worker, at=NOON)


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
def test_one_document_registered_by_two_at_once_is_one_persons():
    first, second = a_social_worker(), a_social_worker()
    people = [a_resident(worker=w, name="陈大文") for w in (first, second)]

    def add(resident, by):
        return lambda: add_document(
            resident=resident, kind="hk_macao_permit", number="H12345678", by=by, at=NOON
        )

    outcomes = all_at_once([add(people[0], first), add(people[1], second)])

    assert IdentityDocument.objects.count() == 1
    assert sorted(type(x).__name__ for x in outcomes) == [
        "CannotChangeResident",
        "IdentityDocument",
    ]


@pytest.mark.usefixtures("committed")
def test_one_number_registered_by_five_at_once_is_one_person():
    workers = [a_social_worker() for _ in range(5)]

    outcomes = all_at_once(
        [lambda w=w: a_resident(worker=w, agrees=False, id_number=a_number()) for w in workers]
    )

    assert len({resident.pk for resident in outcomes}) == 1
    assert Resident.objects.get().cared_for.count() == 5


@pytest.mark.usefixtures("committed")
def test_a_number_is_not_the_current_one_of_one_and_a_permit_of_another():
    worker, permit = a_social_worker(), a_number(area="820000")
    one, other = (a_resident(worker=worker, name=name) for name in ("陈大文", "李志明"))

    outcomes = all_at_once(
        [
            lambda: change_resident(resident=one, id_number=permit, by=worker, at=NOON),
            lambda: add_document(
                resident=other, kind="residence_permit", number=permit, by=worker, at=NOON
            ),
        ]
    )

    assert sum(isinstance(x, CannotChangeResident) for x in outcomes) == 1


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


@pytest.mark.django_db
def test_a_wrong_number_of_a_new_resident_still_keeps_nothing(worker):
    with pytest.raises(CannotRegisterResident):
        a_resident(worker=worker, id_number="440103195803051230x")

    assert not Resident.objects.exists()
