"""One registration in normal form, without columns: what the desk asks while somebody types.

The same as ``normalise`` gives for a register of one, thirty times faster; tests hold the two together.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date

import polars as pl

from ._days import Day, Precision, read_day
from ._normal import APART, GENDERS, NORMAL_COLUMNS
from ._one_address import read_address, read_street
from ._one_id import OneId, read_id, read_phone
from ._one_name import read_one_name

Row = dict[str, object]  # columns of ``NORMAL_COLUMNS`` but rid


def read_one(registration: Mapping[str, str | None]) -> Row:
    """Bring one registration into normal form.

    Args:
        registration: any of ``REGISTER_COLUMNS`` but rid, as written; what is not there counts as empty.

    Returns:
        The columns ``NORMAL_COLUMNS`` but rid; None where nothing is known.
    """

    def text(column: str) -> str:
        return registration.get(column) or ""

    number, day = read_id(text("id_no")), read_day(text("dob"))
    gender = GENDERS.get(_upper(text("gender")))
    doubted = _doubted(number, day, gender)
    born, precision, disagrees = _born(number, day, doubted=doubted)
    if gender is None and not doubted:
        gender = number.id_sex
    road, house, room, address = read_address(text("address"))
    values = {
        "source": text("source").strip() or None,
        "street": read_street(registration.get("station_street")),
        "registered_on": read_day(text("reg_date")).on,
        **read_one_name(text("name"))._asdict(),
        "gender": gender,
        **number._asdict(),
        "born": born,
        "born_precision": precision,
        "born_is_placeholder": day.is_placeholder,
        "born_disagrees": disagrees,
        "born_lunar": day.lunar,
        "id_doubted": doubted,
        "phone": read_phone(text("phone")),
        "road": road,
        "number": house,
        "room": room,
        "address": address,
    }
    return {column: values[column] for column in NORMAL_COLUMNS if column != "rid"}


def as_frame(rows: list[Row]) -> pl.DataFrame:
    """Rows as ``normalise`` gives them, with ``rid`` 0, 1, 2, …"""
    schema = {name: kind for name, kind in NORMAL_COLUMNS.items() if kind is not None}
    return pl.DataFrame(rows, schema=schema).with_row_index("rid")


def _doubted(number: OneId, day: Day, gender: int | None) -> bool:
    """Whether a valid number is hardly that of the one who is registered with it."""
    if number.id_born is None:
        return False
    other_sex = gender is not None and gender != number.id_sex
    apart = day.on is not None and abs(day.on.year - number.id_born.year) >= APART
    return other_sex or (apart and not day.is_placeholder)


def _born(number: OneId, day: Day, *, doubted: bool) -> tuple[date | None, int, bool]:
    """(born, precision, what was written disagrees with the valid number)."""
    exact = day.precision == Precision.DAY and not day.is_placeholder
    if number.id_born and not exact and not doubted:
        return number.id_born, int(Precision.DAY), False
    disagrees = exact and number.id_born is not None and day.on != number.id_born
    if day.is_placeholder:
        return None, 0, disagrees
    return day.on, int(day.precision), disagrees


def _upper(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().upper()
