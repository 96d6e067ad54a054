"""What came back of what was given is told in the month in which it came back."""

import json
from datetime import date, timedelta

import pytest

from shanqiao.apps.disclosure.actions import (
    CannotCorrect,
    CannotPublish,
    correct_statement,
    publish_month,
)
from shanqiao.apps.disclosure.canonical import digest_of
from shanqiao.apps.disclosure.figures import figures_of
from shanqiao.apps.disclosure.models import Statement
from shanqiao.apps.paying.returning import take_money_back
from shanqiao.apps.people.actions import give_post
from shanqiao.www.parts.statement import tables_of
from shanqiao.www.public.statement_file import rows_as_csv
from tests.factories import NOON, a_fund, a_supervisor
from tests.months import JUNE_1, MAY, help_people

pytestmark = pytest.mark.django_db

JUNE = date(2026, 6, 1)
JULY_1 = JUNE_1 + timedelta(days=30)


def give_back(payments, *, count, at):
    for payment in payments:
        take_money_back(
            payment=payment,
            count=count,
            reference=f"back {payment.pk}",
            why="The account was closed.",
            by=payment.paid_by,
            at=at,
        )


def funds(body, fund, unit="fen"):
    return next(r for r in body["funds"] if (r["fund"], r["unit"]) == (fund, unit))


def as_before(body):
    """The same as it was written before returns were told."""
    funds = [{k: v for k, v in r.items() if k not in ("returned", "net")} for r in body["funds"]]
    return {**body, "schema": "shanqiao/statement/1", "funds": funds}


def test_what_comes_back_is_subtracted_in_the_month_in_which_it_comes_back():
    fund = a_fund()
    payments = help_people(12, fund=fund)
    give_back(payments[:5], count=4_000, at=NOON + timedelta(days=1))
    may = publish_month(month=MAY, by=None, at=JUNE_1)
    give_back(payments[5:11], count=10_000, at=JUNE_1)

    june = publish_month(month=JUNE, by=None, at=JULY_1)

    told = {what: funds(may.body, fund.pk)[what] for what in ("given", "returned", "net")}
    assert told == {"given": 120_000, "returned": 20_000, "net": 100_000}
    told = {what: funds(june.body, "all")[what] for what in ("given", "returned", "net")}
    assert told == {"given": 0, "returned": 60_000, "net": -60_000}
    may.refresh_from_db()
    assert digest_of(may.body) == may.digest


def test_what_came_back_from_few_people_is_hidden_and_cannot_be_worked_out():
    fund, other = a_fund(), a_fund()
    few = help_people(9, fund=fund)[:2]
    many = help_people(9, fund=other)[:6]
    give_back([*few, *many], count=5_000, at=NOON)

    body = publish_month(month=MAY, by=None, at=JUNE_1).body

    assert funds(body, fund.pk)["given"] == 90_000
    for pk in (fund.pk, other.pk):  # with the other, the few would be the rest of the total
        assert funds(body, pk)["returned"] is None
        assert funds(body, pk)["net"] is None
    assert funds(body, "all")["returned"] == 40_000
    assert funds(body, "all")["net"] == 140_000


def test_where_what_was_given_is_hidden_the_difference_is_too():
    fund = a_fund()
    payments = help_people(6, fund=fund)
    help_people(3, fund=fund, paid_at=JUNE_1)
    give_back(payments, count=1_000, at=JUNE_1)

    body = publish_month(month=JUNE, by=None, at=JULY_1).body

    assert funds(body, fund.pk)["given"] is None
    assert funds(body, fund.pk)["returned"] == 6_000
    assert funds(body, fund.pk)["net"] is None


def test_a_correction_keeps_hidden_what_came_back():
    payments = help_people(12)
    give_back(payments[:2], count=1_000, at=NOON)
    first = publish_month(month=MAY, by=None, at=JUNE_1)
    give_back(payments[2:9], count=1_000, at=NOON)
    help_people(5, kind="cash_living")

    second = correct_statement(statement=first, why="Booked late.", by=a_supervisor(), at=JUNE_1)

    assert funds(second.body, "all")["given"] == 170_000
    assert funds(second.body, "all")["returned"] is None
    assert funds(second.body, "all")["net"] is None


def test_a_statement_of_before_is_corrected_only_where_something_came_back():
    payments = help_people(6)
    body = as_before(figures_of(MAY))
    early = Statement.objects.create(
        month=MAY, body=body, digest=digest_of(body), published_at=JUNE_1
    )
    supervisor = a_supervisor()
    with pytest.raises(CannotCorrect, match="same again"):
        correct_statement(statement=early, why="again", by=supervisor, at=JUNE_1)

    give_back(payments, count=500, at=NOON)
    later = correct_statement(statement=early, why="Money came back.", by=supervisor, at=JUNE_1)

    assert funds(later.body, "all")["net"] == 57_000
    assert "returned" not in funds(early.body, "all")


def test_who_wrote_down_what_came_back_does_not_publish_the_month():
    [payment] = help_people(1)
    give_back([payment], count=500, at=JUNE_1)
    give_post(person=payment.paid_by, role="supervisor", at=NOON)

    with pytest.raises(CannotPublish, match="another supervisor"):
        publish_month(month=JUNE, by=payment.paid_by, at=JULY_1)


def test_the_page_and_its_files_tell_what_came_back_and_those_of_before_do_not(client):
    payments = help_people(8)
    give_back(payments, count=2_500, at=NOON)
    statement = publish_month(month=MAY, by=None, at=JUNE_1)

    page = client.get(f"/statements/{statement.pk}/").text
    listed = client.get("/statements/?export=csv").content.decode("utf-8-sig").splitlines()
    lines = client.get(f"/statements/{statement.pk}.csv").content.decode("utf-8-sig").splitlines()

    assert "Money given less what came back" in page
    assert "¥200.00" in page and "¥600.00" in page
    assert listed[1].startswith("2026-05,8,800.0,200.0,")
    assert "funds,,,all,returned,fen,20000,0" in lines
    assert "funds,,,all,net,fen,60000,0" in lines
    before = json.loads(json.dumps(as_before(statement.body)))
    assert not tables_of(before)["tells_what_came_back"]
    assert len(tables_of(before)["fund_columns"]) == 3
    assert b"returned" not in rows_as_csv(before)
