"""Many people selling one holding at the same moment."""

from functools import partial

from shanqiao.apps.books.actions import account_of
from shanqiao.apps.books.queries import balance
from shanqiao.apps.holdings.actions import (
    CannotDisposeOfHolding,
    dispose_of_holding,
    receive_income,
)
from shanqiao.apps.holdings.models import Holding, HoldingEvent
from tests.apps.crowd import all_at_once
from tests.factories import NOON
from tests.holdings import a_holding

WORKERS = 20


def test_no_more_is_sold_than_is_held_however_many_sell_at_once(committed):
    holding = a_holding(quantity=100, value=100_000)
    sell = partial(
        dispose_of_holding,
        holding=holding,
        quantity=10,
        proceeds=9_000,
        words="成交单",
        on=NOON.date(),
        at=NOON,
    )

    outcomes = all_at_once([partial(sell, key=f"sale {n}") for n in range(WORKERS)])

    assert sum(isinstance(outcome, HoldingEvent) for outcome in outcomes) == 10
    assert sum(isinstance(outcome, CannotDisposeOfHolding) for outcome in outcomes) == 10
    assert Holding.objects.values_list("quantity", "cost", "value").get() == (0, 0, 0)
    bank = account_of(host=holding.line.host, number="1002", unit="fen")
    assert balance(bank) == 90_000
    holding.purse.line.refresh_from_db()
    assert holding.purse.free == 90_000


def test_one_dividend_told_by_many_at_once_is_booked_once(committed):
    holding = a_holding()
    tell = partial(
        receive_income,
        holding=holding,
        amount=500,
        words="银行回单",
        on=NOON.date(),
        key="2026",
        at=NOON,
    )

    all_at_once([tell] * WORKERS)

    assert holding.events.filter(kind="income").count() == 1
    assert balance(account_of(host=holding.line.host, number="1002", unit="fen")) == 500
