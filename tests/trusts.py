"""Charitable trusts of tests, through the actions."""

from datetime import date
from itertools import count

from shanqiao.apps.trusts.actions import sign_trust
from shanqiao.apps.trusts.models import Trust
from tests.factories import NOON, a_purse
from tests.giving import a_donor

_next = count(1).__next__


def a_trust(*, purse=None, settlor=None, signed_on=date(2026, 5, 4), at=NOON, **facts):
    n = _next()
    purse = purse or a_purse(received=0)
    facts.setdefault("name", f"善人{n}2026大病救助慈善信托")
    facts.setdefault("beneficiaries", "患大病的低保家庭成员")
    return sign_trust(
        name_en=f"Kind people {n} trust",
        settlor=settlor or a_donor(host=purse.fund.host),
        purse=purse,
        purpose=Trust.Purpose.CARE,
        signed_on=signed_on,
        at=at,
        **facts,
    )
