from datetime import timedelta

import pytest

from shanqiao.apps.funds.actions import receive_gift
from shanqiao.apps.matching.actions import approve_proposal, decline_proposal, release_grant
from shanqiao.apps.matching.models import Plan, Proposal
from shanqiao.apps.matching.planning import PlanCannotBeReplayed, propose_plan, replay_plan
from shanqiao.apps.needs.actions import assess_need, close_need
from shanqiao.apps.residents.actions import withdraw_consent
from shanqiao.apps.residents.models import Consent
from tests.factories import (
    NOON,
    a_fund,
    a_handler,
    a_manager,
    a_need,
    a_purse,
    a_resident,
    a_social_worker,
    an_assessed_need,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def waiting():
    return {(p.need_id, p.purse_id): p.count for p in Proposal.objects.waiting()}


def decline(proposal, reason, **more):
    return decline_proposal(
        proposal=proposal, reason=reason, by=a_manager(proposal.purse.fund), at=NOON, **more
    )


def test_the_gravest_first_half_comes_first():
    purse = a_purse(received=100_000)
    grave = an_assessed_need(needed=100_000, severity=90)
    light = an_assessed_need(needed=100_000, severity=10)

    propose_plan(at=NOON)

    assert waiting() == {(grave.pk, purse.pk): 50_000, (light.pk, purse.pk): 50_000}


def test_a_proposal_says_why_in_both_languages():
    a_purse()
    an_assessed_need()

    propose_plan(at=NOON)

    why = Proposal.objects.get().why
    assert why["code"] and why["zh"] and why["en"]


def test_only_what_is_assessed_agreed_and_open_is_planned_for():
    a_purse()
    a_need()
    closed = an_assessed_need()
    close_need(need=closed, why="met", by=closed.told_to, at=NOON)
    worker = a_social_worker()
    an_assessed_need(worker=worker, resident=a_resident(worker=worker, agrees=False))

    propose_plan(at=NOON)

    assert waiting() == {}


def test_a_plan_computed_twice_is_one_plan():
    a_purse()
    an_assessed_need()

    first, is_new = propose_plan(at=NOON)
    second, is_newer = propose_plan(at=LATER)

    assert (is_new, is_newer) == (True, False)
    assert (first, Plan.objects.count(), Proposal.objects.count()) == (second, 1, 1)


def test_a_plan_can_be_asked_again_from_its_frozen_facts():
    purse = a_purse(eligible='age >= 60 || hardship == "dibao"')
    worker = a_social_worker()
    need = an_assessed_need(worker=worker, resident=a_resident(worker=worker, hardship="dibao"))
    plan, _ = propose_plan(at=NOON)
    assess_need(need=need, needed=1, severity=0, urgency=0, by=worker, at=NOON)
    receive_gift(purse=purse, count=1, key="later", about="a later gift", at=NOON)

    again = replay_plan(plan=plan)

    assert again.matches["quantity"].to_list() == [100_000]
    plan.answer = "0" * 64
    with pytest.raises(PlanCannotBeReplayed):
        replay_plan(plan=plan)


def test_a_proposal_that_stays_in_the_plan_stays_the_same_row():
    a_purse()
    stays, goes = an_assessed_need(), an_assessed_need()
    propose_plan(at=NOON)
    row = Proposal.objects.get(need=stays)
    close_need(need=goes, why="met", by=goes.told_to, at=NOON)

    propose_plan(at=LATER)

    assert Proposal.objects.waiting().get() == row
    assert Proposal.objects.get(need=goes).closed_how == "replanned"


def test_what_is_granted_is_fixed_and_the_rest_is_planned():
    purse = a_purse(received=60_000)
    need = an_assessed_need(needed=100_000)
    propose_plan(at=NOON)
    approve_proposal(proposal=Proposal.objects.get(), by=a_manager(purse.fund), at=NOON)
    receive_gift(purse=purse, count=500_000, key="more", about="more", at=NOON)

    propose_plan(at=LATER)

    assert waiting() == {(need.pk, purse.pk): 40_000}


def test_a_helped_resident_leaves_the_list_and_is_matched_again_when_circumstances_change():
    purse = a_purse()
    need = an_assessed_need(needed=100_000)
    propose_plan(at=NOON)
    approve_proposal(proposal=Proposal.objects.get(), by=a_manager(purse.fund), at=NOON)
    propose_plan(at=LATER)
    assert waiting() == {}

    assess_need(need=need, needed=130_000, severity=60, urgency=1, by=need.told_to, at=LATER)
    propose_plan(at=LATER)

    assert waiting() == {(need.pk, purse.pk): 30_000}


def test_what_was_taken_back_is_proposed_again():
    purse = a_purse()
    need, other = an_assessed_need(needed=100_000), an_assessed_need()
    propose_plan(at=NOON)
    close_need(need=other, why="met", by=other.told_to, at=NOON)
    propose_plan(at=NOON)  # the proposal for the need is carried over from the first plan
    manager = a_manager(purse.fund)
    grant = approve_proposal(proposal=Proposal.objects.waiting().get(), by=manager, at=NOON)
    release_grant(grant=grant, why="a mistake", by=manager, at=NOON)

    propose_plan(at=NOON)

    assert waiting() == {(need.pk, purse.pk): 100_000}


def test_losing_candidates_are_free_when_the_winner_is_accepted():
    first, second = a_purse(received=100_000), a_purse(received=100_000)
    one, other = an_assessed_need(needed=100_000, severity=90), an_assessed_need(needed=100_000)
    propose_plan(at=NOON)
    winner = Proposal.objects.filter(need=one).first()
    approve_proposal(proposal=winner, by=a_manager(winner.purse.fund), at=NOON)

    propose_plan(at=LATER)

    assert {need for need, _ in waiting()} <= {one.pk, other.pk}
    assert sum(waiting().values()) + winner.count == 200_000
    assert first != second


@pytest.mark.parametrize(
    ("reason", "others_of_the_fund_may"), [("purpose", True), ("related", False)]
)
def test_a_no_for_good_is_not_proposed_again(reason, others_of_the_fund_may):
    fund = a_fund()
    refused, sister = a_purse(fund=fund, received=100_000), a_purse(fund=fund, received=100_000)
    need = an_assessed_need(needed=100_000)
    propose_plan(at=NOON)
    proposal = Proposal.objects.get()
    refused, sister = (refused, sister) if proposal.purse == refused else (sister, refused)

    decline(proposal, reason)
    propose_plan(at=LATER)

    assert waiting() == ({(need.pk, sister.pk): 100_000} if others_of_the_fund_may else {})


@pytest.mark.parametrize("reason", ["look_again", "helped"])
def test_a_need_to_look_at_again_waits_for_its_station(reason):
    a_purse()
    need = an_assessed_need(needed=100_000)
    propose_plan(at=NOON)
    decline(Proposal.objects.get(), reason)
    propose_plan(at=LATER)
    assert waiting() == {}

    assess_need(need=need, needed=70_000, severity=50, urgency=1, by=need.told_to, at=LATER)
    propose_plan(at=LATER)

    assert sum(waiting().values()) == 70_000


def test_not_now_pauses_the_purse_until_the_day():
    purse = a_purse()
    need = an_assessed_need(needed=100_000)
    propose_plan(at=NOON)
    until = (NOON + timedelta(days=10)).date()

    decline(Proposal.objects.get(), "not_now", until_on=until)

    propose_plan(at=LATER)
    assert waiting() == {}
    propose_plan(at=NOON + timedelta(days=11))
    assert waiting() == {(need.pk, purse.pk): 100_000}


def test_withdrawn_consent_takes_the_need_out_of_the_plan():
    a_purse()
    need = an_assessed_need()
    propose_plan(at=NOON)
    withdraw_consent(
        resident=need.resident, purpose=Consent.Purpose.FINDING_HELP, by=need.told_to, at=NOON
    )

    propose_plan(at=LATER)

    assert waiting() == {}


def test_the_record_tells_who_asked():
    handler = a_handler(a_fund())

    plan, _ = propose_plan(at=NOON, by=handler)

    assert plan.proposed_by == handler
