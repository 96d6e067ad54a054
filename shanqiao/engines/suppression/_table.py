from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

Cell: TypeAlias = tuple[int, int]
Numbers: TypeAlias = tuple[tuple[int, ...], ...]
Road: TypeAlias = tuple[int, int, int, Cell]  # from, to, capacity, and whose it is


@dataclass(frozen=True)
class Table:
    """Whole numbers in rows and columns, with a last column and a last row of totals.

    Args:
        values: (n+1, m+1) numbers >= 0; the last of each row and column is the sum of those before it.
        people: (n+1, m+1) how many different people stand behind each number. Totals need not add up:
            who is in two cells of a row is one person in its total.

    Raises:
        ValueError: shapes differ, a total is not the sum, or something is negative.
    """

    values: Numbers
    people: Numbers

    def __post_init__(self) -> None:
        shapes = {len(row) for row in (*self.values, *self.people)}
        if len(shapes) != 1 or len(self.values) != len(self.people):
            raise ValueError("values and people must have one shape, with totals")
        if min(min(row) for row in (*self.values, *self.people)) < 0:
            raise ValueError("a number of people or things is never negative")
        if self.values != _with_totals([row[:-1] for row in self.values[:-1]], shapes.pop() - 1):
            raise ValueError("a total is not the sum of what it totals")

    @classmethod
    def of(
        cls, inner: Sequence[Sequence[int]], *, people: Sequence[Sequence[int]] | None = None
    ) -> Table:
        """A table from its cells; the totals are added up here.

        Args:
            inner: (n, m) numbers >= 0. A table without rows needs ``people`` to say how wide it is.
            people: (n+1, m+1), or None where the numbers themselves count people, each once.
        """
        values = _with_totals(inner, len(inner[0]) if people is None else len(people[0]) - 1)
        return cls(values, values if people is None else tuple(tuple(row) for row in people))

    @property
    def rows(self) -> int:
        """The place of the row of totals."""
        return len(self.values) - 1

    @property
    def columns(self) -> int:
        """The place of the column of totals."""
        return len(self.values[0]) - 1

    @cached_property
    def endless(self) -> int:
        """More than all numbers together; added up once, since every road of every ring asks for it."""
        return sum(map(sum, self.values)) + 1

    @cached_property
    def roads(self) -> dict[Cell, list[Road]]:
        """The roads of each number that were asked for before: every ring asks for the same ones."""
        return {}

    def cells(self) -> Iterator[Cell]:
        """All places, totals included, row by row."""
        return ((row, column) for row in range(self.rows + 1) for column in range(self.columns + 1))

    def value(self, cell: Cell) -> int:
        return self.values[cell[0]][cell[1]]

    def is_total(self, cell: Cell) -> bool:
        return cell[0] == self.rows or cell[1] == self.columns

    def few(self, *, threshold: int) -> frozenset[Cell]:
        """The places behind which stand some people, but fewer than ``threshold``."""
        return frozenset(
            (row, column)
            for row, column in self.cells()
            if 0 < self.people[row][column] < threshold
        )


def _with_totals(inner: Sequence[Sequence[int]], width: int) -> Numbers:
    rows = [(*row, sum(row)) for row in inner]
    return (*rows, tuple(sum(row[column] for row in rows) for column in range(width + 1)))
