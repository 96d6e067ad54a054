"""How far every port is from something left over: a lower bound that only grows.

Where nobody at a port can move to one that is nearer by one, its distance is raised to what is true
now; and when no port at all has some distance, everything farther away can reach nothing left over: it
is closed, and will be for good, because later elements take nothing back from earlier ones.

Source:
    The distance labels of Ahuja and Orlin, "Distance-directed augmenting path algorithms for maximum
    flow", Naval Research Logistics 38 (1991), with the gap rule of Cherkassky and Goldberg, "On
    implementing the push-relabel method for the maximum flow problem", Algorithmica 19 (1997).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._order import Ints
from ._compiled import compiled, put_in, wide
from ._held import NEED, NEXT, NIL
from ._ports import WORD, Codes, Ports, Words, add_near, common, drop, meet, put
from ._reach import look

CLOSED = 2**31 - 1


class Distances(NamedTuple):
    """How far every port is from something left over, and the way that is being searched.

    Attributes:
        of: (p,) the distance of each port; `CLOSED` for good.
        level: (d, 2w) the ports at each distance, as bits.
        many: (d,) how many these are.
        open: (2w,) the ports that are not closed.
        farthest: (1,) no distance is above it.
        known: (p, 2w) for each port all ports that those served through it could ever move to, and
            perhaps more: where none of them will do, nobody has to be asked.
        way: (d,) ports, from the first to one with something left.
        mover: (d,) the record that moves from each of them to the next.
    """

    of: Codes
    level: Words
    many: Ints
    open: Words
    farthest: Codes
    known: Words
    way: Codes
    mover: Codes


def distances_at_first(ports: Ports) -> Distances:
    """What is left over is near; what has nothing is closed from the beginning."""
    width = len(ports.capped)
    half, resources = width * WORD, len(ports.capacity)
    most = 2 * resources + 2
    of = np.full(2 * half, CLOSED, np.int32)
    level = np.zeros((most, 2 * width), np.uint64)
    for resource in range(resources):
        if ports.capacity[resource] > 0:
            of[resource] = 0
            put(level[0], resource)
            if ports.facts.shape[1] > ports.inside_from and ports.general[resource] > 0:
                of[resource + half] = 0
                put(level[0], resource + half)
    many = np.zeros(most, np.int64)
    many[0] = np.count_nonzero(of == 0)
    none = np.full(most, NIL, np.int32)
    return Distances(
        of=of,
        level=level,
        many=many,
        open=level[0].copy(),
        farthest=np.zeros(1, np.int32),
        known=np.zeros((2 * half, 2 * width), np.uint64),
        way=none,
        mover=none.copy(),
    )


@put_in
def nearest_of(ports: Any, away: Any, need: int, row: Words) -> int:
    """The nearest of a need's ports, or `NIL` where all are closed."""
    if common(ports, need, row, away.open) < 0:
        return NIL
    for distance in range(away.farthest[0] + 1):
        if away.many[distance]:
            port = common(ports, need, row, away.level[distance])
            if port >= 0:
                return port
    return NIL


@put_in
def put_farther(ports: Any, held: Any, reach: Any, away: Any, port: int) -> None:
    """Raise the distance of a port to one more than the nearest to which anybody can move."""
    half = len(held.spent)
    resource = port - half if port >= half else port
    was = away.of[port]
    nearest = _nearest_beyond(ports, held, reach, away, port, was, wide(CLOSED))
    if port < half:
        nearest = _nearest_beyond(ports, held, reach, away, port + half, was, nearest)
    if port < half:
        held.at[0, resource] = held.first[resource]
        held.at[1, resource] = held.first[resource + half]
        second = resource + half
        now = CLOSED if nearest == CLOSED else nearest + 1
        _move(away, port, now)
        if away.of[second] < away.of[port]:
            held.at[2, resource] = held.first[second]
            _move(away, second, wide(away.of[port]))
    else:
        held.at[2, resource] = held.first[port]
        _move(away, port, CLOSED if nearest == CLOSED else nearest + 1)


@compiled
def _nearest_beyond(
    ports: Any, held: Any, reach: Any, away: Any, port: int, was: int, nearest: int
) -> int:
    """The least distance, from ``was`` up and below ``nearest``, to which somebody at a port can move."""
    known = away.known[port]
    best = nearest
    for distance in range(was, min(nearest, away.farthest[0] + 1)):
        if away.many[distance] and meet(known, away.level[distance]):
            best = distance
            break
    if best == nearest:
        return nearest
    whole = reach.whole
    for word in range(len(whole)):
        whole[word] = np.uint64(0)
    record = held.first[port]
    while record != NIL:
        need = wide(held.record[record, NEED])
        look(ports, held, reach, need)
        for distance in range(was, min(nearest, away.farthest[0] + 1)):
            if common(ports, need, reach.row, away.level[distance]) >= 0:
                nearest = distance
                break
        if nearest == best:
            return nearest
        add_near(ports, need, whole, reach.row)
        record = held.record[record, NEXT]
    if len(reach.queue) == 1:
        for word in range(len(whole)):
            known[word] = whole[word]
    return nearest


@compiled
def _move(away: Any, port: int, distance: int) -> None:
    """Put a port at a distance; where a distance is empty, close everything behind it."""
    was = away.of[port]
    if was == CLOSED:
        return
    drop(away.level[was], port)
    away.many[was] -= 1
    away.of[port] = distance
    if distance == CLOSED:
        drop(away.open, port)
    else:
        put(away.level[distance], port)
        away.many[distance] += 1
        away.farthest[0] = max(away.farthest[0], distance)
    if away.many[was] == 0:
        for other in range(len(away.of)):
            if was < away.of[other] < CLOSED:
                drop(away.level[away.of[other]], other)
                drop(away.open, other)
                away.of[other] = CLOSED
        for above in range(was + 1, len(away.many)):
            away.many[above] = 0
        away.farthest[0] = was
