"""What was compared before need not be compared again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from ._compare import COMPARISON_COLUMNS, compare
from ._levels import LEVELS
from ._prepared import SHARED, Prepared

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Before:
    """Levels of pairs compared before.

    Args:
        place: (n,) where each registration stood before; -1 of those that are new or were written otherwise.
        codes: (pairs,) rising: first x ``size`` + second, of places before.
        size: how many registrations there were.
        levels: (pairs,) rows, the levels of each field.
    """

    place: Rows
    codes: Rows
    size: int
    levels: pl.DataFrame

    @classmethod
    def of(
        cls, before: pl.DataFrame, pairs: pl.DataFrame, now: pl.DataFrame, changed: pl.Series
    ) -> Before:
        """What is known of ``pairs`` of the register ``before``, for the register ``now``, both in normal form."""
        stood = before.select("rid", pl.int_range(pl.len(), dtype=pl.Int64).alias("stood"))
        stood = stood.filter(~pl.col("rid").is_in(changed.implode()))
        found = now.select("rid").join(stood, on="rid", how="left", maintain_order="left")
        place = found["stood"].fill_null(-1).to_numpy()
        first, second = (pairs[name].to_numpy().astype(np.int64) for name in ("first", "second"))
        return cls(place, first * before.height + second, before.height, pairs.select(*LEVELS))

    def compared(self, ready: Prepared, first: Rows, second: Rows) -> pl.DataFrame:
        """The same as ``compare`` within one register."""
        one, other = self.place[first], self.place[second]
        codes = one * self.size + other
        at = np.minimum(np.searchsorted(self.codes, codes), max(0, len(self.codes) - 1))
        known = (one >= 0) & (other >= 0)
        if len(self.codes):
            known &= self.codes[at] == codes
        else:
            known[:] = False
        new = np.flatnonzero(~known)
        compared = compare(ready, first[new], ready, second[new])
        columns: dict[str, npt.NDArray[np.generic]] = {}
        for field in LEVELS:
            levels = np.zeros(len(first), dtype=np.uint8)
            levels[known] = self.levels[field].to_numpy()[at[known]]
            levels[new] = compared[field].to_numpy()
            columns[field] = levels
        for field in SHARED:
            share = np.maximum(ready.share[field][first], ready.share[field][second])
            columns[f"share_{field}"] = share
        frame = pl.DataFrame(columns, schema_overrides=COMPARISON_COLUMNS)
        return frame.with_columns(pl.col(f"share_{field}").fill_nan(None) for field in SHARED)
