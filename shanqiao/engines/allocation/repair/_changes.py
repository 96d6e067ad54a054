"""What a repair changed, and because of which wish: codes for the machine, words for people."""

from __future__ import annotations

import numpy as np
import polars as pl

from .._order import Ints
from ._breaking import Causes
from ._ground import Ground

# {most_helpers}, {minimum} and {spent_share} are what was wished.
WISHES: dict[str, tuple[str, str]] = {
    "whole": (
        "这项需要要么全部解决、要么不给，凑不齐全部。",
        "The need is to be met wholly or not at all, and not all of it could be found.",
    ),
    "minimum": (
        "这项资源给一项需要至少 {minimum}，不足就不给。",
        "The resource gives a need at least {minimum}, or nothing.",
    ),
    "most_helpers": (
        "一项需要最多由 {most_helpers} 项资源帮助。",
        "A need is served by {most_helpers} resources at most.",
    ),
    "spent_share": (
        "这项资源给出的至少有 {spent_share}% 要给预留人群。",
        "Of what the resource gives, {spent_share} % at least go to those it is reserved for.",
    ),
    "moved": (
        "给别的需要让出了份额，这样所有心愿都能满足。",
        "It made room for another need, so that every wish is met.",
    ),
    "filled": (
        "由腾出来的份额补上。",
        "It comes out of what became free.",
    ),
}


def changes_of(ground: Ground, before: Ints, after: Ints, causes: Causes) -> pl.DataFrame:
    """Every door that gives more or less than in the proven plan; by need and resource.

    Returns:
        need, resource, before, after, ``wish`` (a key of `WISHES`: which wish took something from
        it; ``moved`` where it made room; ``filled`` where it gives more), why_zh, why_en.
    """
    doors = np.flatnonzero(before != after)
    need, resource = ground.edges.need[doors], ground.edges.resource[doors]
    wish = [
        causes.get(door, "moved") if after[door] < before[door] else "filled"
        for door in doors.tolist()
    ]
    said = [
        {
            "most_helpers": ground.most_helpers,
            "minimum": _in_words(least, unit),
            "spent_share": share,
        }
        for least, unit, share in zip(
            ground.minimum[resource].tolist(),
            _units(ground).gather(need),
            ground.share[resource].tolist(),
            strict=True,
        )
    ]
    words = [
        tuple(text.format(**facts) for text in WISHES[code])
        for code, facts in zip(wish, said, strict=True)
    ]
    return pl.DataFrame(
        {
            "need": ground.city.needs["need"].gather(need),
            "resource": ground.city.resources["resource"].gather(resource),
            "before": before[doors],
            "after": after[doors],
            "wish": pl.Series(wish, dtype=pl.String),
            "why_zh": pl.Series([zh for zh, _ in words], dtype=pl.String),
            "why_en": pl.Series([en for _, en in words], dtype=pl.String),
        }
    ).sort("need", "resource")


def losses_of(ground: Ground, changes: pl.DataFrame) -> pl.DataFrame:
    """Needs that get less than in the proven plan: the wish that took most of it comes first.

    Returns:
        need, lost (> 0, in the unit of the need), unit, and of the door that lost most, the first
        by text among equals: resource, wish, why_zh, why_en; by need.
    """
    units = ground.city.needs.select("need", unit=_units(ground))
    less = pl.col("before") - pl.col("after")
    return (
        changes.with_columns(less=less)
        .sort("need", "less", "resource", descending=[False, True, False])
        .group_by("need", maintain_order=True)
        .agg(
            pl.col("less").sum().alias("lost"),
            pl.col("resource", "wish", "why_zh", "why_en").first(),
        )
        .filter(pl.col("lost") > 0)
        .join(units, on="need", maintain_order="left")
    )


def _units(ground: Ground) -> pl.Series:
    """(n,) the unit of each need."""
    kinds = ground.city.kinds.select("kind", "unit")
    needs = ground.city.needs.select("kind")
    return needs.join(kinds, on="kind", how="left", maintain_order="left")["unit"]


def _in_words(amount: int, unit: str) -> str:
    """Money in yuan; other amounts as they are, since their unit is that of the resource."""
    return f"¥{amount / 100:,.2f}" if unit == "fen" else f"{amount:,}"
