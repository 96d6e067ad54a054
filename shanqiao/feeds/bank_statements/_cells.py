"""Amounts and days as banks write them. What can be read in two ways is not guessed at."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache

_YEAR_FIRST = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$")
_TOGETHER = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:[ T]?\d{6})?$")
_YEAR_LAST = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ T].*)?$")
_TIME = re.compile(r"(?<!\d)(\d{1,2}:\d{2}(?::\d{2})?)")
_GROUPED = re.compile(r"^\d{1,3}(?:[,. ']\d{3})+$")
_PLAIN = 13  # digits; with decimals still below the largest
_LARGEST = 10**17  # of the smallest unit; nothing that anybody holds comes near it


class NotAnAmount(ValueError):
    """The text is no amount of this currency; ``zh`` and ``en`` say why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def amount_of(text: str, digits: int) -> int:
    """Whole smallest units: ``"1,234.50"`` with two digits is 123450.

    Args:
        digits: decimals of the currency; more of them in the text are refused unless they are zeros.

    Raises:
        NotAnAmount
    """
    if text.isascii() and text.isdigit() and len(text) <= _PLAIN:
        return int(text) * 10**digits  # as most banks write most amounts
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(r"^[A-Z]{3}\s?|[¥$€₫元đ]|\s?[A-Z]{3}$", "", plain).strip()
    sign = -1 if plain.startswith(("-", "−", "(")) or plain.endswith("-") else 1
    plain = plain.strip("+-−()").strip()
    whole, part = _split(plain, digits)
    if (
        not whole.isascii()
        or not whole.isdigit()
        or (part and not (part.isascii() and part.isdigit()))
    ):
        raise NotAnAmount("不是金额", "is no amount")
    if len(part.rstrip("0")) > digits:
        raise NotAnAmount(
            f"小数超过 {digits} 位，这个币种没有这么小的单位",
            f"has more than {digits} decimals, smaller than the currency's smallest unit",
        )
    count = int(Decimal(f"{whole}.{part or '0'}").scaleb(digits))
    if count > _LARGEST:
        raise NotAnAmount("金额大得不合常理", "is larger than any amount can be")
    return sign * count


def _split(plain: str, digits: int) -> tuple[str, str]:
    """(whole, decimals) of a number with or without signs between thousands."""
    last = max(plain.rfind("."), plain.rfind(","))
    bare = re.sub(r"[,. ']", "", plain)
    if last < 0:
        return bare, ""
    mark, others = plain[last], plain[:last]
    tail = plain[last + 1 :]
    if _GROUPED.match(plain) and (mark == "," or plain.count(".") > 1 or digits == 0):
        return bare, ""
    if mark in others or (others and not re.fullmatch(r"\d+|\d{1,3}(?:[,. ']\d{3})+", others)):
        return "?", ""
    return re.sub(r"[,. ']", "", others) or "0", tail


@lru_cache(maxsize=4096)
def day_of(text: str, *, day_first: bool | None) -> date:
    """A day; ``03/04/2026`` needs to be told which of both is the day.

    Raises:
        ValueError: no day, or none that exists.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := _YEAR_FIRST.match(plain) or _TOGETHER.match(plain):
        year, month, day = (int(part) for part in found.groups())
    elif found := _YEAR_LAST.match(plain):
        first, second, year = (int(part) for part in found.groups())
        if day_first is None:
            if first <= 12 and second <= 12 and first != second:
                raise ValueError("day and month cannot be told apart")
            day_first = first > 12 or second <= 12
        day, month = (first, second) if day_first else (second, first)
    else:
        raise ValueError("no day")
    return date(year, month, day)


def time_of(text: str) -> str:
    """The time of day in a cell, as written; empty where there is none."""
    found = _TIME.search(text)
    return found[1] if found else ""
