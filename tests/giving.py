"""Givers and gifts for tests; they go through the actions."""

from itertools import count

from shanqiao.apps.giving.actions import register_donor, take_gift
from tests.factories import NOON, a_credit_code, a_host, a_purse

_next = count(1).__next__


def a_donor(*, host=None, name=None, **facts):
    facts.setdefault("kind", "person")
    facts.setdefault("phone", f"138{_next():08d}")
    return register_donor(host=host or a_host(), name=name or f"善人{_next()}", at=NOON, **facts)


def an_enterprise(*, host=None, **facts):
    n = _next()
    return register_donor(
        host=host or a_host(),
        kind="enterprise",
        name=f"第{n}公司",
        uscc=a_credit_code(9_000 + n),
        at=NOON,
        **facts,
    )


def a_gift(*, donor=None, purse=None, amount=10_000, how="bank", key=None, at=NOON, **facts):
    purse = purse or a_purse(received=0)
    donor = donor or a_donor(host=purse.fund.host)
    return take_gift(
        donor=donor,
        purse=purse,
        amount=amount,
        how=how,
        key=key or f"test {_next()}",
        at=at,
        **facts,
    )
