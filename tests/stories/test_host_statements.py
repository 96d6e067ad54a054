"""The three statements add up, whatever moved; and each kind of movement stands on the line it belongs to."""

from hypothesis import given, settings
from hypothesis import strategies as st

from shanqiao.data.chart import chart
from shanqiao.stories.host_statements import (
    Flow,
    Kind,
    Side,
    activities,
    amount_of,
    balance_sheet,
    cash_flow,
)

BANK, EQUITY = Side("1002"), Side("1401")
PURSE_IN, PURSE_OUT = Side("4101", True, True), Side("5101", True, True)
FREE_IN, FREE_OUT = Side("4101", True, False), Side("5101", True, False)

of_the_host = st.sampled_from(sorted(chart())).map(Side)
of_a_line = st.sampled_from([PURSE_IN, PURSE_OUT, FREE_IN, FREE_OUT])
sides = of_the_host | of_a_line
flows = st.builds(Flow, sides, sides, st.sampled_from(Kind.values), st.integers(1, 10**12))


def balances(*flows):
    found = {}
    for flow in flows:
        found[flow.debit] = found.get(flow.debit, 0) + flow.amount
        found[flow.credit] = found.get(flow.credit, 0) - flow.amount
    return found


@settings(deadline=None)
@given(before=st.lists(flows, max_size=12), meanwhile=st.lists(flows, max_size=12))
def test_statements_add_up_whatever_moved(before, meanwhile):
    sheet = balance_sheet(balances(*before), balances(*before, *meanwhile))
    done, money = activities(meanwhile), cash_flow(meanwhile)

    def grew(key):
        first, last = amount_of(sheet, key)
        return last - first

    assert amount_of(sheet, "assets") == amount_of(sheet, "liabilities_and_net_assets")
    change = amount_of(done, "change")
    assert change == (grew("unrestricted"), grew("restricted"), grew("net_assets"))
    assert amount_of(money, "cash_change") == (grew("cash"),)


@settings(deadline=None)
@given(moved=st.lists(flows, max_size=12))
def test_columns_add_up_and_a_release_changes_nothing_in_all(moved):
    for told in activities(moved):
        unrestricted, restricted, both = told.amounts
        assert unrestricted + restricted == both
        if told.line.key == "released":
            assert both == 0


def test_help_paid_by_a_restricted_gift_is_a_cost_released_from_restriction():
    gift = Flow(BANK, PURSE_IN, Kind.GIFT, 1_000)
    use = Flow(PURSE_OUT, BANK, Kind.USE, 400)

    done, money = activities([gift, use]), cash_flow([gift, use])

    assert amount_of(done, "donations") == (0, 1_000, 1_000)
    assert amount_of(done, "activities") == (400, 0, 400)
    assert amount_of(done, "released") == (400, -400, 0)
    assert amount_of(done, "change") == (0, 600, 600)
    assert amount_of(money, "donations_in") == (1_000,)
    assert amount_of(money, "aid_out") == (-400,)


def test_what_comes_back_lessens_what_it_came_from():
    returned = Flow(PURSE_IN, BANK, Kind.GIFT, 30)
    repaid = Flow(BANK, PURSE_OUT, Kind.USE, 20)

    done, money = activities([returned, repaid]), cash_flow([returned, repaid])

    assert amount_of(done, "donations") == (0, -30, -30)
    assert amount_of(done, "activities") == (-20, 0, -20)
    assert (amount_of(money, "donations_in"), amount_of(money, "aid_out")) == ((-30,), (20,))


def test_dividends_gains_and_losses_are_investment_income_and_a_fall_in_value_an_impairment():
    moved = [
        Flow(EQUITY, PURSE_IN, Kind.GIFT, 1_000),
        Flow(BANK, PURSE_IN, Kind.INCOME, 50),
        Flow(BANK, PURSE_IN, Kind.DISPOSAL, 30),
        Flow(PURSE_OUT, EQUITY, Kind.DISPOSAL, 10),
        Flow(PURSE_OUT, Side("1421"), Kind.VALUATION, 200),
        Flow(Side("1421"), PURSE_IN, Kind.VALUATION, 80),
    ]

    done, money = activities(moved), cash_flow(moved)

    assert amount_of(done, "donations") == (0, 1_000, 1_000)
    assert amount_of(done, "investment_income") == (0, 70, 70)
    assert amount_of(done, "impairment") == (120, 0, 120)
    assert amount_of(done, "change") == (0, 950, 950)
    assert amount_of(money, "investment_gain") == (80,)
    assert amount_of(money, "donations_in") == (0,)


def test_a_move_between_purses_is_no_income_and_out_of_a_restricted_one_a_release():
    among = Flow(PURSE_OUT, PURSE_IN, Kind.MOVE, 500)
    freed = Flow(PURSE_OUT, FREE_IN, Kind.MOVE, 70)

    done = activities([among, freed])

    assert amount_of(done, "income") == amount_of(done, "costs") == (0, 0, 0)
    assert amount_of(done, "released") == (70, -70, 0)


def test_an_allowance_lessens_the_line_of_its_asset():
    sheet = balance_sheet({}, {EQUITY: 1_000, Side("1421"): -200, PURSE_IN: -1_000, PURSE_OUT: 200})

    assert amount_of(sheet, "equity") == (0, 800)
    assert amount_of(sheet, "restricted") == (0, 800)
