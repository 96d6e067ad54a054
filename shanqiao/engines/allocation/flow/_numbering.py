"""Texts and large numbers as small numbers, the first one met first: one look at each."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from .._order import Ints, Rows
from ._compiled import compiled, put_in

Hashes = npt.NDArray[np.uint64]
FREE = -1
COUNTED = 2**22  # numbers below it are looked up in a table of their own, others in one of hashes


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


def counted(code: Rows | Ints, size: int) -> tuple[Rows, Ints]:
    """The same for whole numbers from 0 to below a size."""
    if size > COUNTED:
        return numbers_of(code.astype(np.uint64))
    number, first = np.empty(len(code), np.int32), np.empty(min(len(code), size), np.int64)
    found = _count(code, np.full(size, FREE, np.int32), number, first)
    return number, first[:found].copy()


@put_in
def _met(places: Rows, place: Any, first: Ints, at: int, found: int) -> int:
    """Give what is met for the first time the next number; how many different ones there are then."""
    if places[place] != FREE:
        return found
    places[place] = found
    first[found] = at
    return found + 1


@compiled
def _count(code: Rows | Ints, places: Rows, number: Rows, first: Ints) -> int:
    """Fill in ``number`` and ``first``; how many different codes there are."""
    found = 0
    for at in range(len(code)):
        found = _met(places, code[at], first, at, found)
        number[at] = places[code[at]]
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
        found = _met(places, place, first, at, found)
        number[at] = places[place]
    return found
