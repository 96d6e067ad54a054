"""People apply to a few resources that would serve them, and each of these decides alone.

A resource serves its applicants first come, first served, and tells nobody. Everybody comes in one
order, so going through the needs in that order, and for each through its applications, is what all
the resources do side by side.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._order import Ints
from ..flow._compiled import allocating
from ..flow._ports import ONE, WORD, Ports, Words, lowest
from ._dice import Numbers, luck
from ._fitting import fitting
from ._gifts import NIL, Gifts, give, left_at, no_gifts

APPLICATIONS = 3  # how many resources somebody in need comes to know of, finds time and courage for


def apply(
    ports: Ports, order: Ints, size: Ints, needs: Numbers, resources: Numbers, *, ledger: bool
) -> Gifts:
    """Every need applies to `APPLICATIONS` resources, or to all where fewer would serve it.

    Args:
        order: needs, first come first.
        size: (k,) how much each of them misses.
        needs, resources: the dice of each of them.
        ledger: whether a resource sees what others gave in this year, and gives only the rest.
    """
    gifts = no_gifts(ports, APPLICATIONS * len(order))
    row, other = (np.zeros(2 * len(ports.capped), np.uint64) for _ in range(2))
    _apply(ports, gifts, order, size, needs, resources, ledger, row, other)
    return gifts


@allocating
def _apply(
    ports: Any,
    gifts: Any,
    order: Ints,
    size: Ints,
    needs: Numbers,
    resources: Numbers,
    ledger: bool,
    row: Words,
    other: Words,
) -> None:
    half = len(gifts.spent)
    chosen = np.empty(APPLICATIONS, np.int64)
    lucks = np.empty(APPLICATIONS, np.uint64)
    for need in order:
        fitting(ports, need, row, other)
        _choose(row, half, needs[need], resources, chosen, lucks)
        missing = size[need]
        for place in range(APPLICATIONS):
            port = chosen[place]
            if port == NIL:
                break
            count = min(missing, left_at(ports, gifts, need, port))
            if count > 0:
                give(gifts, need, port, count)
                if ledger:
                    missing -= count


@allocating
def _choose(
    row: Words, half: int, need: np.uint64, resources: Numbers, chosen: Ints, lucks: Numbers
) -> None:
    """The ports on which the dice fall lowest, lowest first; `NIL` where there are no more."""
    chosen[:] = NIL
    for word in range(len(row)):
        bits = row[word]
        while bits != 0:
            port = word * WORD + lowest(bits)
            bits &= bits - ONE
            mine = luck(need, resources[port - half if port >= half else port])
            place = APPLICATIONS
            while place > 0 and (chosen[place - 1] == NIL or mine < lucks[place - 1]):
                place -= 1
                if place + 1 < APPLICATIONS:
                    chosen[place + 1], lucks[place + 1] = chosen[place], lucks[place]
            if place < APPLICATIONS:
                chosen[place], lucks[place] = port, mine
