"""The flow network of one part of a city: source → resource → (general) → (person) → need.

A resource has a *general* node only where it reserves something; a person has a node at a resource
only where the resource has a limit per person and the person several needs it may serve. With one
need the limit is the capacity of the edge itself. Each constraint of the plan files is the capacity
of exactly one arc, and the whole is a pure network: whole numbers come out by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ._edges import NO_LIMIT, Edges, Resources
from ._order import Ints

SOURCE = 0


@dataclass(frozen=True)
class Network:
    """Nodes are numbered; arcs stand in four blocks one after the other.

    Attributes:
        resources, needs: rows of those that have an edge.
        resource_node, general_node: (m,) node of each of ``resources``; the same one where
            nothing is reserved.
        need_node: (k,) node of each of ``needs``.
        tail, head, capacity: (a,) arcs.
        supply, general, person, edge: the blocks; an arc of ``edge`` for each edge, in their order.
        pair: (p,) number of the (resource, person) pair behind each arc of the block ``person``.
        nodes: how many nodes there are.
    """

    resources: Ints
    needs: Ints
    resource_node: Ints
    general_node: Ints
    need_node: Ints
    tail: Ints
    head: Ints
    capacity: Ints
    supply: slice
    general: slice
    person: slice
    edge: slice
    pair: Ints
    nodes: int

    def flow(self, given: Ints) -> Ints:
        """(a,) what flows on every arc when this is given on the edges, (e,)."""
        through = np.zeros(self.nodes, np.int64)
        flow = np.zeros(len(self.tail), np.int64)
        flow[self.edge] = given
        for block in (self.edge, self.person, self.general, self.supply):
            if block != self.edge:
                flow[block] = through[self.head[block]]
            np.add.at(through, self.tail[block], flow[block])
        return flow


def network_of(edges: Edges, limits: Resources) -> Network:
    """The network of some edges."""
    resources, at_resource = np.unique(edges.resource, return_inverse=True)
    needs, at_need = np.unique(edges.need, return_inverse=True)
    reserves = np.zeros(len(resources), np.bool_)
    reserves[at_resource[edges.general]] = True
    pairs, of_pair, pair_cap = _pairs_with_a_node(edges)

    resource_node = 1 + np.arange(len(resources))
    general_node = resource_node.copy()
    general_node[reserves] = 1 + len(resources) + np.arange(reserves.sum())
    first_person = 1 + len(resources) + int(reserves.sum())
    need_node = first_person + len(pairs) + np.arange(len(needs))

    before = np.where(edges.general, general_node[at_resource], resource_node[at_resource])
    in_pair = of_pair >= 0
    person_tail = np.zeros(len(pairs), np.int64)
    person_tail[of_pair[in_pair]] = before[in_pair]
    blocks = [
        (np.zeros(len(resources), np.int64), resource_node, limits.capacity[resources]),
        (resource_node[reserves], general_node[reserves], limits.general[resources][reserves]),
        (person_tail, first_person + np.arange(len(pairs)), pair_cap),
        (
            np.where(in_pair, first_person + of_pair, before),
            need_node[at_need],
            np.where(in_pair, NO_LIMIT, edges.cap),
        ),
    ]
    ends = np.cumsum([0, *(len(block[0]) for block in blocks)]).tolist()
    tail, head, capacity = (np.concatenate(part) for part in zip(*blocks, strict=True))
    supply, general, person, edge = (slice(*ends_of) for ends_of in pairwise(ends))
    return Network(
        resources=resources.astype(np.int64),
        needs=needs.astype(np.int64),
        resource_node=resource_node,
        general_node=general_node,
        need_node=need_node,
        tail=tail,
        head=head,
        capacity=capacity,
        supply=supply,
        general=general,
        person=person,
        edge=edge,
        pair=pairs,
        nodes=first_person + len(pairs) + len(needs),
    )


def _pairs_with_a_node(edges: Edges) -> tuple[Ints, Ints, Ints]:
    """The pairs that need a node, for each edge which of them it belongs to, -1 for none, and for
    each pair what the person may still get."""
    limited = np.flatnonzero(edges.limited)
    some = edges.some(limited)
    numbers, first, of_number, count = np.unique(
        some.pairs, return_index=True, return_inverse=True, return_counts=True
    )
    several = count >= 2
    renumbered = np.where(several, np.cumsum(several) - 1, -1)
    of_pair = np.full(len(edges.need), -1, np.int64)
    of_pair[limited] = renumbered[of_number]
    return numbers[several], of_pair, some.some(first[several]).cap


def residual(network: Network, flow: Ints, cost: Ints | None = None) -> tuple[Ints, Ints, Ints]:
    """Where one more unit could go: forwards with room left, backwards where something flows.

    Args:
        flow: (a,) on the arcs of the network.
        cost: (a,) per unit; nothing where None.

    Returns:
        tail, head and cost of every such step, (r,) each; a step backwards gives the cost back.
    """
    room, used = flow < network.capacity, flow > 0
    each = np.zeros(len(flow), np.int64) if cost is None else cost
    return (
        np.concatenate([network.tail[room], network.head[used]]),
        np.concatenate([network.head[room], network.tail[used]]),
        np.concatenate([each[room], -each[used]]),
    )
