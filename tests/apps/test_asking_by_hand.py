"""A fund asks by hand: at most what is lacking and free, answered by somebody else, and no plan takes it away."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from shanqiao.apps.delivery.actions import pay_grant
from shanqiao.apps.matching.actions import CannotApprove, approve_proposal, decline_proposal
from shanqiao.apps.matching.asking import (
    CannotAsk,
    CannotWithdrawAsking,
    room_for,
    withdraw_asking,
)
from shanqiao.apps.matching.foresight import foresee_approvals
from shanqiao.apps.matching.models import Asking, Cover, Decline, Grant, Proposal
from shanqiao.apps.record.models import Entry
from tests.asking import WHY, Team
from tests.factories import (
    NOON,
    TODAY,
    a_cashier,
    a_fund,
    a_handler,
    a_manager,
    a_plan,
    a_proposal,
    a_resident,
    a_social_worker,
    an_assessed_need,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def team():
    return Team()


def topped_up(team, *, needed=100_000, granted=60_000):
    """A need that the fund helped with in part."""
    need = an_assessed_need(needed=needed)
    first = a_proposal(need=need, purse=team.purse, count=granted)
    approve_proposal(proposal=first, by=team.manager, at=NOON)
    return need


def test_a_grant_is_topped_up_by_hand_and_another_person_approves_it(team):
    need = topped_up(team)

    proposal = team.ask(need=need, count=40_000)
    grant = approve_proposal(proposal=proposal, by=team.manager, at=LATER)

    grant.refresh_from_db()
    assert (proposal.proposed_by, proposal.proposed_at) == (team.handler, NOON)
    assert (grant.proposed_by, grant.count) == (team.handler, 40_000)
    assert grant.basis["asking"] == proposal.asking_id and grant.basis["why"]["en"] == WHY
    assert Cover.objects.get(need=need).granted == 100_000
    assert Entry.objects.filter(act="matching.ask_by_hand", by=team.handler.username).exists()


def test_what_was_asked_for_by_hand_is_paid_like_any_other(team):
    proposal = team.ask(need=an_assessed_need(), count=40_000)
    grant = approve_proposal(proposal=proposal, by=team.manager, at=NOON)

    payment = pay_grant(grant=grant, reference="1", by=a_cashier(team.fund), at=LATER)

    payment.refresh_from_db()
    assert (payment.count, payment.proposed_by) == (40_000, team.handler)


def test_who_asked_never_approves(team):
    proposal = team.ask(need=an_assessed_need(), count=1, by=team.manager)

    (foreseen,) = foresee_approvals(proposals=[proposal], by=team.manager, at=NOON)
    assert [p.says for p in foreseen.problems] == [
        "You asked for this, so somebody else of your fund approves it."
    ]
    with pytest.raises(CannotApprove, match="You asked for this"):
        approve_proposal(proposal=proposal, by=team.manager, at=NOON)
    approve_proposal(proposal=proposal, by=a_manager(team.fund), at=NOON)


def test_who_applied_for_it_neither_accepts_nor_approves(team):
    need, another = an_assessed_need(), an_assessed_need()
    with pytest.raises(CannotAsk, match="You applied for this"):
        team.ask(need=need, count=1, applied_by=team.handler)
    proposal = team.ask(need=another, count=1, applied_by=team.manager)

    (foreseen,) = foresee_approvals(proposals=[proposal], by=team.manager, at=NOON)
    assert not foreseen.goes_through
    with pytest.raises(CannotApprove, match="You applied for this"):
        approve_proposal(proposal=proposal, by=team.manager, at=NOON)


def test_only_the_handler_and_the_manager_of_the_fund_ask(team):
    need = an_assessed_need()
    for stranger in (a_cashier(team.fund), a_handler(a_fund()), a_social_worker()):
        with pytest.raises(CannotAsk, match="Only the handler or the manager"):
            team.ask(need=need, count=1, by=stranger)


def test_no_more_is_asked_for_than_is_lacking_or_free(team):
    need, small = topped_up(team), Team(received=30_000)

    with pytest.raises(CannotAsk, match="The need lacks less than that"):
        team.ask(need=need, count=40_001)
    with pytest.raises(CannotAsk, match="The purse has less than that left"):
        small.ask(need=need, count=30_001)
    room = room_for(need=need, purse=small.purse, at=NOON)
    assert (room.gap, room.free, room.most, room.in_the_way) == (40_000, 30_000, 30_000, ())


def test_what_others_asked_for_by_hand_is_taken(team):
    need, other = topped_up(team), Team()
    other.ask(need=need, count=15_000)

    team.purse.refresh_from_db()
    room = room_for(need=need, purse=team.purse, at=NOON)

    assert (room.gap, room.free) == (25_000, 940_000)
    with pytest.raises(CannotAsk, match="The need lacks less than that"):
        team.ask(need=need, count=25_001)


def test_the_most_one_person_gets_binds_who_asks_by_hand():
    team = Team(person_cap=50_000)
    resident = a_resident()
    need = an_assessed_need(resident=resident)
    other = an_assessed_need(resident=a_resident())

    assert room_for(need=need, purse=team.purse, at=NOON).most == 50_000
    with pytest.raises(CannotAsk, match="no more than that for one person"):
        team.ask(need=need, count=50_001)
    team.ask(need=other, count=50_000)


def test_a_purse_is_proposed_once_whether_by_a_plan_or_by_hand(team):
    need = an_assessed_need()
    a_proposal(need=need, purse=team.purse, count=1)

    with pytest.raises(CannotAsk, match="Answer that proposal first"):
        team.ask(need=need, count=1)
    asking = Asking.objects.create(asked_by=team.handler, asked_at=NOON, why=WHY)
    with pytest.raises(IntegrityError, match="matching_proposed_once"), transaction.atomic():
        Proposal.objects.create(
            asking=asking, need=need, purse=team.purse, count=1, unit="fen", why={}
        )


@pytest.mark.parametrize(
    ("reason", "says"),
    [("purpose", "for good"), ("look_again", "assessed again"), ("not_now", "paused")],
)
def test_what_the_fund_said_no_to_is_not_asked_for_by_hand(team, reason, says):
    need = an_assessed_need()
    until_on = TODAY + timedelta(days=3) if reason == "not_now" else None
    decline_proposal(
        proposal=a_proposal(need=need, purse=team.purse),
        reason=reason,
        until_on=until_on,
        by=team.manager,
        at=NOON,
    )

    with pytest.raises(CannotAsk, match=says):
        team.ask(need=need, count=1)


def test_the_givers_conditions_bind_who_asks_by_hand():
    team = Team(eligible="age >= 60")

    with pytest.raises(CannotAsk, match="not known about the resident"):
        team.ask(need=an_assessed_need(), count=1)


def test_it_is_taken_back_by_the_fund_until_it_is_answered(team):
    proposal = team.ask(need=an_assessed_need(), count=1)
    with pytest.raises(CannotWithdrawAsking, match="Only the handler or the manager"):
        withdraw_asking(proposal=proposal, by=a_handler(a_fund()), at=NOON)

    withdraw_asking(proposal=proposal, by=team.handler, at=NOON)

    with pytest.raises(CannotWithdrawAsking, match="answered or taken back already"):
        withdraw_asking(proposal=proposal, by=team.handler, at=NOON)
    with pytest.raises(CannotApprove, match="answered already"):
        approve_proposal(proposal=proposal, by=team.manager, at=NOON)


def test_it_is_declined_like_any_other(team):
    proposal = team.ask(need=an_assessed_need(), count=1)

    decline_proposal(proposal=proposal, reason="purpose", by=team.manager, at=NOON)

    assert Decline.objects.get().proposal == proposal


def test_a_proposal_has_one_source_for_ever(team):
    need, plan = an_assessed_need(), a_plan()
    mine = Asking.objects.create(asked_by=team.handler, asked_at=NOON, why=WHY)
    for sources in ({}, {"plan": plan, "asking": mine}):
        with pytest.raises(IntegrityError, match="matching_has_one_source"), transaction.atomic():
            Proposal.objects.create(
                need=need, purse=team.purse, count=1, unit="fen", why={}, **sources
            )
    proposal = team.ask(need=need, count=1)
    others = Asking.objects.create(asked_by=team.manager, asked_at=NOON, why=WHY)
    for change in ({"asking": others}, {"asking": None, "plan": plan}, {"count": 2}):
        with pytest.raises(ProgrammingError), transaction.atomic():
            Proposal.objects.filter(pk=proposal.pk).update(**change)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Asking.objects.update(asked_by=team.manager)
    with pytest.raises(IntegrityError, match="closed_as_it_came"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(closed_at=NOON, closed_how="replanned")


def test_a_grant_knows_who_asked_whatever_is_written_into_it(team):
    proposal = team.ask(need=an_assessed_need(), count=1, by=team.manager)

    with (
        pytest.raises(IntegrityError, match="matching_proposer_does_not_approve"),
        transaction.atomic(),
    ):
        Grant.objects.create(
            proposal=proposal,
            need=proposal.need,
            purse=proposal.purse,
            count=1,
            unit="fen",
            basis={},
            proposed_by=None,
            approved_by=team.manager,
            approved_at=NOON,
        )
