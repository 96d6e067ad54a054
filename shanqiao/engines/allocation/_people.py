"""The people behind needs, as numbers."""

from __future__ import annotations

import numpy as np
import polars as pl

from ._order import Ints


def people_of(needs: pl.DataFrame) -> tuple[Ints, int]:
    """(n,) the person of each need as a number, the first one first, and how many people there are."""
    hashes = needs["person"].hash().to_numpy()
    kept, first, number = np.unique(hashes, return_index=True, return_inverse=True)
    one_of_each = needs["person"].gather(first).gather(number)
    if not (needs["person"] == one_of_each).all():  # two people with one hash: once in many cities
        by_text = needs["person"].rank("dense").to_numpy().astype(np.int64) - 1
        kept, first, number = np.unique(by_text, return_index=True, return_inverse=True)
    place = np.empty(len(kept), np.int64)
    place[np.argsort(first)] = np.arange(len(kept))
    return place[number], len(kept)
