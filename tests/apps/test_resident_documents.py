"""A paper shows who a resident is: checked, sealed, and one person's at a time, whoever writes at the same moment."""

from datetime import date

import pytest

from shanqiao.apps.residents.changing import (
    CannotChangeResident,
    add_document,
    change_resident,
    end_fact,
)
from shanqiao.apps.residents.models import IdentityDocument, Resident
from tests.factories import NOON, TODAY, a_resident, a_social_worker

from .crowd import all_at_once
from .numbers import a_number


@pytest.fixture
def worker():
    return a_social_worker()


@pytest.fixture
def huang(worker):
    return a_resident(worker=worker, name="黄伟强", id_number=a_number())


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
