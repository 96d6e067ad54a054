"""What stays unmet, why, and the nearest condition that would change it."""

from __future__ import annotations

import numpy as np
import polars as pl

from ._before import before_of
from ._edges import Edges
from ._misses import NONE, Misses
from ._nearest import NearMisses, at_limit, in_json, no_offer
from ._order import Flags, Ints
from ._scarcity import binding_reserves, kept_out
from ._solution import Solution

REASONS = (
    "no_resource",
    "not_in_time",
    "not_eligible",
    "unknown",
    "exhausted",
    "person_cap",
    "reserved",
)
SCHEMA = {
    "need": pl.String,
    "missing": pl.Int64,
    "reason": pl.String,
    "nearest": pl.String,
    "nearest_zh": pl.String,
    "nearest_en": pl.String,
}


def unmet_of(solution: Solution, misses: Misses) -> pl.DataFrame:
    """Every need that still misses something; by need.

    ``reason``, for a need that no resource may serve, is how far the best of them comes:
    ``no_resource`` (none of its kind and item in its street), ``not_in_time`` (none of those in
    its span), ``unknown`` (one of those would have to know an empty cell), else ``not_eligible``.
    For a need that some resource may serve: ``person_cap`` or ``reserved`` when that limit alone,
    at some resource, keeps the next unit away; else ``exhausted``.

    ``nearest`` is the nearest change that would bring the need a unit more, as JSON: ``resource``;
    ``change``, a list of ``unknown`` (with ``columns``), ``valid`` (with ``days``), ``eligible``
    (with ``conditions``), ``streets``, ``person_cap``, ``reserved``, ``capacity``, ``offer``; and
    ``enough``, false where even with it everything would go to needs that come before.
    """
    missing = np.flatnonzero(solution.missing)
    limits = _limits_in_the_way(solution)
    reason = _reasons(solution, misses, limits)
    resources = solution.city.resources.to_dicts()
    had = before_of(solution.city).had(limits["person_cap"], solution.person)
    told, near_misses = [], NearMisses()
    for row, need in zip(missing, solution.city.needs[missing].to_dicts(), strict=True):
        code, at = REASONS[reason[row]], int(misses.nearest[row])
        if code in ("person_cap", "reserved"):
            earlier = code == "person_cap" and had[row] > 0
            nearest, words = at_limit(code, resources[limits[code][row]], earlier)
            says = in_json(nearest)
        elif at >= 0 and (code != "exhausted" or (misses.helps[row] and misses.single[row])):
            says, words = near_misses.told(need, resources[at], bool(misses.helps[row]))
        elif code == "exhausted":
            nearest, words = at_limit("capacity", resources[limits["capacity"][row]])
            says = in_json(nearest)
        else:
            nearest, words = no_offer(need)
            says = in_json(nearest)
        told.append((need["need"], int(solution.missing[row]), code, says, *words))
    return pl.DataFrame(told, schema=SCHEMA, orient="row")


def _reasons(solution: Solution, misses: Misses, limits: dict[str, Ints]) -> Ints:
    """(n,) place in `REASONS`."""
    served = limits["capacity"] >= 0
    return np.select(
        [
            limits["person_cap"] >= 0,
            limits["reserved"] >= 0,
            served,
            ~misses.street,
            ~misses.in_time,
            misses.unknown,
        ],
        [
            REASONS.index(code)
            for code in (
                "person_cap",
                "reserved",
                "exhausted",
                "no_resource",
                "not_in_time",
                "unknown",
            )
        ],
        default=REASONS.index("not_eligible"),
    )


def _limits_in_the_way(solution: Solution) -> dict[str, Ints]:
    """(n,) each: the resource whose limit keeps the next unit from a need, -1 where none does.

    Under ``capacity`` stands the resource that serves the need and comes nearest to having a
    unit for it. Among several the one with the least loss is named, then the first as text.
    """
    loss, unfilled = solution.prices.loss, solution.unfilled
    caps, reserves, whole = (_Least(solution) for _ in range(3))
    full = solution.full
    before = loss.before_person(full)
    caps.look(full, before, before < unfilled[full.need])
    outside = kept_out(solution, binding_reserves(solution))
    before = loss.resource[outside.resource]
    reserves.look(outside, before, before < unfilled[outside.need])
    for _, some in solution.edges.pieces():
        whole.look(some, loss.before_person(some), unfilled[some.need] > 0)
    return {"person_cap": caps.named(), "reserved": reserves.named(), "capacity": whole.named()}


class _Least:
    """The resource with the least loss beside each need, of those that were looked at."""

    def __init__(self, solution: Solution) -> None:
        self._resources = max(1, len(solution.limits.capacity))
        self._never = len(solution.elements.value_by_rank)
        self._best = np.full(len(solution.amounts), NONE, np.int64)

    def look(self, edges: Edges, loss: Ints, where: Flags) -> None:
        """Look at some edges."""
        loss = np.minimum(loss[where], self._never)
        np.minimum.at(self._best, edges.need[where], loss * self._resources + edges.resource[where])

    def named(self) -> Ints:
        """(n,) its row, -1 where none was seen."""
        return np.where(self._best < NONE, self._best % self._resources, -1)
