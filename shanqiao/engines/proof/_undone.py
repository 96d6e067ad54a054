"""The plan before it was repaired, from the repaired one and the list of what was changed."""

from __future__ import annotations

import polars as pl

from ._typed import typed
from ._violation import Violation, told
from ._wished import Wished

CHANGES = {
    "need": pl.String,
    "resource": pl.String,
    "before": pl.Int64,
    "after": pl.Int64,
    "wish": pl.String,
}
PAIR = ("need", "resource")


def undone(
    matches: pl.DataFrame, changes: pl.DataFrame, wished: Wished
) -> tuple[pl.DataFrame, list[Violation]]:
    """need, resource, quantity of the plan before, and what is untrue in the list of changes.

    Args:
        matches: need, resource, quantity of the repaired plan.
        changes: need, resource, before, after, wish.
    """
    rows, wrong = typed("repair", changes, CHANGES)
    twice = pl.struct(PAIR).is_duplicated()
    wrong += told(
        "stands_twice",
        "改动清单里 {resource} 给 {need} 写了不止一次",
        "{resource} for {need} stands more than once in the list of changes",
        rows.filter(twice).unique(PAIR),
        PAIR,
    )
    rows = rows.filter(~twice)
    given = matches.select(*PAIR, "quantity").unique(PAIR, keep="first", maintain_order=True)
    both = rows.join(given, on=PAIR, how="left").with_columns(pl.col("quantity").fill_null(0))
    wrong += told(
        "change",
        "改动清单写 {resource} 给 {need} 由 {before} 变为 {after}，方案里是 {quantity}",
        "the list of changes says {resource} gives {need} {after} after {before}; "
        "the plan says {quantity}",
        both.filter(
            (pl.col("after") != pl.col("quantity"))
            | (pl.col("before") == pl.col("after"))
            | (pl.col("before") < 0)
        ),
        PAIR,
    )
    wrong += _reasons(rows, wished)
    kept = matches.select(*PAIR, "quantity").join(rows, on=PAIR, how="anti")
    before = rows.filter(pl.col("before") > 0).select(*PAIR, quantity="before")
    return pl.concat([kept, before]), wrong


def _reasons(rows: pl.DataFrame, wished: Wished) -> list[Violation]:
    """Changes for the sake of a wish that nobody has there."""
    if_any = pl.lit(wished.most_helpers is not None)
    less = pl.col("after") < pl.col("before")
    wishing = (
        rows.join(wished.needs.unique("need"), on="need", how="left")
        .join(wished.resources.unique("resource"), on="resource", how="left")
        .with_columns(
            fits=pl.when(pl.col("wish") == "whole")
            .then(less & pl.col("whole"))
            .when(pl.col("wish") == "minimum")
            .then(less & (pl.col("minimum") > 0))
            .when(pl.col("wish") == "spent_share")
            .then(less & (pl.col("spent_share") > 0))
            .when(pl.col("wish") == "most_helpers")
            .then(less & if_any)
            .when(pl.col("wish") == "moved")
            .then(less)
            .when(pl.col("wish") == "filled")
            .then(~less)
            .otherwise(pl.lit(False))
        )
    )
    return told(
        "change_without_wish",
        "改动清单说 {resource} 给 {need} 的改动是因为“{wish}”，那里没有这样的心愿",
        "the list of changes says {resource} gives {need} otherwise because of “{wish}”, "
        "and nobody wishes that there",
        wishing.filter(~pl.col("fits").fill_null(False)),
        PAIR,
    )
