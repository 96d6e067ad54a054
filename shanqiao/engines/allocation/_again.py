"""Which groups of kinds a change touches, and the one function that solves a group again."""

from __future__ import annotations

import numpy as np
import polars as pl

from ._change import Change, without_gap
from ._edges import edges_of, resources_of
from ._facts import City
from ._network import groups_of_kinds
from ._order import elements_of
from ._people import people_of
from ._plan import Plan, solve
from ._workers import Progress

Kinds = frozenset[str]


def solve_group(
    city: City, kinds: Kinds, policy: str, standing: pl.DataFrame | None, progress: Progress | None
) -> Plan:
    """The plan of the city as far as some kinds go; rows of other kinds say nothing.

    The others are taken to be met, so that ranks, people and the order of names are those of the
    whole city. What knows the standing solution from within can do this with less work.
    """
    return solve(without_gap(city, kinds), policy=policy, standing=standing, progress=progress)


def kinds_to_solve(old: City, new: City, change: Change) -> Kinds:
    """The kinds whose part of the plan may differ: whole groups, before the change and after it."""
    kinds = _touched(old, change) | _touched(new, change)
    groups = [*_groups(old), *_groups(new)]
    before, after = _Counted(old), _Counted(new)
    for group in _groups(new):
        if not group <= kinds and before.of(group) != after.of(group):
            kinds |= group
    while True:
        wider = kinds.union(*(group for group in groups if group & kinds))
        if wider == kinds:
            return wider
        kinds = wider


def edges_in(city: City, kinds: Kinds, policy: str) -> int:
    """How many pairs of some kinds may be served."""
    only = without_gap(city, kinds)
    open_needs = np.flatnonzero(elements_of(only.needs, policy).size.sum(axis=0))
    return len(edges_of(only, open_needs, resources_of(only)).need)


def resources_for(city: City, kinds: Kinds) -> pl.DataFrame:
    """The resources that serve some of these kinds."""
    return city.resources.filter(_serves(kinds))


def _touched(city: City, change: Change) -> Kinds:
    needs = city.needs.filter(pl.col("need").is_in(list(change.needs)))["kind"]
    resources = city.resources.filter(pl.col("resource").is_in(list(change.resources)))["kinds"]
    return frozenset(needs) | frozenset(kind for kinds in resources for kind in kinds)


def _groups(city: City) -> list[Kinds]:
    members: dict[int, set[str]] = {}
    for kind, number in groups_of_kinds(city).items():
        members.setdefault(number, set()).add(kind)
    return [frozenset(kinds) for kinds in members.values()]


# Note [What moves a group]
# ~~~~~~~~~~~~~~~~~~~~~~~~~
# Steps 1 and 2 of a group know nothing of other groups. Step 3 nearly so: that what comes first by
# name gives first is the same wherever other resources stand between. But what is still equal after
# that is decided by the solver, which sees the places of resources counted over the whole city, and
# people in the order in which the city counts them. So a resource that is added or taken out may
# move another group's places, and a need its people; such a group is solved again, since only then
# is its plan the one made from scratch, to the byte. A key after all others moves nothing.


class _Counted:
    """How a city counts the resources and the people of a group. See Note [What moves a group]."""

    def __init__(self, city: City) -> None:
        self._resources = city.resources.select("resource", "kinds").with_row_index("at")
        number = pl.Series("number", people_of(city.needs)[0])
        self._people = city.needs.select("person", "kind", number)

    def of(self, kinds: Kinds) -> tuple[list[tuple[int, str]], list[str]]:
        """Each resource with its place, and the people in the order in which they are counted."""
        resources = self._resources.filter(_serves(kinds))
        people = self._people.filter(pl.col("kind").is_in(list(kinds)))
        return (
            resources.select("at", "resource").rows(),
            people.unique("number").sort("number")["person"].to_list(),
        )


def _serves(kinds: Kinds) -> pl.Expr:
    return pl.col("kinds").list.eval(pl.element().is_in(list(kinds))).list.any()
