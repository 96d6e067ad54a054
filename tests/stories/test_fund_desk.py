from datetime import timedelta

import pytest

from shanqiao.apps.delivery.actions import confirm_receipt
from shanqiao.apps.funds.actions import pause_purse
from shanqiao.apps.matching.actions import decline_proposal, release_grant
from shanqiao.stories.fund_today import (
    changes_since_yesterday,
    grants_waiting,
    not_arrived,
    proposals_waiting,
    purses_to_look_at,
)
from shanqiao.stories.grants import State, grants_of
from shanqiao.stories.proposals import band_of, only_missing, proposals_of
from shanqiao.stories.purses import figures_of, purses_of, with_pause
from tests.factories import (
    NOON,
    TODAY,
    a_cashier,
    a_document,
    a_fund,
    a_grant,
    a_handler,
    a_manager,
    a_payment,
    a_proposal,
    a_purse,
    a_resident,
    a_social_worker,
    an_assessed_need,
)

pytestmark = pytest.mark.django_db


def test_the_gravest_need_stands_first():
    fund = a_fund()
    purse = a_purse(fund=fund, received=10_000_000)
    heavy, urgent, light = (
        a_proposal(need=an_assessed_need(severity=s, urgency=u), purse=purse)
        for s, u in ((90, 0), (80, 2), (10, 1))
    )

    assert list(proposals_of(a_manager(fund))) == [urgent, heavy, light]


def test_proposals_of_other_funds_and_answered_ones_are_not_there():
    fund = a_fund()
    manager = a_manager(fund)
    a_proposal()
    decline_proposal(
        proposal=a_proposal(purse=a_purse(fund=fund)), reason="purpose", by=manager, at=NOON
    )

    assert list(proposals_of(manager)) == []


def test_what_only_my_word_is_missing_for():
    fund = a_fund()
    manager = a_manager(fund)
    mine = a_proposal(purse=a_purse(fund=fund))
    a_proposal(purse=a_purse(fund=fund), by=manager)
    a_proposal(purse=a_purse(fund=fund, received=10), count=11)
    worker = a_social_worker()
    capped, resident = a_purse(fund=fund, person_cap=100), a_resident(worker=worker)
    a_grant(proposal=a_proposal(need=an_assessed_need(resident=resident), purse=capped, count=60))
    a_proposal(need=an_assessed_need(resident=resident, kind="meal"), purse=capped, count=41)
    covered = an_assessed_need(needed=100)
    a_grant(proposal=a_proposal(need=covered, count=60))
    a_proposal(need=covered, purse=a_purse(fund=fund), count=41)

    found = only_missing(proposals_of(manager), person=manager, at=NOON)

    assert list(found) == [mine]
    handler = a_handler(fund)
    assert not only_missing(proposals_of(handler), person=handler, at=NOON)


def test_an_age_is_told_as_a_band():
    assert [band_of(age) for age in (0, 6, 7, 59, 60, 79, 80, 103)] == [
        "0–6",
        "0–6",
        "7–17",
        "45–59",
        "60–69",
        "70–79",
        "80+",
        "80+",
    ]
    assert band_of(None) == ""


def test_a_grant_says_how_far_it_came():
    fund = a_fund()
    manager, cashier = a_manager(fund), a_cashier(fund)
    worker = a_social_worker()

    def granted():
        return a_grant(proposal=a_proposal(purse=a_purse(fund=fund)), manager=manager)

    waiting, taken_back = granted(), granted()
    paid, arrived, lost = (a_payment(grant=granted(), cashier=cashier) for _ in "abc")
    release_grant(grant=taken_back, why="the resident moved away", by=manager, at=NOON)
    for payment, says in ((arrived, "received"), (lost, "not_received")):
        confirm_receipt(
            payment=payment,
            says=says,
            witness="resident",
            evidence=a_document(by=worker),
            by=worker,
            at=NOON,
        )

    states = {grant.pk: grant.state for grant in grants_of(manager)}
    assert states == {
        waiting.pk: State.APPROVED,
        taken_back.pk: State.RELEASED,
        paid.grant_id: State.PAID,
        arrived.grant_id: State.CONFIRMED,
        lost.grant_id: State.MISSING,
    }
    assert [g.pk for g in not_arrived(manager)] == [lost.grant_id]
    assert grants_waiting(cashier, at=NOON).count == 1
    assert grants_waiting(manager, at=NOON).count == 0


def test_figures_add_up_and_say_how_they_moved():
    fund = a_fund()
    purse = a_purse(fund=fund, received=1_000)
    a_purse(fund=fund, received=30, kinds=("meal",))
    a_payment(grant=a_grant(proposal=a_proposal(purse=purse, count=400)))
    a_grant(proposal=a_proposal(purse=purse, count=100))

    money, meals = figures_of(a_manager(fund), at=NOON + timedelta(days=1))

    assert (money.free, money.promised, money.given) == (500, 100, 400)
    assert money.moved == {"free": 500, "promised": 100, "given": 400}
    assert (meals.unit, meals.free) == ("meal", 30)
    later, _ = figures_of(a_manager(fund), at=NOON + timedelta(days=40))
    assert later.moved == {"free": 0, "promised": 0, "given": 0}


def test_what_waits_and_what_changed():
    fund = a_fund()
    manager = a_manager(fund)
    a_proposal(need=an_assessed_need(urgency=2), purse=a_purse(fund=fund), count=500)
    a_grant(proposal=a_proposal(purse=a_purse(fund=fund), count=300), manager=manager)

    waiting = proposals_waiting(manager, at=NOON)

    assert (waiting.count, waiting.pressing, waiting.fen) == (1, 1, 500)
    assert changes_since_yesterday(manager, at=NOON + timedelta(hours=20)) == [
        ("gifts", 2, 2_000_000),
        ("proposed", 2, 800),
        ("approved", 1, 300),
    ]
    assert changes_since_yesterday(manager, at=NOON + timedelta(days=3)) == []


def test_purses_that_pause_or_end_soon_are_looked_at():
    fund = a_fund()
    manager = a_manager(fund)
    paused, ending = a_purse(fund=fund), a_purse(fund=fund, valid_to=TODAY + timedelta(days=9))
    a_purse(fund=fund)
    until = TODAY + timedelta(days=5)
    pause_purse(purse=paused, until_on=until, why="the year is closed", by=manager, at=NOON)

    assert list(purses_to_look_at(manager, at=NOON)) == [paused, ending]
    assert with_pause(purses_of(manager), at=NOON).get(pk=paused.pk).paused_until == until
