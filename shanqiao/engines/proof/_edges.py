"""The edges of one resource after the other: never all of them in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from ._answers import Answers
from ._find import Flags, Ints
from ._spans import Group, groups_of


@dataclass(frozen=True)
class Edges:
    """The needs one resource may serve, among those that miss something.

    Attributes:
        rows: (k,) rows of these needs, ascending.
        outside: (k,) whether the need counts as outside the reserve. It is inside when the
            expression is yes; where there is a limit per person, when it is yes for each need of
            the person that the resource may serve. Where nothing is reserved nothing is outside.
    """

    rows: Ints
    outside: Flags


def edges_by_resource(
    needs: pl.DataFrame, resources: pl.DataFrame
) -> Iterator[tuple[dict[str, Any], Edges]]:
    """Each resource with its edges, in the order of ``resources``.

    Args:
        needs: as `read_needs` gives them.
        resources: as `read_resources` gives them.
    """
    open_needs = needs.filter(pl.col("missing") > 0)
    groups, answers = groups_of(open_needs), Answers(open_needs, resources)
    open_on, due_on = (open_needs[day].to_physical().to_numpy() for day in ("open_on", "due_on"))
    who = open_needs["who"].to_numpy()

    def of_group(resource: dict[str, Any], group: Group) -> tuple[Ints, Flags]:
        rows = group.rows(resource["streets"])
        begun = open_on[rows] <= resource["valid_to"]
        rows = rows[begun & (due_on[rows] >= resource["valid_from"])]
        rows = rows[answers.yes(resource["eligible"], group, rows)]
        if resource["general"] == resource["capacity"]:
            return rows, np.zeros(len(rows), np.bool_)
        return rows, ~answers.yes(resource["reserved_for"], group, rows)

    for resource in resources.iter_rows(named=True):
        there = [(kind, resource["item"]) for kind in set(resource["kinds"])]
        fitting = sorted((groups[key] for key in there if key in groups), key=lambda g: g.whole)
        parts = [of_group(resource, group) for group in fitting]
        rows = np.concatenate([np.arange(0), *(rows for rows, _ in parts)])
        outside = np.concatenate([np.zeros(0, np.bool_), *(outside for _, outside in parts)])
        if resource["person_cap"] is not None and outside.any():
            people = who[rows]
            outside = np.isin(people, people[outside], kind="table")
        yield resource, Edges(rows, outside)
