import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanqiao.engines.suppression import Table, at_least, may_tell_once, suppress

from .trying import agrees, every_table


@given(count=st.integers(0, 10**9))
def test_a_rounded_count_is_true_and_at_most_four_below(count):
    said = at_least(count)

    assert said % 5 == 0
    assert said <= count <= said + 4


def test_one_to_four_people_and_nobody_look_alike():
    assert {at_least(count) for count in range(5)} == {0}


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="cannot be -1"):
        at_least(-1)


def test_different_people_may_be_told_where_nobody_is_among_few():
    table = Table.of([[10, 20], [30, 40]])

    assert may_tell_once(table, suppress(table), once=70)


def test_different_people_are_not_told_where_that_would_narrow_a_small_cell():
    table = Table.of([[3, 40], [40, 40]])  # everybody who got two kinds was told twice

    assert not may_tell_once(table, suppress(table), once=80)


def test_fewer_than_five_people_are_never_told():
    table = Table.of([[2, 2]], people=[[2, 2, 2], [2, 2, 2]])

    assert not may_tell_once(table, suppress(table), once=2)


@pytest.mark.parametrize("cells", [[[3, 12], [12, 12]], [[2, 9, 6], [9, 8, 7]], [[4, 14], [9, 9]]])
def test_where_it_may_be_told_every_small_cell_stays_as_wide(cells):
    """The slow way: try every table that agrees, and ask whether it fits the number of people as well."""
    table = Table.of(cells)
    hidden = suppress(table)
    told = [
        once
        for once in range(largest_in_rows(table), table.values[-1][-1] + 1)
        if may_tell_once(table, hidden, once=once)
    ]
    assert told

    for once in told:
        found = [
            other.values[0][0]
            for other in every_table(table, hidden)
            if agrees(table, other, hidden) and largest_in_rows(other) <= once
        ]
        assert min(found) == 0
        assert max(found) >= 2 * cells[0][0]


def largest_in_rows(table):
    return sum(max(row[:-1]) for row in table.values[:-1])
