"""A city cut into parts that have nothing to do with each other, each a small city of its own.

Kinds of help belong together that one resource may serve, and so on from there. Nothing that is said
of a need or a resource depends on those of another part but for the strict order, which runs over
the whole city. So a part is planned alone, and what is known of its pairs is let go before the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from ._facts import City
from ._order import Elements, Ints

Kinds = frozenset[str]


@dataclass(frozen=True)
class Part:
    """Needs and resources of kinds that some resource ties together.

    Attributes:
        kinds: all of them.
        city: the needs and resources of these kinds, in the order of the whole city.
        elements: of these needs, with the ranks that they have in the whole city.
    """

    kinds: Kinds
    city: City
    elements: Elements


def parts_of(city: City, elements: Elements, some: Kinds | None = None) -> Iterator[Part]:
    """Every part with a need or a resource in it, in order of kind; at least one.

    Args:
        elements: of the whole city.
        some: only parts with some of these kinds; all where None.
    """
    number_of = groups_of_kinds(city)
    of_need = _numbers(city.needs["kind"], number_of)
    of_resource = _numbers(city.resources["kinds"].list.first(), number_of)
    for number in sorted(set(number_of.values())):
        kinds = frozenset(kind for kind, at in number_of.items() if at == number)
        if some is not None and not kinds & some:
            continue
        needs, resources = np.flatnonzero(of_need == number), np.flatnonzero(of_resource == number)
        if len(needs) or len(resources) or not (city.needs.height or city.resources.height):
            yield Part(kinds, _within(city, needs, resources), elements.of(needs))


def groups_of_kinds(city: City) -> dict[str, int]:
    """Kinds that one resource serves belong together, and so on from there."""
    group = {kind: number for number, kind in enumerate(city.kinds["kind"])}
    ties = city.resources.select(pl.col("kinds")).unique(maintain_order=True)["kinds"]
    for kinds in ties:
        joined = {group[kind] for kind in kinds}
        group = {kind: min(joined) if g in joined else g for kind, g in group.items()}
    return group


def _numbers(kinds: pl.Series, number_of: dict[str, int]) -> Ints:
    return kinds.replace_strict(number_of, return_dtype=pl.Int64).to_numpy()


def _within(city: City, needs: Ints, resources: Ints) -> City:
    some = city.resources[resources]
    before = city.before.join(some, on="resource", how="semi", maintain_order="left")
    return replace(city, needs=city.needs[needs], resources=some, before=before)
