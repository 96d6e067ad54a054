"""People: their needs, and what each of them may still get from a resource."""

from __future__ import annotations

import numpy as np
import polars as pl

from ._find import Ints, find


class People:
    """Everybody who has a need, as numbers.

    Attributes:
        who: (n,) the person behind each need.
        names: the person behind each number.
    """

    def __init__(self, needs: pl.DataFrame) -> None:
        self.who: Ints = needs["who"].to_numpy()
        self.names = needs.unique("who").sort("who")["person"]
        self._rows = np.argsort(self.who, kind="stable")
        self._begin = np.searchsorted(self.who[self._rows], np.arange(len(self.names) + 1))

    def edges_of(self, people: Ints, rows: Ints) -> tuple[Ints, Ints]:
        """The edges of some people among those of a resource.

        Args:
            people: (p,) people as numbers.
            rows: (k,) rows of needs the resource may serve, ascending.

        Returns:
            (e,) places in ``rows``, and (e,) whose edge each is, as a place in ``people``.
        """
        count = self._begin[people + 1] - self._begin[people]
        whose = np.repeat(np.arange(len(people)), count)
        behind = np.cumsum(count)
        within = np.arange(len(whose)) - np.repeat(behind - count, count)
        place, is_edge = find(self._rows[self._begin[people][whose] + within], rows)
        return place[is_edge], whose[is_edge]


class PersonCaps:
    """The limits per person of all resources, less what people had before."""

    def __init__(self, people: People, resources: pl.DataFrame, had: pl.DataFrame) -> None:
        names = people.names.to_frame("person").with_row_index("who")
        earlier = had.join(names, on="person").join(
            resources.select("resource", "at"), on="resource"
        )
        self._size = len(people.names)
        earlier = earlier.select(
            pair=pl.col("at") * self._size + pl.col("who").cast(pl.Int64), had="had"
        ).sort("pair")
        self._pair, self._had = (earlier[column].to_numpy() for column in ("pair", "had"))
        self._cap = resources["person_cap"].fill_null(0).to_numpy()

    def left(self, at: int, people: Ints) -> Ints:
        """(p,) the most each of these people may still get from a resource that has such a limit."""
        place, is_there = find(at * self._size + people, self._pair)
        left: Ints = np.full(len(people), self._cap[at])
        left[is_there] -= self._had[place[is_there]]
        return left.clip(min=0)
