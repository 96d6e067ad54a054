"""What may be shown of a person where nobody needs to know who it is."""

from __future__ import annotations

import re

from shanqiao.engines.linkage import REGISTER_COLUMNS

_HIDDEN = "*"
_WORDS = ("source", "station_street", "gender")  # say nothing of one person alone
_IS_WORD = re.compile(r"\D{1,12}|\d{1,2}")
_SHORT = 10


def masked(column: str, value: object) -> str:
    """A cell of a register as it is shown: enough to see what it is, too little to find somebody.

    Of a name the first character stays, of a number the county or network, of a birthday the year, of an address its
    beginning.
    """
    text = "" if value is None else str(value).strip().lstrip("'`")
    if not text:
        return text
    if column in _WORDS:  # a shifted row has a number or an address here
        return text if _IS_WORD.fullmatch(text) else _beginning(text, 2)
    match column:
        case "rid":
            return masked_rid(text)
        case "name":
            return text[0] + _HIDDEN * min(len(text) - 1, 3)
        case "id_no":
            return _beginning(text, 4)
        case "phone":
            return _beginning(text, 3)
        case "dob" | "reg_date":
            year = re.match(r"\d{4}(?=\D|$)|\d{4}(?=\d{4}$)", text)
            return f"{year[0]}-{_HIDDEN * 2}-{_HIDDEN * 2}" if year else _HIDDEN * 4
        case "address":
            return f"{text[:6]}…" if len(text) > 8 else f"{text[:2]}…"
        case _:
            return _HIDDEN * 3


def masked_rid(text: str) -> str:
    """A short rid as it is; of a long one, which may be an identity number, its two ends."""
    return text if len(text) <= _SHORT else f"{text[:2]}{_HIDDEN * 6}{text[-2:]}"


def masked_heading(text: str) -> str:
    """A heading as it is, unless it looks like somebody's number: a file without headings begins with a person."""
    return _beginning(text, 2) if re.search(r"\d{6}", text) else text


def masked_row(row: dict[str, object]) -> dict[str, str]:
    """Every cell of a row, masked."""
    return {column: masked(column, row.get(column)) for column in REGISTER_COLUMNS}


def _beginning(text: str, shown: int) -> str:
    """So many places, and a star for each other."""
    keep = min(shown, len(text) // 3)
    return text[:keep] + _HIDDEN * (len(text) - keep)
