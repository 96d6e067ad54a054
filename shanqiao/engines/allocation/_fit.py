"""Which needs a resource fits, condition by condition: kind and item, street, span, expression."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from ..eligibility import parse
from ._facts import City
from ._order import Flags, Ints

YES, NO, UNKNOWN = 1, 0, -1
KEPT = 64  # answers of so many expressions are remembered; givers repeat each other

Answers = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Fit:
    """One resource against the needs of its kinds and item.

    Attributes:
        resource: its row.
        needs: (k,) rows of needs of its kinds with its item, ascending.
        street: (k,) whether the street is served.
        district: (k,) whether some street of the same district is.
        apart: (k,) days between the two spans, 0 where they overlap.
        eligible: (k,) YES, NO or UNKNOWN.
        outside: (k,) where ``reserved_for`` is not known to be yes.
    """

    resource: int
    needs: Ints
    street: Flags
    district: Flags
    apart: Ints
    eligible: Answers
    outside: Flags

    @property
    def edges(self) -> Flags:
        """(k,) where the resource may serve the need."""
        edges: Flags = self.street & (self.apart == 0) & (self.eligible == YES)
        return edges


class Fits:
    """The fits of every resource with the needs asked about, made one at a time."""

    def __init__(self, city: City, rows: Ints) -> None:
        """Look only at the needs in ``rows``, ascending."""
        self._resources = city.resources
        self._needs = city.needs[rows].with_columns(
            row=pl.Series(rows, dtype=pl.Int64),
            place=pl.col("street").rank("dense").cast(pl.Int64) - 1,
        )
        self._by_kind = self._needs.partition_by("kind", "item", as_dict=True)
        self._codes = self._needs["street"].unique().sort().to_list()
        self._groups: dict[tuple[str, ...], _Group] = {}

    def __iter__(self) -> Iterator[Fit]:
        names = ("kinds", "item", "streets", "eligible", "reserved_for")
        begins, ends = (_days(self._resources[column]) for column in ("valid_from", "valid_to"))
        for row, (kinds, item, streets, eligible, reserved_for) in enumerate(
            self._resources.select(names).rows()
        ):
            group = self._group(kinds, item)
            before, after = group.open - ends[row], begins[row] - group.due
            yield Fit(
                resource=row,
                needs=group.rows,
                street=self._served(streets)[group.street],
                district=self._served([code[:6] for code in streets])[group.street],
                apart=np.maximum(0, np.maximum(before, after)),
                eligible=group.answers(eligible),
                outside=group.answers(reserved_for) != YES,
            )

    def _group(self, kinds: list[str], item: str) -> _Group:
        key = (item, *kinds)
        if key not in self._groups:
            found = [self._by_kind[kind, item] for kind in kinds if (kind, item) in self._by_kind]
            self._groups[key] = _Group(pl.concat([self._needs.clear(), *found]).sort("row"))
        return self._groups[key]

    def _served(self, streets: list[str]) -> Flags:
        if not streets:
            return np.ones(len(self._codes), np.bool_)
        listed = set(streets)
        return np.array(
            [code in listed or code[:6] in listed for code in self._codes], dtype=np.bool_
        )


class _Group:
    """Needs that the same resources may look at, with their facts as numbers."""

    def __init__(self, needs: pl.DataFrame) -> None:
        self._needs = needs
        self._answers: dict[str, Answers] = {}
        self.rows: Ints = needs["row"].to_numpy()
        self.street: Ints = needs["place"].to_numpy()
        self.open, self.due = (_days(needs[column]) for column in ("open_on", "due_on"))

    def answers(self, text: str) -> Answers:
        """(k,) what an expression says of each of these needs."""
        if text not in self._answers:
            if len(self._answers) >= KEPT:
                self._answers.clear()
            found = parse(text).over(self._needs).cast(pl.Int8).fill_null(UNKNOWN)
            self._answers[text] = found.to_numpy()
        return self._answers[text]


def _days(column: pl.Series) -> Ints:
    return column.cast(pl.Int32).cast(pl.Int64).to_numpy()
