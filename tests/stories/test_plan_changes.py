from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from shanqiao.apps.funds.actions import pause_purse, receive_gift
from shanqiao.apps.matching.actions import approve_proposal, decline_proposal
from shanqiao.apps.matching.models import PlanChange, Proposal
from shanqiao.apps.matching.planning import propose_plan
from shanqiao.apps.needs.actions import assess_need, close_need
from shanqiao.stories.plan_changes import (
    changes_at_station,
    changes_for_funds,
    changes_of_city,
    counts_of,
    stayed_for_funds,
    why_changed,
)
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
    station_where,
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


def told(plan):
    """{need: (kind, reason)} of everything a plan changed."""
    return {c.need: (c.kind, c.reason) for c in changes_of_city(plan)}


def test_the_first_plan_brings_everything(fund, manager):
    need = an_assessed_need(needed=70_000)
    a_purse(fund=fund)

    (change,) = changes_for_funds(planned(NOON), person=manager)

    assert (change.need, change.kind, change.before, change.after) == (need, "came", 0, 70_000)
    assert why_changed(change) == ["The need is new in the plan.", "1 other reason fits as well."]


def test_what_stays_is_counted_and_what_grows_is_told_with_both_amounts(fund, manager):
    stays, grows = an_assessed_need(needed=70_000), an_assessed_need(needed=50_000)
    a_purse(fund=fund)
    planned(NOON)
    assess_need(need=grows, needed=60_000, severity=50, urgency=1, by=grows.told_to, at=TOMORROW)

    plan = planned(TOMORROW)

    (change,) = changes_for_funds(plan, person=manager)
    assert (change.need, change.before, change.after) == (grows, 50_000, 60_000)
    assert why_changed(change) == ["The need changed.", "Namely: amount needed."]
    assert [p.need for p in stayed_for_funds(plan, person=manager)] == [stays]


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
    grave = an_assessed_need(kind="care_hour", needed=10, severity=90, urgency=2)

    plan = planned(TOMORROW)

    assert told(plan) == {
        closed: ("went", "withdrawn"),
        paused_need: ("went", "resource"),
        outdone: ("went", "graver"),
        moved: ("moved", "resource"),
        grave: ("came", "new_need"),
    }
    words = {c.need: why_changed(c) for c in changes_of_city(plan)}
    assert words[outdone] == [
        "A graver need took precedence.",
        "Its class: now, severity 80 to 100.",
    ]


def test_what_was_granted_and_what_was_declined_meanwhile_says_so(fund, manager):
    granted, declined = an_assessed_need(needed=10_000), an_assessed_need(needed=20_000)
    a_purse(fund=fund)
    planned(NOON)
    approve_proposal(proposal=Proposal.objects.get(need=granted), by=manager, at=NOON)
    decline_proposal(
        proposal=Proposal.objects.get(need=declined), reason="purpose", by=manager, at=NOON
    )

    plan = planned(TOMORROW)

    assert told(plan) == {granted: ("went", "granted"), declined: ("went", "declined")}
    changes = changes_of_city(plan)
    assert counts_of(changes) == [("went", "left the plan, 1 of them granted", 2)]
    assert counts_of(changes.filter(reason="granted")) == [
        ("went", "left the plan, all granted", 1)
    ]
    assert counts_of(changes.filter(reason="declined")) == [("went", "left the plan", 1)]


def test_what_is_granted_stays_and_the_rest_is_told_as_a_change(fund, manager):
    purse = a_purse(fund=fund, received=60_000)
    need = an_assessed_need(needed=100_000)
    planned(NOON)
    approve_proposal(proposal=Proposal.objects.get(), by=manager, at=NOON)
    receive_gift(purse=purse, count=500_000, key="more", about="more", at=NOON)

    plan = planned(TOMORROW)

    assert [(c.need, c.kind, c.before, c.after, c.reason) for c in changes_of_city(plan)] == [
        (need, "came", 0, 40_000, "resource"),
        (need, "went", 60_000, 0, "granted"),
    ]


def test_a_need_that_another_purse_serves_now_is_one_move_seen_by_both_funds(fund, manager):
    need = an_assessed_need(kind="visit", needed=2)
    first = a_purse(fund=fund, kinds=("visit",), received=2)
    planned(NOON)
    graver = an_assessed_need(kind="visit", needed=2, severity=99, urgency=2)
    second = a_purse(kinds=("visit",), received=2, eligible="severity <= 60 && severity >= 40")

    plan = planned(TOMORROW)

    assert told(plan) == {need: ("moved", "room"), graver: ("came", "new_need")}
    for person in (manager, a_manager(second.fund)):
        (move,) = changes_for_funds(plan, person=person).filter(kind="moved")
        assert (move.left, move.purse) == (first, second)


def test_who_has_had_all_a_purse_gives_one_person_leaves_the_plan_for_that_reason(fund, manager):
    worker = a_social_worker()
    resident = a_resident(worker=worker)
    purse = a_purse(fund=fund, kinds=CASH, person_cap=50_000)
    medical, living = (
        an_assessed_need(worker=worker, resident=resident, kind=kind, needed=60_000)
        for kind in ("cash_medical", "cash_living")
    )
    plan = planned(NOON)
    third = an_assessed_need(worker=worker, resident=resident, kind="cash_education")
    more = a_proposal(need=third, purse=purse, count=50_000, plan=plan)
    approve_proposal(proposal=more, by=manager, at=NOON)

    changes = told(planned(TOMORROW))

    assert changes.pop(third) == ("went", "granted")
    assert set(changes.values()) == {("went", "cap")} and set(changes) <= {medical, living}


def test_a_plan_tells_a_fund_nothing_of_the_others_and_a_station_only_of_its_residents(manager):
    worker = a_social_worker()
    ours, _others = an_assessed_need(worker=worker), an_assessed_need()
    a_purse()
    plan = planned(NOON)

    assert not changes_for_funds(plan, person=manager)
    assert [c.need for c in changes_at_station(plan, station=station_where(worker))] == [ours]
    assert counts_of(changes_of_city(plan)) == [("came", "new", 2)]


def test_the_changes_of_a_plan_stay_as_written():
    an_assessed_need()
    a_purse()
    planned(NOON)

    with pytest.raises(ProgrammingError), transaction.atomic():
        PlanChange.objects.update(reason="nothing")
