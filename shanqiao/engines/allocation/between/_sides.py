"""Both frozen problems beside each other, as far as the changes ask for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from .._facts import City
from .._options import first_in_the_way
from .._order import Ints, elements_of
from .._plan import Plan
from ._pairs import Amounts, Step

Row = dict[str, Any]


@dataclass(frozen=True)
class Side:
    """One problem: rows by identity, and what people had from resources before it.

    Attributes:
        needs: the needs that changes speak of.
        resources: all of them.
        had: by resource and person.
    """

    needs: dict[str, Row]
    resources: dict[str, Row]
    had: dict[tuple[str, str], int]

    def in_the_way(self, need: Row, resource: str) -> str:
        """What keeps a resource of this side from serving a need; "" where nothing does."""
        had = self.had.get((resource, need["person"]), 0)
        return first_in_the_way(need, self.resources[resource], had)


@dataclass(frozen=True)
class Sides:
    """The plan before and the plan after.

    Attributes:
        before: its needs and resources net of what was granted since of what it proposed: that is
            covered by now, and no longer free.
        was, now: amounts by pair; what was granted since is not in ``was``.
        granted: needs for which anything was granted since.
        declined: pairs a fund said no to since.
        steps: all changes.
    """

    before: Side
    after: Side
    was: Amounts
    now: Amounts
    granted: frozenset[str]
    declined: frozenset[tuple[str, str]]
    steps: list[Step]
    plan: Plan
    city: City

    @cached_property
    def total_was(self) -> dict[str, int]:
        """What each need was proposed in all."""
        return _totals(self.was, 0)

    @cached_property
    def total_now(self) -> dict[str, int]:
        """What each need is proposed in all."""
        return _totals(self.now, 0)

    @cached_property
    def used_was(self) -> dict[str, int]:
        """What each resource was to give."""
        return _totals(self.was, 1)

    @cached_property
    def gaining(self) -> dict[str, list[str]]:
        """The needs that get more from each resource than before."""
        return _by_resource((step.gained, step.need) for step in self.steps)

    @cached_property
    def losing(self) -> dict[str, list[str]]:
        """The needs that get less from each resource than before."""
        return _by_resource((step.lost, step.need) for step in self.steps)

    @cached_property
    def lost_by(self) -> dict[str, list[str]]:
        """The resources from which each need gets less."""
        found: dict[str, list[str]] = {}
        for step in self.steps:
            if step.lost:
                found.setdefault(step.need, []).append(step.lost)
        return found

    @cached_property
    def price(self) -> dict[str, int]:
        """The rank weight of the best element one more unit of each resource would serve, 0 for none."""
        certificate = self.plan.certificate
        capacity = dict(_priced(certificate, "resource").iter_rows())
        for resource, price in _priced(certificate, "reserved").iter_rows():
            capacity[resource] = capacity.get(resource, 0) + price
        return capacity

    @cached_property
    def rank(self) -> dict[str, tuple[int, int]]:
        """The rank weights of both halves of each need that changes speak of."""
        first, rest = self._ranks
        every = enumerate(self.city.needs["need"].to_list())
        return {
            need: (int(first[at]), int(rest[at])) for at, need in every if need in self.after.needs
        }

    @cached_property
    def last_served(self) -> dict[str, Row]:
        """The need that comes last among those each resource serves under the plan after."""
        needs = self.city.needs.with_columns(rank=pl.Series(self._ranks[0], dtype=pl.Int64)).select(
            "need", "urgency", "severity", "rank"
        )
        served = self.plan.matches.select("need", "resource").join(needs, on="need")
        last = served.sort("rank").unique("resource", keep="first")
        return {row["resource"]: row for row in last.iter_rows(named=True)}

    def distance(self, need: str, resource: str) -> int:
        """0 for cash or the same street, 1 for the same district, 2 otherwise."""
        row, home = self.after.needs[need], self.after.resources[resource]["home"]
        if row["kind"] in self._cash or row["street"] == home:
            return 0
        return 1 if row["street"][:6] == home[:6] else 2

    @cached_property
    def _ranks(self) -> Ints:
        """(2, n) the rank weights of first halves and rests, in the order of the city's needs."""
        return elements_of(self.city.needs, self.plan.policy).rank

    @cached_property
    def _cash(self) -> frozenset[str]:
        return frozenset(self.city.kinds.filter("is_cash")["kind"])


def gap(need: Row) -> int:
    """What a need misses before the plan."""
    return int(max(0, need["quantity"] - need["covered"]))


def gravity(need: Row) -> int:
    """How grave a need is, as the plan files weigh it."""
    return int(need["severity"] + 15 * need["urgency"])


def side_of(city: City | None, needs: set[str], granted: Amounts) -> Side:
    """One problem, with what was ``granted`` from it counted as covered and used."""
    if city is None:
        return Side({}, {}, {})
    mine = city.needs.filter(pl.col("need").is_in(list(needs)))
    side = Side(
        {row["need"]: row for row in mine.iter_rows(named=True)},
        {row["resource"]: row for row in city.resources.iter_rows(named=True)},
        dict(_had(city)),
    )
    for (need, resource), quantity in granted.items():
        if need in side.needs:
            side.needs[need]["covered"] += quantity
        if resource in side.resources:
            side.resources[resource]["capacity"] -= quantity
    return side


def _had(city: City) -> list[tuple[tuple[str, str], int]]:
    had = city.before.group_by("resource", "person").agg(pl.col("quantity").sum())
    return [((resource, person), quantity) for resource, person, quantity in had.iter_rows()]


def _priced(certificate: pl.DataFrame, part: str) -> pl.DataFrame:
    return certificate.filter(pl.col("part") == part).select("key1", "price")


def _totals(amounts: Amounts, place: int) -> dict[str, int]:
    totals: dict[str, int] = {}
    for pair, quantity in amounts.items():
        totals[pair[place]] = totals.get(pair[place], 0) + quantity
    return totals


def _by_resource(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for resource, need in pairs:
        if resource:
            found.setdefault(resource, []).append(need)
    return found
