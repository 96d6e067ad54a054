"""What the rules of a fund leave to its committee is granted by a decision that was carried and is named, or not at all."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from shanqiao.apps.delivery.actions import pay_grant
from shanqiao.apps.governing.voting import close_motion
from shanqiao.apps.matching.actions import CannotApprove, approve_proposal, release_grant
from shanqiao.apps.matching.asking import close_what_cannot_be
from shanqiao.apps.matching.big_uses import CannotNameDecision, decisions_about, name_decision
from shanqiao.apps.matching.bulk import approve_proposals
from shanqiao.apps.matching.foresight import foresee_approvals
from shanqiao.apps.matching.models import BigUse, Grant
from shanqiao.apps.paying.returning import take_money_back
from shanqiao.apps.record.models import Entry
from tests.apps.crowd import all_at_once
from tests.asking import Team
from tests.factories import (
    NOON,
    a_cashier,
    a_fund,
    a_handler,
    a_manager,
    a_proposal,
    a_purse,
    an_assessed_need,
)
from tests.governing import a_governed_fund, a_motion, answer, carry

LIMIT = 50_000


def a_fund_with_a_limit(**how):
    return a_governed_fund(**{"big_use_from": LIMIT, **how})


def proposed(purse, count, *, need=None, **facts):
    need = need or an_assessed_need(needed=500_000)
    return a_proposal(need=need, purse=purse, count=count, **facts)


def decided(purse, amount, **facts):
    motion = a_motion(fund=purse.fund, kind="big_use", purse=purse, amount=amount, **facts)
    carry(motion)
    return motion


def named(proposal, motion, *, by=None):
    return name_decision(
        need=proposal.need,
        purse=proposal.purse,
        motion=motion,
        by=by or a_handler(proposal.purse.fund),
        at=NOON,
    )


def approve(proposal, *, by=None):
    by = by or a_manager(proposal.purse.fund)
    grant = approve_proposal(proposal=proposal, by=by, at=NOON)
    grant.refresh_from_db()  # the database fills in the decision
    return grant


def write(proposal, **facts):
    """A grant past every action."""
    told = {"need": proposal.need, "purse": proposal.purse, "count": proposal.count, "unit": "fen"}
    by = a_manager(proposal.purse.fund)
    with transaction.atomic():
        return Grant.objects.create(
            proposal=proposal, approved_by=by, approved_at=NOON, basis={}, **told, **facts
        )


@pytest.mark.django_db
def test_from_the_limit_of_its_rules_on_a_fund_needs_the_decision_of_its_committee():
    purse = a_purse(fund=a_fund_with_a_limit())
    assert approve(proposed(purse, LIMIT - 1)).decision is None
    big = proposed(purse, LIMIT)
    with pytest.raises(CannotApprove, match=r"from 500\.00 yuan on.*Put a motion"):
        approve(big)

    motion = decided(purse, 60_000)
    with pytest.raises(CannotApprove, match="Put a motion"):  # carried, and not named for this need
        approve(big)
    named(big, motion)
    grant = approve(big)

    assert grant.decision == motion
    assert decisions_about(purse).get().left == 10_000
    [entry] = Entry.objects.filter(act="matching.name_decision")
    assert entry.why == motion.title
    pay_grant(grant=grant, reference="1", by=a_cashier(purse.fund), at=NOON)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "choices", [["yes", "yes"], ["yes", "no", "no"]], ids=["no quorum", "voted down"]
)
def test_a_motion_that_was_not_carried_decides_nothing(choices):
    purse = a_purse(fund=a_fund_with_a_limit())
    big = proposed(purse, LIMIT)
    motion = a_motion(fund=purse.fund, kind="big_use", purse=purse, amount=LIMIT)
    with pytest.raises(CannotNameDecision):  # still open
        named(big, motion)
    answer(motion, *choices)
    close_motion(motion=motion, by=motion.put_by, at=NOON + timedelta(days=1))

    with pytest.raises(CannotNameDecision, match="has not carried"):
        named(big, motion)

    assert not decisions_about(purse).exists()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BigUse.objects.create(need=big.need, purse=purse, motion=motion, by=motion.put_by, at=NOON)
    assert refused.value.__cause__.diag.constraint_name == "matching_decision_fits"


@pytest.mark.django_db
def test_only_the_fund_names_a_decision_and_only_one_about_this_purse():
    fund = a_fund_with_a_limit()
    purse, other = a_purse(fund=fund), a_purse(fund=fund)
    big, motion = proposed(purse, LIMIT), decided(purse, LIMIT)

    for by in (a_cashier(fund), a_manager(a_fund())):
        with pytest.raises(CannotNameDecision, match="handler or the manager"):
            named(big, motion, by=by)
    for wrong in (decided(other, LIMIT), a_motion(fund=fund)):
        with pytest.raises(CannotNameDecision, match="has not carried"):
            named(big, wrong)

    assert not BigUse.objects.exists()


@pytest.mark.django_db
def test_small_parts_for_one_need_are_one_use():
    fund = a_fund_with_a_limit()
    purse, other = a_purse(fund=fund), a_purse(fund=fund)
    need = an_assessed_need(needed=500_000)
    manager = a_manager(fund)
    first = approve(proposed(purse, 30_000, need=need), by=manager)
    second = proposed(other, 20_000, need=need)
    with pytest.raises(CannotApprove, match=r"would have 500\.00 yuan"):
        approve(second)

    release_grant(grant=first, why="x", by=manager, at=NOON)
    assert approve(second).decision is None
    approve(proposed(a_purse(fund=a_fund_with_a_limit()), 49_999, need=need))  # another fund's


@pytest.mark.django_db
def test_what_came_back_leaves_room_again():
    purse = a_purse(fund=a_fund_with_a_limit())
    motion = decided(purse, LIMIT)
    first, second = proposed(purse, LIMIT), proposed(purse, LIMIT)
    for proposal in (first, second):
        named(proposal, motion)
    cashier = a_cashier(purse.fund)
    payment = pay_grant(grant=approve(first), reference="1", by=cashier, at=NOON)
    with pytest.raises(CannotApprove, match=r"0\.00 yuan are left"):
        approve(second)

    told = {"reference": "b", "why": "x", "by": cashier, "at": NOON}
    take_money_back(payment=payment, count=LIMIT, **told)

    assert approve(second).decision == motion


@pytest.mark.django_db
def test_which_limit_holds_is_asked_of_the_rules_of_the_day():
    early = a_governed_fund(rules=False)
    assert approve(proposed(a_purse(fund=early), 400_000)).decision is None  # no rules at all
    without = a_governed_fund()
    assert approve(proposed(a_purse(fund=without), 400_000)).decision is None  # they say nothing
    purse = a_purse(fund=a_fund_with_a_limit())
    motion = a_motion(fund=purse.fund, kind="rules")
    carry(motion)
    tomorrow = NOON + timedelta(days=1)
    purse.fund.rules.create(
        version=2, text="二", big_use_from=1, since=tomorrow.date(), motion=motion, at=NOON
    )

    assert approve(proposed(purse, 10_000)).decision is None
    with pytest.raises(CannotApprove, match=r"from 0\.01 yuan on"):
        approve_proposal(proposal=proposed(purse, 1), by=a_manager(purse.fund), at=tomorrow)
    meals = a_purse(fund=purse.fund, kinds=["meal"])
    need = an_assessed_need(kind="meal", needed=10)
    assert approve_proposal(
        proposal=proposed(meals, 10, need=need), by=a_manager(purse.fund), at=tomorrow
    )


@pytest.mark.django_db
def test_it_is_foreseen_in_order_and_many_are_answered_each_for_itself():
    purse = a_purse(fund=a_fund_with_a_limit())
    motion, manager = decided(purse, 120_000), a_manager(purse.fund)
    several = [proposed(purse, LIMIT) for _ in range(4)]
    for proposal in several[:3]:
        named(proposal, motion)

    foreseen = foresee_approvals(proposals=several, by=manager, at=NOON)
    outcomes = approve_proposals(proposals=several, by=manager, at=NOON)

    assert [f.goes_through for f in foreseen] == [True, True, False, False]
    assert [bool(o.grant) for o in outcomes] == [True, True, False, False]
    for told, came in zip(foreseen[2:], outcomes[2:], strict=True):
        assert [p.says for p in told.problems if p.stops] == [came.refusal]
    assert "200.00 yuan are left" in outcomes[2].refusal and "Put a motion" in outcomes[3].refusal


@pytest.mark.django_db
def test_what_was_asked_for_by_hand_waits_for_the_committee():
    team = Team()
    a_governed_fund(fund=team.fund, big_use_from=LIMIT)
    proposal = team.ask(need=an_assessed_need(needed=500_000), count=LIMIT)

    close_what_cannot_be(at=NOON)

    proposal.refresh_from_db()
    assert proposal.closed_at is None


@pytest.mark.django_db
def test_the_database_grants_no_big_use_without_its_decision_whoever_writes():
    purse = a_purse(fund=a_fund_with_a_limit())
    proposal, other = proposed(purse, LIMIT), proposed(purse, LIMIT)
    motion = decided(purse, LIMIT)

    with pytest.raises(IntegrityError) as refused:
        write(proposal, decision=motion)  # told by hand, and named by nobody
    assert refused.value.__cause__.diag.constraint_name == "matching_big_use_is_decided"
    for one in (proposal, other):
        named(one, motion)
    written = write(proposal)
    written.refresh_from_db()
    assert written.decision == motion
    with pytest.raises(IntegrityError) as refused:
        write(other)
    assert refused.value.__cause__.diag.constraint_name == "matching_decision_is_used_up"


def test_of_many_grants_by_one_decision_at_once_only_as_many_as_it_has_room_for_are_made(committed):
    purse = a_purse(fund=a_fund_with_a_limit(), received=5_000_000)
    motion, manager = decided(purse, 2 * LIMIT + 1), a_manager(purse.fund)
    several = [proposed(purse, LIMIT) for _ in range(6)]
    for proposal in several:
        named(proposal, motion)

    outcomes = all_at_once([partial(approve, proposal, by=manager) for proposal in several])

    made = [o for o in outcomes if isinstance(o, Grant)]
    refused = [o for o in outcomes if isinstance(o, CannotApprove)]
    assert (len(made), len(refused)) == (2, 4)
    assert all("0.01 yuan are left" in str(o) for o in refused)
    assert decisions_about(purse).get().left == 1


def test_of_many_small_parts_for_one_need_at_once_none_passes_the_limit(committed):
    fund = a_fund_with_a_limit()
    need, manager = an_assessed_need(needed=500_000), a_manager(fund)
    parts = [proposed(a_purse(fund=fund), 20_000, need=need) for _ in range(5)]

    outcomes = all_at_once([partial(approve, part, by=manager) for part in parts])

    assert sum(isinstance(o, Grant) for o in outcomes) == 2
    assert sum(isinstance(o, CannotApprove) for o in outcomes) == 3


def test_past_every_action_too_grants_at_once_stay_within_their_decision(committed):
    fund = a_fund_with_a_limit()
    purse, need = a_purse(fund=fund), an_assessed_need(needed=500_000)
    motion = decided(purse, 2 * LIMIT)
    several = [proposed(purse, LIMIT) for _ in range(6)]
    for proposal in several:
        named(proposal, motion)
    parts = [proposed(a_purse(fund=fund), 20_000, need=need) for _ in range(6)]

    by_decision = all_at_once([partial(write, proposal) for proposal in several])
    in_parts = all_at_once([partial(write, part) for part in parts])

    for outcomes in (by_decision, in_parts):
        assert sum(isinstance(o, Grant) for o in outcomes) == 2
        assert sum(isinstance(o, IntegrityError) for o in outcomes) == 4
