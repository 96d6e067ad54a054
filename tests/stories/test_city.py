from datetime import timedelta

import pytest

from shanqiao.apps.needs.actions import close_need
from shanqiao.stories.city import city_figures, last_midnight
from tests.factories import NOON, a_need, a_resident, a_social_worker, a_station, a_street
from tests.months import YUEXIU, help_people

pytestmark = pytest.mark.django_db

TOMORROW = NOON + timedelta(days=1)


def figures():
    return city_figures(as_of=last_midnight(at=TOMORROW))


def district(code="440103"):
    return next(d for d in figures().districts if d.district.pk == code)


def needs_told(number, *, street=None, kind="meal"):
    worker = a_social_worker(station=a_station(street=street or a_street()))
    return [a_need(worker=worker, kind=kind) for _ in range(number)]


def test_people_who_wait_are_rounded_down_to_fives():
    needs_told(13)

    assert figures().helps_waiting == 10
    assert figures().waiting["meal"] == 10
    assert district().told == 10


def test_four_people_look_like_nobody():
    needs_told(4)

    assert figures().helps_waiting == 0
    assert district().told == 0
    assert district().streets[0].fifth is None


def test_one_person_with_many_needs_looks_like_nobody():
    worker = a_social_worker()
    resident = a_resident(worker=worker)
    for kind in ("meal", "visit", "care_hour", "counselling", "cash_medical"):
        a_need(worker=worker, resident=resident, kind=kind)

    assert district().told == 0


def test_a_total_is_added_up_from_rounded_numbers():
    needs_told(8)
    needs_told(8, street=a_street(**YUEXIU))

    assert figures().helps_waiting == 10  # not 15, which would tell that both are nearly ten


def test_a_street_shows_the_fifth_its_share_lies_in():
    help_people(5)
    needs_told(5)

    assert district().streets[0].fifth == 2  # half of them: 40 to 60 %
    assert (district().told, district().met) == (10, 5)
    assert district().share == 0.5


def test_what_was_told_today_shows_tomorrow():
    needs_told(6)

    assert city_figures(as_of=last_midnight(at=NOON)).helps_waiting == 0


def test_a_mistake_was_never_told():
    for need in needs_told(6):
        close_need(need=need, why="mistake", by=need.told_to, at=NOON)

    assert district().told == 0


def test_this_month_counts_people_and_money():
    help_people(6, count=10_000)

    assert figures().helped == 5
    assert figures().given == 60_000


def test_money_for_few_people_is_not_told():
    help_people(2)

    assert figures().helped == 0
    assert figures().given is None


def test_a_month_without_help_looks_like_one_with_little():
    assert (figures().helped, figures().given) == (0, None)


def test_the_questions_asked_do_not_grow(django_assert_num_queries):
    needs_told(6)
    needs_told(6, street=a_street(**YUEXIU), kind="visit")

    with django_assert_num_queries(6):
        figures()
