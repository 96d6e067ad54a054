"""The plan made again from what a repair gives: the same tables, the same words."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import polars as pl

from .._distance import Distances
from .._given import Given
from .._order import Ints
from .._plan import Plan
from .._potentials import no_potentials
from .._prices import Prices
from .._solution import Solution
from .._summary import summary_of
from .._unmet import SCHEMA
from .._why import matches_of
from ._ground import Ground

MILLION = 10**6  # shares are told in millionths, rounded up


def plan_again(ground: Ground, proven: Plan, given: Ints, losses: pl.DataFrame) -> Plan:
    """The proven plan with other amounts.

    The certificate stays that of the proven plan, and so do worths in scarcity; what is left over
    is counted anew.

    Args:
        given: (e,) what each door gives.
        losses: as `losses_of` gives it.
    """
    solution = _solution(ground, given)
    matches = matches_of(solution)
    left = pl.Series("left", ground.limits.capacity - solution.spent, dtype=pl.Int64)
    return replace(
        proven,
        matches=matches,
        unmet=_unmet(solution, proven.unmet, losses),
        scarcity=proven.scarcity.with_columns(left),
        summary=_figures(ground, proven, matches),
    )


def gap_of(summary: dict[str, object]) -> dict[str, int | float]:
    """How far a plan is below what no plan exceeds: in value, and as a share, rounded up."""
    value, bound = summary["objective"], summary["bound"]
    assert isinstance(value, int)
    assert isinstance(bound, int)
    share = -(-(bound - value) * MILLION // bound) / MILLION if bound else 0.0
    return {"value": value, "bound": bound, "gap": bound - value, "gap_share": share}


def _solution(ground: Ground, given: Ints) -> Solution:
    """What words and figures are made from. Prices are those of no plan; nothing here asks them."""
    needs = ground.city.needs.height
    amounts = np.zeros(needs, np.int64)
    np.add.at(amounts, ground.edges.need, given)
    none = no_potentials(ground.city.resources.height, needs)
    used = np.flatnonzero(given)
    return Solution(
        city=ground.city,
        elements=ground.elements,
        limits=ground.limits,
        edges=ground.edges,
        given=Given(ground.edges.some(used), given[used]),
        amounts=amounts,
        distances=Distances(ground.city),
        prices=Prices(gain=none, loss=none),
        potentials=none,
    )


def _figures(ground: Ground, proven: Plan, matches: pl.DataFrame) -> dict[str, object]:
    counts, bound = proven.summary["counts"], proven.summary["bound"]
    assert isinstance(counts, dict)
    assert isinstance(bound, int)
    return summary_of(
        ground.city, ground.elements, ground.policy, matches, edges=counts["edges"], bound=bound
    )


def _unmet(solution: Solution, proven: pl.DataFrame, losses: pl.DataFrame) -> pl.DataFrame:
    """Who lost something misses it because of a wish; for the others the reason is what it was."""
    missing = solution.city.needs.select(
        "need", missing=pl.Series(solution.missing, dtype=pl.Int64)
    ).filter(pl.col("missing") > 0)
    kept = proven.drop("missing").join(missing, on="need").join(losses, on="need", how="anti")
    lost = missing.join(losses, on="need", maintain_order="left")
    told = pl.DataFrame(
        {
            "need": lost["need"],
            "missing": lost["missing"],
            "reason": lost["wish"],
            "nearest": [_nearest(*row) for row in lost.select("resource", "wish").iter_rows()],
            "nearest_zh": lost["why_zh"],
            "nearest_en": lost["why_en"],
        },
        schema=SCHEMA,
    )
    return pl.concat([kept.select(SCHEMA.keys()), told]).sort("need")


def _nearest(resource: str, wish: str) -> str:
    nearest = {"resource": resource, "change": [wish], "enough": wish != "moved"}
    return json.dumps(nearest, ensure_ascii=False, sort_keys=True)
