"""Texts as numbers of 64 bits that are the same on every machine and in every version, so that they can be kept."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from ._characters import points_of

Hashes: TypeAlias = npt.NDArray[np.uint64]

NOTHING = np.uint64(0)  # stands for a missing text, and is no hash of any
_PRIME, _START = np.uint64(0x100000001B3), np.uint64(0xCBF29CE484222325)
_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_CHUNK = 50_000


def hashes_of(texts: pl.Series) -> Hashes:
    """A number for each text; equal texts have equal numbers, and different ones practically never.

    Args:
        texts: (n,) text, null where missing.

    Returns:
        (n,), 0 where missing.

    Source:
        FNV-1a over code points, finished as splitmix64 does.
    """
    if len(texts) == 0:
        return np.empty(0, dtype=np.uint64)
    frame = pl.DataFrame({"text": texts.cast(pl.String)})
    distinct = frame.unique().drop_nulls()
    order = distinct["text"].str.len_chars().arg_sort()  # texts of one length make narrow matrices
    distinct = distinct[order]
    listed = distinct["text"].to_list()
    parts = [_of_chunk(listed[at : at + _CHUNK]) for at in range(0, len(listed), _CHUNK)]
    numbers = np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)
    table = distinct.with_columns(pl.Series("hash", numbers, dtype=pl.UInt64))
    found = frame.join(table, on="text", how="left", maintain_order="left")
    return found["hash"].fill_null(0).to_numpy().astype(np.uint64, copy=False)


def combined(kind: int, *parts: Hashes) -> Hashes:
    """One number for a kind of key and its parts, each (n,); 0 where any part is missing."""
    total = np.full(len(parts[0]), (int(_START) + kind) % (1 << 64), dtype=np.uint64)
    missing = np.zeros(len(parts[0]), dtype=bool)
    for part in parts:
        total = _mixed(total * _PRIME ^ part)
        missing |= part == NOTHING
    total[missing] = NOTHING
    return total


def _of_chunk(texts: list[str]) -> Hashes:
    points = points_of(texts, max(1, *map(len, texts)) if texts else 1).astype(np.uint64)
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
