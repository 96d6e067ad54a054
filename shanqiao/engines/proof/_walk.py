"""One walk over all edges, resource by resource, with the plan beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from ._apart import Apart
from ._edges import edges_by_resource
from ._find import Flags, Ints, find


@dataclass(frozen=True)
class Stop:
    """One resource with its edges.

    Attributes:
        at: number of the resource.
        resource: the resource.
        rows: (k,) rows of needs it may serve, ascending.
        outside: (k,) whether the need stands outside its reserve.
        apart: (k,) the distance of step 2.
        used: (g,) places among the edges where the plan gives something.
        given: (g,) what it gives there.
        matches: (g,) the rows of the plan that say so.
        stray: rows of needs the plan gives to without an edge.
    """

    at: int
    resource: dict[str, Any]
    rows: Ints
    outside: Flags
    apart: Ints
    used: Ints
    given: Ints
    matches: Ints
    stray: Ints


def walk(needs: pl.DataFrame, resources: pl.DataFrame, plan: pl.DataFrame) -> Iterator[Stop]:
    """Every resource with its edges, in the order of ``resources``.

    Args:
        plan: as `read_matches` gives it.
    """
    apart = Apart(needs.filter(pl.col("missing") > 0))
    matched, quantity = plan["row"].to_numpy(), plan["quantity"].to_numpy()
    begin = np.searchsorted(plan["at"].to_numpy(), np.arange(resources.height + 1))
    for at, (resource, edges) in enumerate(edges_by_resource(needs, resources)):
        mine = np.arange(begin[at], begin[at + 1])
        place, is_edge = find(matched[mine], edges.rows)
        matches = mine[is_edge]
        yield Stop(
            at=at,
            resource=resource,
            rows=edges.rows,
            outside=edges.outside,
            apart=apart.distance(resource["home"], edges.rows),
            used=place[is_edge],
            given=quantity[matches],
            matches=matches,
            stray=matched[mine[~is_edge]],
        )
