"""What is given on which edges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ._before import had_all
from ._counting import sums
from ._edges import Edges
from ._order import Flags, Ints


@dataclass(frozen=True)
class Given:
    """Everything that is given; no edge twice, by resource and then by need.

    Attributes:
        edges: (u,) on which something is given.
        quantity: (u,) > 0, in the unit of the resource.
    """

    edges: Edges
    quantity: Ints

    def on(self, edges: Edges) -> Ints:
        """(e,) what is given on each of some edges that hold all of these, in the same order."""
        quantity = np.zeros(len(edges.need), np.int64)
        quantity[np.searchsorted(edges.codes, self.edges.codes)] = self.quantity
        return quantity

    def by_resource(self, resources: int, where: Flags | slice = slice(None)) -> Ints:
        """(m,) what each resource gives, on some of the edges."""
        return sums(self.edges.resource[where], self.quantity[where], resources)

    def full_pairs(self) -> Ints:
        """Numbers of the pairs (`Edges.pairs`) whose person has got all they may: before or now."""
        people = self.edges.people
        some = self.edges.some(self.edges.limited)
        pair, first, which = np.unique(some.pairs, return_index=True, return_inverse=True)
        got = sums(which, self.quantity[self.edges.limited], len(pair))
        now = pair[got >= some.some(first).cap]
        earlier = had_all(people.before, people.most)
        had = people.before.resource[earlier] * people.count + people.before.person[earlier]
        return np.union1d(now, had)


def given_on(edges: Edges, quantity: Ints | None = None) -> Given:
    """Put in order and together what is given on some edges; nothing where no quantity is said."""
    if quantity is None:
        return Given(edges.some(slice(0)), np.empty(0, np.int64))
    _, first, which = np.unique(edges.codes, return_index=True, return_inverse=True)
    return Given(edges.some(first), sums(which, quantity, len(first)))
