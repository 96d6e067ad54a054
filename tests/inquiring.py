"""An organisation that asks whether people of its list are helped already."""

from datetime import date, timedelta
from uuid import uuid4

import polars as pl

from shanqiao.apps.inquiries.actions import approve_purpose, issue_key, propose_purpose
from shanqiao.apps.inquiries.asking import ask
from shanqiao.apps.inquiries.resident_tokens import refresh_tokens
from shanqiao.apps.needs.kinds import Kind
from shanqiao.engines.linkage import normalise
from shanqiao.engines.linkage.tokens import make_tokens
from tests.factories import NOON, a_host, a_resident, a_supervisor

WONG = {"name": "黄伟强", "gender": "男", "dob": "1950-05-06", "phone": "13922210001"}
WONG_ELSEWHERE = {"name": "黃偉強", "dob": "1950年5月6日", "phone": "139 2221 0001"}
NOBODY = {"name": "司徒静", "gender": "女", "dob": "1971-01-31", "phone": "13533330007"}


def a_purpose(*, approved=True, kinds=(Kind.MEAL,), days=90, organisation=None, **facts):
    purpose = propose_purpose(
        organisation=organisation or a_host(),
        name="送餐前核对",
        name_en="Before meals are sent",
        kinds=kinds,
        days=days,
        ground=facts.pop("ground", "contract"),
        ground_words="穗慈协〔2026〕12号",
        contact="市慈善会 020-0000 0000",
        by=a_supervisor(),
        at=NOON,
        **facts,
    )
    if approved:
        approve_purpose(purpose=purpose, by=a_supervisor(), at=NOON)
        purpose.refresh_from_db()
    return purpose


def a_key(*, purpose=None, days=180, ready=True, **facts):
    handed = issue_key(
        purpose=purpose or a_purpose(**facts),
        expires_at=NOON + timedelta(days=days),
        by=a_supervisor(),
        at=NOON,
    )
    if ready:
        refresh_tokens(key=handed.key, at=NOON)
        handed.key.refresh_from_db()
    return handed


def wong(**facts):
    """Somebody the city knows."""
    return a_resident(name=WONG["name"], born_on=date(1950, 5, 6), phone=WONG["phone"], **facts)


def sent(*people, token_key):
    """(numbers, tokens) of a list, as the organisation makes them."""
    rows = pl.DataFrame([{"rid": n, **row} for n, row in enumerate(people, start=1)])
    tokens = make_tokens(normalise(rows), key=token_key)
    return tokens.rids.to_list(), tokens.values


def asked(handed, *people, batch=None, at=NOON):
    """The inquiry about ``people``."""
    numbers, tokens = sent(*people, token_key=handed.token_key)
    key = handed.key
    return ask(key=key, batch=batch or uuid4(), numbers=numbers, tokens=tokens, at=at)


def answers(inquiry):
    """row: answer."""
    return dict(inquiry.answers.values_list("row", "answer"))


def some_ids(count):
    """Valid identity numbers of invented men born on 6 May 1950."""
    weights = [pow(2, 17 - place, 11) for place in range(17)]
    for n in range(count):
        body = f"44010319500506{2 * n + 1:03d}"
        total = sum(int(x) * w for x, w in zip(body, weights, strict=True))
        yield body + "10X98765432"[total % 11]
