"""One registration ready to be compared, and registrations kept as bytes that are ready at once.

What ``prepare`` gives for a register; tests hold the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from ._characters import MASK, points_of, shapes
from ._days import Precision
from ._hashes import hash_of
from ._ids import WIDTH
from ._one import Row
from ._prepared import HASHED, NAME_WIDTH, NO_DAY, PHONE_WIDTH, SHARED, Prepared, Small
from ._read_name import NameKind

_PLACES = re.compile(rf"[0-9X{re.escape(MASK)}]{{{WIDTH}}}")
_DIGITS = re.compile(rf"[0-9]{{1,{PHONE_WIDTH}}}")
_EPOCH = date(1970, 1, 1).toordinal()
_SHOWS_NO_CHARACTERS = (NameKind.LONG, NameKind.LATIN)


def prepare_one(row: Row, share: Mapping[str, float]) -> Prepared:
    """One registration, ready to be compared.

    Args:
        row: as ``read_one`` gives it.
        share: for fields of ``SHARED`` the share of registrations that have its value; what is not there counts as unknown.
    """

    def text(column: str) -> str:
        return str(row[column] or "")

    shown = str(row["name"] or row["seen"] or "")
    hidden = row["name_kind"] in _SHOWS_NO_CHARACTERS or len(shown) > NAME_WIDTH
    characters = points_of(["" if hidden else shown], NAME_WIDTH)
    number = str(row["id"] or row["id_seen"] or "")
    return Prepared(
        hashes={name: np.array([hash_of(text(name))], dtype=np.uint64) for name in HASHED},
        characters=characters,
        shapes=shapes(characters),
        length=(characters > 0).sum(axis=1),
        kind=_small(row["name_kind"]),
        id_kind=_small(row["id_kind"]),
        id_places=_places(number if _PLACES.fullmatch(number) else "", WIDTH),
        id_was_short=np.array([bool(row["id_was_short"])]),
        id_doubted=np.array([bool(row["id_doubted"])]),
        births=_births(row),
        days=_days(row["born"] if row["born_precision"] == Precision.DAY else None),
        lunar=_days(row["born_lunar"]),
        phone_places=_places(
            text("phone") if _DIGITS.fullmatch(text("phone")) else "", PHONE_WIDTH
        ),
        gender=_small(row["gender"] or 0),
        share={field: _share(row[column], share.get(field)) for field, column in SHARED.items()},
    )


def to_bytes(prepared: Prepared) -> list[bytes]:
    """Each registration as bytes, all of one length."""
    rows = np.zeros(len(prepared.kind), dtype=_layout())
    for name, values in _columns(prepared):
        rows[name] = values
    return [row.tobytes() for row in rows]


def from_bytes(kept: Iterable[bytes]) -> Prepared:
    """Registrations from what ``to_bytes`` gave, in that order."""
    rows = np.frombuffer(b"".join(kept), dtype=_layout())
    found: dict[str, Any] = {
        name: {part: rows[f"{name}.{part}"] for part in parts} if parts else rows[name]
        for name, parts in _parts().items()
    }
    return Prepared(**found)


@cache
def _parts() -> dict[str, list[str]]:
    """The fields of ``Prepared``, and of those that are kept in several columns the parts."""
    names = [name.partition(".") for name in _layout().names or ()]
    return {
        field.name: [part for whole, _, part in names if whole == field.name and part]
        for field in fields(Prepared)
    }


@cache
def layout_number() -> int:
    """Tells whether kept bytes are of this version: another layout has another number (32 bits)."""
    return crc32(repr(_layout().descr).encode())


@cache
def _layout() -> np.dtype[np.void]:
    """One registration, field by field, as ``Prepared`` has them."""
    empty = dict.fromkeys(
        (*HASHED, "name", "seen", "id_seen", "born", "born_precision", "born_lunar"), None
    )
    nobody: Row = {
        **empty,
        "name_kind": 0,
        "id_kind": 0,
        "id_was_short": False,
        "id_doubted": False,
        "gender": None,
    }
    columns = _columns(prepare_one(nobody, {}))
    return np.dtype([(name, values.dtype, values.shape[1:]) for name, values in columns])


def _columns(prepared: Prepared) -> list[tuple[str, npt.NDArray[Any]]]:
    columns: list[tuple[str, npt.NDArray[Any]]] = []
    for field in fields(Prepared):
        value = getattr(prepared, field.name)
        if isinstance(value, dict):
            columns += [(f"{field.name}.{name}", part) for name, part in value.items()]
        else:
            columns.append((field.name, value))
    return columns


def _small(value: object) -> Small:
    return np.array([value], dtype=np.uint8)


def _places(text: str, width: int) -> Small:
    return np.array([text], dtype=f"S{width}").view(np.uint8).reshape(1, width)


def _births(row: Row) -> npt.NDArray[np.int32]:
    born, precision = row["born"], row["born_precision"]
    if not isinstance(born, date) or not isinstance(precision, int):
        return np.zeros((1, 3), dtype=np.int32)
    known = (born.year, born.month if precision >= 2 else 0, born.day if precision >= 3 else 0)
    return np.array([known], dtype=np.int32)


def _days(on: object) -> npt.NDArray[np.int32]:
    days = on.toordinal() - _EPOCH if isinstance(on, date) else NO_DAY
    return np.array([days], dtype=np.int32)


def _share(value: object, share: float | None) -> npt.NDArray[np.float32]:
    known = value is not None and share is not None
    return np.array([share if known else np.nan], dtype=np.float32)
