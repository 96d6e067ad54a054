from functools import partial

from shanqiao.apps.approvals.actions import (
    CannotAddApproval,
    CannotOrder,
    add_approval,
    place_order,
    set_bands,
)
from shanqiao.apps.approvals.models import Approval, Order
from shanqiao.apps.delivery.actions import CannotPay, pay_grant
from shanqiao.apps.delivery.models import Payment
from tests.apps.crowd import all_at_once
from tests.factories import (
    NOON,
    a_cashier,
    a_fund,
    a_grant,
    a_manager,
    a_plan,
    a_proposal,
    a_purse,
    an_assessed_need,
)


def test_many_approvers_and_cashiers_at_once_never_pay_too_early_or_twice(committed):
    """Ten grants of which each needs two more approvals; three managers and two cashiers press for each at once."""
    fund = a_fund()
    set_bands(fund=fund, bands=[(None, 3)], why="council", by=a_manager(fund), at=NOON)
    purse = a_purse(fund=fund, received=10_000_000)
    plan = a_plan()
    maker, cashier = a_manager(fund), a_cashier(fund)
    helpers = [a_manager(fund) for _ in range(3)]
    other = a_cashier(fund)
    grants = [
        a_grant(
            proposal=a_proposal(need=an_assessed_need(), purse=purse, count=1_000, plan=plan),
            manager=maker,
        )
        for _ in range(10)
    ]
    presses = []
    for grant in grants:
        presses += [partial(pay_grant, grant=grant, reference="1", by=cashier, at=NOON)]
        presses += [partial(add_approval, grant=grant, by=h, at=NOON) for h in helpers]
        presses += [partial(pay_grant, grant=grant, reference="2", by=other, at=NOON)]

    outcomes = all_at_once(presses)

    assert not [
        o
        for o in outcomes
        if isinstance(o, Exception) and not isinstance(o, CannotPay | CannotAddApproval)
    ]
    for grant in grants:
        there = 1 + Approval.objects.filter(grant=grant).count()
        paid = Payment.objects.filter(grant=grant).count()
        assert paid <= 1 and Order.objects.filter(grant=grant).count() == paid
        assert not paid or Order.objects.get(grant=grant).approvals >= 3
        assert there <= 4


def test_two_orders_at_once_are_one(committed):
    fund = a_fund()
    grant = a_grant(purse=a_purse(fund=fund))
    cashiers = [a_cashier(fund) for _ in range(20)]

    outcomes = all_at_once([partial(place_order, grant=grant, by=c, at=NOON) for c in cashiers])

    assert sum(isinstance(o, Order) for o in outcomes) == 1
    assert sum(isinstance(o, CannotOrder) for o in outcomes) == 19
