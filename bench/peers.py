"""Step 1 by Google's OR-tools, on the very same edges: the peer we measure ourselves by.

`SimpleMinCostFlow` is asked for the maximum flow that is cheapest when every element costs its place
in the order, which has the same amounts as our plan. It is the only one of the solvers at hand that
answers at a million needs. Its graph is built beforehand, from arrays. It tells no prices: the labels
that prove the amounts are spread over its residual graph afterwards, as a book has it.
"""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from bench.ours import a_city_from, groups_from
from shanqiao.engines.allocation._edges import NO_LIMIT
from shanqiao.engines.allocation._order import Elements
from shanqiao.engines.allocation._prices import NEVER
from shanqiao.engines.allocation._relax import spread
from shanqiao.engines.allocation.flow._compiled import allocating
from shanqiao.engines.allocation.flow._ports import WORD, lowest
from shanqiao.engines.allocation.without._fitting import fitting

SOURCE = 0


class CannotCompare(Exception):
    """The peer gave no answer."""


@dataclass
class Graph:
    """One group as OR-tools has it.

    Attributes:
        flow: the solver. Node 0 is the source, the last one the sink.
        tail, head, capacity: (a,) its arcs; the last ones are those of the elements.
        needs: (k,) rows in the city.
        node_of_need: (k,)
        of_element: (i,) the need of each element, in 0 … k - 1.
        elements: of these needs.
    """

    flow: object
    tail: np.ndarray
    head: np.ndarray
    capacity: np.ndarray
    needs: np.ndarray
    node_of_need: np.ndarray
    of_element: np.ndarray
    elements: Elements


def graphs_of(folder):
    """Read the plan files; the elements, and the graph of every group, ready to be solved."""
    elements, groups = groups_from(a_city_from(folder))
    return elements, [_graph(group, elements) for group in groups]


def solved(graph):
    """(a,) what flows on every arc, and (k,) what each need gets.

    Raises:
        CannotCompare: OR-tools found no optimum.
    """
    status = graph.flow.solve_max_flow_with_min_cost()
    if status != graph.flow.OPTIMAL:
        raise CannotCompare(f"OR-tools: {status}")
    flows = graph.flow.flows(np.arange(len(graph.tail)))
    amounts = np.zeros(len(graph.needs), np.int64)
    np.add.at(amounts, graph.of_element, flows[len(flows) - len(graph.of_element) :])
    return flows, amounts


def labels_of(graph, flows, amounts):
    """Gain and loss at every node, see `Prices`: spread over the residual graph until nothing improves."""
    inner = len(flows) - len(graph.of_element)
    tail, head, flow = graph.tail[:inner], graph.head[:inner], flows[:inner]
    room, used = flow < graph.capacity[:inner], flow > 0
    tails = np.concatenate([tail[room], head[used]]).astype(np.int64)
    heads = np.concatenate([head[room], tail[used]]).astype(np.int64)
    nodes = int(graph.head.max()) + 1
    gain, loss = np.zeros(nodes, np.int64), np.full(nodes, NEVER, np.int64)
    gain[graph.node_of_need] = -graph.elements.best_unfilled(amounts)
    loss[SOURCE] = 0
    loss[graph.node_of_need] = graph.elements.least_filled(amounts, NEVER)
    return -spread(gain, heads, tails), spread(loss, tails, heads)


def count_edges(ports):
    """How many pairs may be served."""
    counts = np.zeros(len(ports.person), np.int64)
    _count(ports, counts)
    return int(counts.sum())


def edges_of_ports(ports):
    """Every need with each of its ports, by need: (e,), (e,) both int32."""
    counts = np.zeros(len(ports.person), np.int64)
    _count(ports, counts)
    ends = np.cumsum(counts)
    need, port = (np.empty(int(counts.sum()), np.int32) for _ in range(2))
    _fill(ports, ends - counts, need, port)
    return need, port


