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
from ._solution import Progress

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
    groups = [group for city in (old, new) for group in _groups(city)]
    moved = [group for group in _groups(new) if _moved(old, new, group)]
    for group in moved:
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
    return city.resources.filter(
        pl.col("kinds").list.eval(pl.element().is_in(list(kinds))).list.any()
    )


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


def _moved(old: City, new: City, kinds: Kinds) -> bool:
    """See Note [What moves a group]."""
    return _places(old, kinds) != _places(new, kinds) or _people(old, kinds) != _people(new, kinds)


def _places(city: City, kinds: Kinds) -> list[tuple[int, str]]:
    rows = city.resources.select("resource", "kinds").with_row_index("at")
    here = rows.filter(pl.col("kinds").list.eval(pl.element().is_in(list(kinds))).list.any())
    return here.select("at", "resource").rows()


def _people(city: City, kinds: Kinds) -> list[str]:
    """Who has a need of these kinds, in the order in which the city counts its people."""
    rows = city.needs.select("person", "kind", number=pl.Series(people_of(city.needs)[0]))
    here = rows.filter(pl.col("kind").is_in(list(kinds)))
    return here.unique("number").sort("number")["person"].to_list()
