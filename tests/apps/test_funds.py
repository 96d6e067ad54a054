import pytest
from django.db import IntegrityError

from shanqiao.apps.funds.actions import (
    CannotOpenPurse,
    CannotPausePurse,
    end_pause,
    give_seat,
    pause_purse,
    receive_gift,
)
from shanqiao.apps.funds.models import Movement
from shanqiao.apps.funds.queries import with_something_free
from tests.factories import NOON, TODAY, a_fund, a_manager, a_purse

pytestmark = pytest.mark.django_db


def test_the_same_gift_told_twice_is_one_gift():
    purse = a_purse(received=0)

    for _ in "ab":
        receive_gift(purse=purse, count=500, key="bank line 1", about="a gift", at=NOON)

    purse.refresh_from_db()
    assert (purse.received, Movement.objects.count()) == (500, 1)


def test_money_and_meals_do_not_mix():
    with pytest.raises(CannotOpenPurse, match="counted alike"):
        a_purse(kinds=["cash_living", "meal"])


def test_a_condition_that_cannot_be_read_is_refused():
    with pytest.raises(CannotOpenPurse):
        a_purse(eligible="age >= ")


def test_a_paused_purse_is_not_planned_with_until_the_pause_ends():
    purse = a_purse()
    manager = a_manager(purse.fund)
    pause = pause_purse(purse=purse, until_on=TODAY, why="the council meets", by=manager, at=NOON)
    assert purse not in with_something_free(at=NOON)

    end_pause(pause=pause, by=manager, at=NOON)

    assert purse in with_something_free(at=NOON)


def test_a_pause_does_not_end_before_it_begins():
    purse = a_purse()

    with pytest.raises(CannotPausePurse, match="has passed"):
        pause_purse(
            purse=purse,
            until_on=TODAY.replace(year=2025),
            why="x",
            by=a_manager(purse.fund),
            at=NOON,
        )


def test_one_person_has_one_seat_at_a_fund():
    fund = a_fund()
    manager = a_manager(fund)

    with pytest.raises(IntegrityError, match="funds_one_seat_for_a_person"):
        give_seat(fund=fund, person=manager, role="pays", at=NOON)
