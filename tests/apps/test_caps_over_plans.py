from datetime import timedelta

import pytest

from shanqiao.apps.matching.actions import release_grant
from shanqiao.apps.matching.models import Proposal
from shanqiao.apps.matching.planning import propose_plan
from tests.factories import (
    NOON,
    a_fund,
    a_grant,
    a_manager,
    a_proposal,
    a_purse,
    a_resident,
    a_social_worker,
    an_assessed_need,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
KINDS = ("cash_medical", "cash_living")


@pytest.fixture
def helped():
    """A resident who has had all that a purse gives one person, and lacks something else."""
    worker, fund = a_social_worker(), a_fund()
    resident = a_resident(worker=worker)
    purse = a_purse(fund=fund, kinds=KINDS, person_cap=50_000)
    first, second = (
        an_assessed_need(worker=worker, resident=resident, kind=kind, needed=50_000)
        for kind in KINDS
    )
    grant = a_grant(
        proposal=a_proposal(need=first, purse=purse, count=50_000), manager=a_manager(fund)
    )
    return grant, second


def test_who_has_had_all_a_purse_gives_one_person_is_not_proposed_for_it_again(helped):
    _grant, second = helped
    other = an_assessed_need(needed=10_000)

    propose_plan(at=LATER)

    assert [p.need for p in Proposal.objects.waiting()] == [other] != [second]


def test_what_is_taken_back_may_be_proposed_again(helped):
    grant, second = helped
    release_grant(grant=grant, why="moved", by=grant.approved_by, at=NOON)

    propose_plan(at=LATER)

    assert second in {p.need for p in Proposal.objects.waiting()} | {grant.need}
    assert sum(p.count for p in Proposal.objects.waiting()) == 50_000


def test_another_purse_still_helps(helped):
    _grant, second = helped
    other = a_purse(kinds=KINDS)

    propose_plan(at=LATER)

    assert [(p.need, p.purse) for p in Proposal.objects.waiting()] == [(second, other)]
