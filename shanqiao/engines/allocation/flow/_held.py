"""Who holds how much from whom: records that are found from the need and from the port.

Everything lives in arrays, a record being a number. The records of a port are a chain in the order
in which they came, so that a search can go on where it stopped (see `_search`).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from .._order import Ints
from ._compiled import compiled
from ._ports import WORD, Codes, Ports

NIL = -1
FOR_FIRST, FOR_FIRST_OUTSIDE, FOR_SECOND = 0, 1, 2  # whose search stands at a record


class Held(NamedTuple):
    """The records, and the sums over them.

    Ports are numbered as bits: p below ``half`` is the first port of resource p, p + ``half`` its
    second one.

    Attributes:
        need, port, units: (r,) of each record; 0 units where the record is free.
        next_of_need: (r,) the next record of the same need; of free records the next free one.
        next, previous: (r,) in the chain of the port.
        of_need: (k,) the first record of each need.
        first, last: (p,) of the chain of each port.
        at: (3, half) where the searches of a resource stand: that of its first port among the
            records of its first and of its second port, that of its second port.
        spent, spent_outside: (half,) sums by resource, altogether and through the second port.
        free: (2,) the first free record, and how many there are.
    """

    need: Codes
    port: Codes
    units: Ints
    next_of_need: Codes
    next: Codes
    previous: Codes
    of_need: Codes
    first: Codes
    last: Codes
    at: Codes
    spent: Ints
    spent_outside: Ints
    free: Ints


def nothing_held(ports: Ports, room: int) -> Held:
    """No record yet, and room for some."""
    needs, half = len(ports.person), len(ports.capped) * WORD
    return Held(
        need=_none(room),
        port=_none(room),
        units=np.zeros(room, np.int64),
        next_of_need=np.concatenate([np.arange(1, room), [NIL]]).astype(np.int32),
        next=_none(room),
        previous=_none(room),
        of_need=_none(needs),
        first=_none(2 * half),
        last=_none(2 * half),
        at=np.full((3, half), NIL, np.int32),
        spent=np.zeros(half, np.int64),
        spent_outside=np.zeros(half, np.int64),
        free=np.array([0, room], np.int64),
    )


def with_more_room(held: Held, room: int) -> Held:
    """The same with so many further records."""
    old = len(held.need)
    chained = np.concatenate([np.arange(old + 1, old + room), [held.free[0]]])
    return held._replace(
        need=np.concatenate([held.need, _none(room)]),
        port=np.concatenate([held.port, _none(room)]),
        units=np.concatenate([held.units, np.zeros(room, np.int64)]),
        next_of_need=np.concatenate([held.next_of_need, chained.astype(np.int32)]),
        next=np.concatenate([held.next, _none(room)]),
        previous=np.concatenate([held.previous, _none(room)]),
        free=np.array([old, held.free[1] + room], np.int64),
    )


def _none(size: int) -> npt.NDArray[np.int32]:
    return np.full(size, NIL, np.int32)


@compiled
def half_of(held: Any) -> int:
    """How many numbers there are for first ports."""
    return len(held.spent)


@compiled
def resource_of(held: Any, port: int) -> int:
    """The resource of a port."""
    half = len(held.spent)
    return port - half if port >= half else port


@compiled
def give(held: Any, need: int, port: int, count: int) -> bool:
    """A need gets so much more through a port; whether it had nothing through it before."""
    half = len(held.spent)
    resource = port - half if port >= half else port
    held.spent[resource] += count
    if port >= half:
        held.spent_outside[resource] += count
    record = held.of_need[need]
    while record != NIL:
        if held.port[record] == port:
            held.units[record] += count
            return False
        record = held.next_of_need[record]
    record = held.free[0]
    held.free[0] = held.next_of_need[record]
    held.free[1] -= 1
    held.need[record], held.port[record], held.units[record] = need, port, count
    held.next_of_need[record] = held.of_need[need]
    held.of_need[need] = record
    held.next[record] = NIL
    held.previous[record] = held.last[port]
    if held.last[port] == NIL:
        held.first[port] = record
    else:
        held.next[held.last[port]] = record
    held.last[port] = record
    return True


@compiled
def take(held: Any, record: int, count: int) -> None:
    """A need gives so much back to its port."""
    half = len(held.spent)
    port = held.port[record]
    resource = port - half if port >= half else port
    held.spent[resource] -= count
    if port >= half:
        held.spent_outside[resource] -= count
    held.units[record] -= count
    if held.units[record]:
        return
    need, after, ahead = held.need[record], held.next[record], held.previous[record]
    for search in range(3):
        if held.at[search, resource] == record:
            held.at[search, resource] = after
    if ahead == NIL:
        held.first[port] = after
    else:
        held.next[ahead] = after
    if after == NIL:
        held.last[port] = ahead
    else:
        held.previous[after] = ahead
    if held.of_need[need] == record:
        held.of_need[need] = held.next_of_need[record]
    else:
        before = held.of_need[need]
        while held.next_of_need[before] != record:
            before = held.next_of_need[before]
        held.next_of_need[before] = held.next_of_need[record]
    held.next_of_need[record] = held.free[0]
    held.free[0] = record
    held.free[1] += 1
