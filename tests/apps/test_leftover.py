"""What is left after the end goes to the same or a near purpose, once the committee decided, and is followed."""

from datetime import timedelta

import pytest

from shanqiao.apps.governing.leftover import (
    CannotMoveSurplus,
    move_surplus,
    moved_by,
    propose_surplus,
)
from shanqiao.apps.governing.voting import CannotPutMotion
from shanqiao.stories.spending import year_of
from tests.factories import NOON, TODAY, a_manager
from tests.governing import a_restricted_purse, carry

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _surplus(purse, to, nearness="same", amount=1_000, why=""):
    return propose_surplus(
        purse=purse,
        to=to,
        amount=amount,
        nearness=nearness,
        why=why,
        title="剩余财产的使用",
        words="项目已结束",
        way="letter",
        on=TODAY,
        by=a_manager(purse.fund),
        at=NOON,
    )


def test_a_surplus_goes_to_the_same_or_a_near_purpose_of_the_same_host():
    ended = {"period_to": TODAY - DAY}
    purse = a_restricted_purse(**ended)
    to = a_restricted_purse(fund=purse.fund)
    near = a_restricted_purse(fund=purse.fund, purpose="care")

    assert _surplus(purse, to).motion.amount == 1_000
    assert _surplus(purse, near, "near", why="同为困难群众").nearness == "near"
    with pytest.raises(CannotPutMotion, match="different purposes"):
        _surplus(purse, near)
    with pytest.raises(CannotPutMotion, match="why the other purpose is near"):
        _surplus(purse, near, "near")
    with pytest.raises(CannotPutMotion, match="period of the purse has ended"):
        _surplus(to, purse)
    with pytest.raises(CannotPutMotion, match="same host"):
        _surplus(purse, a_restricted_purse())
    with pytest.raises(CannotPutMotion, match="not enough left"):
        _surplus(purse, to, amount=10**9)


def test_a_surplus_moves_once_when_decided_and_is_no_spending():
    purse = a_restricted_purse(period_to=TODAY - DAY)
    to = a_restricted_purse(fund=purse.fund)
    surplus = _surplus(purse, to, amount=400_000)
    by = surplus.motion.put_by
    with pytest.raises(CannotMoveSurplus, match="did not decide"):
        move_surplus(surplus=surplus, by=by, at=NOON)
    carry(surplus.motion)

    move_surplus(surplus=surplus, by=by, at=NOON)

    purse.line.refresh_from_db()
    to.line.refresh_from_db()
    assert (purse.free, to.free) == (600_000, 1_400_000)
    assert moved_by(surplus).amount == 400_000
    with pytest.raises(CannotMoveSurplus, match="already"):
        move_surplus(surplus=surplus, by=by, at=NOON)
    assert year_of(purse.fund.host, at=NOON).months[-1] == 0


def test_a_surplus_that_was_used_meanwhile_is_not_moved():
    purse = a_restricted_purse(period_to=TODAY - DAY)
    near = a_restricted_purse(fund=purse.fund)
    first, second = (_surplus(purse, near, amount=600_000) for _ in "ab")
    for surplus in (first, second):
        carry(surplus.motion)
    move_surplus(surplus=first, by=first.motion.put_by, at=NOON)

    with pytest.raises(CannotMoveSurplus, match="not enough left"):
        move_surplus(surplus=second, by=second.motion.put_by, at=NOON)
