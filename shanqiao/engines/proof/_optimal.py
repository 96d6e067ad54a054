"""Optimality: on every edge prices are high enough, and what flows flows where they are equal."""

from __future__ import annotations

import numpy as np
import polars as pl

from ._certificate import Certificate
from ._find import Flags, Ints
from ._prices import Toll, prices_of
from ._violation import Violation, told
from ._walk import Stop

NOWHERE = 2**61  # the price of a unit for a need that nothing may serve
FOR_NOTHING = -(2**61)  # nobody is too near to a need that gets nothing: that is for step 1


class Found:
    """What a walk over all edges tells about each need and each match.

    Attributes:
        cheapest: (n,) the least step-1 price of a unit for the need, `NOWHERE` without an edge.
        paid: (p,) the step-1 price of a unit along each match of the plan, 0 where it is no edge.

    Args:
        amounts: (n,) what the plan gives each need.
        matches: how many matches the plan has.
        certificate: as `read_certificate` gives it.
        names: (n,) the needs.
    """

    def __init__(
        self, amounts: Ints, matches: int, certificate: Certificate, names: pl.Series
    ) -> None:
        self.cheapest = np.full(len(amounts), NOWHERE, np.int64)
        self.paid = np.zeros(matches, np.int64)
        self._names = names
        farthest = prices_of(certificate, "step2_need", len(amounts))
        self._farthest = np.where(amounts > 0, farthest, FOR_NOTHING)

    def look(self, stop: Stop, tolls: dict[str, Toll]) -> list[Violation]:
        """Take in the edges of one resource; what is wrong in step 2 is told at once."""
        along = tolls[""].along
        self.cheapest[stop.rows] = np.minimum(self.cheapest[stop.rows], along)
        self.paid[stop.matches] = along[stop.used]
        slack = tolls["step2_"].along + stop.apart - self._farthest[stop.rows]
        nearer = slack < 0
        farther = stop.used[slack[stop.used] > 0]
        return [
            *self._not_nearest(
                stop,
                stop.rows[nearer],
                "第二步：{resource} 到 {need} 按价格比证明所说的更近",
                "step 2: by its prices {resource} is nearer to {need} than the certificate says",
            ),
            *self._not_nearest(
                stop,
                stop.rows[farther],
                "第二步：{resource} 给了 {need}，按价格却另有更近的",
                "step 2: {resource} gives to {need}, and by the prices something else is nearer",
            ),
        ]

    def _not_nearest(self, stop: Stop, rows: Ints, zh: str, en: str) -> list[Violation]:
        if not len(rows):
            return []
        needs = self._names.gather(rows).to_frame("need")
        needs = needs.with_columns(resource=pl.lit(stop.resource["resource"]))
        return told("step2_not_nearest", zh, en, needs, ("need", "resource"))


def violations_of_step_1(
    needs: pl.DataFrame, plan: pl.DataFrame, amounts: Ints, found: Found, certificate: Certificate
) -> list[Violation]:
    """Prices of needs against the cheapest place that may serve them."""
    first = needs["first"].to_numpy()
    got_first = np.minimum(amounts, first)
    dear = found.paid > found.cheapest[plan["row"].to_numpy()]
    return [
        *_of_element(needs, certificate, found, "first", got_first, ("前一半", "first half")),
        *_of_element(needs, certificate, found, "rest", amounts - got_first, ("其余部分", "rest")),
        *told(
            "not_cheapest",
            "第一步：{resource} 给了 {need}，按价格却另有更宽裕的",
            "step 1: {resource} gives to {need}, and by the prices something else is less wanted",
            plan.filter(pl.Series(dear, dtype=pl.Boolean)),
            ("need", "resource"),
        ),
    ]


def _of_element(
    needs: pl.DataFrame,
    certificate: Certificate,
    found: Found,
    half: str,
    got: Ints,
    words: tuple[str, str],
) -> list[Violation]:
    zh, en = words
    price = prices_of(certificate, f"need_{half}", needs.height)
    worth = needs[f"rank_{half}"].to_numpy() - found.cheapest
    size = needs[half].to_numpy()

    def where(wrong: Flags) -> pl.DataFrame:
        return needs.select("need").filter(pl.Series(wrong, dtype=pl.Boolean))

    return [
        *told(
            "need_price_too_low",
            f"第一步：{{need}} 的{zh}值得更多，价格太低",
            f"step 1: the {en} of {{need}} is worth more than its price",
            where(price < worth),
            ("need",),
        ),
        *told(
            "priced_but_unfilled",
            f"第一步：{{need}} 的{zh}没有满足，却有价格",
            f"step 1: the {en} of {{need}} is not filled and yet has a price",
            where((price > 0) & (got < size)),
            ("need",),
        ),
        *told(
            "need_price_too_high",
            f"第一步：{{need}} 的{zh}得到了帮助，价格却与来处不符",
            f"step 1: the {en} of {{need}} got something at prices that do not agree",
            where((got > 0) & (price != worth)),
            ("need",),
        ),
    ]
