"""The rows of a plan that can be relied on: what cannot be read stays behind."""

from __future__ import annotations

import polars as pl

from ._typed import typed
from ._violation import Violation, told

MATCHES = {"need": pl.String, "resource": pl.String, "quantity": pl.Int64}


def read_matches(
    needs: pl.DataFrame, resources: pl.DataFrame, matches: pl.DataFrame
) -> tuple[pl.DataFrame, list[Violation]]:
    """The rows of a plan whose need, resource and quantity mean something, by resource and need.

    Args:
        needs: as `read_needs` gives them.
        resources: as `read_resources` gives them.

    Returns:
        ``matches``, with ``row`` of the need and ``at`` of the resource, sorted by ``at``, ``row``.
    """
    rows, wrong = typed("plan", matches, MATCHES)
    rows = _with(rows, needs.select("need", "row", "missing"), "need")
    rows = _with(rows, resources.select("resource", "at"), "resource")
    # One number for both names, null where one is not known: quicker to compare than two texts.
    rows = rows.with_columns(pair=pl.col("at") * needs.height + pl.col("row"))
    known = pl.col("pair").is_not_null()
    both = ("need", "resource")
    wrong += told(
        "unknown_identity",
        "方案里的 {need}、{resource} 不在需要或资源里",
        "{need} and {resource} of the plan are not both among needs and resources",
        rows.filter(~known),
        both,
    )
    wrong += told(
        "not_above_zero",
        "{resource} 给 {need} 的数量是 {quantity}，应当大于 0",
        "{resource} gives {need} {quantity}, which is not above 0",
        rows.filter(pl.col("quantity") <= 0),
        both,
    )
    strange = rows.filter(~known)
    twice = pl.concat(
        [
            rows.filter(known & pl.col("pair").is_duplicated()),
            strange.filter(strange.select(both).is_duplicated()),
        ]
    ).unique(both)
    wrong += told(
        "stands_twice",
        "{resource} 给 {need} 写了不止一次",
        "{resource} for {need} stands there more than once",
        twice,
        both,
    )
    wrong += told(
        "over_need",
        "{resource} 给 {need} {quantity}，可它只缺 {missing}",
        "{resource} gives {need} {quantity}, which misses only {missing}",
        rows.filter(pl.col("quantity") > pl.col("missing")),
        both,
    )
    good = rows.filter(known & (pl.col("quantity") > 0)).sort("pair", maintain_order=True)
    if twice.height:
        good = good.unique("pair", keep="first", maintain_order=True)
    return good.filter(pl.col("quantity") <= pl.col("missing")).drop("pair"), wrong


def _with(rows: pl.DataFrame, numbers: pl.DataFrame, name: str) -> pl.DataFrame:
    return rows.join(numbers, on=name, how="left", maintain_order="left")
