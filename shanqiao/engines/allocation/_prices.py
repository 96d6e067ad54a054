"""What one more unit, or one unit less, would mean at every place of the network.

*Gain* at a place is the rank weight of the best element that one more unit there would serve, 0 for
none. *Loss* is the rank weight of the least element that has to give up a unit so that one is free
there, 0 where a unit is left over, `NEVER` where none can be had. Both are labels spread over
the residual graph, exact for one unit, and the same for every plan with the same amounts. A label
is an element's weight or 0, so it can be told in any other weights that follow the same order:
that is why one set of rank prices proves the order and the value of the plan files at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ._edges import Edges
from ._network import Network
from ._order import Ints

NEVER = 2**62


@dataclass(frozen=True)
class Labels:
    """One label for every place; rank weights.

    Attributes:
        resource: (m,) at each resource.
        general: (m,) at the part that people outside its reserve may get.
        need: (n,) at each need.
        edge: (e,) on each edge at the last place before the need: the person's node where the
            person has one at that resource, else the resource or its general part.
    """

    resource: Ints
    general: Ints
    need: Ints
    edge: Ints

    def before_person(self, edges: Edges) -> Ints:
        """(e,) at the place before any limit per person."""
        return np.where(edges.general, self.general[edges.resource], self.resource[edges.resource])


@dataclass(frozen=True)
class Prices:
    """`Labels` of both sorts for a whole city."""

    gain: Labels
    loss: Labels


def store(into: Labels, network: Network, label: Ints) -> None:
    """Put the labels of a network's nodes where the city keeps them."""
    resource = label[network.resource_node]
    into.resource[network.resources] = resource
    # What reaches the general part has gone through the resource as a whole.
    into.general[network.resources] = np.maximum(resource, label[network.general_node])
    into.need[network.needs] = label[network.need_node]
    into.edge[network.edges] = label[network.tail[network.edge]]
