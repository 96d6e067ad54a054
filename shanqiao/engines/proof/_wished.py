"""Does a plan meet the wishes? Worked out again from the words of the plan files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from ..eligibility import parse
from ._find import Flags, Ints
from ._people import People
from ._violation import Violation, told
from ._walk import Stop


@dataclass(frozen=True)
class Wished:
    """Wishes beyond the pure model, as they stand in the files.

    Attributes:
        needs: need, whole; a need that gets all it misses, or nothing.
        resources: resource, minimum (a need gets so much from it, or nothing), spent_share
            (hundredths of what it gives that go to people in ``reserved_for``).
        most_helpers: how many resources may serve one need; None for any number.
    """

    needs: pl.DataFrame
    resources: pl.DataFrame
    most_helpers: int | None = None

    def __bool__(self) -> bool:
        """Whether anything is wished for."""
        return any(count for count in self.figures().values())

    def figures(self) -> dict[str, int | None]:
        """How many needs and resources wish for what, and the most helpers of a need."""
        return {
            "most_helpers": self.most_helpers,
            "whole": int(self.needs["whole"].sum()),
            "minimum": self.resources.filter(pl.col("minimum") > 0).height,
            "spent_share": self.resources.filter(pl.col("spent_share") > 0).height,
        }


def violations_of_needs(
    needs: pl.DataFrame, plan: pl.DataFrame, amounts: Ints, wished: Wished
) -> list[Violation]:
    """Needs that get a part and wish for all or nothing; needs with too many helpers.

    Args:
        needs: as `read_needs` gives them.
        plan: as `read_matches` gives it.
        amounts: (n,) what the plan gives each need.
    """
    whole = needs.select("need", "missing", got=pl.Series(amounts, dtype=pl.Int64)).join(
        wished.needs.filter("whole"), on="need", how="semi"
    )
    wrong = told(
        "wish_whole",
        "{need} 要么全部解决、要么不给，却只得到 {got}，它缺 {missing}",
        "{need} is to be met wholly or not at all, gets {got} and misses {missing}",
        whole.filter((pl.col("got") > 0) & (pl.col("got") != pl.col("missing"))),
        ("need",),
    )
    if wished.most_helpers is None:
        return wrong
    helpers = plan.group_by("need").agg(helpers=pl.len()).with_columns(most=wished.most_helpers)
    return wrong + told(
        "wish_most_helpers",
        "{need} 由 {helpers} 项资源帮助，最多只能 {most} 项",
        "{need} is served by {helpers} resources, and {most} may at most",
        helpers.filter(pl.col("helpers") > pl.col("most")),
        ("need",),
    )


class WishesAt:
    """What every resource wishes for."""

    def __init__(self, wished: Wished, needs: pl.DataFrame, people: People) -> None:
        rows = wished.resources.select("resource", "minimum", "spent_share").iter_rows()
        self._of = {resource: (minimum, share) for resource, minimum, share in rows}
        self._needs, self._people = needs, people

    def violations(self, stop: Stop) -> Iterator[Violation]:
        """Everything at one resource that is not as it wishes."""
        name = stop.resource["resource"]
        minimum, share = self._of.get(name, (0, 0))
        small = stop.given < minimum
        if small.any():
            rows = self._needs.select("need")[stop.rows[stop.used[small]]].with_columns(
                got=pl.Series(stop.given[small]), resource=pl.lit(name), least=minimum
            )
            yield from told(
                "wish_minimum",
                "{resource} 给 {need} {got}，它至少给 {least}，不足就不给",
                "{resource} gives {need} {got}; it gives at least {least} or nothing",
                rows,
                ("need", "resource"),
            )
        if share and len(stop.used):
            inside = self._inside(stop)[stop.used]
            spent, meant = int(stop.given.sum()), int(stop.given[inside].sum())
            if 100 * meant < share * spent:
                yield Violation(
                    "wish_spent_share",
                    (name,),
                    f"{name} 给出 {spent}，其中给预留人群的只有 {meant}，至少应占 {share}%",
                    f"{name} gives {spent}, of it only {meant} to those it is reserved for, "
                    f"and at least {share} % must be",
                )

    def _inside(self, stop: Stop) -> Flags:
        """(k,) as with a reserve: per need, and per person where one person may only get so much."""
        needs, condition = self._needs[stop.rows], parse(stop.resource["reserved_for"])
        inside: Flags = condition.over(needs).fill_null(False).to_numpy()
        if stop.resource["person_cap"] is None:
            return inside
        who = self._people.who[stop.rows]
        return np.isin(who, who[~inside], invert=True)
