"""Given is given to people: what was invested, moved on or paid for management is told apart."""

import pytest

from shanqiao.apps.books.actions import Row, post, reverse
from shanqiao.apps.books.lines import way_in, way_out
from shanqiao.apps.books.models import Posting
from shanqiao.apps.disclosure.facts import received_in
from shanqiao.apps.funds.models import Movement
from shanqiao.apps.governing.management import book_management
from shanqiao.apps.holdings.actions import receive_income
from shanqiao.stories.purses import figures_of, movements_of
from shanqiao.stories.ways import Ways, ways_of
from tests.apps.test_investing import an_investment
from tests.factories import NOON, a_cashier, a_fund, a_manager, a_payment, a_purse
from tests.holdings import a_holding, a_sale
from tests.months import MAY

pytestmark = pytest.mark.django_db


def move(purse, to, amount, key="move"):
    rows = [Row(way_out(purse.line), way_in(to.line), amount)]
    return post(key=key, kind=Posting.Kind.MOVE, rows=rows, about="x", at=NOON)[0]


def ways(purse):
    purse.refresh_from_db()
    found = ways_of([purse])[purse.pk]
    came = found.received + found.earned
    went = found.given + found.invested + found.moved + found.management + found.raising
    assert came - went == purse.promised + purse.free
    return found


def a_busy_purse(fund=None):
    """A purse that helped, invested, paid a share for management, and gave some to another purse."""
    purse = a_purse(received=100_000, fund=fund or a_fund())
    a_payment(purse=purse, count=10_000)
    an_investment(purse=purse, amount=40_000)
    book_management(
        host=purse.fund.host,
        amount=1_000,
        words="share",
        key="share",
        purse=purse,
        by=a_cashier(purse.fund),
        at=NOON,
    )
    move(purse, a_purse(fund=purse.fund, received=500), 7_000)
    return purse


@pytest.fixture
def purse():
    return a_busy_purse()


def test_what_left_a_purse_is_told_apart(purse):
    assert ways(purse) == Ways(
        received=100_000, given=10_000, invested=40_000, moved=7_000, management=1_000
    )
    [other] = purse.fund.purses.exclude(pk=purse.pk)
    assert ways(other) == Ways(received=500, moved=-7_000)


def test_what_comes_back_of_an_investment_is_no_gift_and_its_gain_is_income(purse):
    holding = purse.holdings.get()
    receive_income(holding=holding, amount=300, words="dividend", on=NOON.date(), key="d", at=NOON)

    a_sale(holding=holding, quantity=100, proceeds=44_000)

    told = ways(purse)
    assert (told.received, told.earned, told.invested, told.given) == (100_000, 4_300, 0, 10_000)


def test_a_share_that_was_given_and_sold_is_told_as_such():
    purse = a_purse(received=0)
    holding = a_holding(purse=purse, value=70_000)

    a_sale(holding=holding, quantity=holding.quantity, proceeds=70_000)

    assert ways(purse) == Ways(invested=-70_000)


def test_what_was_moved_by_mistake_and_back_is_nothing():
    purse = a_purse(received=900)
    there = a_purse(fund=purse.fund, received=50)
    posting = Posting.objects.get(pk=move(purse, there, 200))

    reverse(posting=posting, amount=200, key="back", about="x", at=NOON)

    assert ways(purse) == Ways(received=900) and ways(there) == Ways(received=50)


def test_movements_say_where_it_went_and_months_what_givers_gave(purse):
    manager = a_manager(purse.fund)
    Account = Movement.Account

    went = set(movements_of(manager).filter(purse=purse).values_list("into", "count"))

    assert went >= {
        (Account.GIVEN, 10_000),
        (Account.INVESTED, 40_000),
        (Account.MANAGEMENT, 1_000),
        (Account.PURSES, 7_000),
    }
    assert list(received_in(MAY)) == [(purse.fund_id, "fen", 100_500)]
    [figures] = figures_of(manager, at=NOON)
    assert (figures.given, figures.ways.moved, figures.free) == (10_000, 0, 49_500)
    assert figures.moved[Account.GIVEN] == 10_000


def test_as_many_questions_for_many_purses_as_for_one(django_assert_num_queries):
    fund = a_fund()
    purses = [a_purse(fund=fund) for _ in range(5)]

    with django_assert_num_queries(2):
        ways_of(purses)
