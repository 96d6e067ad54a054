"""Which kinds of help a change touches: their part of the plan is made again, the others stay."""

from __future__ import annotations

import numpy as np
import polars as pl

from ._change import Change
from ._edges import edges_of, resources_of
from ._facts import City
from ._order import elements_of
from ._parts import Kinds, groups_of_kinds, parts_of


def kinds_to_solve(old: City, new: City, change: Change) -> Kinds:
    """The kinds whose part of the plan may differ: whole groups, before the change and after it."""
    kinds = _touched(old, change) | _touched(new, change)
    groups = [*_groups(old), *_groups(new)]
    while True:
        wider = kinds.union(*(group for group in groups if group & kinds))
        if wider == kinds:
            return wider
        kinds = wider


def edges_in(city: City, kinds: Kinds, policy: str) -> int:
    """How many pairs of some kinds may be served."""
    return sum(
        len(edges_of(part.city, _open(part.elements.size), resources_of(part.city)).need)
        for part in parts_of(city, elements_of(city.needs, policy), kinds)
    )


def resources_for(city: City, kinds: Kinds) -> pl.DataFrame:
    """The resources that serve some of these kinds."""
    return city.resources.filter(
        pl.col("kinds").list.eval(pl.element().is_in(list(kinds))).list.any()
    )


def _open(size: np.ndarray) -> np.ndarray:
    return np.flatnonzero(size.sum(axis=0))


def _touched(city: City, change: Change) -> Kinds:
    needs = city.needs.filter(pl.col("need").is_in(list(change.needs)))["kind"]
    resources = city.resources.filter(pl.col("resource").is_in(list(change.resources)))["kinds"]
    return frozenset(needs) | frozenset(kind for kinds in resources for kind in kinds)


def _groups(city: City) -> list[Kinds]:
    members: dict[int, set[str]] = {}
    for kind, number in groups_of_kinds(city).items():
        members.setdefault(number, set()).add(kind)
    return [frozenset(kinds) for kinds in members.values()]
