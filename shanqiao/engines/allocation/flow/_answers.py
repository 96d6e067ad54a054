"""What the needs of a city answer: every value a small number, and needs that answer alike one sort.

Worked out once for the city, in the order of its rows; a group takes what its needs have of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from ...eligibility import Expression, yes
from .._order import Flags, Ints
from ._numbering import counted, numbered, paired
from ._ports import Codes


class Answers:
    """The values of every column as small numbers, and needs with the same ones.

    Args:
        needs: of a city.
        rows: (n,) those of which is spoken, group after group: so a group's are a piece of all.
    """

    def __init__(self, needs: pl.DataFrame, rows: Ints) -> None:
        self._needs, self._rows = needs, rows
        self._numbers: dict[str, tuple[Codes, int]] = {}
        self._classes: dict[tuple[str, ...], tuple[Codes, pl.DataFrame]] = {}

    def classes(self, *columns: str) -> tuple[Codes, pl.DataFrame]:
        """Needs with the same values in some columns: (n,) the class of each, and one of each class.

        An empty cell is a value too.
        """
        if columns not in self._classes:
            own, first = counted(*self._of(columns[0]))
            for column in columns[1:]:
                number, count = self._of(column)
                own, first = paired(own, number, count, len(first))
            self._classes[columns] = own, self.some(first, *columns)
        return self._classes[columns]

    def some(self, where: Ints | slice, *columns: str) -> pl.DataFrame:
        """Columns of some of the needs."""
        return self._needs.select(columns)[self._rows[where]]

    def within(self, begin: int, end: int) -> Here:
        """Those of the needs from one place to another."""
        return Here(self, slice(begin, end))

    def _of(self, column: str) -> tuple[Codes, int]:
        """(n,) a number below the second for each value."""
        if column not in self._numbers:
            number, count = _numbered(self._needs[column])
            self._numbers[column] = number[self._rows], count
        return self._numbers[column]


class Here:
    """The answers of the needs of one group."""

    def __init__(self, answers: Answers, where: slice) -> None:
        self._answers, self._where = answers, where

    def __len__(self) -> int:
        """How many needs they are."""
        return int(self._where.stop - self._where.start)

    def classes(self, *columns: str) -> tuple[Codes, pl.DataFrame]:
        """(k,) the class of each need, and one of each class of the city."""
        own, kinds = self._answers.classes(*columns)
        return own[self._where], kinds

    def asked(self, parts: list[Expression]) -> tuple[Codes, Flags]:
        """Every part asked of every need: (k,) which pattern of answers, (t, parts) the patterns."""
        columns = sorted(set().union(*(part.columns for part in parts)))
        return patterns(yes(parts, self._answers.some(self._where, *columns)))


def patterns(said: Flags) -> tuple[Codes, Flags]:
    """Rows with the same flags are one: (k,) which of them each is, and (t, parts) these."""
    number, first = different(np.packbits(said, axis=1))
    return number, said[first]


def different(rows: npt.NDArray[Any]) -> tuple[Codes, Ints]:
    """Equal rows are one: (k,) which of them each is, and where each is met first."""
    kept: dict[bytes, int] = {}
    number = np.array([kept.setdefault(row.tobytes(), len(kept)) for row in rows], np.int32)
    return number, np.unique(number, return_index=True)[1]


def _numbered(column: pl.Series) -> tuple[Codes, int]:
    if column.dtype == pl.String:
        codes, first = numbered(column.fill_null(""))
        if not column.null_count():
            return codes, len(first)
        return np.where(column.is_null().to_numpy(), 0, codes + 1), len(first) + 1
    number = column.to_physical().cast(pl.Int64)
    low, high = number.min(), number.max()
    near = isinstance(low, int) and isinstance(high, int) and high - low <= 2**20
    number = number - low if near else column.rank("dense")
    codes = (number.cast(pl.Int32) + 1).fill_null(0).to_numpy()
    return codes, int(codes.max(initial=0)) + 1
