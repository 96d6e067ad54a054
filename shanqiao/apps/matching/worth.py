"""What a plan is worth: what the same needs would have got from the same purses without it."""

import polars as pl

from shanqiao.engines.allocation.without import without_a_plan

from .frozen import thaw
from .models import Plan, PlanWorth
from .planning import PlanCannotBeReplayed, replay_plan


def plan_without_worth():
    """The latest plan, where what it is worth was not worked out yet, or None."""
    latest = Plan.objects.order_by("-proposed_at", "-pk").first()
    return None if latest is None or PlanWorth.objects.filter(plan=latest).exists() else latest


def work_out_worth(*, plan, at):
    """Simulate four ways to help without a plan on the frozen facts of one, and keep what they reach.

    Worked out once: asked again, it is the same row. Where the plan cannot be replayed nothing can be compared, and no rows
    are kept.

    Returns:
        `PlanWorth`, its rows those of `without_a_plan` for which there is a need.
    """
    kept = PlanWorth.objects.filter(plan=plan).first()
    if kept:
        return kept
    try:
        answer = replay_plan(plan=plan)
    except PlanCannotBeReplayed:
        rows = []
    else:
        rows = _compared(thaw(bytes(plan.facts)), plan.policy, answer)
    worth, _ = PlanWorth.objects.get_or_create(
        plan=plan, defaults={"worked_out_at": at, "rows": rows}
    )
    return worth


def _compared(city, policy, answer):
    given = answer.matches.group_by("need").agg(given=pl.col("quantity").sum())
    needs = city.needs.select("need").join(given, on="need", how="left", maintain_order="left")
    table = without_a_plan(city, policy, needs["given"].fill_null(0).to_numpy())
    return table.filter(pl.col("people") > 0).to_dicts()
