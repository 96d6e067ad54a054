"""Step 2 and step 3: from whom, with the amounts fixed.

Two wishes in strict order, in one minimum-cost flow:

1. the sum of distance times quantity is as small as possible (0 for cash or the same street, 1 for
   the same district, 2 otherwise);
2. among such plans, as little as possible differs from a standing plan: the sum of |x - s|.

What is still equal after that is decided by the solver, which works in the order of needs and
resources as text and therefore gives the same plan for the same content. Between wishes the unit
costs are scaled: a circle of steps that changes the flow passes each node once, so a factor above
the most that the lower wish can add up to along one circle lets the higher wish win always.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from ortools.graph.python import min_cost_flow

from ._edges import Edges
from ._facts import City
from ._network import SOURCE, Network
from ._order import Ints, Rows


class CannotSolve(Exception):
    """The numbers are too large for the flow solver.

    Attributes:
        zh: the same in Chinese.
    """

    def __init__(self, status: object) -> None:
        super().__init__(f"the numbers are too large to find the shortest distances ({status})")
        self.zh = f"数字太大，算不出最短路程（{status}）"


class Distances:
    """How far needs and resources of a city are apart."""

    def __init__(self, city: City) -> None:
        """Number the places."""
        cash = set(city.kinds.filter("is_cash")["kind"])
        self._is_cash = city.needs["kind"].is_in(list(cash)).to_numpy()
        needs, homes = city.needs["street"], city.resources["home"]
        self._street, self._home = _numbered(needs, homes)
        self._district, self._home_district = _numbered(needs.str.head(6), homes.str.head(6))

    @property
    def matter(self) -> bool:
        """Whether there is anything but cash."""
        return not bool(self._is_cash.all())

    def on(self, edges: Edges) -> Ints:
        """(e,) per unit."""
        return self.between(edges.need, edges.resource)

    def between(self, need: Rows | Ints, resource: Rows | Ints) -> Ints:
        """(k,) 0 for cash or the same street, 1 for the same district, 2 otherwise."""
        same_street = self._street[need] == self._home[resource]
        same_district = self._district[need] == self._home_district[resource]
        apart = np.where(same_street, 0, np.where(same_district, 1, 2))
        return np.where(self._is_cash[need], 0, apart).astype(np.int64)


def shares_in(network: Network, amounts: Ints, distance: Ints, standing: Ints) -> Ints:
    """(e,) what is given on every edge of the network.

    Args:
        amounts: (k,) what each need gets.
        distance: (e,) per unit.
        standing: (e,) what the standing plan gives, 0 where it gives nothing.

    Raises:
        CannotSolve: costs or capacities do not fit the solver.
    """
    total, edge = int(amounts.sum()), network.edge
    cost, kept_cost = _costs(network, distance, bool(standing.any()))
    capacity = np.minimum(network.capacity, total)
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
        raise CannotSolve(status)
    found = flow.flows(arcs[edge.start :]).astype(np.int64)
    shares: Ints = found[: len(distance)]
    shares[twin] += found[len(distance) :]
    return shares


def _costs(network: Network, distance: Ints, has_standing: bool) -> tuple[Ints, Ints]:
    """Costs of all arcs, and of the twins on which an edge keeps what the standing plan gave."""
    suppliers = network.nodes - 1 - len(network.needs)
    change = 2 * min(suppliers, len(network.needs)) + 1 if has_standing else 1
    cost = np.zeros(len(network.tail), np.int64)
    cost[network.edge] = distance * change + int(has_standing)
    return cost, distance * change


def _numbered(left: pl.Series, right: pl.Series) -> tuple[Ints, Ints]:
    """Texts of two columns as numbers, equal where the texts are."""
    both = pl.concat([left, right]).rank("dense").cast(pl.Int64).to_numpy()
    return both[: len(left)], both[len(left) :]
