"""Keys of one registration as texts, for a place that keeps them only under a key of its own."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl

from ._characters import MASK
from ._days import Precision
from ._keys import KEY_KINDS, key_parts
from ._one import Row

_BETWEEN = "\x1f"


class KeyText(NamedTuple):
    """One key: two registrations that have the same ``broad`` meet, unless too many have it; then the same ``narrow``."""

    kind: int  # place in KEY_KINDS
    broad: str
    narrow: str | None  # None of names that cannot be told apart as heard


def key_texts(row: Row) -> list[KeyText]:
    """The keys of a registration as ``read_one`` gives it; the same meet as by ``make_keys``."""
    parts = _parts(row)
    heard = row["misheard"] or row["roman"]
    found = []
    for number, kind in enumerate(KEY_KINDS):
        values = [parts[part] for part in kind.parts]
        if all(values):
            broad = _BETWEEN.join((str(number), *map(str, values)))
            found.append(KeyText(number, broad, f"{broad}{_BETWEEN}{heard}" if heard else None))
    return found


def all_key_texts(normal: pl.DataFrame) -> pl.DataFrame:
    """The same of a whole register.

    Args:
        normal: (n,) rows as ``normalise`` gives them.

    Returns:
        rid, text: a row for each broad and each narrow key.
    """
    parts = key_parts(normal).with_columns(normal["rid"])
    columns = []
    for number, kind in enumerate(KEY_KINDS):
        broad = pl.concat_str(pl.lit(str(number)), *kind.parts, separator=_BETWEEN)
        columns += [broad, pl.concat_str(broad, "heard", separator=_BETWEEN)]
    return pl.concat(
        [parts.select("rid", text.alias("text")).drop_nulls("text") for text in columns]
    )


def _parts(row: Row) -> dict[str, object]:
    """As ``key_parts`` of a register."""
    shown = str(row["id"] or row["id_seen"] or "")
    tail = shown[14:] if len(shown) == 18 else ""
    name = str(row["name"] or "")
    last = (name if name and not _has_latin(name) else str(row["seen"] or ""))[-1:]
    born = row["born"]
    exact = row["born_precision"] == Precision.DAY
    year = str(born.year) if isinstance(born, date) else None
    building = f"{row['road']}|{row['number'] or ''}" if row["road"] else None
    return row | {
        "id_tail": "" if MASK in tail else tail,
        "birth": str(born) if exact else None,
        "year": year,
        "day": f"{born:%m-%d}" if exact and isinstance(born, date) else None,
        "last": "" if last == MASK else last,
        "building": building,
    }


def _has_latin(name: str) -> bool:
    return any("a" <= character <= "z" for character in name)
