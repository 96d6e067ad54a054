"""Who pays which line of a bill, and who gives back, beside a slow way that moves one fen after the other."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shanqiao.engines.waterfall import Gift, Line, Payment, TooMuch, ask_back, spread

LINES = some.lists(
    some.integers(1, 9).flatmap(lambda fen: some.tuples(some.just(fen), some.integers(0, fen))),
    min_size=1,
    max_size=5,
).map(lambda rows: [Line(n, amount, covered) for n, (amount, covered) in enumerate(rows)])
PAYMENTS = some.lists(some.tuples(some.integers(0, 12), some.booleans()), max_size=5).map(
    lambda rows: [Payment(f"payer {n % 3}", fen, only) for n, (fen, only) in enumerate(rows)]
)
GIFTS = some.lists(some.tuples(some.integers(1, 40), some.booleans()), min_size=1, max_size=6).map(
    lambda rows: [Gift(n, fen, left) for n, (fen, left) in enumerate(rows)]
)


def test_three_layers_and_a_fund_pay_a_bill_from_its_first_line_on():
    bed, drug = Line("bed", 1_000, 800), Line("drug", 5_000, 2_000)

    first, second = spread(
        [bed, drug],
        [
            Payment("basic", 1_500, True),
            Payment("serious", 1_000, True),
            Payment("fund", 2_500, False),
        ],
    )

    assert first.by_payer == {"basic": 800, "fund": 200}
    assert second.by_payer == {"basic": 700, "serious": 1_000, "fund": 2_300}
    assert (first.left, second.left) == (0, 1_000)


def test_an_insurance_cannot_pay_what_is_not_covered():
    with pytest.raises(TooMuch) as refusal:
        spread([Line("drug", 5_000, 2_000)], [Payment("basic", 2_001, True)])

    assert (refusal.value.payer, refusal.value.over) == ("basic", 1)


@given(LINES, PAYMENTS)
def test_the_fast_way_pays_as_one_fen_after_the_other(lines, payments):
    try:
        fast = [(row.by_payer, row.left) for row in spread(lines, payments)]
    except TooMuch as refusal:
        fast = (refusal.payer, refusal.over)

    assert fast == fen_by_fen(lines, payments)


@given(LINES, PAYMENTS)
def test_no_fen_is_lost_and_no_line_is_paid_twice(lines, payments):
    try:
        rows = spread(lines, payments)
    except TooMuch:
        return
    for row in rows:
        assert sum(row.by_payer.values()) + row.left == row.line.amount
    assert sum(sum(row.by_payer.values()) for row in rows) == sum(p.amount for p in payments)


def fen_by_fen(lines, payments):
    """The same by moving one fen after the other to the first part that still takes it."""
    parts = [["covered", n] for line in lines for n in [line.key] for _ in range(line.covered)]
    parts += [["other", line.key] for line in lines for _ in range(line.amount - line.covered)]
    paid = {line.key: {} for line in lines}
    for payment in payments:
        for fen in range(payment.amount):
            fits = (p for p in parts if p[0] == "covered" or not payment.only_covered)
            part = next(fits, None)
            if part is None:
                return payment.payer, payment.amount - fen
            parts.remove(part)
            by = paid[part[1]]
            by[payment.payer] = by.get(payment.payer, 0) + 1
    return [(paid[line.key], sum(p[1] == line.key for p in parts)) for line in lines]


def test_what_has_not_left_is_not_paid_and_the_rest_is_asked_of_all_alike():
    gifts = [Gift("a", 3_000, True), Gift("b", 1_000, False), Gift("c", 6_000, True)]

    assert ask_back(700, gifts) == {"b": 700}
    assert ask_back(4_000, gifts) == {"a": 1_000, "b": 1_000, "c": 2_000}
    assert ask_back(1_001, gifts) == {"b": 1_000, "c": 1}
    with pytest.raises(ValueError, match="1 fen more"):
        ask_back(10_001, gifts)


@given(GIFTS, some.integers(0, 240))
def test_what_is_asked_back_is_exact_never_more_than_a_gift_and_near_its_share(gifts, over):
    over = min(over, sum(gift.amount for gift in gifts))

    asked = ask_back(over, gifts)

    assert sum(asked.values()) == over
    for has_left in (False, True):
        these = [gift for gift in gifts if gift.has_left is has_left]
        part = sum(asked.get(gift.key, 0) for gift in these)
        for gift in these:
            fair = Fraction(part * gift.amount, sum(g.amount for g in these))
            assert 0 <= asked.get(gift.key, 0) <= gift.amount
            assert abs(asked.get(gift.key, 0) - fair) < 1
    if any(asked.get(gift.key) for gift in gifts if gift.has_left):
        assert all(asked.get(gift.key) == gift.amount for gift in gifts if not gift.has_left)
