"""Birthdays as stations write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from enum import IntEnum
from typing import NamedTuple

import polars as pl

from ._characters import simplified
from ._numerals import to_digits


class Precision(IntEnum):
    """How exactly a day is known."""

    NOTHING = 0
    YEAR = 1
    MONTH = 2
    DAY = 3


class Day(NamedTuple):
    """A birthday as read. What is not known counts from the first: March 1958 is 1958-03-01 with ``MONTH``."""

    on: date | None
    precision: Precision
    is_placeholder: bool  # 1900-01-01 and other days nobody typed
    lunar: date | None = (
        None  # what a lunar date says, read as if it were none; ``on`` keeps its year
    )


_PLACEHOLDERS = frozenset(
    [
        date(1, 1, 1),
        date(1899, 12, 30),
        date(1899, 12, 31),
        date(1900, 1, 1),
        date(1901, 1, 1),
        date(1911, 11, 11),
        date(1970, 1, 1),
        date(2000, 1, 1),
        date(9999, 12, 31),
    ]
)
_LUNAR = re.compile(r"农历|阴历|旧历|初[一二三四五六七八九十\d]|廿|卅|正月|腊月|冬月|闰")
_NOTHING = Day(None, Precision.NOTHING, False)
_FIRST_YEAR, _LAST_YEAR = 1880, 2099
_NO_YEAR = 1900  # 1900-00-00, as programs fill in what nobody typed
_YEAR_FIRST = re.compile(r"(\d{4})(?:\D+(\d{1,2})(?:\D+(\d{1,2}))?)?\D*$")
_TOGETHER = re.compile(r"(\d{4})(\d\d)(\d\d)?$")
_DAY_FIRST = re.compile(r"(\d{1,2})\D(\d{1,2})\D(\d{4})$")
_SHORT_YEAR = re.compile(r"(\d\d)(?:年|[./-](?=\d))(?:(\d{1,2})(?:[月./-](\d{1,2}))?)?\D*$")
_REPUBLIC = re.compile(r"民国(元|\d{1,2})年?(?:(\d{1,2})月)?(?:(\d{1,2})日)?")
_SHEET = re.compile(r"(\d{5})(?:\.0+)?$")  # days since 1899-12-30, as spreadsheets keep them


def read_day(text: str) -> Day:
    """Read one birthday; never fails.

    1958-03-12, 1958/3/12, 19580312, 1958年3月12日, 一九五八年三月, 58年3月, 12/03/1958 (day first, as in Hong Kong),
    民国27年, 21256 (spreadsheet). A lunar date keeps its year, since it is weeks off, and ``lunar``. Months and days that cannot be
    are left out: 1958-02-30 is February 1958.
    """
    plain = simplified(unicodedata.normalize("NFKC", text)).strip()
    lunar = bool(_LUNAR.search(plain))
    plain = re.sub(r"[T ]\d{1,2}:\d\d.*$", "", to_digits(_months(plain) if lunar else plain))
    plain = re.sub(r"^[^\d民]+", "", plain)
    for read in (_together, _year_first, _day_first, _short_year, _republic, _from_sheet):
        found = read(plain)
        if found is not None:
            return _coarse(found) if lunar and found.on else found
    return _NOTHING


def read_days(written: pl.Series) -> pl.DataFrame:
    """Birthdays of a register: each distinct text is read once.

    Args:
        written: (n,) text or dates; may be null.

    Returns:
        (n,) rows: day (Date, null: not known), precision (``Precision``), is_placeholder, lunar (Date or null).
    """
    raw = written.cast(pl.String).fill_null("").alias("raw")
    distinct = raw.unique().to_list()
    read = [read_day(text) for text in distinct]
    table = pl.DataFrame(
        {
            "raw": pl.Series(distinct, dtype=pl.String),
            "day": pl.Series([day.on for day in read], dtype=pl.Date),
            "precision": pl.Series([int(day.precision) for day in read], dtype=pl.UInt8),
            "is_placeholder": pl.Series([day.is_placeholder for day in read], dtype=pl.Boolean),
            "lunar": pl.Series([day.lunar for day in read], dtype=pl.Date),
        }
    )
    return (
        pl.DataFrame({"raw": raw})
        .join(table, on="raw", how="left", maintain_order="left")
        .drop("raw")
    )


def _made(year: int, month: str | None, day: str | None) -> Day | None:
    if (year, month and int(month), day and int(day)) in (
        (1, 1, 1),
        (9999, 12, 31),
        (1111, 11, 11),
    ):
        return Day(None, Precision.NOTHING, True)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    if year == _NO_YEAR and not (month and int(month)):
        return Day(None, Precision.NOTHING, True)
    if not month or not 1 <= int(month) <= 12:
        return Day(date(year, 1, 1), Precision.YEAR, False)
    try:
        on = date(year, int(month), int(day or 0))
    except ValueError:
        return Day(date(year, int(month), 1), Precision.MONTH, False)
    return Day(on, Precision.DAY, on in _PLACEHOLDERS)


def _coarse(day: Day) -> Day:
    year = day.on and day.on.replace(month=1, day=1)
    return Day(year, Precision.YEAR, False, day.on if day.precision == Precision.DAY else None)


def _months(text: str) -> str:
    """Names of lunar months as numbers."""
    return re.sub("[正冬腊](?=月)", lambda name: {"正": "1", "冬": "11", "腊": "12"}[name[0]], text)


def _together(text: str) -> Day | None:
    found = _TOGETHER.match(text)
    return _made(int(found[1]), found[2], found[3]) if found else None


def _year_first(text: str) -> Day | None:
    found = _YEAR_FIRST.match(text)
    return _made(int(found[1]), found[2], found[3]) if found else None


def _day_first(text: str) -> Day | None:
    found = _DAY_FIRST.match(text)
    return _made(int(found[3]), found[2], found[1]) if found else None


def _short_year(text: str) -> Day | None:
    """58年3月12日: of the twentieth century, as most who are registered were born in it; 00 to 29 are of this one."""
    found = _SHORT_YEAR.match(text)
    if not found:
        return None
    year = int(found[1])
    made = _made(year + (2000 if year < 30 else 1900), found[2], found[3])
    unclear = (
        "年" not in text and made and made.precision < Precision.DAY
    )  # 30/12/58 may be either way round
    return None if unclear else made


def _republic(text: str) -> Day | None:
    found = _REPUBLIC.match(text)
    if not found:
        return None
    return _made(1911 + (1 if found[1] == "元" else int(found[1])), found[2], found[3])


def _from_sheet(text: str) -> Day | None:
    found = _SHEET.match(text)
    if not found:
        return None
    on = date(1899, 12, 30) + timedelta(days=int(found[1]))
    return _made(on.year, str(on.month), str(on.day))
