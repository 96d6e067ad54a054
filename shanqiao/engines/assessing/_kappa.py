from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

Weighting = Literal["none", "linear", "quadratic"]


@dataclass(frozen=True)
class Agreement:
    """How far two assessors agree beyond chance.

    Attributes:
        pairs: how many were assessed by both.
        observed, expected: the share (weighted) on which they agree, and would by chance.
        kappa, low, high: Cohen's kappa with its interval; None where it is not defined: nobody was assessed twice, or
            chance alone would make them agree on everybody.
    """

    pairs: int
    observed: float | None
    expected: float | None
    kappa: float | None
    low: float | None
    high: float | None


def kappa(
    pairs: Iterable[tuple[str, str]],
    *,
    classes: Sequence[str] | None = None,
    weighting: Weighting = "none",
    confidence: float = 0.95,
) -> Agreement:
    """Cohen's kappa of pairs of classes, with a large-sample interval.

    Args:
        pairs: (n,) what the first and the second assessor said of one person.
        classes: every class, in their order; needed for a weighting, by which near classes agree in part.
        confidence: 0 < confidence < 1.

    Returns:
        kappa from -1 to 1; the interval is cut to the same.

    Raises:
        ValueError: a class is not among ``classes``, or an argument is out of its bounds.

    Source:
        Cohen, Educational and Psychological Measurement 20 (1960) 37-46, and Psychological Bulletin 70 (1968)
        213-220 (weighted); standard error: Fleiss, Cohen and Everitt, Psychological Bulletin 72 (1969) 323-327.
        The interval is the normal one; with few pairs it is rough, and the number of pairs is given beside it.
    """
    counts = Counter(pairs)
    order = list(classes) if classes else sorted({name for pair in counts for name in pair})
    if {name for pair in counts for name in pair} - set(order):
        raise ValueError("a class is not among the classes")
    if not 0 < confidence < 1 or (weighting != "none" and not classes):
        raise ValueError("0 < confidence < 1; a weighting needs the classes in their order")
    n = counts.total()
    if not n:
        return Agreement(0, None, None, None, None, None)
    size = range(len(order))
    share = [[counts[order[i], order[j]] / n for j in size] for i in size]
    weight = [[_weight(i, j, len(order), weighting) for j in size] for i in size]
    rows = [math.fsum(share[i]) for i in size]
    columns = [math.fsum(share[i][j] for i in size) for j in size]
    observed = math.fsum(weight[i][j] * share[i][j] for i in size for j in size)
    expected = math.fsum(weight[i][j] * rows[i] * columns[j] for i in size for j in size)
    if math.isclose(expected, 1.0, abs_tol=1e-12):
        return Agreement(n, observed, expected, None, None, None)
    found = (observed - expected) / (1 - expected)
    of_row = [math.fsum(columns[j] * weight[i][j] for j in size) for i in size]
    of_column = [math.fsum(rows[i] * weight[i][j] for i in size) for j in size]
    squares = math.fsum(
        share[i][j] * (weight[i][j] - (of_row[i] + of_column[j]) * (1 - found)) ** 2
        for i in size
        for j in size
    )
    variance = (squares - (found - expected * (1 - found)) ** 2) / (n * (1 - expected) ** 2)
    reach = NormalDist().inv_cdf(0.5 + confidence / 2) * math.sqrt(max(0.0, variance))
    return Agreement(
        n, observed, expected, found, max(-1.0, found - reach), min(1.0, found + reach)
    )


def _weight(i: int, j: int, classes: int, weighting: Weighting) -> float:
    """1 for the same class; less the farther apart, for a weighting."""
    if i == j:
        return 1.0
    match weighting:
        case "none":
            return 0.0
        case "linear":
            return 1 - abs(i - j) / (classes - 1)
        case "quadratic":
            return 1 - (i - j) ** 2 / (classes - 1) ** 2
