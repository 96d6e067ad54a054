"""The order of very many keys as text."""

from __future__ import annotations

from itertools import takewhile

import numpy as np
import numpy.typing as npt
import polars as pl

EIGHT = 8  # bytes of a number


def order_of(keys: pl.Series) -> npt.NDArray[np.integer]:
    """Where each of some texts without empty cells stands among them in their order.

    What is left of keys such as N00512 without what all have in front sorts as numbers, several
    times as fast.
    """
    rest = keys.str.strip_prefix(_in_front(str(keys.min() or ""), str(keys.max() or "")))
    size = rest.str.len_bytes()
    if not ((size <= EIGHT).all() and (size == rest.str.len_chars()).all()):
        return keys.arg_sort().to_numpy()
    number = rest.str.pad_end(EIGHT, "\0").cast(pl.Binary)
    whole = number.bin.reinterpret(dtype=pl.UInt64, endianness="big").to_numpy()
    return np.argsort(whole, kind="stable")


def _in_front(first: str, last: str) -> str:
    """What the first and the last of some texts begin with, and so all of them."""
    same = takewhile(lambda both: both[0] == both[1], zip(first, last, strict=False))
    return "".join(letter for letter, _ in same)
