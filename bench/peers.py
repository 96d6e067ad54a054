"""Step 1 by Google's OR-tools, on the very same edges: the peer we measure ourselves by.

`SimpleMinCostFlow` is asked for the maximum flow that is cheapest when every element costs its place
in the order, which has the same amounts as our plan. It is the only one of the solvers at hand that
answers at a million needs. Its graph is built beforehand, from arrays, and counted apart.
"""

import numpy as np
from ortools.graph.python import min_cost_flow

from bench.ours import a_city_from, groups_from
from shanqiao.engines.allocation._edges import NO_LIMIT
from shanqiao.engines.allocation.flow._compiled import allocating
from shanqiao.engines.allocation.flow._ports import WORD, lowest
from shanqiao.engines.allocation.without._fitting import fitting

SOURCE = 0


class CannotCompare(Exception):
    """The peer gave no answer."""


def built(folder):
    """The networks of all groups as OR-tools has them, ready to be solved.

    Returns:
        how many edges there are; the elements; per group (flow, arcs of its elements, their needs).
    """
    city = a_city_from(folder)
    elements, groups = groups_from(city)
    ready, edges = [], 0
    for group in groups:
        need, port = edges_of_ports(group.ports)
        edges += len(need)
        ready.append(_flow(group, elements, need, port))
    return edges, elements, ready


def solved(elements, ready):
    """(n,) what each need gets.

    Raises:
        CannotCompare: OR-tools found no optimum.
    """
    amounts = np.zeros(elements.size.shape[1], np.int64)
    while ready:
        flow, arcs, needs = ready.pop(0)  # one graph after the other is let go
        status = flow.solve_max_flow_with_min_cost()
        if status != flow.OPTIMAL:
            raise CannotCompare(f"OR-tools: {status}")
        np.add.at(amounts, needs, flow.flows(arcs))
    return amounts


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


def _flow(group, elements, need, port):
    """The graph of the plan files: source, resource, general, person, need, sink."""
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
    cost = np.argsort(np.argsort(-own.rank[tier, who]))  # 0 for the first in the order
    total = int(size.sum())
    through = np.where(pair >= 0, node_of_pair[pair] if len(first) else 0, tail)
    whole = own.size.sum(axis=0)

    flow = min_cost_flow.SimpleMinCostFlow()

    def add(tails, heads, capacity, unit_cost=None):
        costs = np.zeros(len(tails), np.int64) if unit_cost is None else unit_cost
        return flow.add_arcs_with_capacity_and_unit_cost(
            tails.astype(np.int32), heads.astype(np.int32), np.minimum(capacity, total), costs
        )

    add(np.full(resources, SOURCE), node_of_resource, ports.capacity)
    add(node_of_resource[reserving], node_outside[reserving], ports.general[reserving])
    add(tail[first], node_of_pair, cap[first])
    add(through, node_of_need[need], np.minimum(whole[need], cap))
    arcs = add(node_of_need[who], np.full(len(who), sink), size, cost)
    flow.set_node_supply(SOURCE, total)
    flow.set_node_supply(sink, -total)
    return flow, arcs, group.needs[who]


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
