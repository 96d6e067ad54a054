"""Groups cut where no resource reaches: the same needs, resources and answers in smaller parts.

Two needs belong together when some resource serves the streets and kinds of both; whether it would
take them is not asked, so a part may be larger than it must be and never too small. Step 1 has one
answer, and its labels are the same for whoever gives to whom: so it may be cut. Steps 2 and 3 may not:
what is equal there is decided by the solver, which would see other numbers in smaller parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import pairwise

import numpy as np
import polars as pl

from ._edges import Resources
from ._facts import City
from ._order import Ints
from ._people import people_of
from .flow import Group, groups_of


def groups_apart(city: City, open_needs: Ints, limits: Resources) -> Iterator[Group]:
    """Every part with needs and resources in it, by its first kind and street; see `groups_of`.

    Args:
        open_needs: (k,) rows of the needs that miss something, in the order they are asked for.
    """
    person = people_of(city.needs)[0]
    of_need, of_resource = _parts(city, open_needs)
    open_by_part = np.argsort(of_need, kind="stable")
    ends = np.searchsorted(of_need[open_by_part], np.arange(of_need.max(initial=-1) + 2))
    for part, (begin, end) in enumerate(pairwise(ends)):
        needs = open_needs[open_by_part[begin:end]]
        resources = np.flatnonzero(of_resource == part)
        if len(needs) and len(resources):
            yield from _groups_within(city, needs, resources, limits, person)


def _groups_within(
    city: City, needs: Ints, resources: Ints, limits: Resources, person: Ints
) -> Iterator[Group]:
    """The groups of a smaller city, told in rows and people of the whole one."""
    rows = np.sort(needs)
    own = replace(city, needs=city.needs[rows], resources=city.resources[resources])
    own = replace(own, before=city.before.join(own.resources, on="resource", how="semi"))
    own_limits = Resources(*(getattr(limits, field.name)[resources] for field in fields(limits)))
    number, people = people_of(own.needs)
    person_of_own = np.empty(people, np.int64)
    person_of_own[number] = person[rows]
    for group in groups_of(own, np.searchsorted(rows, needs), own_limits):
        yield replace(
            group,
            needs=rows[group.needs],
            resources=resources[group.resources],
            people=person_of_own[group.people],
        )


def _parts(city: City, open_needs: Ints) -> tuple[Ints, Ints]:
    """The part of each open need, (k,), and of each resource, (m,), -1 where it reaches no need."""
    wanted = city.needs.select("kind", "street")[open_needs]
    places = wanted.unique().sort("kind", "street").with_row_index("place")
    of_need = wanted.join(places, on=["kind", "street"], how="left", maintain_order="left")["place"]
    reached = _places_of(places, city.resources)
    part = _joined(places.height, reached)
    first = np.array([part[here[0]] if here else -1 for here in reached], np.int64)
    return part[of_need.to_numpy()], first


def _places_of(places: pl.DataFrame, resources: pl.DataFrame) -> list[list[int]]:
    """The kinds and streets that each resource could serve, as rows of places."""
    by_code: dict[tuple[str, str], list[int]] = {}
    for at, (kind, street) in enumerate(places.select("kind", "street").rows()):
        for code in ("", street[:6], street):
            by_code.setdefault((kind, code), []).append(at)
    return [
        [at for kind in kinds for code in codes or [""] for at in by_code.get((kind, code), [])]
        for kinds, codes in resources.select("kinds", "streets").rows()
    ]


def _joined(count: int, together: list[list[int]]) -> Ints:
    """(count,) numbers of parts, the one with the first place first."""
    above = list(range(count))

    def top(at: int) -> int:
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    for places in together:
        for other in places[1:]:
            one, two = sorted((top(places[0]), top(other)))
            above[two] = one
    tops = np.array([top(at) for at in range(count)], np.int64)
    return np.unique(tops, return_inverse=True)[1].astype(np.int64)
