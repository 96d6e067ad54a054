"""Which resource may serve which need, and through which limits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from ._facts import City
from ._fit import Fits
from ._order import Flags, Ints

NO_LIMIT = 2**62


@dataclass(frozen=True)
class Resources:
    """The numbers of every resource.

    Attributes:
        capacity: (m,) in the unit of its kinds.
        general: (m,) how much of it people outside its reserve may get; equal to ``capacity``
            where nothing is reserved.
        cap: (m,) the most one person may get, `NO_LIMIT` where nothing is said.
    """

    capacity: Ints
    general: Ints
    cap: Ints

    @property
    def reserves(self) -> Flags:
        """(m,) where something is reserved."""
        return self.general < self.capacity


@dataclass(frozen=True)
class Edges:
    """All pairs that may be served, by resource and then by need.

    Attributes:
        need, resource: (e,) rows.
        person: (e,) the person of the need, as a number.
        general: (e,) whether the need counts as outside the reserve of a resource that has one.
    """

    need: Ints
    resource: Ints
    person: Ints
    general: Flags

    def pairs(self, people: int) -> Ints:
        """(e,) one number per (resource, person), growing with the resource."""
        return self.resource * people + self.person


def resources_of(city: City) -> Resources:
    """Capacity, the part open to everybody, and the limit per person, of each resource."""
    frame = city.resources
    capacity = frame["capacity"].to_numpy()
    reserved = -(-frame["reserved_share"].to_numpy() * capacity // 100)  # rounded up
    cap = frame["person_cap"].fill_null(NO_LIMIT).to_numpy()
    return Resources(capacity=capacity, general=capacity - reserved, cap=cap)


def people_of(needs: pl.DataFrame) -> tuple[Ints, int]:
    """(n,) the person of each need as a number, and how many people there are."""
    people = needs["person"].rank("dense").to_numpy().astype(np.int64) - 1
    return people, needs["person"].n_unique()


def edges_of(city: City, open_needs: Ints, limits: Resources) -> Edges:
    """Find every edge between a resource and a need that still misses something.

    A need counts as one of ``reserved_for`` when the expression is yes for it. Only where a person
    has several needs at a resource that also limits what one person may get does the person
    count as a whole: as outside if one of these needs is. One limit across both sides of a
    reserve would be no flow; and so restricted capacity never goes where its giver did not allow.

    Args:
        open_needs: (k,) rows of the needs that miss something, ascending.
    """
    person, people = people_of(city.needs)
    found, outside, counts = [np.empty(0, np.int64)], [np.empty(0, np.bool_)], []
    for fit in Fits(city, open_needs):
        here = fit.edges
        found.append(fit.needs[here])
        outside.append(fit.outside[here] & limits.reserves[fit.resource])
        counts.append(len(found[-1]))
    need = np.concatenate(found)
    resource = np.repeat(np.arange(len(counts)), np.array(counts, np.int64))
    edges = Edges(need, resource, person[need], np.concatenate(outside))
    return Edges(need, resource, edges.person, _whole_person(edges, limits, people))


def _whole_person(edges: Edges, limits: Resources, people: int) -> Flags:
    """Outside with one need is outside with all, where a resource limits what one person may get."""
    _, pair = np.unique(edges.pairs(people), return_inverse=True)
    outside = np.zeros(len(edges.need), np.bool_)
    outside[pair[edges.general]] = True
    limited = limits.cap[edges.resource] < NO_LIMIT
    return np.where(limited, outside[pair], edges.general)
