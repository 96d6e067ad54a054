from datetime import timedelta

import pytest

from shanqiao.apps.funds.actions import pause_purse
from shanqiao.apps.matching.actions import approve_proposal
from shanqiao.apps.matching.planning import propose_plan
from shanqiao.apps.needs.actions import assess_need, close_need
from shanqiao.stories.plan_changes import Gone, changes_of
from tests.factories import (
    NOON,
    TODAY,
    a_fund,
    a_manager,
    a_proposal,
    a_purse,
    a_resident,
    a_social_worker,
    an_assessed_need,
)

pytestmark = pytest.mark.django_db
TOMORROW = NOON + timedelta(days=1)
CASH = ("cash_medical", "cash_living", "cash_education")


@pytest.fixture
def fund():
    return a_fund()


@pytest.fixture
def manager(fund):
    return a_manager(fund)


def planned(at):
    plan, is_new = propose_plan(at=at)
    assert is_new
    return plan


def test_the_first_plan_brings_everything(fund, manager):
    need = an_assessed_need(needed=70_000)
    a_purse(fund=fund)

    changes = changes_of(planned(NOON), person=manager)

    assert [(c.proposal.need, c.proposal.count) for c in changes.came] == [(need, 70_000)]
    assert (changes.moved, changes.went, changes.stayed) == ([], [], 0)


def test_what_stays_is_counted_and_what_grows_is_told_with_both_amounts(fund, manager):
    stays, grows = an_assessed_need(needed=70_000), an_assessed_need(needed=50_000)
    a_purse(fund=fund)
    planned(NOON)
    assess_need(need=grows, needed=60_000, severity=50, urgency=1, by=grows.told_to, at=TOMORROW)

    changes = changes_of(planned(TOMORROW), person=manager)

    assert changes.stayed == 1 and not changes.came and not changes.went
    assert [(c.before, c.proposal.count) for c in changes.moved] == [(50_000, 60_000)]
    assert changes.moved[0].proposal.need == grows != stays


def test_each_proposal_that_left_says_why(fund, manager):
    worker = a_social_worker()
    closed = an_assessed_need(kind="cash_living")
    paused_need = an_assessed_need(kind="meal", needed=5)
    outdone = an_assessed_need(kind="care_hour", needed=10, severity=10)
    moved = an_assessed_need(kind="visit", needed=3)
    a_purse(fund=fund, kinds=("cash_living",))
    meals = a_purse(fund=fund, kinds=("meal",), received=5)
    a_purse(fund=fund, kinds=("care_hour",), received=5)
    visits = a_purse(fund=fund, kinds=("visit",), received=3)
    planned(NOON)
    close_need(need=closed, why="withdrawn", by=worker, at=TOMORROW)
    for purse in (meals, visits):
        pause_purse(
            purse=purse, until_on=TODAY + timedelta(days=9), why="x", by=manager, at=TOMORROW
        )
    a_purse(kinds=("visit",), received=3)
    an_assessed_need(kind="care_hour", needed=10, severity=90, urgency=2)

    changes = changes_of(planned(TOMORROW), person=manager)

    assert {c.proposal.need: c.gone for c in changes.went} == {
        closed: Gone.NEED,
        paused_need: Gone.PURSE,
        outdone: Gone.GRAVER,
        moved: Gone.PURSE,
    }
    assert [c.proposal.need.kind for c in changes.came] == ["care_hour"]


def test_a_need_that_another_purse_serves_now_says_so(fund, manager):
    need = an_assessed_need(kind="visit", needed=2)
    far = an_assessed_need(kind="visit", needed=2, severity=1, urgency=0)
    a_purse(fund=fund, kinds=("visit",), received=2)
    planned(NOON)
    graver = an_assessed_need(kind="visit", needed=2, severity=99, urgency=2)
    a_purse(kinds=("visit",), received=2, eligible="severity <= 60 && severity >= 40")

    changes = changes_of(planned(TOMORROW), person=manager)

    assert {c.proposal.need: c.gone for c in changes.went} == {need: Gone.ELSEWHERE}
    assert [c.proposal.need for c in changes.came] == [graver] and far not in changes.came


def test_who_has_had_all_a_purse_gives_one_person_leaves_the_plan_for_that_reason(fund, manager):
    worker = a_social_worker()
    resident = a_resident(worker=worker)
    purse = a_purse(fund=fund, kinds=CASH, person_cap=50_000)
    medical, living = (
        an_assessed_need(worker=worker, resident=resident, kind=kind, needed=60_000)
        for kind in ("cash_medical", "cash_living")
    )
    planned(NOON)
    more = a_proposal(need=a_third_need(resident, worker), purse=purse, count=50_000)
    approve_proposal(proposal=more, by=manager, at=NOON)

    changes = changes_of(planned(TOMORROW), person=manager)

    assert {c.gone for c in changes.went} == {Gone.CAP}
    assert {c.proposal.need for c in changes.went} <= {medical, living}


def a_third_need(resident, worker):
    """Another need of the same resident that the same purse may serve."""
    return an_assessed_need(worker=worker, resident=resident, kind="cash_education")


def test_a_plan_tells_a_fund_nothing_of_the_others(manager):
    an_assessed_need()
    a_purse()

    changes = changes_of(planned(NOON), person=manager)

    assert not changes.came and not changes.went and changes.stayed == 0