def _graph(group, elements):
    """The graph of the plan files: source, resource, general, person, need, sink."""
    need, port = edges_of_ports(group.ports)
    ports, own = group.ports, elements.of(group.needs)
    half, resources, needs = len(ports.capped) * WORD, len(ports.capacity), len(ports.person)
    outside = port >= half
    resource = np.where(outside, port - half, port)
    reserving = np.flatnonzero(ports.general < ports.capacity)
    node_of_resource = 1 + np.arange(resources)
    node_outside = node_of_resource.copy()
    node_outside[reserving] = 1 + resources + np.arange(len(reserving))
    node_of_need = 1 + resources + len(reserving) + np.arange(needs)
    tail = np.where(outside, node_outside[resource], node_of_resource[resource])
    cap = _left_of_caps(ports, resource, ports.person[need])
    pair, first = _pairs(ports, resource, ports.person[need])
    node_of_pair = 1 + resources + len(reserving) + needs + np.arange(len(first))
    sink = 1 + resources + len(reserving) + needs + len(first)

    tier, who = np.nonzero(own.size)
    size = own.size[tier, who]
    place = np.argsort(np.argsort(-own.rank[tier, who]))  # 0 for the first in the order
    total = int(size.sum())
    through = np.where(pair >= 0, node_of_pair[pair] if len(first) else 0, tail)
    arcs = [
        (np.full(resources, SOURCE), node_of_resource, ports.capacity),
        (node_of_resource[reserving], node_outside[reserving], ports.general[reserving]),
        (tail[first], node_of_pair, cap[first]),
        (through, node_of_need[need], np.minimum(own.size.sum(axis=0)[need], cap)),
        (node_of_need[who], np.full(len(who), sink), size),
    ]
    tails, heads, capacity = (np.concatenate(side) for side in zip(*arcs, strict=True))
    capacity = np.minimum(capacity, total)
    cost = np.zeros(len(tails), np.int64)
    cost[len(cost) - len(place) :] = place
    flow = min_cost_flow.SimpleMinCostFlow()
    tails, heads = tails.astype(np.int32), heads.astype(np.int32)
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, capacity, cost)
    flow.set_node_supply(SOURCE, total)
    flow.set_node_supply(sink, -total)
    return Graph(flow, tails, heads, capacity, group.needs, node_of_need, who, own)


def _left_of_caps(ports, resource, person):
    """(e,) what the person of an edge may still get from its resource."""
    people = len(ports.had_begin) - 1
    had_person = np.repeat(np.arange(people), np.diff(ports.had_begin))
    known = had_person * len(ports.cap) + ports.had_resource
    cap = ports.cap[resource]
    if len(known):
        asked = person.astype(np.int64) * len(ports.cap) + resource
        place = np.minimum(np.searchsorted(known, asked), len(known) - 1)
        had = np.where(known[place] == asked, ports.had_count[place], 0)
        cap = np.where(cap < NO_LIMIT, np.maximum(0, cap - had), NO_LIMIT)
    return cap


def _pairs(ports, resource, person):
    """Several needs of one person at a resource with a limit per person share a node.

    Returns:
        (e,) which node each edge goes through, -1 for none; (p,) an edge of each node.
    """
    several = np.diff(ports.mates_begin)[person] > 1
    may = np.flatnonzero(several & (ports.cap[resource] < NO_LIMIT))
    numbers = resource[may].astype(np.int64) * (int(ports.person.max()) + 1) + person[may]
    _, first, of, count = np.unique(
        numbers, return_index=True, return_inverse=True, return_counts=True
    )
    shared = count > 1
    pair = np.full(len(resource), -1, np.int64)
    pair[may] = np.where(shared, np.cumsum(shared) - 1, -1)[of]
    return pair, may[first[shared]]


@allocating
def _count(ports, counts):
    row, other = np.zeros((2, 2 * len(ports.capped)), np.uint64)
    for need in range(len(counts)):
        fitting(ports, need, row, other)
        for word in row:
            while word != 0:
                word &= word - np.uint64(1)
                counts[need] += 1


@allocating
def _fill(ports, begins, need_of, port_of):
    row, other = np.zeros((2, 2 * len(ports.capped)), np.uint64)
    for need in range(len(begins)):
        fitting(ports, need, row, other)
        at = begins[need]
        for word in range(len(row)):
            bits = row[word]
            while bits != 0:
                need_of[at], port_of[at] = need, word * WORD + lowest(bits)
                bits &= bits - np.uint64(1)
                at += 1
