"""A plan that is changed door by door; what was changed since a mark can be taken back."""

from __future__ import annotations

import numpy as np

from .._order import Ints
from ._ground import Ground

Worth = tuple[int, int]  # in the value of the plan files, then in rank weights


class Giving:
    """What every door gives, with what is left everywhere.

    Attributes:
        ground: what it stands on.
        given: what each door gives, those that give something.
        got: (n,) what each need gets.
        left: (m,) what is left of each capacity.
        spent, strange: (m,) what a resource gives, altogether and outside its ``reserved_for``;
            the latter only where it wishes for a share of what is spent.
        served: (m,) the doors of a resource that give something.
        helping: (n,) the doors of a need that give something.
        worth: of the whole plan.
        looks: how often somebody asked for room: a measure of work that is the same everywhere.
    """

    def __init__(self, ground: Ground, given: Ints) -> None:
        edges, elements = ground.edges, ground.elements
        self.ground = ground
        self.need, self.resource = edges.need.data, edges.resource.data
        self.strange_at = ground.outside.data
        self.minimum: list[int] = ground.minimum.tolist()
        self.share: list[int] = ground.share.tolist()
        self.whole: list[bool] = ground.whole.tolist()
        self.first: list[int] = elements.size[0].tolist()
        self.size: list[int] = elements.size.sum(axis=0).tolist()
        self.given: dict[int, int] = {}
        self.got = [0] * len(self.size)
        self.left: list[int] = ground.limits.capacity.tolist()
        self.spent, self.strange = [0] * len(self.left), [0] * len(self.left)
        self.served: list[set[int]] = [set() for _ in self.left]
        self.helping: list[set[int]] = [set() for _ in self.size]
        self.worth: Worth = (0, 0)
        self.looks = 0
        self._general, self._cap = edges.general.data, edges.cap.data
        self._pair = ground.pair.data
        self._general_left: list[int] = ground.limits.general.tolist()
        self._of_pair: dict[int, int] = {}
        self._doors: dict[int, list[int]] = {}
        self._weights = [w.data for w in (*elements.value, *elements.rank)]
        self._changes: list[tuple[int, int]] = []
        for door in np.flatnonzero(given).tolist():
            self.put(door, int(given[door]))

    def doors(self, need: int) -> list[int]:
        """The doors of a need, the nearest first."""
        if need not in self._doors:
            begin, end = self.ground.begin[need : need + 2].tolist()
            self._doors[need] = self.ground.of_need[begin:end].tolist()
        return self._doors[need]

    def may_move(self, door: int) -> bool:
        """Whether a door gives something, or something is left behind it: asked before `room`."""
        return self.left[self.resource[door]] > 0 or door in self.given

    def room(self, door: int) -> int:
        """How much more a door may give before a limit, or a share of what is spent, is reached."""
        self.looks += 1
        j = self.resource[door]
        most = self.left[j]
        if self._general[door]:
            most = min(most, self._general_left[j])
        if self._pair[door] >= 0:
            most = min(most, self._cap[door] - self._of_pair.get(self._pair[door], 0))
        share = self.share[j]
        if share and self.strange_at[door]:
            slack = (100 - share) * self.spent[j] - 100 * self.strange[j]
            most = min(most, slack // share)
        return max(0, most)

    def can_lose(self, door: int, amount: int) -> bool:
        """Whether the share of what is spent still holds when a door gives so much less."""
        j = self.resource[door]
        if not self.share[j] or self.strange_at[door]:
            return True
        return 100 * self.strange[j] <= (100 - self.share[j]) * (self.spent[j] - amount)

    def put(self, door: int, amount: int) -> None:
        """Let a door give so much altogether; whether that is allowed is for others to ask."""
        was = self.given.get(door, 0)
        more = amount - was
        if not more:
            return
        need, j = self.need[door], self.resource[door]
        self._changes.append((door, was))
        before = self._worth_of(need)
        if amount:
            self.given[door] = amount
            self.served[j].add(door)
            self.helping[need].add(door)
        else:
            del self.given[door]
            self.served[j].discard(door)
            self.helping[need].discard(door)
        self.got[need] += more
        self.left[j] -= more
        self.spent[j] += more
        if self.share[j] and self.strange_at[door]:
            self.strange[j] += more
        if self._general[door]:
            self._general_left[j] -= more
        if self._pair[door] >= 0:
            self._of_pair[self._pair[door]] = self._of_pair.get(self._pair[door], 0) + more
        after = self._worth_of(need)
        self.worth = (
            self.worth[0] + after[0] - before[0],
            self.worth[1] + after[1] - before[1],
        )

    def mark(self) -> int:
        """A point to which one may go back."""
        return len(self._changes)

    def back(self, mark: int) -> None:
        """Take back every change since ``mark``."""
        while len(self._changes) > mark:
            door, was = self._changes.pop()
            self.put(door, was)
            self._changes.pop()

    def last_rank(self, need: int) -> int:
        """Rank weight of the last element of a need that got something; it must have got some."""
        rest = self.got[need] > self.first[need]
        return int(self._weights[3 if rest else 2][need])

    def next_rank(self, need: int) -> int:
        """Rank weight of the first element of a need that still misses something."""
        rest = self.got[need] >= self.first[need]
        return int(self._weights[3 if rest else 2][need])

    def given_now(self) -> Ints:
        """(e,) what each door gives."""
        given = np.zeros(len(self.ground.edges.need), np.int64)
        given[list(self.given)] = list(self.given.values())
        return given

    def _worth_of(self, need: int) -> Worth:
        first = min(self.got[need], self.first[need])
        rest = self.got[need] - first
        value_1, value_2, rank_1, rank_2 = (int(weight[need]) for weight in self._weights)
        return value_1 * first + value_2 * rest, rank_1 * first + rank_2 * rest
