"""Finding and adding up by number, for very many numbers at once."""

from __future__ import annotations

import numpy as np

from ._order import Flags, Ints, Rows


def found_in(known: Ints, asked: Ints) -> tuple[Ints, Flags]:
    """Where each asked number stands among known ones, which ascend, and whether it is there.

    Returns:
        (k,) places, of no meaning where the number is not there; (k,).
    """
    if not len(known):
        return np.zeros(len(asked), np.int64), np.zeros(len(asked), np.bool_)
    at = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return at, known[at] == asked


def sums(place: Ints | Rows, amounts: Ints, size: int) -> Ints:
    """(size,) the sum of the amounts at each place; whole numbers, bincount would go through floats."""
    total = np.zeros(size, np.int64)
    np.add.at(total, place, amounts)
    return total
