"""A cost of management that was booked by mistake is taken back, whole or in part, and stays to be read."""

from datetime import timedelta
from functools import partial
from importlib import import_module

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from shanqiao.apps.books.models import Posting
from shanqiao.apps.governing.costs import pay_cost
from shanqiao.apps.governing.management import (
    ADMINISTRATION,
    CannotTakeBackManagement,
    book_management,
    management_booked,
    take_back_management,
)
from shanqiao.apps.governing.models import ManagementCost, ManagementCostBack
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.models import Entry
from shanqiao.stories.checks_of_money import purses_unlike_their_grants
from shanqiao.stories.host_books import statements_of
from shanqiao.stories.host_statements import amount_of
from shanqiao.stories.spending import year_of
from shanqiao.stories.ways import ways_of
from tests.apps.crowd import all_at_once
from tests.apps.test_management import M, cost, figures
from tests.factories import NOON, TODAY, a_cashier, a_fund, a_manager, a_purse

FILL = import_module("shanqiao.apps.governing.migrations.0004_earlier_management_costs").FILL


def back(paid, *, by, key="k", why="not ours", **facts):
    return take_back_management(cost=paid, why=why, key=key, by=by, at=NOON, **facts)


def booked(host):
    return management_booked(host, first=TODAY.replace(month=1, day=1), last=TODAY)


@pytest.mark.django_db
@pytest.mark.parametrize("out_of_a_purse", [False, True])
def test_part_of_a_cost_and_then_the_rest_is_taken_back(out_of_a_purse):
    purse = a_purse(received=100_000)
    cashier = a_cashier(purse.fund)
    told = {"purse": purse} if out_of_a_purse else {}
    paid = cost(purse.fund, 5_000, by=cashier, **told)

    first = back(paid, by=cashier, amount=2_000, why="one line of the bill was not ours")

    [took] = Posting.objects.filter(pk=first.posting)
    assert (took.reverses_id, took.amount, took.kind) == (paid.posting, 2_000, "fee")
    assert booked(purse.fund.host) == 3_000
    shown = statements_of(purse.fund.host, first=TODAY, last=TODAY)
    assert amount_of(shown.activities, "administration")[2] == 3_000
    assert ways_of([purse])[purse.pk].management == (3_000 if out_of_a_purse else 0)
    back(paid, by=cashier, key="rest")
    purse.refresh_from_db()
    assert booked(purse.fund.host) == 0 and purse.free == 100_000
    assert ManagementCost.objects.with_standing().get().standing == 0
    assert not purses_unlike_their_grants().exists()
    whys = Entry.objects.filter(act="governing.take_back_management").order_by("pk")
    assert [e.why for e in whys] == ["one line of the bill was not ours", "not ours"]


@pytest.mark.django_db
def test_the_limit_of_the_year_counts_only_what_stands():
    fund = a_fund()
    cashier = a_cashier(fund)
    figures(fund, year=2025)
    figures(fund, year=2026, spending=4 * M)
    paid = cost(fund, 2 * M, by=cashier)
    assert not year_of(fund.host, at=NOON).spending.manages_within

    back(paid, by=cashier, amount=2 * M - 1_000)

    year = year_of(fund.host, at=NOON)
    assert year.spending.management == 1_000 and year.spending.manages_within


@pytest.mark.django_db
def test_what_is_not_taken_back_is_refused_in_words():
    purse = a_purse()
    cashier = a_cashier(purse.fund)
    paid = cost(purse.fund, 5_000, by=cashier)

    for facts, says in (
        ({"by": a_manager(purse.fund)}, "Only the cashier"),
        ({"by": a_cashier(a_fund())}, "Only the cashier"),
        ({"by": cashier, "why": " "}, "in a few words why"),
        ({"by": cashier, "amount": 0}, "more than nothing"),
        ({"by": cashier, "amount": 5_001}, "50.00 yuan stand"),
    ):
        with pytest.raises(CannotTakeBackManagement, match=says):
            back(paid, **facts)
    assert not ManagementCostBack.objects.exists()

    first = back(paid, by=cashier)
    assert back(paid, by=cashier) == first  # pressed twice
    with pytest.raises(CannotTakeBackManagement, match="taken back already"):
        back(paid, by=cashier, key="again")
    assert ManagementCostBack.objects.count() == 1


