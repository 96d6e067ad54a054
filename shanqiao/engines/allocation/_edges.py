"""Which resource may serve which need, and through which limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from ._before import Before, before_of, granted_before
from ._facts import City
from ._fit import Fits
from ._order import Flags, Ints, Rows
from ._people import people_of

NO_LIMIT = 2**62
AT_ONCE = 2**21  # so many edges are looked at in one go


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
class People:
    """Who is behind the needs, and what one person may get.

    Attributes:
        person: (n,) the person of each need, as a number.
        count: how many people there are.
        most: (m,) the most one person may ever get from each resource, see `Resources.cap`.
        before: what they were granted before.
    """

    person: Ints
    count: int
    most: Ints
    before: Before


@dataclass(frozen=True)
class Edges:
    """Pairs that may be served, by resource and then by need.

    There are many of them, so that each keeps nine bytes and everything else is asked for.

    Attributes:
        need, resource: (e,) rows.
        general: (e,) whether the need counts as outside the reserve of a resource that has one.
        people: behind the needs.
    """

    need: Rows
    resource: Rows
    general: Flags
    people: People

    @classmethod
    def between(cls, need: Ints, resource: Ints, general: Flags, people: People) -> Edges:
        """Edges between rows."""
        return cls(need.astype(np.int32), resource.astype(np.int32), general, people)

    @classmethod
    def none(cls, people: People) -> Edges:
        """No edges."""
        nothing = np.empty(0, np.int64)
        return cls.between(nothing, nothing, np.empty(0, np.bool_), people)

    def some(self, where: Ints | Flags | slice) -> Edges:
        """Some of them."""
        of_each = (self.need[where], self.resource[where], self.general[where])
        return Edges(*of_each, self.people)

    def pieces(self) -> Iterator[tuple[int, Edges]]:
        """All of them, some after the others, each time with the place of the first one."""
        for begin in range(0, len(self.need), AT_ONCE):
            yield begin, self.some(slice(begin, begin + AT_ONCE))

    def places(self, test: Callable[[Edges], Flags]) -> Ints:
        """Where something holds, ascending."""
        found = [begin + np.flatnonzero(test(piece)) for begin, piece in self.pieces()]
        return np.concatenate([np.empty(0, np.int64), *found])

    @property
    def person(self) -> Ints:
        """(e,) the person of the need, as a number."""
        return self.people.person[self.need]

    @property
    def limited(self) -> Flags:
        """(e,) where the resource limits what one person may get."""
        return (self.people.most < NO_LIMIT)[self.resource]

    @property
    def had(self) -> Ints:
        """(e,) what the person was granted from the resource before."""
        return self.people.before.had(self.resource, self.person)

    @property
    def cap(self) -> Ints:
        """(e,) the most the person may still get from it, `NO_LIMIT` where nothing is said."""
        most = self.people.most[self.resource]
        return np.where(most < NO_LIMIT, np.maximum(0, most - self.had), NO_LIMIT)

    @property
    def codes(self) -> Ints:
        """(e,) one number per (resource, need), growing with both."""
        return self.resource.astype(np.int64) * len(self.people.person) + self.need

    @property
    def pairs(self) -> Ints:
        """(e,) one number per (resource, person), growing with the resource."""
        return self.resource.astype(np.int64) * self.people.count + self.person


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


def people_behind(city: City, limits: Resources) -> People:
    """Everybody who has a need."""
    return People(*people_of(city.needs), limits.cap, before_of(city))


def edges_of(
    city: City, open_needs: Ints, limits: Resources, people: People | None = None
) -> Edges:
    """Find every edge between a resource and a need that still misses something.

    A need counts as one of ``reserved_for`` when the expression is yes for it. Only where a person
    has several needs at a resource that also limits what one person may get does the person
    count as a whole: as outside if one of these needs is. One limit across both sides of a
    reserve would be no flow; and so restricted capacity never goes where its giver did not allow.

    Args:
        open_needs: (k,) rows of the needs that miss something, ascending.
        people: behind them, where that was asked before.
    """
    found, outside, counts = [np.empty(0, np.int32)], [np.empty(0, np.bool_)], []
    for fit in Fits(city, open_needs):
        here = fit.edges
        found.append(fit.needs[here].astype(np.int32))
        outside.append(fit.outside[here] & limits.reserves[fit.resource])
        counts.append(len(found[-1]))
    edges = Edges(
        need=np.concatenate(found),
        resource=np.repeat(np.arange(len(counts), dtype=np.int32), np.array(counts, np.int64)),
        general=np.concatenate(outside),
        people=people or people_behind(city, limits),
    )
    return replace(edges, general=_whole_person(edges))


def _whole_person(edges: Edges) -> Flags:
    """Outside with one need is outside with all, where a resource limits what one person may get."""
    several = (np.bincount(edges.people.person, minlength=1) > 1)[edges.people.person]
    here = edges.places(lambda some: some.limited & several[some.need])
    pairs, general = edges.some(here).pairs, edges.general.copy()
    general[here] = np.isin(pairs, pairs[general[here]])
    return general
