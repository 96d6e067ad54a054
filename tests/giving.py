"""Givers and gifts for tests; they go through the actions."""

from datetime import date, timedelta
from itertools import count

from shanqiao.apps.giving.actions import register_donor, take_gift
from shanqiao.apps.giving.boxes import open_box, open_point, put_up_box, seal_box
from shanqiao.apps.giving.pledging import add_employee, agree_to_match
from shanqiao.apps.registry.actions import file_certificate
from tests.factories import (
    NOON,
    TODAY,
    a_cashier,
    a_credit_code,
    a_fund,
    a_handler,
    a_host,
    a_purse,
    a_street,
)

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


def a_certified_host(*, valid_from=date(2025, 1, 1), valid_to=date(2027, 12, 31)):
    host = a_host()
    file_certificate(
        holder=host, number=f"C{_next()}", valid_from=valid_from, valid_to=valid_to, at=NOON
    )
    return host


def a_box(*, purse=None):
    purse = purse or a_purse(fund=a_fund(host=a_certified_host()), received=0)
    point = open_point(
        purse=purse,
        name=f"站点{_next()}",
        name_en="A point",
        street=a_street(),
        address="前台",
        at=NOON,
    )
    return put_up_box(point=point, number=f"{_next()}", at=NOON)


def two_of(box):
    """Two people with a seat at the fund of a box."""
    fund = box.point.purse.fund
    return a_handler(fund), a_cashier(fund)


def an_opened_box(*, box=None, two=None):
    box = box or a_box()
    one, other = two or two_of(box)
    seal = seal_box(box=box, number=f"F{_next():06d}", by=one, beside=other, at=NOON)
    return open_box(seal=seal, intact=True, by=one, beside=other, at=NOON)


def a_matching(*, percent=100, person_cap=10_000, total_cap=15_000, **facts):
    """An agreement with two employees."""
    purse = a_purse(received=0)
    host = purse.fund.host
    employer = agree_to_match(
        donor=an_enterprise(host=host),
        purse=purse,
        percent=percent,
        person_cap=person_cap,
        total_cap=total_cap,
        valid_from=TODAY - timedelta(days=30),
        valid_to=TODAY + timedelta(days=365),
        agreement="XY-1",
        voluntary=facts.get("voluntary", True),
        at=NOON,
    )
    people = [a_donor(host=host) for _ in "ab"]
    for person in people:
        add_employee(employer=employer, donor=person, since=TODAY, at=NOON)
    return employer, people
