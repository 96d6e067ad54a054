"""Every change between two plans with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterator

import polars as pl

from .._facts import City
from .._plan import Plan
from ._gaining import why_more
from ._losing import why_less
from ._pairs import Amounts, Step, amounts_of, steps_between
from ._reason import Reason, each_once
from ._sides import Sides, side_of

ANSWERED_COLUMNS: dict[str, pl.DataType] = {
    "need": pl.String(),
    "resource": pl.String(),
    "quantity": pl.Int64(),  # granted; 0 for a no
    "how": pl.String(),  # granted or declined
}
CHANGE_COLUMNS: dict[str, pl.DataType] = {
    "need": pl.String(),
    "resource": pl.String(),
    "left": pl.String(),  # the resource it moved away from, or ""
    "kind": pl.String(),  # came, went, more, less, moved
    "before": pl.Int64(),
    "after": pl.Int64(),
    "reason": pl.String(),
    "others": pl.Int64(),  # how many other reasons fit
    "about": pl.String(),  # JSON
}


def changes_between(
    before: City | None, after: City, was: pl.DataFrame, plan: Plan, answered: pl.DataFrame
) -> pl.DataFrame:
    """What the plan for ``after`` proposes otherwise than the one before it, and why.

    Each pair of need and resource whose amount differs stands in one row, except that what went
    and what came for one need is one row, ``moved``. What was granted meanwhile went for that
    reason; what is proposed for the same pair again is told as having come.

    Args:
        before: what the plan before was made from, None where there was none.
        was: need, resource, quantity: what it proposed.
        plan: the plan for ``after``.
        answered: rows of `ANSWERED_COLUMNS`, everything that funds answered since.

    Returns:
        Rows of `CHANGE_COLUMNS`, by need, resource and kind. ``reason`` is the first of `REASONS`
        that binds, from the facts of both sides and the prices of the plan.
    """
    proposed, now = amounts_of(was), amounts_of(plan.matches)
    promised = amounts_of(answered.filter(pl.col("how") == "granted"))
    granted = {pair: promised[pair] for pair in proposed.keys() & promised.keys()}
    still = {pair: amount for pair, amount in proposed.items() if pair not in granted}
    sides = _sides(before, after, still, now, plan, granted, answered)
    same = before is not None and not answered.height and before.digest() == after.digest()
    rows = [
        *_granted(proposed, granted),
        *(_row(step, _why(sides, step, same)) for step in sides.steps),
    ]
    return pl.DataFrame(rows, schema=CHANGE_COLUMNS, orient="row").sort("need", "resource", "kind")


def _sides(
    before: City | None,
    after: City,
    was: Amounts,
    now: Amounts,
    plan: Plan,
    granted: Amounts,
    answered: pl.DataFrame,
) -> Sides:
    steps = list(steps_between(was, now))
    people = _needs_of_the_same(after, {step.need for step in steps})
    no = answered.filter(pl.col("how") == "declined").select("need", "resource")
    return Sides(
        before=side_of(before, people, granted),
        after=side_of(after, people, {}),
        was=was,
        now=now,
        granted=frozenset(answered.filter(pl.col("how") == "granted")["need"]),
        declined=frozenset(no.iter_rows()),
        steps=steps,
        plan=plan,
        city=after,
    )


def _needs_of_the_same(city: City, needs: set[str]) -> set[str]:
    """These needs and all others of the same people: limits per person bind them together."""
    people = city.needs.filter(pl.col("need").is_in(list(needs)))["person"].unique()
    return needs | set(city.needs.filter(pl.col("person").is_in(people.implode()))["need"])


def _granted(proposed: Amounts, granted: Amounts) -> Iterator[tuple[object, ...]]:
    for (need, resource), _quantity in granted.items():
        before = proposed[need, resource]
        yield _row(Step("went", need, resource, "", before, 0), [Reason("granted")])


def _why(sides: Sides, step: Step, same: bool) -> list[Reason]:
    if same:
        return [Reason("nothing")]
    reasons: list[Reason] = []
    if step.lost:
        to = step.resource if step.kind == "moved" else ""
        reasons += why_less(sides, step.need, step.lost, to)
    if step.gained:
        reasons += why_more(sides, step.need, step.gained)
    return each_once(reasons) or [Reason("unknown")]


def _row(step: Step, reasons: list[Reason]) -> tuple[object, ...]:
    first, others = reasons[0], len(reasons) - 1
    about = json.dumps(first.about, ensure_ascii=False, sort_keys=True)
    return (
        *(step.need, step.resource, step.left, step.kind, step.before, step.after),
        *(first.code, others, about),
    )
