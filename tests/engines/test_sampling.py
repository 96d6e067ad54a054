import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanqiao.engines.identity import is_bank_card
from shanqiao.engines.sampling import clopper_pearson, draw, sample_size


@pytest.mark.parametrize(
    ("population", "margin", "confidence", "size"),
    [
        (10**9, 0.05, 0.95, 385),  # the numbers every handbook has
        (10**9, 0.03, 0.95, 1068),
        (10**9, 0.05, 0.99, 664),
        (1_000, 0.05, 0.95, 278),
        (100, 0.05, 0.95, 80),
        (1, 0.05, 0.95, 1),
        (0, 0.05, 0.95, 0),
    ],
)
def test_so_many_are_asked(population, margin, confidence, size):
    assert sample_size(population, margin=margin, confidence=confidence) == size


@pytest.mark.parametrize("wrong", [{"margin": 0}, {"margin": 1}, {"confidence": 1}, {"share": 0}])
def test_a_size_without_sense_is_refused(wrong):
    with pytest.raises(ValueError, match="between 0 and 1"):
        sample_size(10, **{"margin": 0.05} | wrong)


def test_the_same_seed_draws_the_same_and_another_seed_others():
    keys = range(1, 1_001)

    first = draw(keys, 50, seed="a")

    assert first == draw(list(reversed(keys)), 50, seed="a")
    assert len(set(first)) == 50 and set(first) <= set(keys)
    assert set(first) != set(draw(keys, 50, seed="b"))
    assert first[:10] == draw(keys, 10, seed="a")


def test_everybody_is_drawn_equally_often():
    times = [0] * 20
    for n in range(2_000):
        for key in draw(range(20), 5, seed=str(n)):
            times[key] += 1

    expected = 2_000 * 5 / 20
    assert (
        sum((t - expected) ** 2 / expected for t in times) < 43.8
    )  # chi-squared, 19 degrees, p = 0.001


def test_more_than_there_are_cannot_be_drawn():
    with pytest.raises(ValueError, match="at most as many"):
        draw([1, 2], 3, seed="a")
    with pytest.raises(ValueError, match="each of them once"):
        draw([1, 1], 1, seed="a")


def test_none_and_all_have_their_ends_in_closed_form():
    """With no hit the upper end is 1 - (a/2)^(1/n), with nothing but hits the lower end mirrors it."""
    for asked in (1, 10, 385):
        end = 1 - 0.025 ** (1 / asked)
        assert clopper_pearson(0, asked) == pytest.approx((0, end), abs=1e-12)
        assert clopper_pearson(asked, asked) == pytest.approx((1 - end, 1), abs=1e-12)


def test_ten_of_a_hundred_lie_where_binom_test_of_r_puts_them():
    assert clopper_pearson(10, 100) == pytest.approx((0.04900469, 0.17622260), abs=1e-8)


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_each_end_leaves_its_tail_and_mirrors_the_other(answers):
    hits, asked = answers

    lower, upper = clopper_pearson(hits, asked)

    assert 0 <= lower <= hits / asked <= upper <= 1
    mirrored = clopper_pearson(asked - hits, asked)
    assert (1 - upper, 1 - lower) == pytest.approx(mirrored, abs=1e-9)
    if hits > 0:
        assert _tail(hits, asked, lower) == pytest.approx(0.025, abs=1e-9)


def _tail(hits, asked, share):
    """At least so many hits, by plain binomial coefficients."""
    return sum(
        math.comb(asked, k) * share**k * (1 - share) ** (asked - k) for k in range(hits, asked + 1)
    )


@pytest.mark.parametrize(
    ("number", "fits"),
    [
        ("4539578763621486", True),  # invented, with its check digit
        ("4539578763621487", False),
        ("6222020000000000001", False),
        ("79927398713", False),  # the digit fits, the length does not
        ("４５３９５７８７６３６２１４８６", False),
        ("", False),
    ],
)
def test_a_card_is_known_by_its_check_digit(number, fits):
    assert is_bank_card(number) == fits
