"""Who got what from whom, and how much there still is for one need: gifts are only ever added."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._edges import NO_LIMIT
from .._order import Ints
from ..flow._compiled import allocating
from ..flow._ports import WORD, Codes, Ports

NIL = -1


class Gifts(NamedTuple):
    """The gifts of one group, in the order in which they were made. For ports see ``flow._ports``.

    Attributes:
        need, port, quantity: (r,) of each gift, in the unit of the group.
        earlier: (r,) the gift to the same need before it, or `NIL`.
        last: (k,) the last gift to each need, or `NIL`.
        spent, spent_outside: (half,) sums by resource, altogether and to people outside a reserve.
        made: (1,) how many gifts there are.
    """

    need: Codes
    port: Codes
    quantity: Ints
    earlier: Codes
    last: Codes
    spent: Ints
    spent_outside: Ints
    made: Ints


def no_gifts(ports: Ports, room: int) -> Gifts:
    """None yet, and room for some."""
    half = len(ports.capped) * WORD
    need, port, earlier = (np.empty(room, np.int32) for _ in range(3))
    return Gifts(
        need=need,
        port=port,
        quantity=np.empty(room, np.int64),
        earlier=earlier,
        last=np.full(len(ports.person), NIL, np.int32),
        spent=np.zeros(half, np.int64),
        spent_outside=np.zeros(half, np.int64),
        made=np.zeros(1, np.int64),
    )


def with_more_room(gifts: Gifts, room: int) -> Gifts:
    """The same with room for so many more."""
    more, none = np.empty(room, np.int64), np.empty(room, np.int32)
    return gifts._replace(
        need=np.concatenate([gifts.need, none]),
        port=np.concatenate([gifts.port, none]),
        quantity=np.concatenate([gifts.quantity, more]),
        earlier=np.concatenate([gifts.earlier, none]),
    )


@allocating
def left_at(ports: Any, gifts: Any, need: int, port: int) -> int:
    """The most that a need may still get through a port, whatever it misses."""
    half = len(gifts.spent)
    resource = port - half if port >= half else port
    left: int = ports.capacity[resource] - gifts.spent[resource]
    if port >= half:
        left = min(left, ports.general[resource] - gifts.spent_outside[resource])
    if left > 0 and ports.cap[resource] < NO_LIMIT:
        left = min(left, _left_of_cap(ports, gifts, ports.person[need], resource))
    return max(0, left)


@allocating
def _left_of_cap(ports: Any, gifts: Any, person: int, resource: int) -> int:
    left: int = ports.cap[resource]
    for at in range(ports.had_begin[person], ports.had_begin[person + 1]):
        if ports.had_resource[at] == resource:
            left -= ports.had_count[at]
    half = len(gifts.spent)
    for at in range(ports.mates_begin[person], ports.mates_begin[person + 1]):
        gift = gifts.last[ports.mates[at]]
        while gift != NIL:
            if gifts.port[gift] == resource or gifts.port[gift] == resource + half:
                left -= gifts.quantity[gift]
            gift = gifts.earlier[gift]
    return left


@allocating
def give(gifts: Any, need: int, port: int, count: int) -> None:
    """Add a gift; there is room for it."""
    half = len(gifts.spent)
    resource = port - half if port >= half else port
    gifts.spent[resource] += count
    if port >= half:
        gifts.spent_outside[resource] += count
    gift = gifts.made[0]
    gifts.need[gift], gifts.port[gift], gifts.quantity[gift] = need, port, count
    gifts.earlier[gift] = gifts.last[need]
    gifts.last[need] = gift
    gifts.made[0] += 1
