"""Clusters out of links: whatever is joined in any number of steps is together."""

import numpy as np
import polars as pl


def joined(first, second, count):
    """Parts of a graph that hang together.

    Args:
        first, second: (e,) the two ends of each edge, whole numbers below ``count``.
        count: how many points there are.

    Returns:
        (count,) for each point the lowest number in its part.

    Source:
        Hooking and pointer jumping: Shiloach and Vishkin, An O(log n) parallel connectivity algorithm, 1982.
    """
    lowest = np.arange(count)
    while True:
        here, there = lowest[first], lowest[second]
        lower = np.minimum(here, there)
        hooked = lowest.copy()
        np.minimum.at(hooked, here, lower)
        np.minimum.at(hooked, there, lower)
        while not np.array_equal(hooked, jumped := hooked[hooked]):
            hooked = jumped
        if np.array_equal(hooked, lowest):
            return lowest
        lowest = hooked


def clusters_by(rows, keys):
    """Registrations joined wherever they have one key in common.

    Args:
        rows: has rid.
        keys: columns of as many cells; an empty text or none joins nobody.

    Returns:
        rid, cluster.
    """
    place = pl.int_range(rows.height, eager=True)
    ends = []
    for key in keys:
        known = pl.DataFrame({"at": place, "key": key}).filter(
            pl.col("key").is_not_null() & (pl.col("key") != "")
        )
        ends.append(known.select("at", first=pl.col("at").first().over("key")).to_numpy())
    at, first = np.concatenate(ends).T
    return rows.select("rid", cluster=pl.Series(joined(at, first, rows.height)))
