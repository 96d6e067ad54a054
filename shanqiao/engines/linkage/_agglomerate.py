"""Clusters within parts: the best two become one, again and again."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ._hashes import NOTHING, Hashes
from ._score import bits_of

Rows = npt.NDArray[np.int64]
Chances = npt.NDArray[np.float64]
SURE = 12.0  # bits: no single pair counts more than this, for or against


def agglomerated(
    part: Rows, inner: tuple[Rows, Rows, Chances], numbers: Hashes, least: float, most: int
) -> Rows:
    """(n,) the lowest place in the cluster of each registration.

    Args:
        part: (n,) of each registration.
        inner: all pairs within parts: first, second, probability; by first and second.
        numbers: (n,) valid identity numbers as hashes, 0 where there is none.
        least: the mean weight, in bits, from which two clusters become one.
        most: registrations in a cluster.
    """
    first, second, chance = inner
    bits = np.clip(bits_of(chance), -SURE, SURE)
    forbidden = (
        (numbers[first] != NOTHING)
        & (numbers[second] != NOTHING)
        & (numbers[first] != numbers[second])
    )
    sizes = np.bincount(part, minlength=len(part))
    doubtful = np.zeros(len(part), dtype=bool)
    doubtful[part[first[(bits < least) | forbidden]]] = True
    doubtful |= sizes > most
    found = np.where(doubtful[part], np.arange(len(part)), part)
    hard = doubtful[part[first]]
    order = np.flatnonzero(hard)
    order = order[np.argsort(part[first[order]], kind="stable")]
    groups = part[first[order]]
    starts = np.flatnonzero(np.concatenate(([True], groups[1:] != groups[:-1])))[: len(order)]
    for start, end in zip(starts, np.append(starts, len(order))[1:], strict=True):
        here = order[start:end]
        for row, lowest in _one_part(first[here], second[here], bits[here], numbers, least, most):
            found[row] = lowest
    return found


def _one_part(
    first: Rows,
    second: Rows,
    bits: Chances,
    numbers: Hashes,
    least: float,
    most: int,
) -> list[tuple[int, int]]:
    """(registration, the lowest of its cluster) of one part."""
    members = {int(row): [int(row)] for row in np.union1d(first, second)}
    number = {row: {int(numbers[row])} - {0} for row in members}
    total: dict[tuple[int, int], float] = {
        (int(a), int(b)): float(value) for a, b, value in zip(first, second, bits, strict=True)
    }
    while True:
        best = None
        for (a, b), value in total.items():
            count = len(members[a]) * len(members[b])
            if value < least * count or len(number[a] | number[b]) > 1:
                continue
            if len(members[a]) + len(members[b]) > most:
                continue
            rank = (-value / count, a, b)
            if best is None or rank < best:
                best = rank
        if best is None:
            return [(row, lowest) for lowest, rows in members.items() for row in rows]
        _, a, b = best
        members[a] += members.pop(b)
        number[a] |= number.pop(b)
        total.pop((a, b))
        for c in members:
            if c != a:
                moved = total.pop((min(b, c), max(b, c)), 0.0)
                key = (min(a, c), max(a, c))
                total[key] = total.get(key, 0.0) + moved
