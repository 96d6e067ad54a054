"""An equity gift is followed: its dividend helps one person, its price another."""

import pytest

from shanqiao.apps.books.tracing import where_went, who_paid
from shanqiao.apps.holdings.queries import events_of
from shanqiao.stories.checks import run_checks
from shanqiao.stories.holdings import followed
from shanqiao.stories.host_books import statements_of
from shanqiao.stories.host_statements import amount_of
from tests.apps.test_investing import an_investment
from tests.factories import NOON, TODAY, a_payment, a_purse, an_assessed_need
from tests.holdings import a_dividend, a_holding, a_sale, a_value

pytestmark = pytest.mark.django_db


def test_a_dividend_of_a_given_share_helps_one_person_and_is_followed_there():
    holding = a_holding(value=1_000_000)
    dividend = a_dividend(holding=holding, amount=50_000)
    need = an_assessed_need(needed=30_000)

    paid = a_payment(need=need, purse=holding.purse, count=30_000)

    became = followed(list(events_of(holding)))[dividend.pk]
    assert [(grant.need, fen) for grant, fen in became.helps] == [(need, 30_000)]
    assert (became.people, became.unused) == (1, 20_000)
    [(use, fen)] = where_went(dividend.postings[0]).uses
    assert fen == 30_000
    assert who_paid(use) == [(dividend.postings[0], 30_000)]
    assert paid.grant.need == need


def test_the_price_of_a_share_is_followed_from_the_gift_of_the_share():
    holding = a_holding(quantity=100, value=100_000)
    received = holding.events.get()
    a_sale(holding=holding, quantity=100, proceeds=120_000)
    first, second = an_assessed_need(needed=90_000), an_assessed_need(needed=30_000)
    a_payment(need=first, purse=holding.purse, count=90_000)
    a_payment(need=second, purse=holding.purse, count=30_000)

    became = followed(list(events_of(holding)))

    gift, sale = became[received.pk], became[holding.events.last().pk]
    assert {grant.need: fen for grant, fen in gift.helps} == {first: 90_000, second: 10_000}
    assert {grant.need: fen for grant, fen in sale.helps} == {second: 20_000}


def test_what_is_lost_in_value_is_told_as_lost():
    holding = a_holding(value=100_000)
    received = holding.events.get()
    a_value(holding=holding, value=60_000)

    became = followed(list(events_of(holding)))[received.pk]

    assert (became.lost, became.unused, became.helps) == (40_000, 60_000, [])


def test_the_statements_of_the_host_tell_the_share_its_dividend_and_the_help():
    holding = a_holding(value=100_000)
    a_dividend(holding=holding, amount=50_000)
    a_payment(purse=holding.purse, count=30_000)
    a_value(holding=holding, value=80_000)

    found = statements_of(holding.line.host, first=TODAY.replace(day=1), last=TODAY)

    assert amount_of(found.balance, "equity") == (0, 80_000)
    assert amount_of(found.balance, "cash") == (0, 20_000)
    assert amount_of(found.balance, "restricted") == (0, 100_000)
    assert amount_of(found.balance, "assets") == amount_of(
        found.balance, "liabilities_and_net_assets"
    )
    assert amount_of(found.activities, "donations") == (0, 100_000, 100_000)
    assert amount_of(found.activities, "investment_income") == (0, 50_000, 50_000)
    assert amount_of(found.activities, "activities") == (30_000, 0, 30_000)
    assert amount_of(found.activities, "impairment") == (20_000, 0, 20_000)
    assert amount_of(found.cash, "investment_gain") == (50_000,)
    assert amount_of(found.cash, "aid_out") == (-30_000,)
    assert amount_of(found.cash, "cash_change") == (20_000,)


def test_statements_before_anything_moved_are_empty():
    holding = a_holding()

    found = statements_of(
        holding.line.host, first=TODAY.replace(year=2020), last=TODAY.replace(year=2021)
    )

    sheets = (*found.balance, *found.activities, *found.cash)
    assert {amount for told in sheets for amount in told.amounts} == {0}
    assert NOON.date() == TODAY


def broken():
    return {result.check.code for result in run_checks(at=NOON) if not result.holds}


def test_what_must_hold_holds_whatever_happened_to_a_holding():
    purse = a_purse(received=100_000)
    bought = an_investment(purse=purse)
    given = a_holding(purse=purse)
    a_value(holding=given, value=400_000)
    a_dividend(holding=given)
    a_sale(holding=given, quantity=300, proceeds=90_000)
    a_sale(holding=bought, quantity=100, proceeds=50_000)
    a_payment(purse=purse, count=80_000)

    assert broken() == set()


def test_a_value_that_is_not_what_lies_on_the_line_is_found():
    holding = a_holding(value=100_000)
    type(holding).objects.update(value=99_999)

    assert broken() == {"holding_like_its_line"}
