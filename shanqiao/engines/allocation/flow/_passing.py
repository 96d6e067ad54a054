"""Passing a unit on along a way that was found: everybody on it moves by one port."""

from __future__ import annotations

from typing import Any

from .._edges import NO_LIMIT
from ._compiled import compiled, put_in, wide
from ._held import NEED, NIL, PORT, give, take
from ._ports import add_near, fits, has_mates
from ._reach import left_for, way_within


@put_in
def pass_on(
    ports: Any, held: Any, reach: Any, away: Any, need: int, wanted: int, length: int
) -> int:
    """Pass on as much as fits through the way that was found."""
    half = len(held.spent)
    count: int = wanted
    for step in range(length):
        port = wide(away.way[step])
        resource = port - half if port >= half else port
        mover = need
        if step:
            record = away.mover[step - 1]
            count = min(count, held.units[record])
            mover = wide(held.record[record, NEED])
        if port >= half and held.spent_outside[resource] < ports.general[resource]:
            count = min(count, ports.general[resource] - held.spent_outside[resource])
        if ports.cap[resource] < NO_LIMIT:
            count = min(count, left_for(ports, held, ports.person[mover], resource))
        if has_mates(ports, mover):
            at = way_within(ports, held, reach, mover, port)
            while reach.came[at] != NIL:
                count = min(count, held.units[reach.through[at]])
                at = reach.came[at]
    last = away.way[length - 1]
    resource = last - half if last >= half else last
    count = min(count, ports.capacity[resource] - held.spent[resource])
    for step in range(length - 1, -1, -1):
        mover = need
        if step:
            mover = wide(held.record[away.mover[step - 1], NEED])
        _take_from(ports, held, reach, away, mover, wide(away.way[step]), count)
        if step:
            take(held, away.mover[step - 1], count)
    return count


@put_in
def _take_from(
    ports: Any, held: Any, reach: Any, away: Any, need: int, port: int, count: int
) -> None:
    """A need takes from a port, itself or by letting others of the person move."""
    taker = need
    if has_mates(ports, need):
        at = way_within(ports, held, reach, need, port)
        taker = wide(reach.queue[at])
        while reach.came[at] != NIL:
            given_up = reach.through[at]
            at = reach.came[at]
            mate, through = wide(reach.queue[at]), wide(held.record[given_up, PORT])
            take(held, given_up, count)
            if give(held, mate, through, count):
                _known_at(ports, reach, away, mate, through)
    if give(held, taker, port, count):
        _known_at(ports, reach, away, taker, port)


@compiled
def _known_at(ports: Any, reach: Any, away: Any, need: int, port: int) -> None:
    """Remember where somebody new at a port could move to, also with the others of the person."""
    known, person = away.known[port], ports.person[need]
    for at in range(ports.mates_begin[person], ports.mates_begin[person + 1]):
        fits(ports, ports.mates[at], reach.direct, reach.other)
        add_near(ports, need, known, reach.direct)
