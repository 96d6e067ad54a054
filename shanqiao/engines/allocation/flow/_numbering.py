"""Texts and large numbers as small numbers, the first one met first: one look at each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from .._order import Ints, Rows
from ._compiled import compiled

Hashes = npt.NDArray[np.uint64]
FREE = -1
COUNTED = 2**22  # numbers below it are looked up in a table of their own, others in one of hashes
SPARSE = 16  # and so are those of which few occur


def numbered(texts: pl.Series) -> tuple[Rows, Ints]:
    """The number of each text, (n,), and where each number is met first, (k,)."""
    hashes = texts.hash().to_numpy()
    number, first = numbers_of(hashes)
    if (texts == texts.gather(first).gather(number)).all():
        return number, first
    return numbers_of(texts.rank("dense").to_numpy().astype(np.uint64))  # two with one hash


def numbers_of(keys: Hashes) -> tuple[Rows, Ints]:
    """The same for whole numbers."""
    places = np.full(1 << (2 * len(keys) + 1).bit_length(), FREE, np.int32)
    number, first = np.empty(len(keys), np.int32), np.empty(len(keys), np.int64)
    return number, first[: _number(keys, places, number, first)].copy()


def counted(code: Rows, size: int) -> tuple[Rows, Ints]:
    """The same for whole numbers from 0 to below a size."""
    return paired(np.zeros(len(code), np.int32), code, size, 1)


def paired(
    one: Rows, other: Rows, width: int, ones: int, most: int | None = None
) -> tuple[Rows, Ints]:
    """The same for pairs of whole numbers, of 0 to below ``ones`` and of 0 to below ``width``.

    Args:
        most: with more different ones than that nobody wants to know which: (n,) of no meaning then.
    """
    size, count = ones * width, len(one)
    if size > COUNTED or (most is None and size > SPARSE * count):
        return numbers_of(one.astype(np.uint64) * np.uint64(width) + other.astype(np.uint64))
    number = np.empty(count, np.int32)
    first = np.empty(min(count, size, count if most is None else most + 1), np.int64)
    found = _pair(one, other, width, np.zeros(size, np.int32), number, first)
    return number, first[:found].copy()


@compiled
def _pair(one: Rows, other: Rows, width: int, places: Rows, number: Rows, first: Ints) -> int:
    """Fill in ``number`` and ``first``; how many different pairs there are, or as many as find room."""
    found = 0
    for at in range(len(one)):
        place = one[at] * width + other[at]
        if places[place] == 0:  # not met yet; others are one more than their number
            if found == len(first):
                return found
            first[found] = at
            found += 1
            places[place] = found
        number[at] = places[place] - 1
    return found


@compiled
def _number(keys: Hashes, places: Rows, number: Rows, first: Ints) -> int:
    """Fill in ``number`` and ``first``; how many different keys there are."""
    found, last = 0, np.uint64(len(places) - 1)
    for at in range(len(keys)):
        key = keys[at]
        place = (key ^ (key >> np.uint64(32))) & last
        while places[place] != FREE and keys[first[places[place]]] != key:
            place = (place + np.uint64(1)) & last
        if places[place] == FREE:
            places[place] = found
            first[found] = at
            found += 1
        number[at] = places[place]
    return found
