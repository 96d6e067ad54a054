"""A register as one table of numbers and short texts, about which SQL can ask all that ``compare`` asks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from .._hashes import NOTHING, Hashes
from .._keys import KEY_KINDS, Frequent, Keys, capped, frequent_values, make_keys
from .._prepared import NAME_WIDTH, SHARED, Frequencies, Prepared, prepare

KEY_COLUMNS = tuple(f"key_{kind.name}" for kind in KEY_KINDS)
SHARE_COLUMNS = {field: f"value_{field}" for field in SHARED}
_HASHED = (
    *("written", "name", "surname", "pinyin", "misheard", "jyutping", "syllables", "roman"),
    *("id", "road", "number", "room", "street"),
)


@dataclass(frozen=True)
class SqlForm:
    """n registrations for Splink.

    Args:
        table: (n,) rows: ``place`` (the row of the normal form), ``KEY_COLUMNS`` (null where nobody is to be met), the columns
            of ``_conditions``, and for each of ``SHARED`` a number for its value (null where missing).
        shares: for each of ``SHARED`` how common each value is: value_…, tf_value_….
        ready: the same registrations as arrays.
    """

    table: pl.DataFrame
    shares: dict[str, pl.DataFrame]
    ready: Prepared


def sql_form(
    normal: pl.DataFrame,
    counted: Frequencies | None = None,
    frequent: Frequent | None = None,
) -> SqlForm:
    """Registrations in normal form as Splink compares them.

    Args:
        normal: (n,) rows as ``normalise`` gives them.
        counted: frequencies of the register; None to count these rows.
        frequent: values of keys that are frequent; None to count these rows.
    """
    ready = prepare(normal, counted)
    values = {
        column: normal[SHARED[field]].cast(pl.String).rank("dense").cast(pl.Int64)
        for field, column in SHARE_COLUMNS.items()
    }
    columns = {
        "place": np.arange(normal.height, dtype=np.int64),
        **_keys(make_keys(normal), frequent),
        **{column: ready.hashes[column].view(np.int64) for column in _HASHED},
        **_characters(ready),
        "id_kind": ready.id_kind.astype(np.int32),
        "id_was_short": ready.id_was_short.astype(np.int32),
        "id_doubted": ready.id_doubted.astype(np.int32),
        "id_places": _texts(ready.id_places),
        "year": ready.births[:, 0],
        "month": ready.births[:, 1],
        "day": ready.births[:, 2],
        "days": ready.days,
        "lunar": ready.lunar,
        "phone": _texts(ready.phone_places),
        "gender": ready.gender.astype(np.int32),
        **values,
    }
    shares = {
        field: pl.DataFrame({column: values[column], f"tf_{column}": ready.share[field]})
        .drop_nulls(column)
        .unique(column)
        .sort(column)
        .cast({f"tf_{column}": pl.Float64})
        for field, column in SHARE_COLUMNS.items()
    }
    return SqlForm(pl.DataFrame(columns), shares, ready)


def met(keys: Keys, frequent: Frequent | None = None) -> Hashes:
    """(n, kinds) by what registrations meet, as ``candidates`` lets them: 0 where more have it than the kind allows."""
    hashes = capped(keys, frequent if frequent is not None else frequent_values(keys))
    for number, kind in enumerate(KEY_KINDS):
        values, counts = np.unique(hashes[:, number], return_counts=True)
        hashes[np.isin(hashes[:, number], values[counts > kind.most]), number] = NOTHING
    return hashes


def _keys(keys: Keys, frequent: Frequent | None) -> dict[str, pl.Series]:
    hashes = met(keys, frequent).view(np.int64)
    columns = {}
    for number, name in enumerate(KEY_COLUMNS):
        column = pl.Series(np.ascontiguousarray(hashes[:, number]))
        columns[name] = column.set(column == 0, None)
    return columns


def _characters(ready: Prepared) -> dict[str, object]:
    """Characters from the front and from the back, and what they look like as one text."""
    points, length = ready.characters.astype(np.int32), ready.length
    rows = np.arange(len(length))
    back = {
        f"back_{back}": np.where(
            length >= back, points[rows, np.maximum(length - back, 0)], 0
        ).astype(np.int32)
        for back in (1, 2)
    }
    looks = np.abs(ready.shapes).astype(np.uint32)  # each class by its first character
    return {
        "kind": ready.kind.astype(np.int32),
        "length": length.astype(np.int32),
        **{f"place_{place}": np.ascontiguousarray(points[:, place]) for place in range(NAME_WIDTH)},
        **back,
        "looks": pl.Series(np.ascontiguousarray(looks).view(f"<U{NAME_WIDTH}")[:, 0].tolist()),
    }


def _texts(places: npt.NDArray[np.uint8]) -> pl.Series:
    """(n, width) ASCII as texts."""
    width = places.shape[1]
    flat = np.ascontiguousarray(places).view(f"S{width}")[:, 0]
    return pl.Series(flat.astype(f"<U{width}").tolist(), dtype=pl.String)
