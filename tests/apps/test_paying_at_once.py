"""Cashiers who press at the same moment; nobody is paid twice, and no fen comes back twice."""

from functools import partial

from shanqiao.apps.approvals.models import Order
from shanqiao.apps.delivery.actions import CannotPay, pay_grant
from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.paying.batching import CannotCollect, collect_batch
from shanqiao.apps.paying.models import Item, Result
from shanqiao.apps.paying.queries import failed_and_free
from shanqiao.apps.paying.results import take_results
from shanqiao.apps.paying.returning import CannotReturn, take_money_back
from tests.apps.crowd import all_at_once
from tests.factories import NOON, a_cashier
from tests.paying_factories import Till, told

WORKERS = 8


def test_follow_ups_and_payments_by_hand_at_once_pay_each_grant_once(committed):
    till = Till()
    batch = till.batch(*(till.grant() for _ in range(4)))
    lines = [told(item, "failed", why="户名不符") for item in batch.items.order_by("pk")]
    take_results(batch=batch, told=lines, name="x", content=b"x", by=till.cashier, at=NOON)
    grants = failed_and_free(batch)
    cashiers = [a_cashier(till.fund) for _ in range(WORKERS)]
    presses = [
        partial(collect_batch, fund=till.fund, grants=grants, by=c, at=NOON, follows=batch)
        for c in cashiers
    ]
    presses += [
        partial(pay_grant, grant=grant, reference="by hand", by=c, at=NOON)
        for grant, c in zip(grants, cashiers, strict=False)
    ]

    outcomes = all_at_once(presses)

    refused = [o for o in outcomes if isinstance(o, Exception)]
    assert all(isinstance(o, CannotCollect | CannotPay) for o in refused)
    for grant in grants:
        assert Order.objects.filter(grant=grant, failed_at=None).count() == 1
    by_hand = Payment.objects.count()
    assert by_hand + Item.objects.exclude(batch=batch).count() == len(grants)


def test_the_banks_answer_handed_in_by_many_at_once_pays_once(committed):
    till = Till()
    batch = till.batch(*(till.grant() for _ in range(3)))
    lines = [told(item, "paid") for item in batch.items.order_by("pk")]
    cashiers = [a_cashier(till.fund) for _ in range(WORKERS)]

    outcomes = all_at_once(
        [
            partial(take_results, batch=batch, told=lines, name="x", content=b"x", by=c, at=NOON)
            for c in cashiers
        ]
    )

    assert not [o for o in outcomes if isinstance(o, Exception)]
    did = [one.did for outcome in outcomes for one in outcome]
    assert (did.count("paid"), did.count("known")) == (3, 3 * (WORKERS - 1))
    assert (Payment.objects.count(), Result.objects.count()) == (3, 3)
    till.purse.refresh_from_db()
    assert (till.purse.promised, till.purse.given) == (0, 240_000)


def test_one_payment_does_not_come_back_twice(committed):
    till = Till()
    payment = pay_grant(grant=till.grant(), reference="1", by=till.cashier, at=NOON)

    outcomes = all_at_once(
        [
            partial(
                take_money_back,
                payment=payment,
                count=50_000,
                reference=f"R{n}",
                why="退票",
                by=till.cashier,
                at=NOON,
            )
            for n in range(WORKERS)
        ]
    )

    assert sum(isinstance(o, CannotReturn) for o in outcomes) == WORKERS - 1
    till.purse.refresh_from_db()
    assert till.purse.given == 30_000
