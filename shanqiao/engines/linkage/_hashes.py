"""Texts as numbers of 64 bits that are the same on every machine and in every version, so that they can be kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from ._characters import points_of

Hashes: TypeAlias = npt.NDArray[np.uint64]

NOTHING = np.uint64(0)  # stands for a missing text, and is no hash of any
_PRIME, _START = np.uint64(0x100000001B3), np.uint64(0xCBF29CE484222325)
_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_WHOLE = (1 << 64) - 1
_CHUNK, _CELLS = (
    50_000,
    4_000_000,
)  # texts at a time, and at most so many characters in their matrix


def hashes_of(texts: pl.Series) -> Hashes:
    """A number for each text; equal texts have equal numbers, and different ones practically never.

    Args:
        texts: (n,) text, null where missing.

    Returns:
        (n,), 0 where missing.

    Source:
        FNV-1a over code points, finished as splitmix64 does.
    """
    if texts.null_count() == len(texts):
        return np.zeros(len(texts), dtype=np.uint64)
    numbered = texts.cast(pl.Categorical(pl.Categories.random())).to_physical()
    known = numbered.drop_nulls().to_numpy()
    some = np.zeros(int(known.max()) + 1, dtype=np.int64)  # a place where each distinct text stands
    some[known] = np.arange(len(known))
    distinct = texts.drop_nulls().gather(some)
    order = distinct.str.len_chars().arg_sort()  # texts of one length make narrow matrices
    listed = distinct.gather(order).to_list()
    parts = [_of_chunk(chunk) for chunk in _chunks(listed)]
    table = np.full(len(distinct) + 1, NOTHING)
    table[order.to_numpy()] = np.concatenate(parts)
    hashes: Hashes = table[numbered.fill_null(len(distinct)).to_numpy()]
    return hashes


def combined(kind: int, *parts: Hashes) -> Hashes:
    """One number for a kind of key and its parts, each (n,); 0 where any part is missing."""
    total = np.full(len(parts[0]), (int(_START) + kind) % (1 << 64), dtype=np.uint64)
    missing = np.zeros(len(parts[0]), dtype=bool)
    for part in parts:
        total = _mixed(total * _PRIME ^ part)
        missing |= part == NOTHING
    total[missing] = NOTHING
    return total


def _chunks(listed: list[str]) -> Iterator[list[str]]:
    """The texts, which grow longer, so that one very long text makes no huge matrix."""
    at = 0
    while at < len(listed):
        longest = len(listed[min(at + _CHUNK, len(listed)) - 1]) or 1
        end = at + max(1, min(_CHUNK, _CELLS // longest))
        yield listed[at:end]
        at = end


def _of_chunk(texts: list[str]) -> Hashes:
    points = points_of(texts, max(map(len, texts)) or 1).astype(np.uint64)
    total = np.full(len(texts), _START, dtype=np.uint64)
    for place in range(points.shape[1]):
        column = points[:, place]
        total = np.where(column > 0, (total ^ column) * _PRIME, total)
    return _mixed(total)


def _mixed(numbers: Hashes) -> Hashes:
    numbers = (numbers ^ (numbers >> np.uint64(30))) * _MIX_1
    numbers = (numbers ^ (numbers >> np.uint64(27))) * _MIX_2
    numbers = numbers ^ (numbers >> np.uint64(31))
    return np.where(numbers == NOTHING, np.uint64(1), numbers)


def hash_of(text: str) -> int:
    """The same number for one text, without columns; 0 for an empty one."""
    if not text:
        return 0
    total = int(_START)
    for character in text:
        total = (total ^ ord(character)) * int(_PRIME) & _WHOLE
    total = (total ^ total >> 30) * int(_MIX_1) & _WHOLE
    total = (total ^ total >> 27) * int(_MIX_2) & _WHOLE
    return (total ^ total >> 31) or 1
