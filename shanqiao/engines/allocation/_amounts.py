"""Step 1: who gets how much.

Served elements form a polymatroid, so the lexicographically greatest amounts are those of a
maximum flow that is cheapest when every element costs its place in the order. One minimum-cost
flow per group of kinds therefore gives them exactly.

Source:
    Megiddo, "Optimal flows in networks with multiple sources and sinks", Mathematical
    Programming 7 (1974); Fujishige, "Lexicographically optimal base of a polymatroid with respect
    to a weight vector", Mathematics of Operations Research 5 (1980).
"""

from __future__ import annotations

import numpy as np
from ortools.graph.python import min_cost_flow

from ._network import SOURCE, Network
from ._order import Elements, Ints


class CannotSolve(Exception):
    """The numbers are too large for the flow solver."""


def amounts_in(network: Network, elements: Elements) -> Ints:
    """(k,) how much each need of the network gets, in the unit of its kind.

    Raises:
        CannotSolve: costs or capacities do not fit the solver.
    """
    sizes = elements.size[:, network.needs]
    tier, need = np.nonzero(sizes)
    size = sizes[tier, need]
    ranks = elements.rank[:, network.needs][tier, need]
    cost = np.argsort(np.argsort(-ranks))  # 0 for the first element in order
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
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise CannotSolve(f"step 1 of {network.kinds}: {status}")
    got = np.zeros(len(network.needs), np.int64)
    np.add.at(got, need, flow.flows(arcs[len(network.tail) :]))
    return got
