"""How far two assessors agree, by two ways to one number."""

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanqiao.engines.assessing import kappa


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=40))
@settings(max_examples=100, deadline=None)
def test_kappa_and_its_interval_are_those_of_the_slow_way(pairs):
    for weighting in ("none", "linear", "quadratic"):
        found = kappa(pairs, classes="abc", weighting=weighting)

        slowly = _kappa_slowly(pairs, weighting)
        if slowly is None:
            assert found.kappa is None
            continue
        expected, error = slowly
        assert math.isclose(found.kappa, expected, abs_tol=1e-9)
        reach = 1.959963984540054 * error
        assert math.isclose(found.low, max(-1, expected - reach), abs_tol=1e-4)
        assert math.isclose(found.high, min(1, expected + reach), abs_tol=1e-4)


def test_kappa_of_the_usual_example():
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15

    found = kappa(pairs)

    assert (found.pairs, found.observed, found.expected) == (50, 0.7, 0.5)
    assert round(found.kappa, 12) == 0.4


def test_kappa_is_not_defined_where_chance_agrees_on_everybody():
    assert kappa([]).kappa is None
    assert kappa([("a", "a")] * 9).kappa is None
    assert kappa([("a", "a")] * 9).observed == 1


def test_a_weighting_needs_the_classes_in_their_order():
    with pytest.raises(ValueError, match="order"):
        kappa([("a", "b")], weighting="linear")
    with pytest.raises(ValueError, match="classes"):
        kappa([("a", "d")], classes="abc")


def _kappa_slowly(pairs, weighting):
    """Kappa from its definition, and its standard error by the delta method with differences for derivatives."""
    n, names = len(pairs), "abc"
    cells = list(product(range(3), repeat=2))
    share = {
        cell: sum((names[cell[0]], names[cell[1]]) == pair for pair in pairs) / n for cell in cells
    }
    weight = {
        (i, j): {
            "none": float(i == j),
            "linear": 1 - abs(i - j) / 2,
            "quadratic": 1 - (i - j) ** 2 / 4,
        }[weighting]
        for i, j in cells
    }

    def of(p):
        rows = [sum(p[i, j] for j in range(3)) for i in range(3)]
        columns = [sum(p[i, j] for i in range(3)) for j in range(3)]
        seen = sum(weight[c] * p[c] for c in cells)
        chance = sum(weight[i, j] * rows[i] * columns[j] for i, j in cells)
        return None if abs(chance - 1) < 1e-12 else (seen - chance) / (1 - chance)

    if of(share) is None:
        return None
    step = 1e-6
    slopes = {
        c: (of(share | {c: share[c] + step}) - of(share | {c: share[c] - step})) / (2 * step)
        for c in cells
    }
    mean = sum(share[c] * slopes[c] for c in cells)
    variance = (sum(share[c] * slopes[c] ** 2 for c in cells) - mean**2) / n
    return of(share), math.sqrt(max(0.0, variance))
