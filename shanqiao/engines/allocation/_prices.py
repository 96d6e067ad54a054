"""What one more unit, or one unit less, would mean at every place of the network.

*Gain* at a place is the rank weight of the best element that one more unit there would serve, 0 for
none. *Loss* is the rank weight of the least element that has to give up a unit so that one is free
there, 0 where a unit is left over, `NEVER` where none can be had. Both are labels spread over
the residual graph, exact for one unit, and the same for every plan with the same amounts. A label
is an element's weight or 0, so it can be told in any other weights that follow the same order:
that is why one set of rank prices proves the order and the value of the plan files at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ._counting import found_in
from ._edges import Edges
from ._order import Ints

NEVER = 2**62


def _no_pairs() -> Ints:
    return np.empty(0, np.int64)


@dataclass(frozen=True)
class Labels:
    """One label for every place.

    Attributes:
        resource: (m,) at each resource.
        general: (m,) at the part that people outside its reserve may get.
        need: (n,) at each need.
        pair: (p,) numbers of pairs (`Edges.pairs`), ascending, whose limit per person keeps what is
            behind it from what is before it.
        behind: (p,) the label behind that limit.
    """

    resource: Ints
    general: Ints
    need: Ints
    pair: Ints = field(default_factory=_no_pairs)
    behind: Ints = field(default_factory=_no_pairs)

    def before_person(self, edges: Edges) -> Ints:
        """(e,) at the place before any limit per person."""
        return np.where(edges.general, self.general[edges.resource], self.resource[edges.resource])

    def behind_person(self, edges: Edges) -> Ints:
        """(e,) at the last place before the need."""
        label = self.before_person(edges)
        if len(self.pair):
            here = np.flatnonzero(edges.limited)
            at, known = found_in(self.pair, edges.some(here).pairs)
            label[here[known]] = self.behind[at[known]]
        return label


@dataclass(frozen=True)
class Prices:
    """`Labels` of both sorts, in rank weights."""

    gain: Labels
    loss: Labels
