"""Chance that is the same every time: thrown from identities, not from rows, clocks or seeds.

Source:
    Fowler, Noll and Vo, FNV-1a with 64 bits (IETF RFC 9923); Steele, Lea and Flood, "Fast splittable
    pseudorandom number generators", OOPSLA 2014 (the mixing of SplitMix64).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from .._order import Ints
from ..flow._compiled import allocating

Numbers = npt.NDArray[np.uint64]

FNV_FIRST, FNV_PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX_FIRST, MIX_SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def numbers_of(names: pl.Series) -> Numbers:
    """(k,) a number for each name, the same wherever and beside whomever it stands."""
    letters = np.frombuffer("".join(names).encode(), np.uint8)
    ends = names.str.len_bytes().cast(pl.Int64).cum_sum().to_numpy()
    numbers = np.empty(len(names), np.uint64)
    _fnv(letters, ends, numbers)
    return numbers


@allocating
def _fnv(letters: npt.NDArray[np.uint8], ends: Ints, numbers: Numbers) -> None:
    at = 0
    for name in range(len(ends)):
        number = FNV_FIRST
        while at < ends[name]:
            number = (number ^ np.uint64(letters[at])) * FNV_PRIME
            at += 1
        numbers[name] = number


@allocating
def luck(first: np.uint64, second: np.uint64) -> np.uint64:
    """A number that says nothing about the two it comes from."""
    mixed = first + second * GOLDEN
    mixed = (mixed ^ (mixed >> np.uint64(30))) * MIX_FIRST
    mixed = (mixed ^ (mixed >> np.uint64(27))) * MIX_SECOND
    return mixed ^ (mixed >> np.uint64(31))
