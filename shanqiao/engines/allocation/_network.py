"""The flow network of one group of kinds: source → resource → (general) → (person) → need.

A resource has a *general* node only where it reserves something; a person has a node at a resource
only where the resource has a limit per person and the person several needs it may serve. With one
need the limit is the capacity of the edge itself. Each constraint of the plan files is the capacity
of exactly one arc, and the whole is a pure network: whole numbers come out by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from ._edges import NO_LIMIT, Edges, Resources
from ._facts import City
from ._order import Ints

SOURCE = 0


@dataclass(frozen=True)
class Network:
    """Nodes are numbered; arcs stand in four blocks one after the other.

    Attributes:
        kinds: the kinds of help in it, joined by "|".
        resources, needs: rows in the city of those that have an edge here.
        edges: (e,) which of the city's edges these are.
        resource_node, general_node: (m,) node of each of ``resources``; the same one where
            nothing is reserved.
        need_node: (k,) node of each of ``needs``.
        tail, head, capacity: (a,) arcs.
        supply, general, person, edge: the blocks.
        pair: (p,) number of the (resource, person) pair behind each arc of the block ``person``.
        nodes: how many nodes there are.
    """

    kinds: str
    resources: Ints
    needs: Ints
    edges: Ints
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


def networks_of(city: City, edges: Edges, limits: Resources, people: int) -> Iterator[Network]:
    """One network for every group of kinds that some resource ties together, in order of kind."""
    group_of_kind = groups_of_kinds(city)
    group = np.array([group_of_kind[kinds[0]] for kinds in city.resources["kinds"]], np.int64)
    names: dict[int, list[str]] = {}
    for kind, number in group_of_kind.items():
        names.setdefault(number, []).append(kind)
    for number, kinds in sorted(names.items()):
        here = np.flatnonzero(group[edges.resource] == number)
        if len(here):
            yield _network("|".join(sorted(kinds)), here, edges, limits, people)


def groups_of_kinds(city: City) -> dict[str, int]:
    """Kinds that one resource serves belong together, and so on from there."""
    group = {kind: number for number, kind in enumerate(city.kinds["kind"])}
    ties = city.resources.select(pl.col("kinds")).unique(maintain_order=True)["kinds"]
    for kinds in ties:
        joined = {group[kind] for kind in kinds}
        group = {kind: min(joined) if g in joined else g for kind, g in group.items()}
    return group


def _network(kinds: str, here: Ints, edges: Edges, limits: Resources, people: int) -> Network:
    resources, at_resource = np.unique(edges.resource[here], return_inverse=True)
    needs, at_need = np.unique(edges.need[here], return_inverse=True)
    reserves = np.zeros(len(resources), np.bool_)
    reserves[at_resource[edges.general[here]]] = True
    pairs, of_pair, pair_cap = _pairs_with_a_node(here, edges, people)

    resource_node = 1 + np.arange(len(resources))
    general_node = resource_node.copy()
    general_node[reserves] = 1 + len(resources) + np.arange(reserves.sum())
    first_person = 1 + len(resources) + int(reserves.sum())
    need_node = first_person + len(pairs) + np.arange(len(needs))

    before = np.where(edges.general[here], general_node[at_resource], resource_node[at_resource])
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
            np.where(in_pair, NO_LIMIT, edges.cap[here]),
        ),
    ]
    ends = np.cumsum([0, *(len(block[0]) for block in blocks)]).tolist()
    tail, head, capacity = (np.concatenate(part) for part in zip(*blocks, strict=True))
    supply, general, person, edge = (slice(*ends_of) for ends_of in pairwise(ends))
    return Network(
        kinds=kinds,
        resources=resources,
        needs=needs,
        edges=here,
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


def _pairs_with_a_node(here: Ints, edges: Edges, people: int) -> tuple[Ints, Ints, Ints]:
    """The pairs that need a node, for each edge which of them it belongs to, -1 for none, and for
    each pair what the person may still get."""
    limited = edges.limited[here]
    numbers, first, of_number, count = np.unique(
        edges.pairs(people)[here][limited],
        return_index=True,
        return_inverse=True,
        return_counts=True,
    )
    several = count >= 2
    renumbered = np.where(several, np.cumsum(several) - 1, -1)
    of_pair = np.full(len(here), -1, np.int64)
    of_pair[limited] = renumbered[of_number]
    return numbers[several], of_pair, edges.cap[here][limited][first[several]]


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
