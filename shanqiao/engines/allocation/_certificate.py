"""The prices that prove a plan, as anybody can check them from the plan files alone.

The first five parts are the dual of step 1 in *rank weights* (2n for the first element in the
strict order, down to 1 for the last). Rank weights are all different, so a plan whose prices
satisfy complementary slackness is the one lexicographically greatest plan and not merely one
of the greatest value. The dual of the value of the plan files follows from it by
replacing each place's price by the value weight of the element of that rank, so that no second
set of prices is needed.

| part | key1 | key2 | price of |
|---|---|---|---|
| need_first, need_rest | need | | one unit of that element's size |
| resource | resource | | one unit of its capacity |
| reserved | resource | | one unit of what people outside its reserve may get |
| person_cap | resource | person | one unit of that person's limit there |
| step2_need | need | | one more unit for a need that gets something (in distance; may be negative) |
| step2_resource, step2_reserved, step2_person_cap | as above | | the same limits, in distance |

A limit that is not named has the price 0. ``kind`` is the kind of the need, or the kinds of the
resource joined by "|".
"""

from __future__ import annotations

import numpy as np
import polars as pl

from ._order import Flags, Ints
from ._prices import Labels
from ._solution import Solution

PARTS = (
    "need_first",
    "need_rest",
    "resource",
    "reserved",
    "person_cap",
    "step2_need",
    "step2_resource",
    "step2_reserved",
    "step2_person_cap",
)
SCHEMA = {
    "part": pl.String,
    "key1": pl.String,
    "key2": pl.String,
    "kind": pl.String,
    "price": pl.Int64,
}


def certificate_of(solution: Solution) -> pl.DataFrame:
    """Every price, by part in the order above and then by key."""
    gain = solution.prices.gain
    first, rest = np.maximum(0, solution.elements.rank - gain.need)
    everybody = np.ones(len(first), np.bool_)
    return pl.concat(
        [
            _of_needs(solution, "need_first", first, everybody),
            _of_needs(solution, "need_rest", rest, everybody),
            *_of_limits(solution, "", gain),
            _of_needs(solution, "step2_need", solution.potentials.need, solution.amounts > 0),
            *_of_limits(solution, "step2_", solution.potentials),
        ]
    )


def in_order(certificate: pl.DataFrame) -> pl.DataFrame:
    """The rows of several certificates as one: by part, and then by key."""
    part = pl.col("part").replace_strict({part: at for at, part in enumerate(PARTS)})
    return certificate.sort(part, "key1", "key2", maintain_order=True)


def _of_needs(solution: Solution, part: str, price: Ints, where: Flags) -> pl.DataFrame:
    return solution.city.needs.select(
        part=pl.lit(part),
        key1="need",
        key2=pl.lit(""),
        kind="kind",
        price=pl.Series(price, dtype=pl.Int64),
    ).filter(pl.Series(where))


def _of_limits(solution: Solution, prefix: str, labels: Labels) -> list[pl.DataFrame]:
    resources = solution.city.resources
    kinds = resources["kinds"].list.join("|")

    def rows(part: str, row: Ints, person: pl.Series | None, price: Ints) -> pl.DataFrame:
        return pl.DataFrame(
            {
                "part": pl.repeat(prefix + part, len(row), dtype=pl.String, eager=True),
                "key1": resources["resource"].gather(row),
                "key2": pl.repeat("", len(row), dtype=pl.String, eager=True)
                if person is None
                else person,
                "kind": kinds.gather(row),
                "price": price,
            },
            schema=SCHEMA,
        )

    every = np.arange(resources.height)
    reserving = np.flatnonzero(solution.limits.reserves)
    row, person, price = _person_caps(solution, labels)
    return [
        rows("resource", every, None, labels.resource),
        rows("reserved", reserving, None, (labels.general - labels.resource)[reserving]),
        rows("person_cap", row, person, price).sort("key1", "key2"),
    ]


def _person_caps(solution: Solution, labels: Labels) -> tuple[Ints, pl.Series, Ints]:
    """The limits per person that are worth something: only where somebody has got all they may.

    Where several needs of a person meet behind the limit there is a label for it. With one edge the
    limit is the capacity of the edge, and what stands behind it is the need.
    """
    full = solution.full
    distance = solution.distances.on(full) if labels is solution.potentials else 0
    behind = np.maximum(labels.behind_person(full), labels.need[full.need] - distance)
    price = behind - labels.before_person(full)
    found = np.flatnonzero(price > 0)
    _, once = np.unique(full.pairs[found], return_index=True)
    found = found[once]
    people = solution.city.needs["person"].gather(full.need[found])
    return full.resource[found].astype(np.int64), people, price[found]
