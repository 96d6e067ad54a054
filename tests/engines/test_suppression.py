"""What a reader can work out is found twice: by flows, and by trying every table there could be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanqiao.engines.suppression import Interval, Part, Table, bounds, suppress, suppress_alike

from .trying import BEYOND, bounds_by_trying


def tables(*, rows=(1, 3), columns=(1, 3), largest=7):
    shape = st.tuples(st.integers(*rows), st.integers(*columns))
    numbers = st.integers(0, largest) | st.just(0)
    return shape.flatmap(
        lambda n: st.lists(
            st.lists(numbers, min_size=n[1], max_size=n[1]), min_size=n[0], max_size=n[0]
        ).map(Table.of)
    )


def test_a_small_cell_takes_three_others_with_it():
    table = Table.of([[3, 10, 80], [12, 9, 70], [20, 90, 65]])

    hidden = suppress(table)

    assert hidden == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert bounds(table, hidden)[0, 0] == Interval(0, 13)


def test_small_among_large_may_need_only_large():
    table = Table.of([[1, 50], [50, 50]])

    hidden = suppress(table)

    assert bounds(table, hidden)[0, 0] == Interval(0, 51)
    assert not {(0, 2), (1, 2), (2, 0), (2, 1), (2, 2)} & hidden  # totals are told


def test_few_people_in_all_are_hidden_in_all():
    table = Table.of([[3, 0], [0, 0]])

    hidden = suppress(table)

    assert (0, 0) in hidden and (2, 2) in hidden
    assert bounds(table, hidden)[0, 0].high is None


def test_eight_helps_for_three_people_are_hidden_by_the_people():
    people = [[3, 3, 3], [20, 20, 25], [23, 23, 28]]
    table = Table.of([[4, 4], [20, 20]], people=people)

    hidden = suppress(table)

    assert {(0, 0), (0, 1), (0, 2)} <= hidden  # the row's total is 8, but 3 people


def test_an_earlier_secret_stays_one():
    table = Table.of([[30, 40], [50, 60]])

    assert suppress(table, hidden={(0, 0)}) == {(0, 0)}


def test_a_total_that_is_no_sum_is_refused():
    with pytest.raises(ValueError, match="not the sum"):
        Table(((1, 2), (1, 2)), ((1, 2), (1, 2)))


@given(table=tables(largest=60))
def test_nothing_is_hidden_when_nobody_is_among_few(table):
    larger = Table.of([[value * 5 for value in row[:-1]] for row in table.values[:-1]])

    assert suppress(larger) == frozenset()


@given(table=tables())
def test_a_reader_rules_out_neither_nobody_nor_many(table):
    hidden = suppress(table)
    known = bounds(table, hidden)

    for cell in table.few(threshold=5):
        assert known[cell].low == 0
        assert known[cell].high is None or known[cell].high >= 5


@settings(deadline=None)  # the slow way takes its time
@given(table=tables(rows=(1, 2), columns=(1, 2), largest=5))
def test_trying_every_table_finds_the_same_bounds(table):
    hidden = suppress(table)

    tried = bounds_by_trying(table, hidden)

    for cell, known in bounds(table, hidden).items():
        assert tried[cell].low == known.low
        if known.high is None:
            assert tried[cell].high >= BEYOND  # as far as was tried
        else:
            assert tried[cell].high == known.high


@given(table=tables(rows=(2, 3), columns=(2, 3)))
def test_no_hidden_number_could_be_published(table):
    hidden, few = suppress(table), table.few(threshold=5)

    for cell in hidden - few:
        known = bounds(table, hidden - {cell})
        assert any(too_narrow(table, known[other], other) for other in few)


@given(table=tables(), times=st.integers(100, 300_000))
def test_what_a_count_hides_its_amount_hides_and_the_other_way_round(table, times):
    amounts = Table.of(
        [
            [value * times + column for column, value in enumerate(row[:-1])]
            for row in table.values[:-1]
        ]
        if times % 2
        else [[value * times for value in row[:-1]] for row in table.values[:-1]],
        people=table.values,
    )

    counts_hidden, (amounts_hidden,) = suppress_alike(
        table, [Part(amounts, table, tuple(range(table.columns)))]
    )

    inner = {cell for cell in counts_hidden if cell[1] < table.columns}
    assert inner == {cell for cell in amounts_hidden if cell[1] < table.columns}
    for cell, known in bounds(amounts, amounts_hidden).items():
        if cell in table.few(threshold=5):
            assert known.high is None or known.high > amounts.value(cell)


def too_narrow(table, known, cell):
    """Narrower than hiding everything that may be hidden would leave it."""
    everything = set(table.cells())
    if (table.rows, table.columns) not in table.few(threshold=5):
        everything.discard((table.rows, table.columns))
    widest = bounds(table, everything)[cell]
    far = max(5, 2 * table.value(cell))
    wanted = far if widest.high is None else min(far, widest.high)
    return known.low > widest.low or (known.high is not None and known.high < wanted)


def test_a_table_without_rows_has_nothing_to_hide():
    assert suppress(Table.of([], people=[[0, 0, 0]])) == frozenset()
