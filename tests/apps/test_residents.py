import pytest
from id_validator import validator

from shanqiao.apps.record.models import Look
from shanqiao.apps.residents.actions import (
    CannotRegisterResident,
    give_consent,
    look_at_resident,
    withdraw_consent,
)
from shanqiao.apps.residents.models import Care, Consent, Resident
from shanqiao.apps.residents.queries import latest_word
from tests.factories import NOON, a_resident, a_social_worker, station_where

pytestmark = pytest.mark.django_db
FINDING_HELP = Consent.Purpose.FINDING_HELP


def an_id_number(sex="male"):
    return validator.fake_id(True, "广州市", "1950", 1 if sex == "male" else 0)


def test_the_same_identity_number_is_the_same_person_at_two_stations():
    number = an_id_number()
    here, there = a_social_worker(), a_social_worker()

    first = a_resident(worker=here, id_number=number)
    second = a_resident(
        worker=there, id_number=f" {number[:6]} {number[6:].lower()} ", name="黃偉強"
    )

    assert first == second
    assert second.name == "黄伟强"  # nothing that is known is overwritten
    assert set(Care.objects.values_list("station", flat=True)) == {
        station_where(here).pk,
        station_where(there).pk,
    }


def test_a_wrong_identity_number_is_refused_and_nothing_is_kept():
    number = an_id_number()
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")

    with pytest.raises(CannotRegisterResident, match="no valid identity number"):
        a_resident(id_number=wrong)

    assert not Resident.objects.exists()


def test_the_number_and_what_was_typed_beside_it_agree():
    with pytest.raises(CannotRegisterResident, match="other sex"):
        a_resident(id_number=an_id_number("male"), sex="female")


def test_the_number_tells_the_birthday_and_only_its_tail_stays_in_sight():
    number = an_id_number()

    resident = a_resident(id_number=number)

    assert (resident.born_on.year, resident.id_tail) == (1950, number[-4:])
    assert Resident.objects.get(pk=resident.pk).id_number == number


def test_consent_is_what_was_said_last():
    resident = a_resident(agrees=False)
    worker = resident.registered_by
    assert latest_word(resident, FINDING_HELP) is None

    give_consent(resident=resident, purpose=FINDING_HELP, by=worker, at=NOON)
    assert latest_word(resident, FINDING_HELP) is True

    withdraw_consent(resident=resident, purpose=FINDING_HELP, by=worker, at=NOON)
    assert latest_word(resident, FINDING_HELP) is False


def test_a_look_is_on_record_with_its_reason():
    resident = a_resident()

    look_at_resident(resident=resident, reason="casework", by=resident.registered_by, at=NOON)

    look = Look.objects.get()
    assert (look.by, look.resident) == (resident.registered_by.username, resident.pk)


@pytest.mark.parametrize("typed", ["黄伟强", "hwq", "huangwei"])
def test_a_name_is_found_by_what_one_types(typed):
    resident = a_resident(name="黄伟强")

    assert Resident.objects.get(search_key__contains=typed) == resident
