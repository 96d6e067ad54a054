"""Whom a row of an old list is about, and how a list goes on until it is taken in or forgotten."""

from datetime import date, timedelta

import pytest

from shanqiao.apps.cases.models import Case
from shanqiao.apps.cases.queries import worker_of
from shanqiao.apps.earlier.actions import CannotTakeEarlier, ask_to_take_earlier_in, give_up_earlier
from shanqiao.apps.earlier.models import EarlierCase
from shanqiao.apps.earlier.queries import lists_for
from shanqiao.apps.earlier.working import forget_earlier_lists
from shanqiao.apps.record.models import Look
from shanqiao.apps.residents.changing import add_name, add_phone
from tests.factories import NOON, a_resident, a_social_worker
from tests.old_lists import (
    BORN,
    WEIQIANG,
    Desk,
    an_old_list,
    answers,
    came,
    case,
    look,
    still_open,
    taken,
    why_wrong,
)

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


def test_by_the_identity_number_if_the_name_fits(desk):
    numbered = a_resident(
        worker=desk.worker, name="陈国华", sex="female", id_number="44010319500101122X"
    )
    found = an_old_list(
        case("陳國華", id_no="44010319500101122X", dob=""),
        case("李婶", id_no="44010319500101122X", dob="", number="2"),
        by=desk.worker,
    )

    assert answers(found) == ["kept", "wrong"]
    assert found.rows.get(line=2).resident == numbered
    assert "another name" in why_wrong(found)


def test_by_the_name_and_a_telephone_also_a_former_name_and_a_second_telephone(desk):
    add_name(resident=desk.weiqiang, kind="former", written="钟离阿强", by=desk.worker, at=NOON)
    add_phone(
        resident=desk.weiqiang,
        whose="relative",
        relation="女儿",
        number="020-81234567",
        by=desk.worker,
        at=NOON,
    )
    found = an_old_list(
        case("钟离阿强", dob="", phone="81234567"),
        case(dob="", phone="139 1234 0987", number="2"),
        by=desk.worker,
    )

    assert answers(found) == ["kept", "kept"]
    assert not found.rows.filter(by_name=True).exists()


def test_a_name_alone_is_taken_only_where_somebody_says_so(desk):
    found = an_old_list(case(dob=""), case(number="2"), by=desk.worker)
    assert list(found.rows.order_by("line").values_list("by_name", flat=True)) == [True, False]

    taken(found, by=desk.worker)
    assert came(found) == ["left_out", "kept"]

    again = an_old_list(case(dob=""), case(number="2"), by=desk.worker)
    assert answers(again) == ["kept", "known"]
    assert came(taken(again, by=desk.worker, by_name=True)) == ["kept", "skipped"]
    assert an_old_list(case(dob=""), case(number="2"), by=desk.worker, read=False) == again


def test_once_its_residents_are_registered_the_same_file_brings_the_rest(desk):
    rows = case(), case("单于鹤", number="2")
    assert came(taken(an_old_list(*rows, by=desk.worker), by=desk.worker)) == ["kept", "left_out"]

    a_resident(worker=desk.worker, name="单于鹤", born_on=BORN)
    again = an_old_list(*rows, by=desk.worker)

    assert came(taken(again, by=desk.worker)) == ["skipped", "kept"]
    assert EarlierCase.objects.count() == 2


def test_a_name_that_two_have_is_not_enough(desk):
    a_resident(worker=desk.worker, name=WEIQIANG, born_on=date(1970, 1, 1))

    found = an_old_list(case(dob=""), case(number="2"), by=desk.worker)

    assert answers(found) == ["wrong", "kept"]
    assert "several people of this name" in why_wrong(found)


def test_what_speaks_against_a_name_counts(desk):
    other_day = an_old_list(case(dob="1961-01-01"), by=desk.worker)
    assert "another number or birthday" in why_wrong(other_day)
    other_number = an_old_list(case(dob="", id_no="44010319500101122X"), by=desk.worker)
    assert "another number or birthday" in why_wrong(other_number)


def test_nobody_is_found_at_another_station(desk):
    a_resident(name="单于鹤", born_on=BORN)

    found = an_old_list(case("单于鹤"), by=desk.worker)

    assert "list of residents first" in why_wrong(found)


def test_a_list_with_a_wrong_row_is_refused_as_a_whole_if_one_wants(desk):
    found = an_old_list(case(), case("无名氏"), by=desk.worker)

    with pytest.raises(CannotTakeEarlier, match="nothing was taken in"):
        taken(found, by=desk.worker, whole=True)

    assert came(taken(found, by=desk.worker)) == ["kept", "left_out"]


def test_what_was_worked_out_for_one_is_not_taken_in_by_another(desk):
    found = an_old_list(still_open(worker=desk.worker.name), by=desk.worker)

    with pytest.raises(CannotTakeEarlier, match=desk.worker.name):
        taken(found, by=desk.supervisor)

    taken(look(found, by=desk.supervisor), by=desk.supervisor)
    assert worker_of(Case.objects.get()) == desk.worker


def test_only_who_handed_it_in_and_the_supervisor_have_the_list(desk):
    found = an_old_list(case(), by=desk.worker)

    assert [lists_for(who).count() for who in (desk.worker, desk.supervisor)] == [1, 1]
    for who in (desk.colleague, desk.counsellor, a_social_worker()):
        assert lists_for(who).count() == 0
        with pytest.raises(CannotTakeEarlier):
            give_up_earlier(earlier_list=found, by=who, at=NOON)


def test_an_unread_list_is_not_taken_in(desk):
    found = an_old_list(case(), by=desk.worker, read=False)

    with pytest.raises(CannotTakeEarlier, match="compared before"):
        ask_to_take_earlier_in(
            earlier_list=found, whole=False, by_name=False, by=desk.worker, at=NOON
        )


def test_other_columns_are_another_reading(desk):
    found = an_old_list(case(), by=desk.worker)
    headings = {"name": "姓名", "began_on": "接案日期", "phone": "备注"}

    again = look(found, by=desk.worker, headings=headings)

    assert (again.rows.get().by_name, again.total) == (True, 1)


def test_a_file_without_its_columns_says_why(desk):
    found = look(an_old_list(case(), by=desk.worker), by=desk.worker, headings={"name": "姓名"})

    assert "接案日期" in found.says and not found.compared_at


def test_whom_the_rows_mean_was_looked_at_once(desk):
    an_old_list(case(), case(number="2"), by=desk.worker)

    assert Look.objects.filter(resident=desk.weiqiang.pk, by=desk.worker.username).count() == 1


def test_what_is_given_up_or_old_is_forgotten_and_what_was_taken_in_stays(desk):
    given_up = an_old_list(case(number="9"), by=desk.worker)
    give_up_earlier(earlier_list=given_up, by=desk.worker, at=NOON)
    given_up.refresh_from_db()
    assert (given_up.content, given_up.rows.count()) == (None, 0)

    found = taken(an_old_list(case(), by=desk.worker), by=desk.worker)
    forget_earlier_lists(at=NOON + 90 * DAY)
    found.refresh_from_db()
    assert (found.name, found.headings, found.rows.count()) == ("", "", 0)
    assert EarlierCase.objects.count() == 1
