"""Step 1 and its labels in another way, as one sees them in a book: a minimum-cost flow, and labels
spread over its residual graph until nothing improves. Slow, and independent of `flow`."""

import numpy as np
from ortools.graph.python import min_cost_flow

from shanqiao.engines.allocation._distance import shares_in
from shanqiao.engines.allocation._edges import edges_of, resources_of
from shanqiao.engines.allocation._network import SOURCE, network_of, residual
from shanqiao.engines.allocation._order import elements_of
from shanqiao.engines.allocation._potentials import stored
from shanqiao.engines.allocation._prices import NEVER, Labels
from shanqiao.engines.allocation._relax import spread


def step_1_by_network(city, policy):
    """amounts (n,), gain and loss `Labels`, and the edges they are for."""
    elements, limits = elements_of(city.needs, policy), resources_of(city)
    edges = edges_of(city, np.flatnonzero(elements.size.sum(axis=0)), limits)
    amounts = np.zeros(city.needs.height, np.int64)
    none = np.zeros(city.resources.height, np.int64)
    gain = Labels(none.copy(), none.copy(), elements.best_unfilled(amounts))
    loss = Labels(
        np.where(limits.capacity > 0, 0, NEVER),
        np.where(limits.general > 0, 0, NEVER),
        np.full(len(amounts), NEVER, np.int64),
    )
    if len(edges.need):
        network = network_of(edges, limits)
        got = _amounts_in(network, elements)
        amounts[network.needs] = got
        free = np.zeros(len(edges.need), np.int64)
        flow = network.flow(shares_in(network, got, free, free))
        gain, loss = _labelled(network, elements.of(network.needs), got, flow, gain, loss)
        loss.general[limits.general == 0] = NEVER
    return amounts, gain, loss, edges


def _amounts_in(network, elements):
    """A maximum flow that is cheapest when every element costs its place in the order."""
    sizes = elements.size[:, network.needs]
    tier, need = np.nonzero(sizes)
    size = sizes[tier, need]
    cost = np.argsort(np.argsort(-elements.rank[:, network.needs][tier, need]))
    sink, total = network.nodes, int(size.sum())
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([network.tail, network.need_node[need]]),
        np.concatenate([network.head, np.full(len(need), sink)]),
        np.concatenate([np.minimum(network.capacity, total), size]),
        np.concatenate([np.zeros(len(network.tail), np.int64), cost]),
    )
    flow.set_node_supply(SOURCE, total)
    flow.set_node_supply(sink, -total)
    assert flow.solve_max_flow_with_min_cost() == flow.OPTIMAL
    got = np.zeros(len(network.needs), np.int64)
    np.add.at(got, need, flow.flows(arcs[len(network.tail) :]))
    return got


def _labelled(network, elements, amounts, flow, gain, loss):
    tail, head, _ = residual(network, flow)
    label = np.zeros(network.nodes, np.int64)
    label[network.need_node] = elements.best_unfilled(amounts)
    # Gains run against the arcs, and the greatest wins: spread() keeps the least.
    gain = stored(gain, network, -spread(-label, head, tail))
    label = np.full(network.nodes, NEVER, np.int64)
    label[SOURCE] = 0
    label[network.need_node] = elements.least_filled(amounts, NEVER)
    return gain, stored(loss, network, spread(label, tail, head))
