"""What proves step 2: the least distance at which one more unit could be had at every place."""

from __future__ import annotations

import numpy as np

from ._network import SOURCE, Network, residual
from ._order import Ints
from ._prices import Labels
from ._relax import spread


def no_potentials(resources: int, needs: int, edges: int) -> Labels:
    """Zero everywhere: what a city without any network starts from."""
    return Labels(*(np.zeros(size, np.int64) for size in (resources, resources, needs, edges)))


def potentials_of(network: Network, flow: Ints, distance: Ints) -> Ints:
    """(nodes,) shortest ways from the source of one network through the residual graph.

    The flow is cheapest, so no circle of steps is below zero and shortest ways exist. A resource
    with something left over costs nothing, one that is used up costs the detours it causes.

    Args:
        flow: (a,) a cheapest flow for its amounts.
        distance: (e,) per unit, on the edges of the network.
    """
    cost = np.zeros(len(network.tail), np.int64)
    cost[network.edge] = distance
    tail, head, step = residual(network, flow, cost)
    label = spread(np.zeros(network.nodes, np.int64), tail, head, step)
    label -= label[SOURCE]
    # Where nothing flows a resource could be labelled below the source; it is free, not better.
    label[network.resource_node] = np.maximum(0, label[network.resource_node])
    return label
