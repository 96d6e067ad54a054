"""The edges of one resource after the other: never all of them in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from ..eligibility import parse


def edges_by_resource(
    needs: pl.DataFrame, resources: pl.DataFrame, had: pl.DataFrame
) -> Iterator[tuple[dict[str, Any], pl.DataFrame]]:
    """Each resource with the needs it may serve, among those that miss something.

    Args:
        needs: as `read_needs` gives them.
        resources: as `read_resources` gives them.
        had: as `read_had` gives it.

    Yields:
        (resource, edges): the edges are rows of ``needs`` with ``cap``, the most the person may
        still get there (null without a limit), and ``outside``, whether the need counts as outside the reserve. It is inside when the expression is yes; where there is a limit
        per person, when it is yes for each need of the person that the resource may serve. Where
        nothing is reserved nothing is outside.
    """
    open_needs = needs.filter(pl.col("missing") > 0)
    earlier = had.partition_by("resource", as_dict=True)
    nobody = had.clear()
    by_kind = open_needs.partition_by("kind", "item", as_dict=True)
    for resource in resources.iter_rows(named=True):
        there = [(kind, resource["item"]) for kind in sorted(set(resource["kinds"]))]
        fitting = [by_kind[key] for key in there if key in by_kind]
        candidates = pl.concat(fitting) if fitting else open_needs.clear()
        edges = _with_reserve(resource, _served(resource, candidates))
        yield resource, _with_cap(resource, edges, earlier.get((resource["resource"],), nobody))


def _served(resource: dict[str, Any], candidates: pl.DataFrame) -> pl.DataFrame:
    in_time = (pl.col("open_on") <= resource["valid_to"]) & (
        pl.col("due_on") >= resource["valid_from"]
    )
    near = candidates.filter(in_time & _in_streets(resource["streets"]))
    return near.filter(parse(resource["eligible"]).over(near).fill_null(False))


def _in_streets(streets: list[str]) -> pl.Expr:
    if not streets:
        return pl.lit(True)
    listed = pl.Series(streets, dtype=pl.String).implode()
    return pl.col("street").is_in(listed) | pl.col("district").is_in(listed)


def _with_cap(resource: dict[str, Any], edges: pl.DataFrame, had: pl.DataFrame) -> pl.DataFrame:
    if resource["person_cap"] is None:
        return edges.with_columns(cap=pl.lit(None, pl.Int64))
    left = resource["person_cap"] - pl.col("had").fill_null(0)
    joined = edges.join(had.select("person", "had"), on="person", how="left")
    return joined.with_columns(cap=pl.max_horizontal(left, 0)).drop("had")


def _with_reserve(resource: dict[str, Any], edges: pl.DataFrame) -> pl.DataFrame:
    if resource["general"] == resource["capacity"]:
        return edges.with_columns(outside=pl.lit(False))
    inside = parse(resource["reserved_for"]).over(edges).fill_null(False)
    outside = edges.with_columns(outside=~inside)
    if resource["person_cap"] is None:
        return outside
    return outside.with_columns(pl.col("outside").any().over("person"))
