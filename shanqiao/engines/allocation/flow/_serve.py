"""The elements of a group in strict order: each gets as much as it can, and nothing is taken back.

Served elements form a polymatroid, so this greedy way gives the lexicographically greatest amounts.

Source:
    Megiddo, "Optimal flows in networks with multiple sources and sinks", Mathematical Programming 7
    (1974); Fujishige, "Lexicographically optimal base of a polymatroid with respect to a weight
    vector", Mathematics of Operations Research 5 (1980).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .._order import Elements, Ints
from ._away import Distances, distances_at_first
from ._compiled import compiled
from ._groups import Group
from ._held import NEED, PORT, Held, nothing_held, with_more_room
from ._reach import a_reach
from ._search import bring

STEPS = 50  # how often progress is told


@dataclass(frozen=True)
class Served:
    """Who got how much, and from whom it came.

    Attributes:
        got: (k,) what each need of the group got.
        held: the records behind it.
        away: which ports are closed.
    """

    got: Ints
    held: Held
    away: Distances


def serve(
    group: Group, elements: Elements, progress: Callable[[float], None] = lambda done: None
) -> Served:
    """Serve the elements of one group.

    Args:
        elements: of all needs of the city.
        progress: called with how much is done, 0 to 1.
    """
    ports = group.ports
    need, size = _in_order(elements.of(group.needs))
    away, reach = distances_at_first(ports), a_reach(ports)
    held = nothing_held(ports, len(need) + 4 * len(away.way))
    got, stuck = np.zeros(len(ports.person), np.int64), np.zeros(len(ports.person), np.bool_)
    at = np.zeros(1, np.int64)
    step = max(1, -(-len(need) // STEPS))
    while at[0] < len(need):
        until = min(len(need), (at[0] // step + 1) * step)
        _run(ports, held, reach, away, need, size, got, stuck, at, until)
        if at[0] < until:
            held = with_more_room(held, max(len(held.units) // 2, 4 * len(away.way)))
        else:
            progress(float(at[0] / len(need)))
    return Served(got, held, away)


def _in_order(elements: Elements) -> tuple[Ints, Ints]:
    """The needs of the elements with something in them, first to last, and how much that is."""
    tier, need = np.nonzero(elements.size)
    order = np.argsort(-elements.rank[tier, need], kind="stable")
    return need[order], elements.size[tier, need][order].copy()


@compiled
def _run(
    ports: Any,
    held: Any,
    reach: Any,
    away: Any,
    need: Ints,
    size: Ints,
    got: Ints,
    stuck: Any,
    at: Ints,
    until: int,
) -> None:
    """Serve elements until one of them, or until room for records runs out."""
    while at[0] < until:
        element = at[0]
        who = need[element]
        if not stuck[who]:
            came = bring(ports, held, reach, away, who, size[element])
            if came < 0:
                got[who] += -1 - came
                size[element] -= -1 - came
                return
            got[who] += came
            stuck[who] = came < size[element]
        at[0] += 1


def flows(group: Group, served: Served) -> tuple[Ints, Ints, Ints, Any]:
    """What every need holds from whom: needs and resources of the city, how much, whether outside."""
    held = served.held
    half = len(held.spent)
    live = np.flatnonzero(held.units)
    port = held.record[live, PORT]
    outside = port >= half
    resource = np.where(outside, port - half, port)
    return (
        group.needs[held.record[live, NEED]],
        group.resources[resource],
        held.units[live],
        outside,
    )
