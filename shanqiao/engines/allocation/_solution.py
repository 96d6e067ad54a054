"""Everything known about one part of a city once it is solved; words and figures are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ._counting import found_in
from ._distance import Distances
from ._edges import Edges, Resources
from ._facts import City
from ._given import Given
from ._order import Elements, Flags, Ints
from ._prices import Labels, Prices


@dataclass(frozen=True)
class Solution:
    """A solved part in numbers.

    Attributes:
        edges: all pairs that may be served.
        given: what flows on which of them.
        amounts: (n,) what each need gets.
        distances: between its needs and resources.
        prices: gain and loss at every place, in rank weights.
        potentials: what proves step 2.
    """

    city: City
    elements: Elements
    limits: Resources
    edges: Edges
    given: Given
    amounts: Ints
    distances: Distances
    prices: Prices
    potentials: Labels

    @property
    def person(self) -> Ints:
        """(n,) the person of each need, as a number."""
        return self.edges.people.person

    @cached_property
    def full_pairs(self) -> Ints:
        """Pairs whose person has got all they may from the resource; see `Given.full_pairs`."""
        return self.given.full_pairs()

    @cached_property
    def full(self) -> Edges:
        """The edges of these pairs."""
        people, pairs = self.edges.people, self.full_pairs
        some_pair = np.zeros(people.count, np.bool_)
        some_pair[pairs % people.count] = True
        near = self.edges.places(lambda some: some_pair[some.person] & some.limited)
        edges = self.edges.some(near)
        return edges.some(self.is_full(edges))

    def is_full(self, edges: Edges) -> Flags:
        """(e,) where the person has got all they may, before or with this plan."""
        return found_in(self.full_pairs, edges.pairs)[1]

    @cached_property
    def unfilled(self) -> Ints:
        """(n,) rank weight of the first element of each need that misses something, or 0."""
        return self.elements.best_unfilled(self.amounts)

    @cached_property
    def missing(self) -> Ints:
        """(n,) what each need still misses under the plan."""
        missing: Ints = self.elements.size.sum(axis=0) - self.amounts
        return missing

    @cached_property
    def spent(self) -> Ints:
        """(m,) what each resource gives."""
        return self.given.by_resource(len(self.limits.capacity))
