"""Optimality: on every edge prices are high enough, and what flows flows where they are equal."""

from __future__ import annotations

import numpy as np
import polars as pl

from ._prices import Flags, Ints, LimitPrices, prices_of
from ._violation import Violation, told
from ._walk import Stop

NOWHERE = 2**61  # the price of a unit for a need that nothing may serve


class Found:
    """What a walk over all edges tells about each need.

    Attributes:
        cheapest: (n,) the least step-1 price of a unit for the need, `NOWHERE` without an edge.
        used: need, resource, price of every edge on which something is given.
    """

    def __init__(
        self,
        size: int,
        amounts: Ints,
        prices: dict[str, LimitPrices],
        certificate: pl.DataFrame,
        needs: pl.DataFrame,
    ) -> None:
        self.cheapest = np.full(size, NOWHERE, np.int64)
        self.used: list[pl.DataFrame] = []
        self._amounts = amounts
        self._prices = prices
        self._names = needs["need"]
        self._farthest = prices_of(certificate, "step2_need", needs["need"])

    def look(self, stop: Stop) -> list[Violation]:
        """Take in the edges of one resource; what is wrong in step 2 is told at once."""
        _, price = self._prices[""].along(stop.at, stop.who, stop.outside)
        self.cheapest[stop.rows] = np.minimum(self.cheapest[stop.rows], price)
        used = stop.given > 0
        self.used.append(
            pl.DataFrame({"row": stop.rows[used], "price": price[used]}).with_columns(
                resource=pl.lit(stop.resource["resource"])
            )
        )
        return self._step_2(stop, used)

    def _step_2(self, stop: Stop, used: Flags) -> list[Violation]:
        _, price = self._prices["step2_"].along(stop.at, stop.who, stop.outside)
        slack = price + stop.apart - self._farthest[stop.rows]
        nearer = (slack < 0) & (self._amounts[stop.rows] > 0)
        wrong = nearer | (used & (slack > 0))
        if not wrong.any():
            return []
        rows = pl.DataFrame(
            {"need": self._names.gather(stop.rows[wrong]), "nearer": nearer[wrong]}
        ).with_columns(resource=pl.lit(stop.resource["resource"]))
        keys = ("need", "resource")
        return told(
            "step2_not_nearest",
            "第二步：{resource} 到 {need} 按价格比证明所说的更近",
            "step 2: by its prices {resource} is nearer to {need} than the certificate says",
            rows.filter("nearer"),
            keys,
        ) + told(
            "step2_not_nearest",
            "第二步：{resource} 给了 {need}，按价格却另有更近的",
            "step 2: {resource} gives to {need}, and by the prices something else is nearer",
            rows.filter(~pl.col("nearer")),
            keys,
        )


def violations_of_step_1(
    needs: pl.DataFrame, amounts: Ints, found: Found, certificate: pl.DataFrame
) -> list[Violation]:
    """Prices of needs against the cheapest place that may serve them."""
    columns = needs.select("need", "first", "rest", "rank_first", "rank_rest").with_columns(
        cheapest=pl.Series(found.cheapest),
        price_first=pl.Series(prices_of(certificate, "need_first", needs["need"])),
        price_rest=pl.Series(prices_of(certificate, "need_rest", needs["need"])),
        got=pl.Series(amounts, dtype=pl.Int64),
    )
    columns = columns.with_columns(
        got_first=pl.min_horizontal("got", "first"),
        got_rest=pl.max_horizontal(pl.col("got") - pl.col("first"), 0),
    )
    return [
        *_of_element(columns, "first", "前一半", "first half"),
        *_of_element(columns, "rest", "其余部分", "rest"),
        *_of_flow(needs, found),
    ]


def _of_element(columns: pl.DataFrame, half: str, zh: str, en: str) -> list[Violation]:
    price, got, size = pl.col(f"price_{half}"), pl.col(f"got_{half}"), pl.col(half)
    worth = pl.col(f"rank_{half}") - pl.col("cheapest")
    return [
        *told(
            "need_price_too_low",
            f"第一步：{{need}} 的{zh}值得更多，价格太低",
            f"step 1: the {en} of {{need}} is worth more than its price",
            columns.filter(price < worth),
            ("need",),
        ),
        *told(
            "priced_but_unfilled",
            f"第一步：{{need}} 的{zh}没有满足，却有价格",
            f"step 1: the {en} of {{need}} is not filled and yet has a price",
            columns.filter((price > 0) & (got < size)),
            ("need",),
        ),
        *told(
            "need_price_too_high",
            f"第一步：{{need}} 的{zh}得到了帮助，价格却与来处不符",
            f"step 1: the {en} of {{need}} got something at prices that do not agree",
            columns.filter((got > 0) & (price != worth)),
            ("need",),
        ),
    ]


def _of_flow(needs: pl.DataFrame, found: Found) -> list[Violation]:
    used = pl.concat(found.used) if found.used else None
    if used is None or not used.height:
        return []
    cheapest = pl.Series(found.cheapest[used["row"].to_numpy()])
    dear = used.with_columns(need=needs["need"].gather(used["row"])).filter(
        pl.col("price") > cheapest
    )
    return told(
        "not_cheapest",
        "第一步：{resource} 给了 {need}，按价格却另有更宽裕的",
        "step 1: {resource} gives to {need}, and by the prices something else is less wanted",
        dear,
        ("need", "resource"),
    )
