"""What needs get altogether: nobody more than is missing, and what is unmet told exactly."""

from __future__ import annotations

import numpy as np
import polars as pl

from ._find import Ints
from ._violation import Violation, told

BEYOND = 2**62  # no need misses so much


def amounts_of(needs: pl.DataFrame, plan: pl.DataFrame) -> Ints:
    """(n,) what a plan gives each need.

    Args:
        needs: as `read_needs` gives them.
        plan: as `read_matches` gives it.
    """
    rows, quantity = plan["row"].to_numpy(), plan["quantity"].to_numpy()
    amounts = np.zeros(needs.height, np.int64)
    np.add.at(amounts, rows, quantity)
    # So many large matches that their sum no longer fits must not look like a small one.
    about = np.bincount(rows, weights=quantity, minlength=needs.height)
    return np.where(about < BEYOND, amounts, BEYOND)


def violations_of_amounts(needs: pl.DataFrame, amounts: Ints) -> list[Violation]:
    """Needs that get more than they miss."""
    over = needs.select("need", "missing", got=pl.Series(amounts, dtype=pl.Int64))
    return told(
        "over_need",
        "{need} 一共得到 {got}，可它只缺 {missing}",
        "{need} gets {got} altogether and misses only {missing}",
        over.filter(pl.col("got") > pl.col("missing")),
        ("need",),
    )


def violations_of_unmet(needs: pl.DataFrame, amounts: Ints, unmet: pl.DataFrame) -> list[Violation]:
    """Where a list of what is unmet (need, missing) is not what the amounts leave."""
    left = needs.select("need", left=pl.col("missing") - pl.Series(amounts, dtype=pl.Int64))
    said = unmet.select("need", said=pl.col("missing"))
    both = left.filter(pl.col("left") != 0).join(said, on="need", how="full", coalesce=True)
    both = both.with_columns(pl.col("left", "said").fill_null(0))
    wrong = told(
        "unmet",
        "{need} 还缺 {left}，未满足清单写的是 {said}",
        "{need} misses {left}, the list of what is unmet says {said}",
        both.filter(pl.col("left") != pl.col("said")),
        ("need",),
    )
    twice = unmet.filter(pl.col("need").is_duplicated()).unique("need")
    return wrong + told(
        "stands_twice",
        "未满足清单里 {need} 写了不止一次",
        "{need} stands more than once in the list of what is unmet",
        twice.select("need"),
        ("need",),
    )
