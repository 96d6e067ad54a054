"""The certificate of what stays, told in the ranks of the changed city.

Prices of step 1 are rank weights, and ranks run over all needs: one need more moves them all. The
order among the needs that stay is the same, so every label is the weight of the same element as
before, or 0, and only has to be told anew. Prices of step 2 are distances and stay as they are.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from ._certificate import PARTS, SCHEMA
from ._edges import edges_of, resources_of
from ._facts import City
from ._order import Ints, elements_of

_KEYS = ["key1", "key2"]


def repriced(certificate: pl.DataFrame, old: City, new: City, policy: str) -> pl.DataFrame:
    """The rows of a certificate whose needs and resources stayed, in the ranks of the new city.

    Args:
        certificate: rows of groups that are as they were.
    """
    told = _told_anew(old, new, policy)
    parts = {part: certificate.filter(pl.col("part") == part) for part in PARTS}
    needs = _of_needs(parts["need_first"], parts["need_rest"], old, new, told, policy)
    resource = parts["resource"]
    labels: dict[str, int] = dict(resource.select("key1", "price").rows())
    reserved: dict[str, int] = dict(parts["reserved"].select("key1", "price").rows())
    general = {name: labels[name] + price for name, price in reserved.items()}
    outside = _outside(parts["person_cap"], reserved, old, policy)

    def before(name: str, person: str) -> int:
        return general[name] if (name, person) in outside else labels[name]

    def difference(low: int, price: int) -> int:
        return int(told[low + price] - told[low])

    return pl.concat(
        [
            *needs,
            _with(resource, [int(told[price]) for price in resource["price"]]),
            _with(
                parts["reserved"],
                [difference(labels[name], price) for name, price in reserved.items()],
            ),
            _with(
                parts["person_cap"],
                [
                    difference(before(name, person), price)
                    for name, person, price in parts["person_cap"].select(*_KEYS, "price").rows()
                ],
            ),
            *(parts[part] for part in PARTS if part.startswith("step2_")),
        ]
    )


def _told_anew(old: City, new: City, policy: str) -> Ints:
    """(2n + 1,) at each old rank weight the new one of the same element; -1 where it is gone."""
    was, now = elements_of(old.needs, policy).rank, elements_of(new.needs, policy).rank
    told = np.full(was.size + 1, -1, np.int64)
    told[0] = 0
    here, there = _rows(old, new)
    told[was[:, here]] = now[:, there]
    return told


def _rows(old: City, new: City) -> tuple[Ints, Ints]:
    """Rows of the needs that are in both cities, in the old one and in the new."""
    left = old.needs.select("need").with_row_index("here")
    both = left.join(new.needs.select("need").with_row_index("there"), on="need")
    here, there = (both[side].cast(pl.Int64).to_numpy() for side in ("here", "there"))
    return here, there


def _of_needs(
    first: pl.DataFrame, rest: pl.DataFrame, old: City, new: City, told: Ints, policy: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A price of 0 for the first half says that a unit is worth more elsewhere: that stays."""
    was, now = (_ranks_of(city, first["key1"], policy) for city in (old, new))
    price = first["price"].to_numpy()
    gain = told[np.where(price > 0, was[0] - price, 0)]
    anew = np.where(price > 0, np.maximum(0, now - gain), 0)
    return _with(first, anew[0]), _with(rest, anew[1])


def _ranks_of(city: City, needs: pl.Series, policy: str) -> Ints:
    """(2, k) rank weights of some needs."""
    place = needs.to_frame("need").join(
        city.needs.select("need").with_row_index("at"), on="need", maintain_order="left"
    )["at"]
    ranks: Ints = elements_of(city.needs, policy).rank[:, place.to_numpy()]
    return ranks


def _outside(
    caps: pl.DataFrame, reserved: dict[str, int], city: City, policy: str
) -> set[tuple[str, str]]:
    """The limited pairs of (resource, person) that stand behind a reserve that costs something."""
    costly = [name for name, price in reserved.items() if price]
    asked = caps.filter(pl.col("key1").is_in(costly))
    if not asked.height:
        return set()
    some = City(
        city.needs.filter(pl.col("person").is_in(asked["key2"].implode())),
        city.resources.filter(pl.col("resource").is_in(costly)),
        city.kinds,
        city.before.filter(pl.col("resource").is_in(costly)),
    )
    missing = np.flatnonzero(elements_of(some.needs, policy).size.sum(axis=0))
    edges = edges_of(some, missing, resources_of(some))
    names = some.resources["resource"].gather(edges.resource[edges.general])
    people = some.needs["person"].gather(edges.need[edges.general])
    return set(zip(names, people, strict=True))


def _with(rows: pl.DataFrame, price: Ints | list[int]) -> pl.DataFrame:
    return rows.with_columns(price=pl.Series(price, dtype=SCHEMA["price"]))
