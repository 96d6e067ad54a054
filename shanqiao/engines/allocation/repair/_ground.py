"""What a repair stands on: needs, doors between needs and resources, limits and wishes as numbers.

A *door* is an edge of the plan files. This file alone reads the inner frames of the engine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from .._distance import Distances
from .._edges import NO_LIMIT, Edges, Resources, edges_of, resources_of
from .._facts import City
from .._fit import Fits
from .._order import Elements, Flags, Ints, elements_of
from ._wishes import Wishes

NO_HELPERS = 2**31  # more than any need has


@dataclass(frozen=True)
class Ground:
    """Numbers of a city with wishes; doors stand by resource and then by need.

    Attributes:
        distance: (e,) of each door, per unit.
        of_need: (e,) doors by need, the nearest first, then by resource; those of need i are
            ``of_need[begin[i]:begin[i + 1]]``.
        begin: (n + 1,) see above.
        at: (m + 1,) the doors of resource j are those from ``at[j]`` to ``at[j + 1]``.
        pair: (e,) one number per person and resource where the resource limits what one person may
            get, -1 elsewhere.
        outside: (e,) whether the need counts as outside ``reserved_for`` of a resource that wishes
            for a share of what is spent.
        whole: (n,) needs that get all or nothing.
        minimum: (m,) in the unit of the resource; 1 where nothing is wished.
        share: (m,) hundredths of what is spent that go to ``reserved_for``.
        most_helpers: of one need.
    """

    city: City
    policy: str
    elements: Elements
    limits: Resources
    edges: Edges
    distance: Ints
    of_need: Ints
    begin: Ints
    at: Ints
    pair: Ints
    outside: Flags
    whole: Flags
    minimum: Ints
    share: Ints
    most_helpers: int


def ground_of(city: City, policy: str, wishes: Wishes) -> Ground:
    """Number everything that a repair asks for."""
    elements, limits = elements_of(city.needs, policy), resources_of(city)
    edges = edges_of(city, np.flatnonzero(elements.size.sum(axis=0)), limits)
    distance = Distances(city).on(edges)
    needs, resources = city.needs.height, city.resources.height
    minimum, share = _of_resources(city, wishes)
    at = np.searchsorted(edges.resource, np.arange(resources + 1))
    of_need = np.lexsort((edges.resource, distance, edges.need))
    return Ground(
        city=city,
        policy=policy,
        elements=elements,
        limits=limits,
        edges=edges,
        distance=distance,
        of_need=of_need,
        begin=np.searchsorted(edges.need[of_need], np.arange(needs + 1)),
        at=at,
        pair=np.where(edges.limited, edges.pairs, -1),
        outside=_outside(city, elements, limits, edges, share, at),
        whole=city.needs["need"].is_in(wishes.needs["need"].implode()).to_numpy(),
        minimum=minimum,
        share=share,
        most_helpers=wishes.most_helpers or NO_HELPERS,
    )


def given_on(ground: Ground, matches: pl.DataFrame) -> Ints:
    """(e,) what a plan (need, resource, quantity) gives at each door."""
    needs, resources = ground.city.needs, ground.city.resources
    names = matches.join(
        needs.select("need", row=pl.int_range(pl.len())), on="need", maintain_order="left"
    ).join(
        resources.select("resource", place=pl.int_range(pl.len())),
        on="resource",
        maintain_order="left",
    )
    known = ground.edges.codes
    asked = (names["place"] * needs.height + names["row"]).to_numpy()
    given = np.zeros(len(known), np.int64)
    given[np.searchsorted(known, asked)] = names["quantity"].to_numpy()
    return given


def _of_resources(city: City, wishes: Wishes) -> tuple[Ints, Ints]:
    joined = city.resources.select("resource").join(
        wishes.resources, on="resource", how="left", maintain_order="left"
    )
    minimum, share = (joined[c].fill_null(0).to_numpy() for c in ("minimum", "spent_share"))
    return np.maximum(1, minimum), share


def _outside(
    city: City, elements: Elements, limits: Resources, edges: Edges, share: Ints, at: Ints
) -> Flags:
    """As with a reserve: per need; per person where the resource limits what one person may get."""
    outside = np.zeros(len(edges.need), np.bool_)
    sharing = np.flatnonzero(share)
    some = replace(city, resources=city.resources[sharing])
    for fit in Fits(some, np.flatnonzero(elements.size.sum(axis=0))):
        here = slice(*at[sharing[fit.resource] : sharing[fit.resource] + 2].tolist())
        strange = fit.outside[fit.edges]
        if len(strange) and limits.cap[sharing[fit.resource]] < NO_LIMIT:
            person = edges.some(here).person
            strange = np.isin(person, person[strange])
        outside[here] = strange
    return outside
