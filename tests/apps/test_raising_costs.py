"""What it costs to be given something stands in the books: raising money, and having a gift valued."""

import io
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import InternalError, ProgrammingError

from shanqiao.apps.books.models import Posting
from shanqiao.apps.books.outside import books_of_one_moment
from shanqiao.apps.governing.drafts import draft
from shanqiao.apps.governing.management import management_booked
from shanqiao.apps.governing.models import RaisingCost, RaisingCostBack
from shanqiao.apps.governing.raising import (
    CannotBookRaising,
    CannotTakeBackRaising,
    Raised,
    book_raising,
    raising_booked,
    take_back_raising,
)
from shanqiao.apps.record.models import Entry
from shanqiao.feeds.journals import write_journal
from shanqiao.stories.checks_of_money import purses_unlike_their_grants
from shanqiao.stories.host_books import statements_of
from shanqiao.stories.host_statements import amount_of
from shanqiao.stories.raising import raising_of
from shanqiao.stories.ways import ways_of
from tests.apps.crowd import all_at_once
from tests.factories import NOON, TODAY, a_cashier, a_fund, a_manager, a_purse
from tests.giving import a_donor, a_gift
from tests.holdings import a_holding

M = 1_000_000_00


def cost(fund, amount=30_000, *, key="leaflets", **facts):
    told = {"host": fund.host, "words": "leaflets", "on": TODAY, "at": NOON, **facts}
    return book_raising(amount=amount, key=key, by=told.pop("by", None) or a_cashier(fund), **told)


def booked(host):
    return raising_booked(host, first=date(TODAY.year, 1, 1), last=TODAY)


def shown(host):
    """(fundraising of the year: not restricted, restricted, both; and as it left the bank) in the statements."""
    told = statements_of(host, first=date(TODAY.year, 1, 1), last=TODAY)
    cash = amount_of(told.cash, "fundraising_out")[0]
    assert amount_of(told.balance, "assets") == amount_of(
        told.balance, "liabilities_and_net_assets"
    )
    assert amount_of(told.activities, "change")[2] == amount_of(told.balance, "net_assets")[1]
    return amount_of(told.activities, "fundraising"), cash


@pytest.mark.django_db
def test_a_cost_is_fundraising_and_leaves_the_bank_once():
    fund = a_fund()
    cashier = a_cashier(fund)

    first = cost(fund, by=cashier, campaign="winter")
    again = cost(fund, by=cashier, campaign="winter")

    assert first == again and RaisingCost.objects.count() == 1
    assert Entry.objects.filter(act="governing.book_raising").count() == 1
    assert shown(fund.host) == ((30_000, 0, 30_000), -30_000)
    assert management_booked(fund.host, first=TODAY, last=TODAY) == 0
    with pytest.raises(CannotBookRaising, match="Something else"):
        cost(fund, 1, by=cashier)


@pytest.mark.django_db
def test_a_share_of_a_purse_is_fundraising_and_no_help():
    purse = a_purse(received=100_000)

    cost(purse.fund, 5_000, purse=purse)

    purse.refresh_from_db()
    assert purse.free == 95_000
    assert shown(purse.fund.host) == ((5_000, 0, 5_000), -5_000)
    found = ways_of([purse])[purse.pk]
    assert (found.raising, found.given, found.management) == (5_000, 0, 0)
    assert not purses_unlike_their_grants().exists()


def test_what_is_taken_along_of_the_books_tells_the_cost(committed):
    purse = a_purse(received=100_000)
    cost(purse.fund, 5_000, purse=purse)
    cost(purse.fund, 7_000, key="boxes")
    file = io.StringIO()

    with books_of_one_moment(host=purse.fund.host) as books:
        write_journal(file, books, form="hledger", on=TODAY)

    told = file.getvalue()
    assert " raising | raising:leaflets" in told and " raising | raising:boxes" in told
    assert "5401-筹资费用" in told


@pytest.mark.django_db
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
    if "by" in facts:
        facts = {**facts, "by": a_manager(purse.fund)}
    if "purse" in facts:
        facts = {**facts, "purse": purse if facts["purse"] == "own" else a_purse()}

    with pytest.raises(CannotBookRaising, match=says):
        cost(purse.fund, **facts)

    assert not RaisingCost.objects.exists() and not Posting.objects.filter(kind="raising").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("out_of_a_purse", [False, True])
def test_a_cost_is_taken_back_once_and_stays_to_be_read(out_of_a_purse):
    purse = a_purse(received=100_000)
    cashier = a_cashier(purse.fund)
    told = {"purse": purse} if out_of_a_purse else {}
    paid = cost(purse.fund, 5_000, by=cashier, **told)

    for by, why, says in ((a_manager(purse.fund), "x", "Only the cashier"), (cashier, " ", "why")):
        with pytest.raises(CannotTakeBackRaising, match=says):
            take_back_raising(cost=paid, why=why, by=by, at=NOON)
    take_back_raising(cost=paid, why="the hall was closed", by=cashier, at=NOON)

    purse.refresh_from_db()
    assert purse.free == 100_000
    assert booked(purse.fund.host) == Raised(raising=0, appraisals=0)
    assert shown(purse.fund.host) == ((0, 0, 0), 0)
    assert not purses_unlike_their_grants().exists()
    with pytest.raises(CannotTakeBackRaising, match="taken back already"):
        take_back_raising(cost=paid, why="again", by=cashier, at=NOON)
    with pytest.raises((InternalError, ProgrammingError)):
        RaisingCost.objects.filter(pk=paid.pk).update(amount=1)


def test_pressed_by_many_at_once_it_is_booked_and_taken_back_once(committed):
    purse = a_purse(received=100_000)
    cashier = a_cashier(purse.fund)
    press = partial(cost, purse.fund, 5_000, by=cashier, purse=purse)

    costs = all_at_once([press] * 8)
    paid = costs[0]
    backs = all_at_once([partial(take_back_raising, cost=paid, why="x", by=cashier, at=NOON)] * 8)

    assert set(costs) == {paid} and RaisingCost.objects.count() == 1
    assert Entry.objects.filter(act="governing.book_raising").count() == 1
    assert sum(isinstance(back, RaisingCostBack) for back in backs) == 1
    assert sum(isinstance(back, CannotTakeBackRaising) for back in backs) == 7
    purse.line.refresh_from_db()
    assert purse.line.free == 100_000
    assert Posting.objects.filter(kind="raising").count() == 2


@pytest.mark.django_db
def test_a_draft_limit_is_held_against_what_was_raised_in_public_and_blocks_nothing():
    purse = a_purse(received=0)
    host = purse.fund.host
    a_gift(donor=a_donor(host=host), purse=purse, amount=M, in_public=True)
    a_gift(donor=a_donor(host=host), purse=purse, amount=5 * M)
    a_holding(purse=purse, appraisal_cost=5 * M, appraisal_paid="gift")

    cost(purse.fund, 3 * M // 100)
    within = raising_of(host, on=TODAY)
    cost(purse.fund, 1, key="one more fen")
    above = raising_of(host, on=TODAY)

    assert (within.income, within.allowed, within.above) == (M, 3 * M // 100, False)
    assert above.above and above.cost == Raised(raising=3 * M // 100 + 1, appraisals=5 * M)
    assert draft("FR-16").sure == "draft" and draft("no such rule") is None
    last_year = raising_of(host, on=date(TODAY.year - 1, 12, 31))
    assert not last_year.says_something and not last_year.above
