"""What was asked for by hand stands beside the plans: counted as taken, and closed when it cannot be any more."""

from datetime import timedelta

import pytest

from shanqiao.apps.funds.actions import pause_purse
from shanqiao.apps.matching.actions import CannotApprove, approve_proposal
from shanqiao.apps.matching.models import Proposal
from shanqiao.apps.matching.planning import propose_plan, replay_plan
from shanqiao.apps.needs.actions import assess_need, close_need
from shanqiao.apps.record.models import Entry
from tests.asking import Team
from tests.factories import (
    NOON,
    TODAY,
    a_social_worker,
    an_assessed_need,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def team():
    return Team()


def test_a_plan_leaves_what_was_asked_for_and_counts_it_as_taken(team):
    need, beside = an_assessed_need(needed=100_000), Team()
    asked = team.ask(need=need, count=30_000)

    plan, is_new = propose_plan(at=LATER)

    proposed = Proposal.objects.waiting().planned()
    assert is_new and [(p.purse, p.count) for p in proposed] == [(beside.purse, 70_000)]
    asked.refresh_from_db()
    assert asked.closed_at is None
    assert propose_plan(at=LATER)[1] is False
    replay_plan(plan=plan)


def test_what_was_asked_for_is_nothing_new_to_the_next_plan_when_it_is_granted(team):
    need, beside = an_assessed_need(needed=100_000), Team()
    asked = team.ask(need=need, count=30_000)
    propose_plan(at=LATER)
    rest = Proposal.objects.waiting().planned().get()
    approve_proposal(proposal=asked, by=team.manager, at=LATER + timedelta(minutes=1))

    plan, is_new = propose_plan(at=LATER + timedelta(hours=1))

    assert Proposal.objects.waiting().get() == rest and rest.purse == beside.purse
    assert is_new and not plan.changes.exists()


def test_a_plan_gives_nobody_else_what_was_asked_for(team):
    small = Team(received=50_000)
    small.ask(need=an_assessed_need(needed=50_000), count=50_000)
    an_assessed_need(needed=50_000)
    pause_purse(
        purse=team.purse, until_on=TODAY + timedelta(days=2), why="x", by=team.manager, at=NOON
    )

    propose_plan(at=LATER)

    assert not Proposal.objects.waiting().planned().exists()


def test_what_can_not_be_any_more_is_closed_by_the_next_plan(team):
    worker = a_social_worker()
    closed, less, stays = (an_assessed_need(worker=worker) for _ in "abc")
    asked = [team.ask(need=need, count=80_000) for need in (closed, less, stays)]
    close_need(need=closed, why="met", by=worker, at=NOON)
    assess_need(need=less, needed=50_000, severity=50, urgency=1, by=worker, at=LATER)
    with pytest.raises(CannotApprove, match="The need is closed"):
        approve_proposal(proposal=asked[0], by=team.manager, at=LATER)
    with pytest.raises(CannotApprove, match="covered this need already"):
        approve_proposal(proposal=asked[1], by=team.manager, at=LATER)

    propose_plan(at=LATER)

    for proposal in asked:
        proposal.refresh_from_db()
    assert [p.closed_how for p in asked] == ["lapsed", "lapsed", ""]
    assert (
        "The need is closed."
        in Entry.objects.get(subject=f"matching.proposal:{asked[0].pk}", act="matching.lapse").why
    )
