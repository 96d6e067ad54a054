"""What proves step 2: the least distance at which one more unit could be had at every place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ._edges import Edges, Resources
from ._given import Given
from ._network import SOURCE, Network, network_of, residual
from ._order import Ints
from ._prices import Labels
from ._relax import spread


def no_potentials(resources: int, needs: int) -> Labels:
    """Zero everywhere: nothing is far from anything."""
    return Labels(*(np.zeros(size, np.int64) for size in (resources, resources, needs)))


def potentials_of(edges: Edges, limits: Resources, given: Given, distance: Ints) -> Labels:
    """Shortest ways from the source through the residual graph.

    The flow is cheapest, so no circle of steps is below zero and shortest ways exist. A resource
    with something left over costs nothing, one that is used up costs the detours it causes.

    Args:
        edges: all of the part.
        given: as cheap as it can be for its amounts.
        distance: (e,) per unit.
    """
    network = network_of(edges, limits)
    cost = np.zeros(len(network.tail), np.int64)
    cost[network.edge] = distance
    tail, head, step = residual(network, network.flow(given.on(edges)), cost)
    label = spread(np.zeros(network.nodes, np.int64), tail, head, step)
    label -= label[SOURCE]
    # Where nothing flows a resource could be labelled below the source; it is free, not better.
    label[network.resource_node] = np.maximum(0, label[network.resource_node])
    return stored(no_potentials(len(limits.capacity), len(edges.people.person)), network, label)


def stored(into: Labels, network: Network, label: Ints) -> Labels:
    """Labels of a part, with those of a network's nodes (nodes,) put where they belong."""
    resource = label[network.resource_node]
    into.resource[network.resources] = resource
    # What reaches the general part has gone through the resource as a whole.
    into.general[network.resources] = np.maximum(resource, label[network.general_node])
    into.need[network.needs] = label[network.need_node]
    return replace(into, pair=network.pair, behind=label[network.head[network.person]])
