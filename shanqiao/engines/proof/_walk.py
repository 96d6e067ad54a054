"""One walk over all edges, resource by resource, with the plan and its prices beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from ._edges import edges_by_resource
from ._prices import Flags, Ints


@dataclass(frozen=True)
class Stop:
    """One resource with its edges.

    Attributes:
        at: row of the resource.
        resource: the resource.
        rows: (k,) rows of needs it may serve.
        who: (k,) their people as numbers.
        cap: (k,) the most each of them may still get; 0 where the resource has no limit per person.
        outside: (k,) whether the person stands outside its reserve.
        apart: (k,) the distance of step 2.
        given: (k,) what the plan gives there.
        stray: rows of needs the plan gives to without an edge.
    """

    at: int
    resource: dict[str, Any]
    rows: Ints
    who: Ints
    cap: Ints
    outside: Flags
    apart: Ints
    given: Ints
    stray: Ints


def walk(
    needs: pl.DataFrame, resources: pl.DataFrame, had: pl.DataFrame, matches: pl.DataFrame
) -> Iterator[Stop]:
    """Every resource with its edges, in the order of ``resources``."""
    plan = matches.partition_by("resource", as_dict=True)
    nothing = matches.clear()
    for at, (resource, edges) in enumerate(edges_by_resource(needs, resources, had)):
        edges = edges.sort("row")
        rows = edges["row"].to_numpy()
        mine = plan.get((resource["resource"],), nothing).sort("row")
        matched = mine["row"].to_numpy()
        is_edge = np.isin(matched, rows)
        given = np.zeros(len(rows), np.int64)
        given[np.searchsorted(rows, matched[is_edge])] = mine["quantity"].to_numpy()[is_edge]
        yield Stop(
            at=at,
            resource=resource,
            rows=rows,
            who=edges["who"].to_numpy(),
            cap=edges["cap"].fill_null(0).to_numpy(),
            outside=edges["outside"].to_numpy(),
            apart=_apart(edges, resource["home"]),
            given=given,
            stray=matched[~is_edge],
        )


def _apart(edges: pl.DataFrame, home: str) -> Ints:
    """0 for cash or the same street, 1 for the same district, 2 otherwise."""
    here = edges.select(
        pl.when(pl.col("is_cash") | (pl.col("street") == home))
        .then(0)
        .when(pl.col("district") == home[:6])
        .then(1)
        .otherwise(2)
        .cast(pl.Int64)
    )
    return here.to_series().to_numpy()
