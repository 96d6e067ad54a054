"""How well registrations were made one person: pairs found, pairs missed, and people taken for others.

Everything is counted and no pair is listed: n registrations in one cluster are n(n-1)/2 pairs.

The intervals are of 95 %, by bootstrap over tangles: a tangle is all people and clusters that hang together,
so a person who is mixed up with nobody is one, and people thrown together are drawn together or
not at all, since their errors are one error. Tangles with the same counts are drawn as one, which makes it the
ordinary bootstrap and fast. It is drawn from a fixed seed; the 2.5 and 97.5 % points are told. Where nothing went wrong
at all the interval is a point, which says only that there was nothing to draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from ._parts import parts_of

Numbers = npt.NDArray[np.float64]
Figure = tuple[float, float, float]  # value, lower and upper end of the interval

_DRAWS, _SEED = 2_000, 20_160_316


@dataclass(frozen=True)
class Judgement:
    """What `judge` found; a figure is none where there is nothing to divide by."""

    precision: Figure | None
    recall: Figure | None
    f1: Figure | None
    found: int  # pairs that are one person, and were found
    predicted: int  # pairs in one cluster
    true: int  # pairs that are one person
    kinds: (
        pl.DataFrame
    )  # kind, pairs, found, recall, low, high: pairs of which a side has that corruption
    hard: pl.DataFrame  # kind, groups, pairs (of two people), merged, groups_merged


def judge(
    clusters: pl.DataFrame, truth: pl.DataFrame, hard: pl.DataFrame | None = None
) -> Judgement:
    """Compare clusters with the truth.

    Args:
        clusters: rid, cluster; registrations that are not in it are by themselves.
        truth: rid, pid, and kinds (a list) if there are any.
        hard: kind, group, rid: registrations that are easily taken for one person; none if there are none.

    Raises:
        ValueError: a registration stands twice in clusters.
    """
    rows = _side_by_side(clusters, truth)
    cells = rows.group_by("tangle", "pid", "cluster").len("n")
    found = cells.group_by("tangle").agg(found=_pairs("n").sum())
    predicted = _pairs_of(cells, "cluster", "predicted")
    true = _pairs_of(cells, "pid", "true")
    counts = found.join(predicted, on="tangle").join(true, on="tangle")
    sums = {name: int(counts[name].sum()) for name in ("found", "predicted", "true")}
    precision, recall, f1 = _figures(counts)
    return Judgement(
        precision, recall, f1, **sums, kinds=_by_kind(rows, cells), hard=_by_hard(rows, hard)
    )


def _side_by_side(clusters: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    """rid, pid, cluster, kinds, and the tangle that person and cluster lie in."""
    if clusters["rid"].is_duplicated().any():
        raise ValueError("a registration is in two clusters")
    if clusters.schema["rid"] != truth.schema["rid"]:
        clusters, truth = (t.with_columns(pl.col("rid").cast(pl.String)) for t in (clusters, truth))
    alone = pl.format("alone {}", "rid")
    known = clusters.select("rid", cluster=pl.format("in {}", "cluster"))
    rows = truth.join(known, on="rid", how="left", maintain_order="left").with_columns(
        pl.col("cluster").fill_null(alone).rank("dense").cast(pl.Int64) - 1,
        pl.col("pid").rank("dense").cast(pl.Int64) - 1,
    )
    people, many = rows["pid"].n_unique(), rows["cluster"].n_unique()
    person, cluster = rows["pid"].to_numpy(), rows["cluster"].to_numpy()
    tangle = parts_of(person, cluster + people, people + many)
    return rows.with_columns(tangle=pl.Series(tangle[person]))


def _pairs(count: str) -> pl.Expr:
    """How many pairs so many are, exact in 64 bits."""
    many = pl.col(count).cast(pl.Int64)
    return many * (many - 1) // 2


def _pairs_of(cells: pl.DataFrame, what: str, name: str) -> pl.DataFrame:
    whole = cells.group_by("tangle", what).agg(pl.col("n").sum())
    return whole.group_by("tangle").agg(_pairs("n").sum().alias(name))


def _figures(counts: pl.DataFrame) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Precision, recall and F1 of tangles with found, predicted and true pairs."""
    alike = (
        counts.group_by("found", "predicted", "true")
        .len("times")
        .sort("found", "predicted", "true")
    )
    found, predicted, true = _drawn(alike, ("found", "predicted", "true"))
    return (
        _with_interval(found, predicted),
        _with_interval(found, true),
        _with_interval(2 * found, predicted + true),
    )


