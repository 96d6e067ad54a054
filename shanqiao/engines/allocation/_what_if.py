"""What if: the plan of a changed city, and who gains and who loses against the standing one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from ._again import kinds_to_solve
from ._change import Change, changed, relaxed
from ._compared import Planned, Side, Solved
from ._facts import City
from ._merge import merged
from ._parts import Kinds
from ._plan import Plan, solve
from ._workers import Progress


@dataclass(frozen=True)
class Answer:
    """What would come of a change; nothing is done by asking.

    Each thing is worked out when it is asked for first: who would get more or less, and what that is
    worth, long before from whom, and that long before every reason and the proof of the plan.

    Attributes:
        city: as it would be.
        solved_again: the kinds whose part of the plan is made anew; the others stay.
    """

    city: City
    solved_again: Kinds
    _old: City
    _standing: Plan | None
    _policy: str
    _near: pl.DataFrame | None
    _change: Change
    _tell: Progress

    @cached_property
    def changes(self) -> pl.DataFrame:
        """need, person, kind, unit, street, before, after; by need.

        The needs that would get more or less than in the standing plan. A need that is added has 0
        before, one that is taken out 0 after.
        """
        both = _beside(self._before.got, self._after.got, "need")
        return self._told(both.filter(pl.col("before") != pl.col("after"))).sort("need")

    @cached_property
    def given(self) -> pl.DataFrame:
        """resource, need, person, kind, unit, street, before, after; by resource and need.

        What each resource of the change gives to whom, now and then.
        """
        touched = pl.col("resource").is_in(list(self._change.resources))
        return self._told(self._pairs.filter(touched)).sort("resource", "need")

    @cached_property
    def moved(self) -> dict[str, int]:
        """By unit, how much is given otherwise.

        Of every pair of need and resource the units that it would give more, plus those that it would
        give less.
        """
        apart = (pl.col("after") - pl.col("before")).abs()
        others = self._told(self._pairs.filter(apart > 0))
        each = others.group_by("unit").agg(apart.sum().alias("moved")).sort("unit")
        return dict(each.iter_rows())

    @cached_property
    def plan(self) -> Plan:
        """Of the changed city; the one `solve` makes of it from scratch."""
        if self._standing is None:
            return solve(self.city, policy=self._policy, standing=self._near, progress=self._tell)
        pieces = self._after.pieces()
        self._tell("figures", 0.95)
        plan = merged(self._old, self._standing, self.city, pieces, self.solved_again)
        self._tell("done", 1.0)
        return plan

    @property
    def worth(self) -> int:
        """What the changed city's plan is worth more, in the value of the plan files."""
        return self._after.value - self._before.value

    @cached_property
    def value_before(self) -> int:
        """Of the plan as it is, in the value of the plan files."""
        if self._standing is None:
            kinds = frozenset(self._old.kinds["kind"])
            return Solved(self._old, self._policy, self._near, kinds, self._tell).value
        value = self._standing.summary["objective"]
        assert isinstance(value, int)
        return value

    @property
    def value_after(self) -> int:
        """Of the plan as it would be."""
        return self.value_before + self.worth

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

    @cached_property
    def _before(self) -> Side:
        if self._standing is None:
            return self._solved(self._old, 0.0, 0.5)
        return Planned(self._old, self._policy, self._standing.matches, self.solved_again)

    @cached_property
    def _after(self) -> Solved:
        return self._solved(self.city, 0.5 if self._standing is None else 0.0, 1.0)

    def _solved(self, city: City, begin: float, end: float) -> Solved:
        def tell(step: str, done: float) -> None:
            self._tell(step, begin + (end - begin) * done)

        return Solved(city, self._policy, self._near, self.solved_again, tell)

    @cached_property
    def _pairs(self) -> pl.DataFrame:
        """resource, need, before, after: the pairs on which something is given, now or then."""
        return _beside(self._before.pairs, self._after.pairs, "resource", "need")

    def _told(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The same with what is known of the needs."""
        facts = pl.concat(
            [
                city.needs.select("need", "person", "kind", "street")
                .join(rows.select("need").unique(), on="need", how="semi")
                .join(city.kinds.select("kind", "unit"), on="kind", maintain_order="left")
                for city in (self.city, self._old)
            ]
        ).unique("need", keep="first")
        keys = [name for name in ("resource", "need") if name in rows.columns]
        return rows.join(facts, on="need", maintain_order="left").select(
            *keys, "person", "kind", "unit", "street", "before", "after"
        )


def what_if(
    city: City,
    plan: Plan | None,
    change: Change,
    *,
    policy: str = "basic_first",
    standing: pl.DataFrame | None = None,
    progress: Progress | None = None,
) -> Answer:
    """Solve again what a change touches, keep the rest, and compare.

    Args:
        plan: of the city, as `solve` made it. Where there is none at hand, as much of it is solved
            as is asked for.
        policy: of the plan that is not at hand.
        standing: the standing plan it was made near to, if any.
        progress: called with the name of a step and how much is done, 0 to 1, of what is asked for.

    Raises:
        CannotUseCity: the change cannot be made. What else `solve` raises is raised by the answer,
            when it is asked.
    """
    new = changed(city, change)
    return Answer(
        city=new,
        solved_again=kinds_to_solve(city, new, change),
        _old=city,
        _standing=plan,
        _policy=policy if plan is None else plan.policy,
        _near=standing,
        _change=change,
        _tell=progress or (lambda step, done: None),
    )


def worth_of_relaxing(
    city: City, plan: Plan, resource: str, condition: str, *, progress: Progress | None = None
) -> Answer:
    """The exact worth of relaxing one condition of a resource for everybody, and whom it reaches.

    Raises:
        CannotRelax: the resource is not there, or has no such condition.
    """
    return what_if(city, plan, relaxed(city, resource, condition), progress=progress)


def _beside(before: pl.DataFrame, after: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """Two tables with a quantity as one with ``before`` and ``after``, 0 where one has no such row."""
    sides = (before.rename({"quantity": "before"}), after.rename({"quantity": "after"}))
    both = sides[0].join(sides[1], on=keys, how="full", coalesce=True)
    return both.with_columns(pl.col("before", "after").fill_null(0))
