"""Near misses: which resource almost fits which need, and what it would be worth if it did.

One pass over all resources. A *near miss* fits a need in kind and item and fails in at least one of
street, span and expression. It would *help* when the need's first unfilled element comes before
the least element that would have to give up a unit for it; somebody who has got all that one
person may get from the resource is not helped by it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ._fit import UNKNOWN, YES, Fit, Fits
from ._order import Flags, Ints
from ._prices import NEVER
from ._solution import Solution

A_LITTLE_TIME = 30  # days by which a span is widened
CONDITIONS = ("eligible", "streets", "valid")

NONE = 2**62
_ROW = 2**31  # what is below it in a score is the row of the resource


@dataclass(frozen=True)
class Misses:
    """What the pass found.

    Attributes:
        nearest: (n,) row of the resource nearest to serving each need, -1 where none is near or
            nothing is missing. First come those that would help, then those that fail in fewer
            conditions; then an empty cell before a span before an expression before a street;
            then days or district; then the resource as text.
        helps: (n,) whether that one would help.
        single: (n,) whether it fails in one condition only.
        street, in_time, unknown: (n,) whether some resource serves the street of the need; serves
            it at the right time; and lacks only a cell that is empty.
        worth: (m,) per condition, value of the first unit. See `scarcity_of`.
        people: (m,) per condition, how many people would be reached.
    """

    nearest: Ints
    helps: Flags
    single: Flags
    street: Flags
    in_time: Flags
    unknown: Flags
    worth: dict[str, Ints]
    people: dict[str, Ints]


def misses_of(solution: Solution) -> Misses:
    """Look at every resource beside every need of its kinds that was planned for."""
    needs, resources = solution.city.needs.height, solution.city.resources.height
    score = np.full(needs, NONE, np.int64)
    street, in_time, unknown = (np.zeros(needs, np.bool_) for _ in range(3))
    worth, people = (
        {condition: np.zeros(resources, np.int64) for condition in CONDITIONS} for _ in range(2)
    )
    value = solution.elements.value_by_rank
    lost = _Losses(solution)
    open_needs = np.flatnonzero(solution.elements.size.sum(axis=0))
    for fit in Fits(solution.city, open_needs):
        loss = lost.at(fit)
        street[fit.needs] |= fit.street
        in_time[fit.needs] |= fit.street & (fit.apart == 0)
        unknown[fit.needs] |= fit.street & (fit.apart == 0) & (fit.eligible == UNKNOWN)
        score[fit.needs] = np.minimum(score[fit.needs], _scores(solution, fit, loss))
        for condition, where in _singly(fit).items():
            found = _worth(solution, fit.needs[where], loss[where], value)
            worth[condition][fit.resource], people[condition][fit.resource] = found
    found_one = (score < NONE) & (solution.missing > 0)
    return Misses(
        nearest=np.where(found_one, score % _ROW, -1),
        helps=found_one & (score >> 60 == 0),
        single=found_one & ((score >> 56) & 3 == 1),
        street=street,
        in_time=in_time,
        unknown=unknown,
        worth=worth,
        people=people,
    )


class _Losses:
    """What has to be given up for a need that a resource does not serve today."""

    def __init__(self, solution: Solution) -> None:
        self._loss = solution.prices.loss
        self._limits = solution.limits
        people = solution.edges.people.count
        resource, self._full = np.divmod(solution.full_pairs, max(1, people))
        ends = np.arange(solution.city.resources.height + 1)
        self._begin = np.searchsorted(resource, ends)
        self._person = solution.person

    def at(self, fit: Fit) -> Ints:
        """(k,) rank weights; `NEVER` for people who have got all they may."""
        row = fit.resource
        loss = np.full(len(fit.needs), self._loss.resource[row])
        if self._limits.reserves[row]:
            loss[fit.outside] = self._loss.general[row]
        full = self._full[self._begin[row] : self._begin[row + 1]]
        if len(full):
            loss[np.isin(self._person[fit.needs], full)] = NEVER
        return loss


def _scores(solution: Solution, fit: Fit, loss: Ints) -> Ints:
    """(k,) the smaller the nearer; `NONE` for edges."""
    off_street, off_time, off_rule = ~fit.street, fit.apart > 0, fit.eligible != YES
    fails = off_street.astype(np.int64) + off_time + off_rule
    helpless = solution.unfilled[fit.needs] <= loss
    order = np.where(off_street, 3, np.where(off_time, 1, 2))
    order = np.where((fails == 1) & (fit.eligible == UNKNOWN), 0, order)
    measure = np.where(off_street, ~fit.district, np.minimum(fit.apart, 2**20))
    score = (helpless.astype(np.int64) << 60) + (fails << 56) + (order << 52)
    return np.where(fails == 0, NONE, score + measure * _ROW + fit.resource)


def _singly(fit: Fit) -> dict[str, Flags]:
    """Where one condition alone fails, and relaxing it a little would do."""
    in_time, eligible = fit.apart == 0, fit.eligible == YES
    return {
        "eligible": fit.street & in_time & ~eligible,
        "streets": ~fit.street & fit.district & in_time & eligible,
        "valid": fit.street & ~in_time & (fit.apart <= A_LITTLE_TIME) & eligible,
    }


def _worth(solution: Solution, needs: Ints, loss: Ints, value: Ints) -> tuple[int, int]:
    """The best first unit, and how many people would get one."""
    can = loss < NEVER
    if not can.any():
        return 0, 0
    needs, lost = needs[can], value[loss[can]]
    best = int((value[solution.prices.gain.need[needs]] - lost).max())
    reached = needs[value[solution.unfilled[needs]] > lost]
    return max(0, best), len(np.unique(solution.person[reached]))
