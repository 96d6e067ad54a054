"""A plan put together from what stays and what was solved again."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from ._again import edges_in, resources_for
from ._facts import City
from ._order import elements_of
from ._parts import Kinds
from ._pieces import Piece, together
from ._plan import Plan, plan_of
from ._reprice import repriced


def merged(old: City, standing: Plan, new: City, anew: Iterable[Piece], kinds: Kinds) -> Plan:
    """The plan of the new city.

    Args:
        standing: the plan of the old city.
        anew: of the new one, the parts with some of ``kinds``.
    """
    stays = _Stays(old, kinds)
    matches = stays.of_needs(standing.matches)
    value = _value(old, standing.policy, matches)
    counts = standing.summary["counts"]
    assert isinstance(counts, dict)
    kept = Piece(
        matches=matches,
        unmet=stays.of_needs(standing.unmet),
        scarcity=stays.of_resources(standing.scarcity),
        certificate=repriced(stays.of_kinds(standing.certificate), old, new, standing.policy),
        edges=counts["edges"] - edges_in(old, kinds, standing.policy),
        objective=value,
        bound=value + _unproven(standing),
    )
    return plan_of(new, standing.policy, together([kept, *anew]))


class _Stays:
    """Rows of a plan whose kinds are not among some."""

    def __init__(self, city: City, kinds: Kinds) -> None:
        needs = city.needs.filter(~pl.col("kind").is_in(list(kinds)))["need"]
        served = resources_for(city, kinds)["resource"]
        self._kinds = list(kinds)
        self._needs = pl.col("need").is_in(needs.implode())
        self._resources = ~pl.col("resource").is_in(served.implode())

    def of_needs(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.filter(self._needs)

    def of_resources(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.filter(self._resources)

    def of_kinds(self, certificate: pl.DataFrame) -> pl.DataFrame:
        """A resource's kinds stand joined by "|"; all of them are of one group."""
        first = pl.col("kind").str.split("|").list.first()
        return certificate.filter(~first.is_in(self._kinds))


def _value(city: City, policy: str, matches: pl.DataFrame) -> int:
    """The value of the plan files of some of a plan's matches."""
    got = matches.group_by("need").agg(pl.col("quantity").sum())
    amounts = city.needs.select("need").join(got, on="need", how="left", maintain_order="left")
    each = amounts["quantity"].fill_null(0).to_numpy().astype(np.int64)
    return elements_of(city.needs, policy).objective(each)


def _unproven(plan: Plan) -> int:
    objective, bound = plan.summary["objective"], plan.summary["bound"]
    assert isinstance(objective, int)
    assert isinstance(bound, int)
    return bound - objective
