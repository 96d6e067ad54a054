"""What was granted from the resources before this plan: it counts for limits, and is given no more.

A limit per person and a reserve run over all plans, while a capacity is what is left for this one.
So of a limit per person that part is left which the person has not had; and a reserve is a share of
all there ever was (what is left and what was granted), of which people outside it have had a part.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from ._counting import found_in
from ._facts import City
from ._order import Flags, Ints, Rows
from ._people import people_of


@dataclass(frozen=True)
class Before:
    """What people who have needs today were granted before, by resource and then by person.

    Attributes:
        resource, person: (b,) row of the resource, and the person as a number; no pair twice.
        quantity: (b,) > 0, in the unit of the resource.
    """

    resource: Ints
    person: Ints
    quantity: Ints

    def had(self, resource: Ints | Rows, person: Ints) -> Ints:
        """(k,) what each of these people had from the resource beside them."""
        if not len(self.quantity):
            return np.zeros(len(resource), np.int64)
        people = 1 + max(int(self.person.max()), int(person.max(initial=0)))
        known, asked = (
            self.resource * people + self.person,
            resource.astype(np.int64) * people + person,
        )
        at, there = found_in(known, asked)
        return np.where(there, self.quantity[at], 0)


def before_of(city: City) -> Before:
    """What each person had from each resource, inside and outside its reserve together."""
    if not city.before.height:
        return Before(*np.zeros((3, 0), np.int64))
    resources = city.resources.select("resource").with_row_index("at")
    people = city.needs.select("person", who=pl.Series(people_of(city.needs)[0]))
    had = (
        city.before.join(resources, on="resource")
        .join(people.unique(), on="person")
        .group_by("at", "who")
        .agg(pl.col("quantity").sum())
        .sort("at", "who")
    )
    at, who, quantity = (had[column].cast(pl.Int64).to_numpy() for column in had.columns)
    return Before(at, who, quantity)


def granted_before(city: City) -> tuple[Ints, Ints]:
    """(m,) what was granted from each resource altogether, and to people outside its reserve."""
    outside = pl.col("quantity").filter("outside")
    totals = city.before.group_by("resource").agg(
        everybody=pl.col("quantity").sum(), outside=outside.sum()
    )
    by_row = city.resources.select("resource").join(
        totals, on="resource", how="left", maintain_order="left"
    )
    everybody, outsiders = (
        by_row[column].fill_null(0).to_numpy() for column in ("everybody", "outside")
    )
    return everybody, outsiders


def had_all(before: Before, cap: Ints) -> Flags:
    """(b,) where nothing is left of the limit per person.

    Args:
        cap: (m,) the most one person may get from each resource.
    """
    used_up: Flags = before.quantity >= cap[before.resource]
    return used_up
