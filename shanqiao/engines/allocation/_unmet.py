"""What stays unmet, why, and the nearest condition that would change it."""

from __future__ import annotations

import json

import numpy as np
import polars as pl

from ._before import before_of
from ._misses import Misses
from ._nearest import at_limit, near_miss, no_offer
from ._order import Flags, Ints
from ._scarcity import binding_reserves
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
    told = []
    for row, need in zip(missing, solution.city.needs[missing].to_dicts(), strict=True):
        code, at = REASONS[reason[row]], int(misses.nearest[row])
        if code in ("person_cap", "reserved"):
            earlier = code == "person_cap" and had[row] > 0
            nearest, words = at_limit(code, resources[limits[code][row]], earlier)
        elif at >= 0 and (code != "exhausted" or (misses.helps[row] and misses.single[row])):
            nearest, words = near_miss(need, resources[at], bool(misses.helps[row]))
        elif code == "exhausted":
            nearest, words = at_limit("capacity", resources[limits["capacity"][row]])
        else:
            nearest, words = no_offer(need)
        says = json.dumps(nearest, ensure_ascii=False, sort_keys=True)
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
    edges, loss = solution.edges, solution.prices.loss
    wanted = solution.unfilled[edges.need]
    capped = solution.at_cap & edges.limited
    reserving = binding_reserves(solution)[edges.resource] & edges.general & ~capped
    before, whole = loss.before_person(edges), loss.resource[edges.resource]
    everywhere = np.ones(len(wanted), np.bool_)
    return {
        "person_cap": _least(solution, capped & (before < wanted), before),
        "reserved": _least(solution, reserving & (whole < wanted), whole),
        "capacity": _least(solution, everywhere, before),
    }


def _least(solution: Solution, where: Flags, loss: Ints) -> Ints:
    here = np.flatnonzero(where)
    need, resource = solution.edges.need[here], solution.edges.resource[here]
    order = np.lexsort((resource, loss[here], need))
    _, first = np.unique(need[order], return_index=True)
    named = np.full(solution.city.needs.height, -1, np.int64)
    named[need[order][first]] = resource[order][first]
    return named
