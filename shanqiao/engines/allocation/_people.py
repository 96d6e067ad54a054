"""The people behind needs, as numbers."""

from __future__ import annotations

import numpy as np
import polars as pl

from ._order import Ints


def people_of(needs: pl.DataFrame) -> tuple[Ints, int]:
    """(n,) the person of each need as a number, the first one first, and how many people there are."""
    from .flow import numbered  # numba takes a second to load, screens have none

    number, first = numbered(needs["person"])
    return number.astype(np.int64), len(first)
