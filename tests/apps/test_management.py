"""What management costs stands in the books, and beside what the accountant wrote down."""

from datetime import date, timedelta

import pytest

from shanqiao.apps.books.actions import reverse
from shanqiao.apps.books.models import Posting
from shanqiao.apps.governing.actions import write_year_figures
from shanqiao.apps.governing.management import CannotBookManagement, book_management
from shanqiao.apps.record.models import Entry
from shanqiao.stories.checks_of_money import purses_unlike_their_grants
from shanqiao.stories.host_books import statements_of
from shanqiao.stories.host_statements import amount_of
from shanqiao.stories.spending import year_of
from tests.apps.books_factories import a_use
from tests.apps.test_giving_in_kind import goods
from tests.factories import NOON, TODAY, a_cashier, a_fund, a_manager, a_payment, a_purse

pytestmark = pytest.mark.django_db
M = 1_000_000_00


def cost(fund, amount=30_000, *, key="rent", **facts):
    told = {"host": fund.host, "words": "rent", "on": TODAY, "at": NOON, **facts}
    return book_management(amount=amount, key=key, by=told.pop("by", a_cashier(fund)), **told)


def figures(fund, *, year, management=0, **facts):
    told = {"income": 10 * M, "net_assets": 0, "spending": 5 * M} | facts
    write_year_figures(
        host=fund.host, year=year, management=management, source="report", at=NOON, **told
    )


def test_a_cost_is_administration_and_leaves_the_bank_once():
    fund = a_fund()
    cashier = a_cashier(fund)

    first = cost(fund, by=cashier)
    again = cost(fund, by=cashier)

    assert first == again
    assert Entry.objects.filter(act="governing.book_management").count() == 1
    shown = statements_of(fund.host, first=TODAY, last=TODAY)
    assert amount_of(shown.activities, "administration") == (30_000, 0, 30_000)
    assert amount_of(shown.balance, "cash") == (0, -30_000)
    with pytest.raises(CannotBookManagement, match="Something else"):
        cost(fund, 1, by=cashier)


def test_a_share_of_a_purse_is_administration_and_no_help():
    purse = a_purse(received=100_000)

    cost(purse.fund, 5_000, purse=purse)

    purse.refresh_from_db()
    assert purse.free == 95_000
    shown = statements_of(purse.fund.host, first=TODAY, last=TODAY)
    assert amount_of(shown.activities, "administration")[2] == 5_000
    assert amount_of(shown.activities, "activities")[2] == 0
    assert year_of(purse.fund.host, at=NOON).months[-1] == 0
    assert not purses_unlike_their_grants().exists()


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"words": " "}, "what was paid for"),
        ({"amount": 0}, "more than nothing"),
        ({"on": TODAY + timedelta(days=1)}, "still ahead"),
        ({"by": "manager"}, "Only the cashier"),
        ({"purse": "other"}, "of this charity"),
        ({"purse": "own", "amount": 2_000_000}, "not enough left"),
    ],
)
def test_what_is_no_cost_of_this_charity_is_refused_in_words(facts, says):
    purse = a_purse(received=1_000_000)
    fund = purse.fund
    if "by" in facts:
        facts = {**facts, "by": a_manager(fund)}
    if "purse" in facts:
        facts = {**facts, "purse": purse if facts["purse"] == "own" else a_purse()}

    with pytest.raises(CannotBookManagement, match=says):
        cost(fund, **facts)

    assert not Posting.objects.filter(kind="fee").exists()


def test_where_books_and_accountant_disagree_both_are_told_and_the_larger_counts():
    fund = a_fund()
    figures(fund, year=2025)
    posting = Posting.objects.get(pk=cost(fund, 2 * M).posting)
    cost(fund, 1_000, key="last year", on=date(2025, 12, 31))
    assert year_of(fund.host, at=NOON).management.difference is None

    figures(fund, year=2026, management=M, spending=4 * M)
    year = year_of(fund.host, at=NOON)

    assert (year.management.booked, year.management.written) == (2 * M, M)
    assert year.management.difference == M and year.management.disagrees
    assert year.spending.management == 2 * M and not year.spending.manages_within
    reverse(posting=posting, key="back", about="back", at=NOON, on=TODAY, amount=2 * M - 1)
    year = year_of(fund.host, at=NOON)
    assert (year.management.booked, year.management.counted) == (1, M)


def test_goods_that_were_given_are_spending_with_their_worth():
    payment = a_payment(count=40_000)
    gift = goods(purse=a_purse(kinds=["goods"], fund=payment.grant.purse.fund, received=0))

    a_use(gift.purse.line, 5, "five quilts")

    assert year_of(gift.purse.fund.host, at=NOON).months[-1] == 40_000 + 50_000