@pytest.mark.django_db
def test_the_database_takes_back_no_more_than_stands_and_only_by_a_movement_that_names_it():
    fund = a_fund()
    cashier = a_cashier(fund)
    paid, other = cost(fund, 5_000, by=cashier), cost(fund, 5_000, by=cashier, key="other")
    told = {"why": "x", "at": NOON, "by": cashier}
    first = back(paid, by=cashier, amount=4_000)

    for facts, limit in (
        ({"cost": paid, "amount": 1_001, "posting": 1}, "back_stands"),
        ({"cost": paid, "amount": 1_000, "posting": first.posting}, "back_names_it"),
        ({"cost": other, "amount": 4_000, "posting": first.posting}, "back_names_it"),
    ):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            ManagementCostBack.objects.create(**facts, **told)
        assert refused.value.__cause__.diag.constraint_name == f"governing_management_{limit}"
    for row in (paid, first):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(amount=1)


def test_many_who_take_back_at_once_take_no_more_than_stands(committed):
    purse = a_purse(received=100_000)
    cashier = a_cashier(purse.fund)
    paid = cost(purse.fund, 5_000, by=cashier, purse=purse)

    outcomes = all_at_once(
        [partial(back, paid, by=cashier, key=n, amount=2_000) for n in range(6)]
        + [partial(back, paid, by=cashier, key="one press", amount=1_000)] * 4
    )

    backs = {o for o in outcomes if isinstance(o, ManagementCostBack)}
    assert backs == set(ManagementCostBack.objects.all())
    assert {type(o) for o in outcomes} == {ManagementCostBack, CannotTakeBackManagement}
    taken = sum(b.amount for b in backs)
    assert taken <= 5_000 and booked(purse.fund.host) == 5_000 - taken
    assert sum(b.amount == 1_000 for b in backs) <= 1
    purse.line.refresh_from_db()
    assert purse.line.free == 95_000 + taken


@pytest.mark.django_db
def test_what_was_booked_before_costs_were_rows_can_be_taken_back_too():
    purse = a_purse(received=100_000)
    cashier = a_cashier(purse.fund)
    now = cost(purse.fund, 100, by=cashier)
    told = {"host": purse.fund.host, "number": ADMINISTRATION, "kind": "fee", "on": TODAY}
    own = pay_cost(amount=700, about="management:stamps", at=NOON, **told)
    share = pay_cost(amount=900, about="management:desk", at=NOON, purse=purse, **told)
    posting = Posting.objects.get(pk=share)
    note(act="governing.book_management", subject=posting, by=cashier, at=NOON, why="a desk")

    with connection.cursor() as cursor:
        cursor.execute(FILL)
        cursor.execute(FILL)  # twice changes nothing

    rows = {cost.posting: cost for cost in ManagementCost.objects.all()}
    assert set(rows) == {now.posting, own, share}
    assert (rows[own].words, rows[own].by, rows[own].purse) == ("management:stamps", None, None)
    found = rows[share]
    assert (found.words, found.by, found.purse, found.amount) == ("a desk", cashier, purse, 900)
    assert (found.on, found.at, found.host) == (TODAY, NOON, purse.fund.host)
    take_back_management(
        cost=found, why="sent back", key="k", by=cashier, at=NOON + timedelta(days=1)
    )
    assert booked(purse.fund.host) == 100 + 700 + 900  # not yet: it came back tomorrow
    again = {"host": purse.fund.host, "amount": 100, "words": "rent", "on": TODAY}
    assert book_management(key="rent", by=cashier, at=NOON, **again) == now
