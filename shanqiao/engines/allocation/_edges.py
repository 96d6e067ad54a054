"""Which resource may serve which need, and through which limits."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ._before import before_of, granted_before
from ._facts import City
from ._fit import Fits
from ._order import Flags, Ints
from ._people import people_of

NO_LIMIT = 2**62


@dataclass(frozen=True)
class Resources:
    """The numbers of every resource.

    Attributes:
        capacity: (m,) in the unit of its kinds.
        general: (m,) how much of it people outside its reserve may get; equal to ``capacity``
            where nothing is reserved, or as much was granted inside the reserve before.
        overdrawn: (m,) where people outside the reserve had more before than they may altogether.
        cap: (m,) the most one person may ever get, `NO_LIMIT` where nothing is said.
    """

    capacity: Ints
    general: Ints
    overdrawn: Flags
    cap: Ints

    @property
    def reserves(self) -> Flags:
        """(m,) where some of what is left is reserved."""
        return self.general < self.capacity


@dataclass(frozen=True)
class Edges:
    """All pairs that may be served, by resource and then by need.

    Attributes:
        need, resource: (e,) rows.
        person: (e,) the person of the need, as a number.
        general: (e,) whether the need counts as outside the reserve of a resource that has one.
        had: (e,) what the person was granted from the resource before.
        cap: (e,) the most the person may still get from it, `NO_LIMIT` where nothing is said; the
            same on every edge of one person at one resource.
    """

    need: Ints
    resource: Ints
    person: Ints
    general: Flags
    had: Ints
    cap: Ints

    @property
    def limited(self) -> Flags:
        """(e,) where the resource limits what one person may get."""
        return self.cap < NO_LIMIT

    def pairs(self, people: int) -> Ints:
        """(e,) one number per (resource, person), growing with the resource."""
        return self.resource * people + self.person


def resources_of(city: City) -> Resources:
    """Capacity, the part open to everybody, and the limit per person, of each resource.

    With T = what is left + all that was granted before, people outside the reserve may have
    T - ceil(share x T) altogether, and have had some of it; but never more than is left.
    """
    frame = city.resources
    capacity = frame["capacity"].to_numpy()
    granted, outside = granted_before(city)
    whole = capacity + granted
    reserved = -(-frame["reserved_share"].to_numpy() * whole // 100)  # rounded up
    open_to_all = whole - reserved - outside
    return Resources(
        capacity=capacity,
        general=np.maximum(0, np.minimum(capacity, open_to_all)),
        overdrawn=open_to_all < 0,
        cap=frame["person_cap"].fill_null(NO_LIMIT).to_numpy(),
    )


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
    had = before_of(city).had(resource, person[need])
    cap = limits.cap[resource]
    left = np.where(cap < NO_LIMIT, np.maximum(0, cap - had), NO_LIMIT)
    edges = Edges(need, resource, person[need], np.concatenate(outside), had, left)
    return replace(edges, general=_whole_person(edges, people))


def _whole_person(edges: Edges, people: int) -> Flags:
    """Outside with one need is outside with all, where a resource limits what one person may get."""
    _, pair = np.unique(edges.pairs(people), return_inverse=True)
    outside = np.zeros(len(edges.need), np.bool_)
    outside[pair[edges.general]] = True
    return np.where(edges.limited, outside[pair], edges.general)
