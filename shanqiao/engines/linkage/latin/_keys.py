"""By what two registrations in Latin letters come to be compared."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
import polars as pl

from .._candidates import pairs_of
from .._hashes import NOTHING, Hashes, combined, hashes_of
from ._columns import Column, Role

Rows = npt.NDArray[np.int64]

MOST = 40  # registrations that share a value; what more share brings nobody together
_PAIRS_EACH = 10  # for each registration: kinds of keys that bring more are left out
_PAIRS_ALL = 60


def keys_of(normal: pl.DataFrame, columns: Sequence[Column]) -> dict[tuple[str, ...], Hashes]:
    """Hashes by which registrations meet: the number of a person alone, and every two columns together.

    Returns:
        For each kind the names of its columns and (n,) hashes, 0 where one is missing or more than ``MOST`` have it.
    """
    hashes = {column.name: hashes_of(normal[column.name]) for column in columns}
    kinds: list[tuple[str, ...]] = [
        (column.name,) for column in columns if column.role == Role.NUMBER
    ]
    kinds += combinations(hashes, 2)
    return {kind: _rare(combined(0, *(hashes[name] for name in kind))) for kind in kinds}


def candidates_latin(normal: pl.DataFrame, columns: Sequence[Column]) -> pl.DataFrame:
    """Every pair of registrations that meet by some key, once.

    Kinds of keys are taken in the order of how few pairs they bring, until there are enough.

    Returns:
        (pairs,) rows first, second (places in ``normal``; first < second), by first and second.
    """
    found = [pairs_of(column, MOST) for column in keys_of(normal, columns).values()]
    found.sort(key=lambda pairs: len(pairs[0]))
    codes, total, rows = [np.empty(0, dtype=np.int64)], 0, max(1, normal.height)
    for first, second in found:
        total += len(first)
        if len(first) > _PAIRS_EACH * rows or total > _PAIRS_ALL * rows:
            break
        codes.append(first * rows + second)
    first, second = np.divmod(np.unique(np.concatenate(codes)), rows)
    return pl.DataFrame(
        {"first": first, "second": second}, schema={"first": pl.UInt32, "second": pl.UInt32}
    )


def _rare(column: Hashes) -> Hashes:
    values, counts = np.unique(column, return_counts=True)
    column[np.isin(column, values[counts > MOST])] = NOTHING
    return column
