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
NEED, PORT, NEXT, PREVIOUS, NEXT_OF_NEED = range(5)  # columns of `Held.record`


class Held(NamedTuple):
    """The records, and the sums over them.

    Ports are numbered as bits: p below ``half`` is the first port of resource p, p + ``half`` its
    second one.

    Attributes:
        record: (r, 5) what is asked of a record, side by side: `NEED`, `PORT`, `NEXT` and `PREVIOUS`
            in the chain of the port, and `NEXT_OF_NEED`, the next one of the same need; of free
            records the next free one.
        units: (r,) of each record; 0 where it is free.
        of_need: (k,) the first record of each need.
        first, last: (p,) of the chain of each port.
        at: (3, half) where the searches of a resource stand: that of its first port among the
            records of its first and of its second port, that of its second port.
        spent, spent_outside: (half,) sums by resource, altogether and through the second port.
        free: (2,) the first free record, and how many there are.
    """

    record: Codes
    units: Ints
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
        record=_free_records(0, room, NIL),
        units=np.zeros(room, np.int64),
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
    old = len(held.units)
    more = _free_records(old, room, int(held.free[0]))
    return held._replace(
        record=np.concatenate([held.record, more]),
        units=np.concatenate([held.units, np.zeros(room, np.int64)]),
        free=np.array([old, held.free[1] + room], np.int64),
    )


def _free_records(begin: int, room: int, after: int) -> Codes:
    """So many free records, each leading to the next one and the last one to ``after``."""
    record = np.full((room, 5), NIL, np.int32)
    record[:, NEXT_OF_NEED] = np.arange(begin + 1, begin + room + 1)
    record[-1, NEXT_OF_NEED] = after
    return record


def _none(size: int) -> npt.NDArray[np.int32]:
    return np.full(size, NIL, np.int32)


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
        if held.record[record, PORT] == port:
            held.units[record] += count
            return False
        record = held.record[record, NEXT_OF_NEED]
    record = held.free[0]
    held.free[0] = held.record[record, NEXT_OF_NEED]
    held.free[1] -= 1
    held.record[record, NEED], held.record[record, PORT] = need, port
    held.units[record] = count
    held.record[record, NEXT_OF_NEED] = held.of_need[need]
    held.of_need[need] = record
    held.record[record, NEXT] = NIL
    held.record[record, PREVIOUS] = held.last[port]
    if held.last[port] == NIL:
        held.first[port] = record
    else:
        held.record[held.last[port], NEXT] = record
    held.last[port] = record
    return True


@compiled
def take(held: Any, record: int, count: int) -> None:
    """A need gives so much back to its port."""
    half = len(held.spent)
    port = held.record[record, PORT]
    resource = port - half if port >= half else port
    held.spent[resource] -= count
    if port >= half:
        held.spent_outside[resource] -= count
    held.units[record] -= count
    if held.units[record]:
        return
    need, after, ahead = (
        held.record[record, NEED],
        held.record[record, NEXT],
        held.record[record, PREVIOUS],
    )
    for search in range(3):
        if held.at[search, resource] == record:
            held.at[search, resource] = after
    if ahead == NIL:
        held.first[port] = after
    else:
        held.record[ahead, NEXT] = after
    if after == NIL:
        held.last[port] = ahead
    else:
        held.record[after, PREVIOUS] = ahead
    if held.of_need[need] == record:
        held.of_need[need] = held.record[record, NEXT_OF_NEED]
    else:
        before = held.of_need[need]
        while held.record[before, NEXT_OF_NEED] != record:
            before = held.record[before, NEXT_OF_NEED]
        held.record[before, NEXT_OF_NEED] = held.record[record, NEXT_OF_NEED]
    held.record[record, NEXT_OF_NEED] = held.free[0]
    held.free[0] = record
    held.free[1] += 1
