"""Equity and what else is no money, in tests, through the actions."""

from functools import partial
from itertools import count

from shanqiao.apps.holdings.actions import (
    accept_holding,
    dispose_of_holding,
    receive_income,
    value_holding,
)
from tests.factories import NOON, a_purse
from tests.giving import a_donor

_next = count(1).__next__


def a_holding(*, purse=None, donor=None, quantity=1_000, value=1_000_000, key=None, **facts):
    n = _next()
    purse = purse or a_purse(received=0)
    told = {
        "kind": "equity",
        "name": f"第{n}公司股权",
        "unit": "股",
        "basis": "appraiser",
        "words": "评估报告",
        "custodian": "工商登记",
        "on": NOON.date(),
        "at": NOON,
    }
    return accept_holding(
        purse=purse,
        donor=donor or a_donor(host=purse.fund.host),
        quantity=quantity,
        value=value,
        key=key or f"holding {n}",
        **{**told, **facts},
    )


def _with(action, holding, key, facts):
    told = {"words": "凭证", "on": NOON.date(), "at": NOON, **facts}
    event = partial(action, holding=holding, key=key or f"event {_next()}")(**told)
    holding.refresh_from_db()
    return event


def a_dividend(*, holding, amount=30_000, key=None, **facts):
    return _with(receive_income, holding, key, {"amount": amount, **facts})


def a_value(*, holding, value, key=None, **facts):
    return _with(value_holding, holding, key, {"value": value, "basis": "market", **facts})


def a_sale(*, holding, quantity, proceeds, key=None, **facts):
    return _with(
        dispose_of_holding, holding, key, {"quantity": quantity, "proceeds": proceeds, **facts}
    )
