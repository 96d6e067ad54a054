"""One queue, and everybody in it sees every resource: who comes takes what there is, nearest first.

Nobody is asked to move to another resource for the sake of somebody who has no other.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from .._order import Ints
from ..flow._compiled import allocating
from ..flow._ports import ONE, WORD, Ports, Words, lowest, put
from ._fitting import fitting
from ._gifts import Gifts, give, left_at, no_gifts, with_more_room

FARTHEST = 2
DISTRICT = 1000  # the last three digits of a code are the street


class Places(NamedTuple):
    """Where needs and resources are.

    Attributes:
        street: (k,) code of each need, as a number.
        home: (m,) code of each resource; -1 where it stands nowhere.
        cash: (k,) money knows no distance.
        name: (m,) the place of each resource among all by name.
        by_name: (m,) the resources by name.
    """

    street: Ints
    home: Ints
    cash: npt.NDArray[np.bool_]
    name: Ints
    by_name: Ints


def queue(ports: Ports, need: Ints, size: Ints, places: Places) -> Gifts:
    """Let everybody take what they can, one after the other.

    Args:
        need: (q,) the needs in the queue, first to last; one may stand in it twice.
        size: (q,) how much each of them takes at most.
    """
    most = len(ports.capped) * WORD  # gifts to one need at a time
    gifts = no_gifts(ports, len(need) + 2 * most)
    row, other, closed = (np.zeros(2 * len(ports.capped), np.uint64) for _ in range(3))
    at = np.zeros(1, np.int64)
    while True:
        _take(ports, gifts, need, size, places, row, other, closed, at)
        if at[0] == len(need):
            return gifts
        gifts = with_more_room(gifts, len(gifts.need) // 2 + 2 * most)


@allocating
def _take(
    ports: Any,
    gifts: Any,
    need: Ints,
    size: Ints,
    places: Any,
    row: Words,
    other: Words,
    closed: Words,
    at: Ints,
) -> None:
    """Until the queue or the room for gifts ends."""
    half = len(gifts.spent)
    turns = np.empty(half, np.int64)
    while at[0] < len(need) and gifts.made[0] + half <= len(gifts.need):
        who, missing = need[at[0]], size[at[0]]
        fitting(ports, who, row, other)
        found = _turns(row, closed, half, who, places, turns)
        for turn in np.sort(turns[:found]):
            port = _port_at(turn, half, places)
            count = min(missing, left_at(ports, gifts, who, port))
            if count > 0:
                give(gifts, who, port, count)
                _close(ports, gifts, port - half if port >= half else port, closed)
                missing -= count
            if missing == 0:
                break
        at[0] += 1


@allocating
def _turns(row: Words, closed: Words, half: int, need: int, places: Any, turns: Ints) -> int:
    """Where the open ports stand, as numbers: by distance, then by name of the resource.

    Returns:
        how many of ``turns`` are filled.
    """
    resources, found = len(places.by_name), 0
    for word in range(len(row)):
        bits = row[word] & ~closed[word]
        while bits != 0:
            port = word * WORD + lowest(bits)
            bits &= bits - ONE
            outside = port >= half
            resource = port - half if outside else port
            turn = _apart(places, need, resource) * resources + places.name[resource]
            turns[found] = 2 * turn + (1 if outside else 0)
            found += 1
    return found


@allocating
def _port_at(turn: int, half: int, places: Any) -> int:
    port: int = places.by_name[(turn // 2) % len(places.by_name)]
    return port + half if turn % 2 else port


@allocating
def _apart(places: Any, need: int, resource: int) -> int:
    street, home = places.street[need], places.home[resource]
    if places.cash[need] or street == home:
        return 0
    return 1 if street // DISTRICT == home // DISTRICT else FARTHEST


@allocating
def _close(ports: Any, gifts: Any, resource: int, closed: Words) -> None:
    """Remember the ports that have nothing left."""
    half = len(gifts.spent)
    if gifts.spent[resource] >= ports.capacity[resource]:
        put(closed, resource)
        put(closed, resource + half)
    if gifts.spent_outside[resource] >= ports.general[resource]:
        put(closed, resource + half)