def _drawn(alike: pl.DataFrame, columns: Sequence[str]) -> Numbers:
    """(1 + draws,) sums of each column: as it is, and as the bootstrap draws it."""
    values = alike.select(columns).to_numpy().astype(np.float64)
    times = alike["times"].to_numpy().astype(np.float64)
    dice = np.random.default_rng(_SEED)
    drawn = dice.multinomial(int(times.sum()), times / times.sum(), _DRAWS)
    sums: Numbers = (np.vstack([times, drawn]) @ values).T
    return sums


def _with_interval(parts: Numbers, wholes: Numbers) -> Figure | None:
    if wholes[0] == 0:
        return None
    shares = parts[1:][wholes[1:] > 0] / wholes[1:][wholes[1:] > 0]
    low, high = np.quantile(shares, [0.025, 0.975])
    return float(parts[0] / wholes[0]), float(low), float(high)


def _by_kind(rows: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Recall of the pairs of which at least one side has a corruption of this kind."""
    shape = {"kind": pl.String(), "pairs": pl.Int64(), "found": pl.Int64()}
    shape |= dict.fromkeys(("recall", "low", "high"), pl.Float64())
    if "kinds" not in rows.columns:
        return pl.DataFrame(schema=shape)
    touched = (
        rows.select("tangle", "pid", "cluster", kind="kinds").explode("kind").drop_nulls("kind")
    )
    found = _touched_pairs(touched, cells, ["tangle", "pid", "cluster"], "found")
    people = cells.group_by("tangle", "pid").agg(pl.col("n").sum())
    true = _touched_pairs(touched, people, ["tangle", "pid"], "true")
    counts = true.join(found, on=["kind", "tangle"])
    told = []
    for (kind,), some in counts.group_by("kind"):
        alike = some.group_by("found", "true").len("times").sort("found", "true")
        drawn_found, drawn_true = _drawn(alike, ("found", "true"))
        recall = _with_interval(drawn_found, drawn_true) or (None, None, None)
        told.append((str(kind), int(drawn_true[0]), int(drawn_found[0]), *recall))
    return pl.DataFrame(told, schema=shape, orient="row").sort("recall", "kind")


def _touched_pairs(
    touched: pl.DataFrame, whole: pl.DataFrame, place: list[str], name: str
) -> pl.DataFrame:
    """Of n at a place a are touched: all pairs but those of the n - a others."""
    count = touched.group_by("kind", *place).len("a").join(whole, on=place)
    count = count.with_columns(rest=pl.col("n").cast(pl.Int64) - pl.col("a"))
    return count.group_by("kind", "tangle").agg((_pairs("n") - _pairs("rest")).sum().alias(name))


def _by_hard(rows: pl.DataFrame, hard: pl.DataFrame | None) -> pl.DataFrame:
    """Pairs of two people in one group, and how many of them are in one cluster."""
    if hard is None:
        counts = dict.fromkeys(("groups", "pairs", "merged", "groups_merged"), pl.Int64())
        return pl.DataFrame(schema={"kind": pl.String(), **counts})
    hard = hard.with_columns(pl.col("rid").cast(rows.schema["rid"]), pl.col("kind").cast(pl.String))
    named = hard.join(rows.select("rid", "pid", "cluster"), on="rid")
    group = ["kind", "group"]
    merged = (
        _of_two_people(named, [*group, "cluster"]).group_by(group).agg(merged=pl.col("pairs").sum())
    )
    return (
        _of_two_people(named, group)
        .join(merged, on=group)
        .group_by("kind")
        .agg(
            groups=pl.len().cast(pl.Int64),
            pairs=pl.col("pairs").sum(),
            merged=pl.col("merged").sum(),
            groups_merged=(pl.col("merged") > 0).sum().cast(pl.Int64),
        )
        .sort("kind")
    )


def _of_two_people(named: pl.DataFrame, place: list[str]) -> pl.DataFrame:
    """Pairs at a place that are not one person."""
    own = (
        named.group_by(*place, "pid")
        .len("n")
        .group_by(place)
        .agg(n=pl.col("n").sum(), same=_pairs("n").sum())
    )
    return own.select(*place, pairs=_pairs("n") - pl.col("same"))
