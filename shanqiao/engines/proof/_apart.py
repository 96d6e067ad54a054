"""How far help travels: the distance of step 2."""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from ._find import Ints

KEPT = 256  # homes; a city has 176 streets


class Apart:
    """The distance from a home to needs. It is the same for all needs of one place."""

    def __init__(self, open_needs: pl.DataFrame) -> None:
        places = open_needs.unique("place").sort("place").select("street", "is_cash")
        district = pl.col("street").str.slice(0, 6)
        self._place: Ints = open_needs["place"].to_numpy()

        @lru_cache(maxsize=KEPT)
        def to_places(home: str) -> Ints:
            here = pl.col("is_cash") | (pl.col("street") == home)
            apart = pl.when(here).then(0).when(district == home[:6]).then(1).otherwise(2)
            distance: Ints = places.select(apart.cast(pl.Int64)).to_series().to_numpy()
            return distance

        self._to_places = to_places

    def distance(self, home: str, rows: Ints) -> Ints:
        """(k,) 0 for cash or the same street, 1 for the same district, 2 otherwise."""
        return self._to_places(home)[self._place[rows]]
