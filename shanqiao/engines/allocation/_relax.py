"""Labels that spread along arcs until nothing improves: Bellman-Ford, only where something moved."""

from __future__ import annotations

import numpy as np

from ._order import Ints


def spread(labels: Ints, tail: Ints, head: Ints, cost: Ints | None = None) -> Ints:
    """The least label every node can have when labels travel along arcs and add their cost.

    Args:
        labels: (v,) the label each node starts with.
        tail, head: (a,) arcs; a label travels from tail to head.
        cost: (a,) what an arc adds; nothing where None. No circle of arcs may add up below 0.

    Returns:
        (v,) the fixpoint: ``labels[head] <= labels[tail] + cost`` on every arc.
    """
    labels = labels.copy()
    order = np.argsort(tail, kind="stable")
    head = head[order]
    added = np.zeros(0, np.int64) if cost is None else cost[order]
    begin = np.searchsorted(tail[order], np.arange(len(labels) + 1))
    moved = np.arange(len(labels))
    while len(moved):
        moved = moved[begin[moved + 1] > begin[moved]]
        arcs, source = _arcs_from(moved, begin)
        offered = labels[source] if cost is None else labels[source] + added[arcs]
        better = offered < labels[head[arcs]]
        reached = head[arcs][better]
        np.minimum.at(labels, reached, offered[better])
        moved = np.unique(reached)
    return labels


def _arcs_from(nodes: Ints, begin: Ints) -> tuple[Ints, Ints]:
    """All arcs leaving ``nodes``, and the node each of them leaves."""
    count = begin[nodes + 1] - begin[nodes]
    source = np.repeat(nodes, count)
    first = np.repeat(begin[nodes] - (np.cumsum(count) - count), count)
    return first + np.arange(len(source)), source
