"""Parts of a register that hang together, and all pairs in them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
Chances = npt.NDArray[np.float64]


def parts_of(first: Rows, second: Rows, count: int) -> Rows:
    """Parts of a graph that hang together.

    Args:
        first, second: (edges,) the two ends of each, below ``count``.
        count: how many points there are.

    Returns:
        (count,) for each point the lowest number in its part.

    Source:
        Hooking and pointer jumping: Shiloach and Vishkin, An O(log n) parallel connectivity algorithm, 1982.
    """
    lowest = np.arange(count, dtype=np.int64)
    while True:
        here, there = lowest[first], lowest[second]
        lower = np.minimum(here, there)
        hooked = lowest.copy()
        np.minimum.at(hooked, here, lower)
        np.minimum.at(hooked, there, lower)
        while not np.array_equal(hooked, jumped := hooked[hooked]):
            hooked = jumped
        if np.array_equal(hooked, lowest):
            return lowest
        lowest = hooked


def within(
    part: Rows,
    first: Rows,
    second: Rows,
    chance: Chances,
    more: Callable[[Rows, Rows], Chances] | None,
    *,
    most: int,
) -> tuple[Rows, Rows, Chances]:
    """All pairs within parts, with the probability of those that were not among the given ones.

    Args:
        part: (n,) of each registration.
        first, second, chance: (pairs,) given, by first and second.
        more: the probability of further pairs; None for 0.
        most: parts of more than 4 times as many keep the given pairs alone.

    Returns:
        first, second, chance; by first and second.
    """
    same = part[first] == part[second]
    first, second, chance = first[same], second[same], chance[same]
    every_first, every_second = _every_pair(part, 4 * most)
    size = len(part)
    given, every = first * size + second, every_first * size + every_second
    new = ~np.isin(every, given, assume_unique=True)
    added_first, added_second = every_first[new], every_second[new]
    added = more(added_first, added_second) if more else np.zeros(len(added_first))
    codes = np.concatenate([given, every[new]])
    order = np.argsort(codes, kind="stable")
    together = np.concatenate([chance, added])[order]
    one, other = np.divmod(codes[order], size if size else 1)
    return one, other, together


def _every_pair(part: Rows, largest: int) -> tuple[Rows, Rows]:
    """All (first, second), first < second, of parts of at most ``largest``."""
    order = np.argsort(part, kind="stable")
    values = part[order]
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))[: len(order)]
    sizes = np.diff(np.append(starts, len(order)))
    place = np.arange(len(order)) - np.repeat(starts, sizes)
    before = np.where(np.repeat(sizes, sizes) <= largest, place, 0)
    ends = np.cumsum(before)
    total = int(ends[-1]) if len(ends) else 0
    which = np.arange(total) - np.repeat(ends - before, before)
    second = np.repeat(np.arange(len(order)), before)
    first = second - np.repeat(place, before) + which
    return order[first], order[second]
