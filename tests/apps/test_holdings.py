"""Equity, securities and rights: taken over, valued, bringing income, sold; the books hold at each step."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from shanqiao.apps.books.actions import account_of
from shanqiao.apps.books.queries import balance
from shanqiao.apps.holdings.actions import (
    CannotAcceptHolding,
    CannotDisposeOfHolding,
    CannotReceiveIncome,
    CannotValueHolding,
    accept_holding,
)
from shanqiao.apps.holdings.booking import Shares
from shanqiao.apps.holdings.models import Holding, HoldingEvent
from shanqiao.apps.holdings.queries import events_of, holdings_of, worth_over_time
from tests.factories import NOON, a_fund, a_purse
from tests.giving import a_donor
from tests.holdings import a_dividend, a_holding, a_sale, a_value

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def stands(holding, number):
    return balance(account_of(host=holding.line.host, number=number, unit="fen"))


def purse_of(holding):
    holding.purse.line.refresh_from_db()
    return holding.purse


def line_of(holding):
    holding.line.refresh_from_db()
    return holding.line


def test_a_share_is_booked_at_its_value_and_gives_the_purse_nothing_to_promise():
    holding = a_holding(value=500_000)

    assert stands(holding, "1401") == 500_000
    assert (line_of(holding).free, purse_of(holding).free) == (500_000, 0)


def test_a_dividend_is_the_purses_to_give():
    holding = a_holding()

    a_dividend(holding=holding, amount=30_000)

    assert stands(holding, "1002") == 30_000
    assert (purse_of(holding).free, line_of(holding).free) == (30_000, holding.value)


def test_a_dividend_goes_to_the_purse_the_giver_named_for_it():
    fund = a_fund()
    meals, general = a_purse(fund=fund, received=0), a_purse(fund=fund, received=0)
    holding = a_holding(purse=general, income_purse=meals)

    a_dividend(holding=holding, amount=30_000)

    meals.line.refresh_from_db()
    assert (meals.free, purse_of(holding).free) == (30_000, 0)


def test_a_fall_in_value_is_booked_and_its_recovery_up_to_what_it_was_taken_at():
    holding = a_holding(value=100_000)

    fall = a_value(holding=holding, value=70_000)
    assert (fall.gain, holding.value, stands(holding, "1421")) == (-30_000, 70_000, -30_000)
    rise = a_value(holding=holding, value=130_000)

    assert (rise.gain, rise.amount, holding.value) == (30_000, 130_000, 100_000)
    assert (stands(holding, "1401"), stands(holding, "1421")) == (100_000, 0)
    assert line_of(holding).free == 100_000


def test_a_value_that_changes_nothing_in_the_books_is_kept():
    holding = a_holding(value=100_000)

    event = a_value(holding=holding, value=150_000)

    assert (event.amount, event.gain, event.postings) == (150_000, 0, [])


def test_part_of_it_is_sold_with_a_gain():
    holding = a_holding(quantity=1_000, value=100_000)

    sale = a_sale(holding=holding, quantity=400, proceeds=55_000)

    assert (sale.gain, holding.quantity, holding.value) == (15_000, 600, 60_000)
    assert (stands(holding, "1401"), stands(holding, "1002")) == (60_000, 55_000)
    assert (line_of(holding).free, purse_of(holding).free) == (60_000, 55_000)


def test_what_fell_in_value_is_sold_with_a_loss_and_nothing_of_it_is_left():
    holding = a_holding(value=100_000)
    a_value(holding=holding, value=70_000)

    sale = a_sale(holding=holding, quantity=1_000, proceeds=60_000)

    assert (sale.gain, holding.quantity, holding.cost, holding.value) == (-10_000, 0, 0, 0)
    assert [stands(holding, number) for number in ("1401", "1421", "1002")] == [0, 0, 60_000]
    assert (line_of(holding).free, purse_of(holding).free) == (0, 60_000)


def test_what_is_worth_nothing_is_given_up():
    holding = a_holding(value=100, basis="nominal")

    a_sale(holding=holding, quantity=1_000, proceeds=0)

    assert (stands(holding, "1401"), line_of(holding).free, purse_of(holding).free) == (0, 0, 0)


def test_securities_and_rights_stand_on_accounts_of_their_own():
    for kind, numbers in {"securities": ("1101", "1102"), "licence": ("1601", "1602")}.items():
        holding = a_holding(kind=kind, value=100_000)
        a_value(holding=holding, value=40_000, basis="appraiser")

        assert [stands(holding, number) for number in numbers] == [100_000, -60_000]


def test_more_than_is_held_is_not_sold():
    holding = a_holding(quantity=10)
    with pytest.raises(CannotDisposeOfHolding, match="more than is held"):
        a_sale(holding=holding, quantity=11, proceeds=1)


def test_what_is_sold_brings_no_dividend_and_has_no_value():
    holding = a_holding()
    a_sale(holding=holding, quantity=holding.quantity, proceeds=1)

    with pytest.raises(CannotReceiveIncome, match="not held any more"):
        a_dividend(holding=holding)
    with pytest.raises(CannotValueHolding, match="not held any more"):
        a_value(holding=holding, value=1)


def test_the_same_event_told_twice_is_booked_once():
    holding = a_holding(key="the gift")
    again = a_holding(purse=holding.purse, donor=holding.donor, key="the gift")
    for _ in "ab":
        a_dividend(holding=holding, key="dividend 2026")
        a_sale(holding=holding, quantity=10, proceeds=9_000, key="sale")

    assert again == holding
    assert (holding.quantity, holding.events.count()) == (990, 3)
    assert stands(holding, "1002") == 30_000 + 9_000
    with pytest.raises(CannotReceiveIncome, match="something else"):
        a_dividend(holding=holding, amount=1, key="dividend 2026")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"value": 0}, "more than nothing"),
        ({"kind": "building"}, "not taken here"),
        ({"basis": "nominal"}, "booked at one yuan"),
        ({"kind": "rights", "basis": "market"}, "let it be appraised"),
        ({"appraisal_cost": 5_000}, "who pays the appraisal"),
        (
            {"basis": "net_assets", "appraisal_cost": 5_000, "appraisal_paid": "gift"},
            "Only an appraiser",
        ),
        ({"on": NOON.date() + DAY}, "lies ahead"),
        ({"words": ""}, "by what this is shown"),
        ({"custodian": " "}, "who keeps it"),
    ],
)
def test_what_may_not_be_taken_is_refused_in_words(facts, words):
    with pytest.raises(CannotAcceptHolding, match=words):
        a_holding(**facts)
    assert Holding.objects.count() == 0


def test_giver_and_purses_belong_to_one_charity_and_money():
    with pytest.raises(CannotAcceptHolding, match="one charity"):
        a_holding(donor=a_donor())
    with pytest.raises(CannotAcceptHolding, match="one charity"):
        a_holding(income_purse=a_purse())
    with pytest.raises(CannotAcceptHolding, match="in money"):
        a_holding(purse=a_purse(received=0, kinds=("meal",)))


def test_everything_that_bars_it_is_told_at_once():
    with pytest.raises(CannotAcceptHolding, match=r"one charity.*lies ahead"):
        a_holding(donor=a_donor(), on=NOON.date() + DAY)


def test_the_worth_over_time_falls_by_what_is_sold():
    holding = a_holding(quantity=1_000, value=100_000)
    a_value(holding=holding, value=150_000)
    a_sale(holding=holding, quantity=400, proceeds=60_000)
    a_dividend(holding=holding)

    points = worth_over_time(events_of(holding))

    assert [(held, worth) for _on, held, worth in points] == [
        (1_000, 100_000),
        (1_000, 150_000),
        (600, 90_000),
    ]


@settings(deadline=None)
@given(
    quantity=st.integers(1, 10**6),
    cost=st.integers(1, 10**12),
    fallen=st.integers(0, 10**12),
    sales=st.lists(st.integers(1, 10**6), max_size=6),
)
def test_selling_in_parts_loses_no_fen(quantity, cost, fallen, sales):
    holding = Holding(quantity=quantity, cost=cost, value=max(0, cost - fallen))
    costs = values = 0
    for part in [*sales, 10**7]:
        sold = Shares.of(holding, min(part, holding.quantity)) if holding.quantity else Shares(0, 0)
        assert 0 <= sold.value <= sold.cost
        costs, values = costs + sold.cost, values + sold.value
        holding.quantity -= min(part, holding.quantity)
        holding.cost, holding.value = holding.cost - sold.cost, holding.value - sold.value
        assert 0 <= holding.value <= holding.cost

    assert (costs, values) == (cost, max(0, cost - fallen))


def test_the_database_holds_what_the_actions_promise():
    holding = a_holding()
    for change in ({"quantity": -1}, {"value": holding.cost + 1}, {"quantity": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Holding.objects.filter(pk=holding.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Holding.objects.filter(pk=holding.pk).update(name="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        HoldingEvent.objects.update(amount=1)


def test_a_list_of_holdings_is_one_question(django_assert_num_queries):
    fund = a_fund()
    purse = a_purse(fund=fund, received=0)
    holdings = [a_holding(purse=purse) for _ in range(5)]
    a_dividend(holding=holdings[0], amount=7)

    with django_assert_num_queries(1):
        found = {h.pk: (h.income, h.valued_on, str(h.donor)) for h in holdings_of([fund])}
    assert found[holdings[0].pk][:2] == (7, NOON.date())
    assert len(found) == 5


def test_an_appraisal_says_who_paid_it():
    holding = a_holding(appraisal_cost=5_000, appraisal_paid="donor")

    assert holding.events.get().get_appraisal_paid_display()
    assert accept_holding.__doc__
