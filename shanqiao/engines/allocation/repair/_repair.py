"""The door of a repair: a proven plan and wishes in, a plan that meets them and its gap out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from .._facts import City
from .._plan import Plan
from ._again import gap_of, plan_again
from ._breaking import take_out
from ._changes import changes_of, losses_of
from ._filling import fill
from ._giving import Giving
from ._ground import given_on, ground_of
from ._improving import improve
from ._wishes import Wishes


@dataclass(frozen=True)
class Repaired:
    """A plan that meets all wishes.

    Attributes:
        plan: with ``objective`` of its own, ``bound`` and certificate of the proven plan, and under
            ``wishes`` in its summary how many wishes there are, ``value``, ``bound``, ``gap`` (in
            the value of the plan files), ``gap_share`` (of the bound, rounded up) and ``by_wish``:
            needs that lost something and how much, per wish and unit.
        changes: what differs from the proven plan; see `changes_of`. None without wishes.
    """

    plan: Plan
    changes: pl.DataFrame | None


def repair(city: City, plan: Plan, wishes: Wishes) -> Repaired:
    """Change a proven plan so that it meets every wish, losing as little as can be found.

    The result keeps every limit of the plan files. The same content gives the same plan. Without
    wishes the plan is handed back as it is.

    Args:
        plan: what `solve` made of ``city``.
    """
    if not wishes:
        return Repaired(plan, None)
    ground = ground_of(city, plan.policy, wishes)
    before = given_on(ground, plan.matches)
    giving = Giving(ground, before)
    proven = np.array(giving.got, np.int64)
    causes = take_out(giving)
    fill(giving)
    improve(giving, proven)
    after = giving.given_now()
    changes = changes_of(ground, before, after, causes)
    losses = losses_of(ground, changes)
    again = plan_again(ground, plan, after, losses)
    told = {**wishes.figures(), **gap_of(again.summary), "by_wish": _by_wish(losses)}
    return Repaired(replace(again, summary={**again.summary, "wishes": told}), changes)


def _by_wish(losses: pl.DataFrame) -> list[dict[str, object]]:
    each = losses.group_by("wish", "unit").agg(needs=pl.len(), lost=pl.col("lost").sum())
    return each.sort("wish", "unit").to_dicts()
