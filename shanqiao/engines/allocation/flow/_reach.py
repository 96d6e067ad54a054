"""From where one need could take a unit: itself, or through another need of the same person.

Where a resource limits what one person may get, another need of the person can give up what it has
from there, and take from somewhere else instead; so what that one can reach, this one can reach too,
and so on from need to need of the person.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._edges import NO_LIMIT
from ._compiled import compiled, put_in, wide
from ._held import NEXT_OF_NEED, NIL, PORT
from ._ports import (
    Codes,
    Ports,
    Words,
    add_near,
    clear_near,
    common,
    drop,
    fits,
    has,
    has_mates,
    may_reach,
    one_of,
)


class Reach(NamedTuple):
    """What one look needs to write on, made once.

    Attributes:
        row, other, direct, whole: (2w,) rows of ports.
        queue: (j,) needs of the person, as they are reached.
        came: (j,) from which place in the queue each was reached; `NIL` for the first.
        through: (j,) the record it would give up.
    """

    row: Words
    other: Words
    direct: Words
    queue: Codes
    came: Codes
    through: Codes
    whole: Words


def a_reach(ports: Ports) -> Reach:
    """Room for one look."""
    width = 2 * len(ports.capped)
    most = int(np.diff(ports.mates_begin).max(initial=1))
    row, other, direct, whole = (np.zeros(width, np.uint64) for _ in range(4))
    queue, came, through = (np.zeros(most, np.int32) for _ in range(3))
    return Reach(row, other, direct, queue, came, through, whole)


@compiled
def look(ports: Any, held: Any, reach: Any, need: int) -> int:
    """Fill ``reach.row`` with all ports that the need can take a unit from.

    Returns:
        how many needs of the person it goes through, itself included.
    """
    person = ports.person[need]
    if not has_mates(ports, need):
        fits(ports, need, reach.row, reach.other)
        _without_full(ports, held, reach.row, person)
        return 1
    clear_near(ports, need, reach.row)
    reach.queue[0], reach.came[0], reach.through[0] = need, NIL, NIL
    reached: int = wide(1)
    at: int = wide(0)
    while at < reached:
        fits(ports, reach.queue[at], reach.direct, reach.other)
        reached = _mates(ports, held, reach, at, reached)
        _without_full(ports, held, reach.direct, person)
        add_near(ports, need, reach.row, reach.direct)
        at += 1
    return reached


@compiled
def found_in(ports: Any, held: Any, reach: Any, need: int, wanted: Words) -> int:
    """One of some ports that the need can take a unit from, or -1."""
    if has_mates(ports, need):
        if not may_reach(ports, need, wanted):
            return -1
    else:
        port: int = one_of(ports, need, wanted)
        half = len(held.spent)
        resource = port - half if port >= half else port
        if port < 0 or ports.cap[resource] == NO_LIMIT:
            return port
        if left_for(ports, held, ports.person[need], resource) > 0:
            return port
    look(ports, held, reach, need)
    port = common(ports, need, reach.row, wanted)
    return port


@compiled
def way_within(ports: Any, held: Any, reach: Any, need: int, port: int) -> int:
    """The place in the queue of the first need of the person that can take from the port itself.

    ``came`` and ``through`` lead from it back to ``need``, whose place is 0.
    """
    person = ports.person[need]
    reach.queue[0], reach.came[0], reach.through[0] = need, NIL, NIL
    reached: int = wide(1)
    at: int = wide(0)
    while at < reached:
        fits(ports, reach.queue[at], reach.direct, reach.other)
        if has_mates(ports, need):
            reached = _mates(ports, held, reach, at, reached)
        _without_full(ports, held, reach.direct, person)
        if has(reach.direct, port):
            return at
        at += 1
    return NIL


@put_in
def left_for(ports: Any, held: Any, person: int, resource: int) -> int:
    """How much more one person may get from a resource by its limit; `NO_LIMIT` without one."""
    left: int = ports.cap[resource]
    if left == NO_LIMIT:
        return left
    for at in range(ports.had_begin[person], ports.had_begin[person + 1]):
        if ports.had_resource[at] == resource:
            left = max(0, left - ports.had_count[at])
    half = len(held.spent)
    for at in range(ports.mates_begin[person], ports.mates_begin[person + 1]):
        record = held.of_need[ports.mates[at]]
        while record != NIL:
            port = held.record[record, PORT]
            if port == resource or port == resource + half:
                left -= held.units[record]
            record = held.record[record, NEXT_OF_NEED]
    return left


@compiled
def _mates(ports: Any, held: Any, reach: Any, at: int, reached: int) -> int:
    """Queue the needs of the person that could give up something for the need at one place."""
    half = len(held.spent)
    person = ports.person[reach.queue[at]]
    for place in range(ports.mates_begin[person], ports.mates_begin[person + 1]):
        mate = ports.mates[place]
        known = False
        for earlier in range(reached):
            known |= reach.queue[earlier] == mate
        record = NIL if known else held.of_need[mate]
        while record != NIL:
            port = held.record[record, PORT]
            resource = port - half if port >= half else port
            if ports.cap[resource] < NO_LIMIT and has(reach.direct, port):
                reach.queue[reached], reach.came[reached] = mate, at
                reach.through[reached] = record
                reached += 1
                break
            record = held.record[record, NEXT_OF_NEED]
    return reached


@put_in
def _without_full(ports: Any, held: Any, row: Words, person: int) -> None:
    """Clear the ports where the person has got all that one person may get."""
    half = len(held.spent)
    for at in range(ports.had_begin[person], ports.had_begin[person + 1]):
        resource = ports.had_resource[at]
        if ports.cap[resource] < NO_LIMIT and left_for(ports, held, person, resource) <= 0:
            drop(row, resource)
            drop(row, resource + half)
    for at in range(ports.mates_begin[person], ports.mates_begin[person + 1]):
        record = held.of_need[ports.mates[at]]
        while record != NIL:
            port = held.record[record, PORT]
            resource = port - half if port >= half else port
            if (
                ports.cap[resource] < NO_LIMIT
                and has(row, port)
                and left_for(ports, held, person, resource) <= 0
            ):
                drop(row, port)
            record = held.record[record, NEXT_OF_NEED]
