"""Who is served first: the strict order of elements, and what each of them is worth.

Every need has two elements, its first half and the rest. The plan is the lexicographically greatest
one in the order of elements, so any weights that fall along this order lead to it. Two are used:

- rank weights, 2n for the first element in order down to 1 for the last: all different, so that
  their optimum is the one plan the order means;
- value weights, those of the plan files, in which people compare plans: for ``basic_first``
  131 + p for a first half and p for a rest (p is at most 131, so no rest outweighs a first half);
  for ``gravest_first`` p for both. They fall along the order too, but have ties.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import polars as pl

Policy = Literal["basic_first", "gravest_first"]
POLICIES: tuple[str, ...] = get_args(Policy)
GRAVEST = 131  # the largest p: 1 + 100 + 15 x 2

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int32]  # where there are very many


@dataclass(frozen=True)
class Elements:
    """Both elements of every need.

    Attributes:
        size: (2, n) how much the first half (row 0) and the rest (row 1) still miss, in the unit
            of the need.
        rank: (2, n) rank weights, each of 1 … 2n once.
        value: (2, n) value weights.
        value_by_rank: (2n + 1,) at each rank weight the value weight of its element; 0 at 0. Those
            of some needs of a city know it for the whole city, in whose ranks they are told.
    """

    size: Ints
    rank: Ints
    value: Ints
    value_by_rank: Ints

    @property
    def open_needs(self) -> Ints:
        """Rows of the needs that miss something, by the rank of their first half."""
        missing = np.flatnonzero(self.size.sum(axis=0))
        at_rank = np.full(len(self.value_by_rank), -1)
        at_rank[self.rank[0][missing]] = missing
        return at_rank[at_rank >= 0][::-1].copy()

    def of(self, needs: Ints) -> Elements:
        """The elements of some rows of needs."""
        size, rank, value = (
            np.take(each, needs, axis=1) for each in (self.size, self.rank, self.value)
        )
        return Elements(size, rank, value, self.value_by_rank)

    def filled(self, amounts: Ints) -> Ints:
        """(2, n) how much of each element an amount per need fills, the first half first."""
        first = np.minimum(amounts, self.size[0])
        return np.stack([first, amounts - first])

    def objective(self, amounts: Ints) -> int:
        """The value of the plan files, of an amount per need."""
        return int((self.filled(amounts) * self.value).sum())

    def best_unfilled(self, amounts: Ints) -> Ints:
        """(n,) rank weight of the first element of each need that still misses something, or 0."""
        first, whole = self.size[0], self.size.sum(axis=0)
        rest = np.where(amounts < whole, self.rank[1], 0)
        return np.where(amounts < first, self.rank[0], rest)

    def least_filled(self, amounts: Ints, never: int) -> Ints:
        """(n,) rank weight of the last element that got something, ``never`` where none did."""
        some = np.where(amounts > 0, self.rank[0], never)
        return np.where(amounts > self.size[0], self.rank[1], some)


def elements_of(needs: pl.DataFrame, policy: str) -> Elements:
    """Cut every need into its two elements and rank them.

    Args:
        needs: (n,) rows of ``NEED_COLUMNS``.
        policy: ``basic_first`` or ``gravest_first``.

    Raises:
        ValueError: the policy is not known.
    """
    if policy not in POLICIES:
        raise ValueError(f"the policy is one of {', '.join(POLICIES)}, not {policy}")
    quantity, covered = (needs[column].to_numpy() for column in ("quantity", "covered"))
    gravity = 1 + needs["severity"].to_numpy() + 15 * needs["urgency"].to_numpy()
    bonus = GRAVEST if policy == "basic_first" else 0
    size, value = (np.empty((2, needs.height), np.int64) for _ in range(2))
    np.maximum(0, (quantity + 1 >> 1) - covered, out=size[0])
    np.maximum(0, quantity - covered, out=size[1])
    size[1] -= size[0]
    np.add(gravity, bonus, out=value[0])
    value[1] = gravity
    rank, value_by_rank = _ranks(needs, gravity, policy, bonus)
    return Elements(size, rank, value, value_by_rank)


def _ranks(needs: pl.DataFrame, gravity: Ints, policy: str, bonus: int) -> tuple[Ints, Ints]:
    """(2, n) by tier, gravity, day and need, or by gravity, day, need and tier; and value by rank."""
    count, order = needs.height, _first_to_last(needs, gravity)
    rank, value_by_rank = np.empty((2, count), np.int64), np.zeros(2 * count + 1, np.int64)
    last_to_first = gravity[order[::-1]]
    if policy == "basic_first":
        rank[0, order] = np.arange(2 * count, count, -1)
        rank[1, order] = np.arange(count, 0, -1)
        value_by_rank[1 : count + 1] = last_to_first
        np.add(last_to_first, bonus, out=value_by_rank[count + 1 :])
    else:
        rank[0, order] = np.arange(2 * count, 0, -2)
        rank[1, order] = np.arange(2 * count - 1, 0, -2)
        value_by_rank[1:] = np.repeat(last_to_first, 2)
    return rank, value_by_rank


def _first_to_last(needs: pl.DataFrame, gravity: Ints) -> Ints:
    """Rows by gravity, day and need.

    Two stable sorts by small numbers, the least important first, are sooner done than one by rows.
    """
    opens = needs["open_on"].to_physical().to_numpy()
    if needs["need"].is_sorted():
        by_day = _stably(opens)
    else:
        by_need = needs["need"].arg_sort().to_numpy()
        by_day = by_need[_stably(opens[by_need])]
    first_to_last: Ints = by_day[_stably(-gravity[by_day])]
    return first_to_last


def _stably(values: Ints | Rows) -> Ints:
    """The order of numbers; those of two bytes, as days and gravities are, are sorted by digits."""
    low, high = int(values.min(initial=0)), int(values.max(initial=0))
    small = values - low
    return np.argsort(small.astype(np.uint16) if high - low < 2**16 else small, kind="stable")
