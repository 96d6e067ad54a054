"""A fingerprint of frames: over values, lengths and empty cells, not over any file format."""

from __future__ import annotations

import hashlib

import numpy as np
import polars as pl


def digest_of(*frames: pl.DataFrame) -> str:
    """sha256, hex, over frames whose rows are in canonical order.

    Every text is preceded by its length and every empty cell is marked, so that no two different
    contents are written down alike.
    """
    content = hashlib.sha256()
    for frame in frames:
        content.update(f"{frame.height} rows".encode())
        for column in frame.get_columns():
            content.update(column.name.encode() + b"\0")
            _feed(content, column)
    return content.hexdigest()


def _feed(content: hashlib._Hash, column: pl.Series) -> None:
    _numbers(content, column.is_null())
    if isinstance(column.dtype, pl.List):
        _numbers(content, column.list.len())
        _feed(content, column.explode(empty_as_null=False))
    elif column.dtype == pl.String:
        texts = column.fill_null("")
        _numbers(content, texts.str.len_bytes())
        content.update("".join(texts).encode())
    else:
        _numbers(content, column.to_physical().fill_null(0))


def _numbers(content: hashlib._Hash, column: pl.Series) -> None:
    content.update(column.cast(pl.Int64).to_numpy().astype(np.dtype("<i8")).tobytes())
