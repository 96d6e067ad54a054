"""The two sides of a what-if: some kinds of a city as a plan has them, and as they would be solved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import polars as pl

from ._facts import City
from ._order import elements_of
from ._parts import Kinds
from ._pieces import Piece, piece_from, tasks_of
from ._steps import Steps
from ._workers import Progress

NOTHING = pl.DataFrame(schema={"resource": pl.String, "need": pl.String, "quantity": pl.Int64})


class Side(Protocol):
    """What is given to needs of some kinds."""

    @property
    def got(self) -> pl.DataFrame:
        """need, quantity (> 0); no need twice."""

    @property
    def pairs(self) -> pl.DataFrame:
        """resource, need, quantity (> 0); no pair twice."""

    @property
    def value(self) -> int:
        """In the value of the plan files."""


@dataclass(frozen=True)
class Planned:
    """As a plan has it that is at hand.

    Args:
        city, policy, matches: of the whole plan.
        kinds: of which is spoken.
    """

    city: City
    policy: str
    matches: pl.DataFrame
    kinds: Kinds

    @cached_property
    def pairs(self) -> pl.DataFrame:
        """See `Side`."""
        some = self.matches.select("resource", "need", pl.col("quantity").cast(pl.Int64))
        return some.join(self._needs, on="need", how="semi")

    @cached_property
    def got(self) -> pl.DataFrame:
        """See `Side`."""
        return self.pairs.group_by("need").agg(pl.col("quantity").sum())

    @cached_property
    def value(self) -> int:
        """See `Side`."""
        each = self._needs.select("need").join(
            self.got, on="need", how="left", maintain_order="left"
        )
        amounts = each["quantity"].fill_null(0).to_numpy()
        return elements_of(self._needs, self.policy).objective(amounts)

    @cached_property
    def _needs(self) -> pl.DataFrame:
        return self.city.needs.filter(pl.col("kind").is_in(list(self.kinds)))


class Solved:
    """As it is solved, as far as somebody asks: who gets how much is known before the rest.

    Args:
        city, policy: of which parts are solved.
        standing: see `solve`.
        kinds: those whose parts are.
        progress: called with the name of a step and how much of all is done, 0 to 1.
    """

    def __init__(
        self,
        city: City,
        policy: str,
        standing: pl.DataFrame | None,
        kinds: Kinds,
        progress: Progress,
    ) -> None:
        tasks = list(tasks_of(city, policy, standing, kinds))
        every = max(1, sum(part.city.needs.height for part, _ in tasks))
        self._steps, self._tells, begun = [], [], 0
        for part, stands in tasks:
            tell = _within(progress, begun / every, part.city.needs.height / every)
            self._steps.append(Steps(part, stands, tell))
            self._tells.append(tell)
            begun += part.city.needs.height

    @cached_property
    def got(self) -> pl.DataFrame:
        """See `Side`."""
        return pl.concat([NOTHING.drop("resource"), *map(_got, self._steps)])

    @cached_property
    def pairs(self) -> pl.DataFrame:
        """See `Side`."""
        return pl.concat([NOTHING, *map(_pairs, self._steps)])

    @cached_property
    def value(self) -> int:
        """See `Side`."""
        return sum(steps.value for steps in self._steps)

    def pieces(self) -> list[Piece]:
        """All of it, with every reason."""
        return [piece_from(*each) for each in zip(self._steps, self._tells, strict=True)]


def _got(steps: Steps) -> pl.DataFrame:
    amounts = pl.Series(steps.amounts, dtype=pl.Int64)
    return steps.part.city.needs.select("need", quantity=amounts).filter(pl.col("quantity") > 0)


def _pairs(steps: Steps) -> pl.DataFrame:
    given = steps.given
    return pl.DataFrame(
        {
            "resource": steps.part.city.resources["resource"].gather(given.edges.resource),
            "need": steps.part.city.needs["need"].gather(given.edges.need),
            "quantity": given.quantity,
        }
    )


def _within(progress: Progress, begin: float, length: float) -> Callable[[str, float], None]:
    return lambda step, done: progress(step, begin + length * done)
