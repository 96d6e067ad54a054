"""Public instances of network flows, told as problems of the engine.

A network here has arcs (tail, head) with a capacity u and a cost c, and nodes with a supply b: what
leaves minus what enters. A flow f can be read as help: **each arc is a need of u units, each node a
resource, and an arc may be served by its two nodes only.** The head serves the f units that flow,
the tail the u - f that do not. A node then gives

    the f of arcs that enter + the u - f of arcs that leave = the u of arcs that leave - b,

which is the same for every flow: let this be its capacity. Capacities add up to the needs, so where
every need is met every resource is used up, and every node is in balance. Flows and plans that
meet every need are therefore the same things. This is Wagner's transformation of a minimum-cost
flow into a transportation problem (Management Science 5, 1959, pages 304-318).

**Step 1 finds a maximum flow** from s to t. Take away the arcs into s and out of t; let s give
nothing, t as much as is asked for, every other node the u that leave it. Then the most that can be
met leaves unmet exactly (the u that leave s) - (the maximum flow):

- not more: with a maximum flow served as above only the u - f of arcs that leave s stay unmet;
- not less: take a smallest cut, A with s and the rest with t. Arcs inside A can be served by A only.
  They need u(A, A), and A without s has u(A, A) + u(A, rest) - u(s), so u(s) - u(A, rest) of them
  stay unmet at least; and u(A, rest) is the maximum flow.
"""

from __future__ import annotations

import bz2
import importlib.resources
import pickle
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from shanqiao.engines.allocation._before import Before
from shanqiao.engines.allocation._edges import NO_LIMIT, Edges, People, Resources

from .cities import a_city, a_need, a_resource


@dataclass(frozen=True)
class Flows:
    """A network; nodes are numbered from 0.

    Attributes:
        supply: (v,) what leaves each node minus what enters it.
        tail, head, capacity, cost: (a,) arcs.
    """

    supply: np.ndarray
    tail: np.ndarray
    head: np.ndarray
    capacity: np.ndarray
    cost: np.ndarray

    @classmethod
    def of(cls, supply, arcs):
        """Arcs are rows of tail, head, capacity and cost."""
        return cls(np.array(supply, np.int64), *np.array(arcs, np.int64).T)

    def without(self, arcs):
        """The same network without some arcs, (a,) flags."""
        kept = (column[~arcs] for column in (self.tail, self.head, self.capacity, self.cost))
        return Flows(self.supply, *kept)

    @property
    def leaving(self):
        """(v,) the capacities of the arcs that leave each node."""
        total = np.zeros(len(self.supply), np.int64)
        np.add.at(total, self.tail, self.capacity)
        return total


class Transport(NamedTuple):
    """A transportation problem as step 2 has it: what each need gets, and a cost for each edge."""

    edges: Edges
    limits: Resources
    amounts: np.ndarray
    distance: np.ndarray


def from_networkx(name):
    """An instance of networkx's own tests, nodes 1 … v there.

    A pickle can run anything: it is read only because it comes in a package that is installed by
    version and hash, as the code of that package is.
    """
    file = importlib.resources.files("networkx.algorithms.flow.tests") / f"{name}.gpickle.bz2"
    graph = pickle.loads(bz2.decompress(file.read_bytes()))
    return Flows.of(
        [-graph.nodes[node].get("demand", 0) for node in range(1, len(graph) + 1)],
        [(u - 1, v - 1, d["capacity"], d.get("weight", 0)) for u, v, d in graph.edges(data=True)],
    )


def transport_of(costs, supply, demand):
    """Who sends to whom: supply (m,), demand (k,), costs (m, k) per unit."""
    costs = np.array(costs, np.int64)
    resource, need = np.indices(costs.shape).reshape(2, -1)
    return _transport(resource, need, costs.ravel(), supply, np.array(demand, np.int64))


def as_transport(flows):
    """The network as a transportation problem, and what its plan costs more than its flow.

    What flows costs c at the head. Where c is below 0 what does not flow costs -c at the tail
    instead, which is -c x u more in sum, whatever flows.
    """
    arcs = np.arange(len(flows.tail))
    more = np.maximum(0, -flows.cost)
    transport = _transport(
        np.concatenate([flows.tail, flows.head]),
        np.concatenate([arcs, arcs]),
        np.concatenate([more, np.maximum(0, flows.cost)]),
        flows.leaving - flows.supply,
        flows.capacity,
    )
    return transport, int((more * flows.capacity).sum())


def as_city(flows):
    """The city whose plan tells the maximum flow from the first node to the last.

    Every need has a street of its own, and a resource serves the streets of its arcs.
    """
    source, sink = 0, len(flows.supply) - 1
    kept = flows.without((flows.head == source) | (flows.tail == sink))
    gives = kept.leaving
    gives[source], gives[sink] = 0, kept.capacity[kept.head == sink].sum()
    streets = [[] for _ in gives]
    for arc, ends in enumerate(zip(kept.tail, kept.head, strict=True)):
        for node in ends:
            streets[node].append(f"{arc:09d}")
    needs = [
        a_need(f"{arc:09d}", street=f"{arc:09d}", quantity=units)
        for arc, units in enumerate(kept.capacity.tolist())
    ]
    resources = [
        a_resource(f"{node:06d}", capacity=units, streets=streets[node], home="")
        for node, units in enumerate(gives.tolist())
    ]
    return a_city(needs, resources)


def as_matching(left, edges):
    """The city in which every node on the left needs one, and one on the right gives one."""
    streets = {}
    for need, resource in edges:
        streets.setdefault(resource, []).append(f"{need:09d}")
    return a_city(
        [a_need(f"{need:09d}", street=f"{need:09d}") for need in left],
        [a_resource(f"{node:06d}", streets=near) for node, near in streets.items()],
    )


def _transport(resource, need, distance, capacity, amounts):
    """Built by the engine itself, from edges in the order in which it keeps them."""
    order = np.lexsort((need, resource))
    capacity = np.array(capacity, np.int64)
    unlimited = np.full(len(capacity), NO_LIMIT)
    people = People(
        person=np.arange(len(amounts)),
        count=len(amounts),
        most=unlimited,
        before=Before(*np.empty((3, 0), np.int64)),
    )
    inside = np.zeros(len(order), np.bool_)
    edges = Edges.between(need[order], resource[order], inside, people)
    limits = Resources(
        capacity=capacity,
        general=capacity,
        overdrawn=np.zeros(len(capacity), np.bool_),
        cap=unlimited,
    )
    return Transport(edges, limits, amounts, distance[order])
