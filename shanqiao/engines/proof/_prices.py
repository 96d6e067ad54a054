"""The prices of a certificate as arrays: one for every need and every limit, 0 where none is told."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class LimitPrices:
    """The prices of one step on limits.

    Attributes:
        resource, reserved: (m,) price of the capacity, and of what people outside a reserve may
            get.
        person_cap: for rows of resources, people as numbers and the price of their limit there.
    """

    resource: Ints
    reserved: Ints
    person_cap: dict[int, tuple[Ints, Ints]]

    def along(self, resource: int, who: Ints, outside: Flags) -> tuple[Ints, Ints]:
        """(k,) what a unit costs people at a resource, without and with their own limit."""
        before = self.resource[resource] + np.where(outside, self.reserved[resource], 0)
        extra = np.zeros(len(who), np.int64)
        people, price = self.person_cap.get(resource, (extra[:0], extra[:0]))
        if len(people):
            place = np.minimum(np.searchsorted(people, who), len(people) - 1)
            extra = np.where(people[place] == who, price[place], 0)
        return before, before + extra


def limit_prices(
    certificate: pl.DataFrame, needs: pl.DataFrame, resources: pl.DataFrame, step: str
) -> LimitPrices:
    """The prices of limits in one step: ``step`` is "" or "step2_"."""
    people = needs.select("person", "who").unique()
    rows = resources.select("resource").with_row_index("at")
    caps = (
        certificate.filter((pl.col("part") == f"{step}person_cap") & (pl.col("price") > 0))
        .join(people, left_on="key2", right_on="person")
        .join(rows, left_on="key1", right_on="resource")
        .sort("at", "who")
    )
    return LimitPrices(
        resource=prices_of(certificate, f"{step}resource", resources["resource"]),
        reserved=prices_of(certificate, f"{step}reserved", resources["resource"]),
        person_cap={
            int(part["at"][0]): (part["who"].to_numpy(), part["price"].to_numpy())
            for part in caps.partition_by("at")
        },
    )


def prices_of(certificate: pl.DataFrame, part: str, keys: pl.Series) -> Ints:
    """(n,) the price of each key in a part of the certificate."""
    priced = certificate.filter(pl.col("part") == part).select("key1", "price")
    joined = keys.to_frame("key1").join(priced, on="key1", how="left", maintain_order="left")
    return joined["price"].fill_null(0).to_numpy()
