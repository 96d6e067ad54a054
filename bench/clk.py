"""Bloom filters of personal facts (CLK), the usual other way to compare lists without showing them.

Source:
    Schnell, Bachteler, Reiher 2011, "A novel error-tolerant anonymous linking code": all fields of a person in one filter.
"""

import hashlib
import hmac
import time
from dataclasses import dataclass

import numpy as np
import polars as pl

from bench.token_lists import normal_of

BITS, HASHES = 1024, 20
_FIELDS = ("pinyin", "birth", "id", "phone", "building")
_BLOCKS = (("birth",), ("phone",), ("pinyin", "street"))
_OFTEN = 30


@dataclass(frozen=True)
class Found:
    """The people of each pair, and what it took."""

    pids: tuple
    took: dict


def by_bloom_filters(lists, *, key=b"a key of the bench"):
    """Pairs whose filters are alike enough; the threshold is the best one for this list, in favour of the filters."""
    began, worked = time.perf_counter(), time.process_time()
    (first, mine), (second, theirs) = (_facts(rows) for rows in (lists.first, lists.second))
    pairs = pl.concat([_meeting(first, second, block) for block in _BLOCKS]).unique()
    a, b = pairs["a"].to_numpy(), pairs["b"].to_numpy()
    cache = {}
    filters = [_filters(rows, key, cache) for rows in (first, second)]
    alike = _dice(filters[0], filters[1], a, b)
    took = {"wall_s": time.perf_counter() - began, "cpu_s": time.process_time() - worked}
    chosen = alike >= _best(alike, mine[a] == theirs[b], lists.true)
    return Found((mine[a][chosen], theirs[b][chosen]), took)


def _facts(rows):
    normal, pid = normal_of(rows)
    return normal.select(
        "pinyin",
        pl.col("born").cast(pl.String).alias("birth"),
        "id",
        "phone",
        pl.concat_str("road", "number", separator="|", ignore_nulls=True).alias("building"),
        "street",
    ).with_row_index("row"), pid


def _meeting(first, second, block):
    sides = []
    for rows, name in ((first, "a"), (second, "b")):
        some = rows.drop_nulls(block).select(*block, pl.col("row").alias(name))
        sides.append(some.filter(pl.len().over(block) <= _OFTEN))
    return sides[0].join(sides[1], on=list(block)).select("a", "b")


def _filters(rows, key, cache):
    """(n, 16) whole numbers of 64 bits."""
    bits = np.zeros((rows.height, BITS), dtype=bool)
    for field in _FIELDS:
        for row, text in enumerate(rows[field].to_list()):
            for piece in _pieces(text or ""):
                places = cache.get((field, piece))
                if places is None:
                    places = cache[field, piece] = _places(field + piece, key)
                bits[row, places] = True
    return np.packbits(bits, axis=1).view(np.uint64)


def _pieces(text):
    padded = f"_{text}_" if text else ""
    return {padded[at : at + 2] for at in range(len(padded) - 1)}


def _places(text, key):
    """Double hashing, as the source does."""
    one, two = (
        int.from_bytes(hmac.digest(key, text.encode(), kind), "big")
        for kind in (hashlib.sha1, hashlib.sha256)
    )
    return [(one + turn * two) % BITS for turn in range(HASHES)]


def _dice(first, second, a, b):
    counts = [np.bitwise_count(filters).sum(axis=1) for filters in (first, second)]
    shared = np.bitwise_count(first[a] & second[b]).sum(axis=1)
    return 2 * shared / np.maximum(counts[0][a] + counts[1][b], 1)


def _best(alike, same, true):
    order = np.argsort(-alike)
    found = np.cumsum(same[order])
    f1 = 2 * found / (np.arange(1, len(found) + 1) + true)
    return alike[order][f1.argmax()]
