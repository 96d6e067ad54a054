"""Steps 2 and 3 of one part: from whom, when it is known who gets how much.

Prices of step 1 say what no plan with these amounts can give: an edge whose ends are priced
differently gives nothing (complementary slackness). Only the others go to the flow solver.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from ._counting import found_in
from ._distance import Distances, shares_in
from ._edges import Edges, Resources
from ._facts import City
from ._given import Given, given_on
from ._network import network_of
from ._order import Flags, Ints
from ._prices import Labels


@dataclass(frozen=True)
class Standing:
    """A plan made before.

    Attributes:
        code: (s,) one number per resource and need, ascending.
        quantity: (s,) what it gives there.
    """

    code: Ints
    quantity: Ints

    @classmethod
    def of(cls, city: City, plan: pl.DataFrame | None) -> Standing:
        """As far as a plan (need, resource, quantity) speaks of a city's needs and resources."""
        if plan is None:
            return cls(*np.empty((2, 0), np.int64))
        needs = city.needs.select("need", row=pl.int_range(pl.len()))
        resources = city.resources.select("resource", place=pl.int_range(pl.len()))
        rows = (
            plan.group_by("need", "resource")
            .agg(pl.col("quantity").cast(pl.Int64).sum().clip(lower_bound=0))
            .join(needs, on="need")
            .join(resources, on="resource")
            .select(pl.col("place") * city.needs.height + pl.col("row"), "quantity")
            .sort("place")
        )
        return cls(rows["place"].to_numpy(), rows["quantity"].to_numpy())

    def on(self, edges: Edges) -> Ints:
        """(e,) what it gives on each of some edges; what it gives elsewhere cannot be kept."""
        at, there = found_in(self.code, edges.codes)
        kept = np.zeros(len(at), np.int64)
        kept[there] = self.quantity[at[there]]
        return kept


def share(
    edges: Edges,
    limits: Resources,
    distances: Distances,
    amounts: Ints,
    gain: Labels,
    standing: Standing,
) -> Given:
    """The way to give these amounts that steps 2 and 3 choose.

    Args:
        edges: all of the part.
        amounts: (n,) what each need gets.
        gain: prices of step 1.
        standing: to which the way is as near as it can be.

    Raises:
        CannotSolve: the numbers are too large for the flow solver.
    """
    here = edges.places(lambda some: (amounts[some.need] > 0) & _equally_priced(some, gain))
    some = edges.some(here)
    network = network_of(some, limits)
    kept = standing.on(some)
    shares = shares_in(network, amounts[network.needs], distances.on(some), kept)
    used = shares > 0
    return given_on(some.some(used), shares[used])


def _equally_priced(edges: Edges, gain: Labels) -> Flags:
    """(e,) where a unit is worth as much before the need as at it."""
    equal: Flags = gain.behind_person(edges) <= gain.need[edges.need]
    return equal
