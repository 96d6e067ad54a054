"""What a plan is worth beside ways to help without one."""

from datetime import timedelta

import pytest

from shanqiao.apps.matching.models import PlanWorth
from shanqiao.apps.matching.planning import propose_plan
from shanqiao.apps.matching.worth import plan_without_worth, work_out_worth
from tests.factories import NOON, a_plan, a_purse, an_assessed_need

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def test_two_purses_that_do_not_know_of_each_other_give_twice():
    an_assessed_need(needed=100_000)
    a_purse(received=100_000)
    a_purse(received=100_000)
    plan, _ = propose_plan(at=NOON)

    worth = work_out_worth(plan=plan, at=LATER)

    by_method = {row["method"]: row for row in worth.rows}
    assert list(by_method) == ["each_alone", "shared_ledger", "one_queue", "greedy", "plan"]
    assert by_method["plan"]["of_plan"] == 1
    assert by_method["each_alone"]["duplicates"] == 100_000
    assert by_method["shared_ledger"]["duplicates"] == by_method["plan"]["duplicates"] == 0
    assert max(row["of_plan"] for row in worth.rows) == 1


def test_it_is_worked_out_once_and_for_the_latest_plan():
    an_assessed_need()
    a_purse()
    assert plan_without_worth() is None
    first, _ = propose_plan(at=NOON)
    an_assessed_need()
    second, _ = propose_plan(at=LATER)

    assert plan_without_worth() == second
    worth = work_out_worth(plan=second, at=LATER)

    assert plan_without_worth() is None
    assert work_out_worth(plan=second, at=LATER + timedelta(hours=1)) == worth
    assert not PlanWorth.objects.filter(plan=first).exists()


def test_a_plan_that_cannot_be_replayed_is_compared_with_nothing():
    an_assessed_need()
    a_purse()

    worth = work_out_worth(plan=a_plan(), at=NOON)

    assert worth.rows == []
    assert plan_without_worth() is None
