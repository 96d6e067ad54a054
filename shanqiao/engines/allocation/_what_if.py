"""What if: the plan of a changed city, and who gains and who loses against the standing one."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ._again import kinds_to_solve
from ._change import Change, changed, relaxed
from ._facts import City
from ._merge import merged
from ._parts import Kinds
from ._pieces import pieces_of
from ._plan import Plan
from ._workers import Progress


@dataclass(frozen=True)
class Answer:
    """What would come of a change; nothing is done by asking.

    Attributes:
        city: as it would be.
        plan: of it; the one `solve` makes of it from scratch.
        solved_again: the kinds whose part of the plan was made anew; the others stayed.
        changes: need, person, kind, unit, street, before, after; the needs that would get more or
            less than in the standing plan, by need. A need that is added has 0 before, one that
            is taken out 0 after.
        given: resource, need, person, kind, unit, street, before, after; what each resource of
            the change gives to whom, now and then; by resource and need.
        value_before, value_after: in the value of the plan files.
        moved: by unit, how much is given otherwise: of every pair of need and resource the units
            that it would give more, plus those that it would give less.
    """

    city: City
    plan: Plan
    solved_again: Kinds
    changes: pl.DataFrame
    given: pl.DataFrame
    value_before: int
    value_after: int
    moved: dict[str, int]

    @property
    def worth(self) -> int:
        """What the changed city's plan is worth more, in the value of the plan files."""
        return self.value_after - self.value_before

    @property
    def gaining(self) -> pl.DataFrame:
        """The rows of ``changes`` that would get more."""
        return self.changes.filter(pl.col("after") > pl.col("before"))

    @property
    def losing(self) -> pl.DataFrame:
        """The rows of ``changes`` that would get less."""
        return self.changes.filter(pl.col("after") < pl.col("before"))

    @property
    def people_reached(self) -> int:
        """How many people would get more for some need of theirs."""
        return self.gaining["person"].n_unique()


def what_if(
    city: City,
    plan: Plan,
    change: Change,
    *,
    standing: pl.DataFrame | None = None,
    progress: Progress | None = None,
) -> Answer:
    """Solve again what a change touches, keep the rest, and compare.

    Args:
        plan: of the city, as `solve` made it.
        standing: the standing plan it was made near to, if any.
        progress: as in `solve`.

    Raises:
        CannotUseCity: the change cannot be made.
        CannotSolve: the numbers are too large for the flow solver.
    """
    new = changed(city, change)
    kinds = kinds_to_solve(city, new, change)
    tell = progress or (lambda step, done: None)
    anew = pieces_of(new, plan.policy, standing, tell, kinds)
    whole = merged(city, plan, new, anew, kinds)
    tell("done", 1.0)
    facts = _facts_of_needs(city, new)
    pairs = _pairs(plan.matches, whole.matches).join(facts, on="need", maintain_order="left")
    touched = pl.col("resource").is_in(list(change.resources))
    return Answer(
        city=new,
        plan=whole,
        solved_again=kinds,
        changes=_changes(pairs),
        given=pairs.filter(touched).select("resource", *facts.columns, "before", "after"),
        value_before=_value(plan),
        value_after=_value(whole),
        moved=_moved(pairs),
    )


def worth_of_relaxing(
    city: City, plan: Plan, resource: str, condition: str, *, progress: Progress | None = None
) -> Answer:
    """The exact worth of relaxing one condition of a resource for everybody, and whom it reaches.

    Raises:
        CannotRelax: the resource is not there, or has no such condition.
    """
    return what_if(city, plan, relaxed(city, resource, condition), progress=progress)


def _pairs(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """resource, need, before, after: every pair on which something is given in one of two plans."""
    both = before.select("resource", "need", before="quantity").join(
        after.select("resource", "need", after="quantity"),
        on=["resource", "need"],
        how="full",
        coalesce=True,
    )
    return both.with_columns(pl.col("before", "after").fill_null(0)).sort("resource", "need")


def _facts_of_needs(old: City, new: City) -> pl.DataFrame:
    facts = [
        city.needs.select("need", "person", "kind", "street").join(
            city.kinds.select("kind", "unit"), on="kind", maintain_order="left"
        )
        for city in (new, old)
    ]
    both = pl.concat(facts).unique("need", keep="first")
    return both.select("need", "person", "kind", "unit", "street")


def _changes(pairs: pl.DataFrame) -> pl.DataFrame:
    by = ["need", "person", "kind", "unit", "street"]
    each = pairs.group_by(by).agg(pl.col("before", "after").sum())
    return each.filter(pl.col("before") != pl.col("after")).sort("need")


def _moved(pairs: pl.DataFrame) -> dict[str, int]:
    apart = (pl.col("after") - pl.col("before")).abs()
    each = pairs.group_by("unit").agg(apart.sum().alias("moved")).sort("unit")
    return {unit: moved for unit, moved in each.iter_rows() if moved}


def _value(plan: Plan) -> int:
    value = plan.summary["objective"]
    assert isinstance(value, int)
    return value
