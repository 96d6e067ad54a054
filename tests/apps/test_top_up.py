"""What a need still lacks, after a part was paid or came back, is proposed again by the next plan; never more."""

from datetime import timedelta

import pytest

from shanqiao.apps.delivery.actions import pay_grant
from shanqiao.apps.matching.actions import CannotApprove, approve_proposal
from shanqiao.apps.matching.models import Cover, Proposal
from shanqiao.apps.matching.planning import propose_plan
from shanqiao.apps.paying.returning import take_money_back
from tests.factories import NOON, a_proposal, an_assessed_need
from tests.paying_factories import Till

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def test_the_rest_of_a_need_is_topped_up_by_the_next_plan():
    till = Till()
    need = an_assessed_need(needed=100_000)
    pay_grant(grant=till.grant(need=need, count=60_000), reference="1", by=till.cashier, at=NOON)

    propose_plan(at=LATER)

    top_up = Proposal.objects.waiting().get(need=need)
    assert (top_up.purse, top_up.count) == (till.purse, 40_000)
    approve_proposal(proposal=top_up, by=till.manager, at=LATER)
    assert Cover.objects.get(need=need).granted == 100_000


def test_what_came_back_is_lacking_again_and_is_topped_up():
    till = Till()
    need = an_assessed_need(needed=100_000)
    payment = pay_grant(
        grant=till.grant(need=need, count=100_000), reference="1", by=till.cashier, at=NOON
    )
    take_money_back(
        payment=payment, count=25_000, reference="R1", why="退票", by=till.cashier, at=NOON
    )

    propose_plan(at=LATER)

    assert Proposal.objects.waiting().get(need=need).count == 25_000


def test_a_top_up_beyond_the_gap_is_refused():
    till = Till()
    need = an_assessed_need(needed=100_000)
    pay_grant(grant=till.grant(need=need, count=60_000), reference="1", by=till.cashier, at=NOON)
    too_much = a_proposal(need=need, purse=till.purse, count=40_001)

    with pytest.raises(CannotApprove, match="covered this need already"):
        approve_proposal(proposal=too_much, by=till.manager, at=LATER)
