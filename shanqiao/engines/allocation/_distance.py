"""Step 2 and step 3: from whom, with the amounts fixed.

Three wishes in strict order, in one minimum-cost flow per group of kinds:

1. the sum of distance times quantity is as small as possible (0 for cash or the same street, 1 for
   the same district, 2 otherwise);
2. among such plans, as little as possible differs from a standing plan: the sum of |x - s|;
3. among such plans, what comes first by name gives first: the sum of the resource's place in
   the order of names times quantity is as small as possible.

What is still equal after that is decided by the solver, which works in the order of needs and
resources as text and therefore gives the same plan for the same content. Between wishes the unit
costs are scaled: a circle of steps that changes the flow passes each node once, so a factor above
the most that a lower wish can add up to along one circle lets the higher wish win always.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from ortools.graph.python import min_cost_flow

from ._edges import Edges
from ._facts import City
from ._network import SOURCE, Network
from ._order import Ints


class CannotSolve(Exception):
    """The numbers are too large for the flow solver."""


def distances(city: City, edges: Edges) -> Ints:
    """(e,) 0 for cash or the same street, 1 for the same district, 2 otherwise."""
    cash = set(city.kinds.filter("is_cash")["kind"])
    is_cash = city.needs["kind"].is_in(list(cash)).to_numpy()
    needs, homes = city.needs["street"], city.resources["home"]
    street, home = _numbered(needs, homes)
    district, home_district = _numbered(needs.str.head(6), homes.str.head(6))
    same_street = street[edges.need] == home[edges.resource]
    same_district = district[edges.need] == home_district[edges.resource]
    apart = np.where(same_street, 0, np.where(same_district, 1, 2))
    return np.where(is_cash[edges.need], 0, apart).astype(np.int64)


def flow_in(network: Network, amounts: Ints, distance: Ints, standing: Ints) -> Ints:
    """(a,) the flow on every arc of the network.

    Args:
        amounts: (k,) what each need gets.
        distance: (e,) per unit, on the edges of the network.
        standing: (e,) what the standing plan gives on them, 0 where it gives nothing.

    Raises:
        CannotSolve: costs or capacities do not fit the solver.
    """
    total = int(amounts.sum())
    cost, kept_cost = _costs(network, distance, bool(standing.any()))
    capacity = np.minimum(network.capacity, total)
    edge = network.edge
    kept = np.minimum(standing, capacity[edge])
    twin = np.flatnonzero(kept)
    capacity[edge] -= kept

    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([network.tail, network.tail[edge][twin]]),
        np.concatenate([network.head, network.head[edge][twin]]),
        np.concatenate([capacity, kept[twin]]),
        np.concatenate([cost, kept_cost[twin]]),
    )
    flow.set_node_supply(SOURCE, total)
    flow.set_nodes_supplies(network.need_node, -amounts)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise CannotSolve(f"step 2 of {network.kinds}: {status}")
    found: Ints = flow.flows(arcs).astype(np.int64)
    found[edge][twin] += found[len(network.tail) :]
    return found[: len(network.tail)]


def _costs(network: Network, distance: Ints, has_standing: bool) -> tuple[Ints, Ints]:
    """Costs of all arcs, and of the twins on which an edge keeps what the standing plan gave."""
    # A circle leaves the source at most once and comes back once: it changes the sum of places
    # by less than the greatest place.
    by_name = int(network.resources[-1]) + 1
    suppliers = network.nodes - 1 - len(network.needs)
    by_standing = 2 * min(suppliers, len(network.needs)) + 1 if has_standing else 1
    cost = np.zeros(len(network.tail), np.int64)
    cost[network.supply] = network.resources
    cost[network.edge] = (distance * by_standing + int(has_standing)) * by_name
    return cost, distance * by_standing * by_name


def _numbered(left: pl.Series, right: pl.Series) -> tuple[Ints, Ints]:
    """Texts of two columns as numbers, equal where the texts are."""
    both = pl.concat([left, right]).rank("dense").cast(pl.Int64).to_numpy()
    return both[: len(left)], both[len(left) :]
