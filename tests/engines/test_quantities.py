import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanqiao.engines.quantities import Quantity, UnitMismatch, fen, split


def test_the_odd_fen_goes_to_whoever_lost_most_by_rounding():
    assert split(fen(100), [1, 1, 1]) == (fen(34), fen(33), fen(33))
    assert split(fen(100), [1, 2, 3]) == (fen(17), fen(33), fen(50))


@given(
    whole=st.integers(0, 10**12),
    weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any),
)
def test_splitting_loses_nothing_and_misses_no_share_by_a_whole_unit(whole, weights):
    parts = split(fen(whole), weights)

    assert sum(part.count for part in parts) == whole
    assert all(
        abs(part.count * sum(weights) - whole * weight) < sum(weights)
        for part, weight in zip(parts, weights, strict=True)
    )


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_there_is_no_share_of_nothing(weights):
    with pytest.raises(ValueError, match="weights"):
        split(fen(10), weights)


def test_a_debt_is_not_divided():
    with pytest.raises(ValueError, match="nothing to divide"):
        split(fen(-1), [1])


def test_meals_and_money_neither_add_nor_compare():
    with pytest.raises(UnitMismatch):
        fen(100) + Quantity(1, "meal")
    with pytest.raises(UnitMismatch):
        assert fen(100) <= Quantity(1, "meal")


def test_money_adds_and_compares():
    assert fen(100) + fen(20) - fen(30) == fen(90)
    assert fen(1) < fen(2) <= fen(2)


@pytest.mark.parametrize("count", [1.5, True, "3"])
def test_a_count_is_a_whole_number(count):
    with pytest.raises(TypeError):
        Quantity(count, "meal")
