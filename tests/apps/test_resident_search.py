"""One box finds a resident under every name, number and address they ever had."""

import re
from datetime import date

import pytest

from shanqiao.apps.residents.changing import (
    add_document,
    add_name,
    add_phone,
    change_resident,
)
from shanqiao.apps.residents.finding import find, is_in_city
from shanqiao.apps.residents.models import Resident, SearchTerm
from shanqiao.engines.linkage import Form
from tests.factories import NOON, a_resident, a_social_worker, station_where

from .numbers import a_number

pytestmark = pytest.mark.django_db
Fact = SearchTerm.Fact


ID = a_number()  # generated; a man born on 5 March 1958


def found(worker, typed):
    mine = Resident.objects.known_to(station_where(worker))
    return [one.resident for one in find(typed, among=mine, first=20)]


def reasons(worker, typed):
    mine = Resident.objects.known_to(station_where(worker))
    [one] = find(typed, among=mine, first=20)
    return [fact for fact, _form in one.why]


@pytest.fixture
def worker():
    return a_social_worker()


@pytest.fixture
def huang(worker):
    return a_resident(
        worker=worker,
        name="黄伟强",
        id_number=ID,
        phone="138 2345 6780",
        address="广州市荔湾区沙面街道沙面大街54号302房",
    )


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("黃偉強", Fact.NAME),
        ("huang wei qiang", Fact.NAME),
        ("hwq", Fact.NAME),
        ("Wong Wai Keung", Fact.NAME),
        (ID, Fact.ID),
        (ID[-4:].lower(), Fact.ID),
        (ID[-6:], Fact.ID),
        ("6780", Fact.PHONE),
        ("13823456780", Fact.PHONE),
        ("沙面大街", Fact.ADDRESS),
        ("沙面大街54号", Fact.ADDRESS),
        ("1958-03-05", Fact.BORN),
    ],
)
def test_a_resident_is_found_and_it_is_said_by_what(worker, huang, typed, why):
    a_resident(worker=worker, name="陈秀兰", sex="female", address="文德北路2号")

    assert found(worker, typed) == [huang]
    assert reasons(worker, typed) == [why]


def test_words_narrow_each_other(worker, huang):
    a_resident(worker=worker, name="黄志明", born_on=date(1971, 1, 2))

    assert len(found(worker, "黄")) == 2
    assert found(worker, "黄 1958") == [huang]
    assert found(worker, "黄 1999") == []
    assert found(worker, "黄 %") == []


def test_whole_names_stand_before_those_that_only_begin_so(worker):
    longer = a_resident(worker=worker, name="黄伟强")
    short = a_resident(worker=worker, name="黄伟")

    assert found(worker, "黄伟") == [short, longer]


def test_former_values_are_found_and_stand_behind_current_ones(worker, huang):
    change_resident(
        resident=huang, name="黄志豪", phone="13900001111", on=date(2019, 1, 1), by=worker, at=NOON
    )
    namesake = a_resident(worker=worker, name="黄伟强")

    assert found(worker, "hwq") == [namesake, huang]
    assert reasons(worker, "6780") == [Fact.FORMER_PHONE]
    assert reasons(worker, "黄志豪") == [Fact.NAME]


def test_other_names_phones_and_documents_find_too(worker, huang):
    add_name(resident=huang, kind="other", written="肥仔", by=worker, at=NOON)
    add_name(resident=huang, kind="romanised", written="WONG Wai Keung Peter", by=worker, at=NOON)
    add_phone(
        resident=huang, whose="relative", relation="女儿", number="13500002222", by=worker, at=NOON
    )
    add_document(resident=huang, kind="hk_macao_permit", number="h12345678", by=worker, at=NOON)

    assert reasons(worker, "肥仔") == [Fact.OTHER_NAME]
    assert reasons(worker, "wong wai keung peter") == [Fact.OTHER_NAME]
    assert reasons(worker, "2222") == [Fact.OTHER_PHONE]
    assert reasons(worker, "H12345678") == [Fact.DOCUMENT]


def test_nobody_of_another_station_is_found(worker, huang):
    assert found(a_social_worker(), ID) == []


def test_the_table_of_terms_tells_nothing_without_the_key(huang):
    terms = set(huang.search_terms.filter(form__gte=Form.WHOLE).values_list("term", flat=True))

    assert (
        len(terms) == 7
    )  # whole, six and four of the number; whole and four of the phone; road and house
    assert all(re.fullmatch("[0-9a-f]{24}", term) for term in terms)


def test_a_search_asks_three_questions_and_one_of_each_word_however_many_fit(
    worker, huang, django_assert_num_queries
):
    for n in range(30):
        a_resident(worker=worker, name=f"黄伟{'明强文华英'[n % 5]}")

    mine = Resident.objects.known_to(station_where(worker))
    with django_assert_num_queries(3 + 2):
        assert len(find("黄 伟明", among=mine, first=20)) == 6


def test_the_city_says_no_more_than_whether_somebody_is_known(huang):
    assert is_in_city(ID) == (True, "number")
    assert is_in_city("440103197001011239") == (False, "number")
    assert is_in_city("黃偉強 1958-03-05") == (True, "name and birthday")
    assert is_in_city("19580305 huangweiqiang") == (True, "name and birthday")
    assert is_in_city("黄伟强 1958-03-06") == (False, "name and birthday")


@pytest.mark.parametrize(
    "typed", ["黄伟强", "黄伟强 1958", "1958-03-05", "13823456780", "6780", "黄 1958-03-05"]
)
def test_the_city_answers_nothing_to_less(huang, typed):
    there, _by = is_in_city(typed)

    assert not there
