"""One identity number and one telephone, read without columns: at the desk every millisecond is somebody waiting.

The same as ``read_ids`` and ``read_phones`` give for a register; tests hold them together.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from ._characters import MASK
from ._ids import FIRST_YEAR, JUNK, LAST_YEAR, PRINTED, PROVINCE, WIDTH, IdKind
from ._phones import JUNK as JUNK_PHONE

_CHECKS = "10X98765432"
_JUNK, _PROVINCE, _JUNK_PHONE = (re.compile(rule[:-1] + r"\Z" if rule[-1] == "$" else rule) for rule in (JUNK, PROVINCE, JUNK_PHONE))  # fmt: skip


class OneId(NamedTuple):
    """Columns of ``ID_COLUMNS``."""

    id_kind: IdKind
    id: str | None
    id_seen: str | None
    id_was_short: bool
    id_born: date | None
    id_sex: int | None


def read_id(written: str) -> OneId:
    """One identity number in normal form; never fails."""
    text = re.sub("[●○×?_]", MASK, unicodedata.normalize("NFKC", written).upper())
    text = re.sub(r"[^0-9A-Z*]", "", text)
    text = re.sub(r"^(\d{17}[\dX])\d\d\Z", r"\1", text)
    masked = bool(re.search(r"\*|XX|X\d", text)) and bool(re.fullmatch(r"[\dX*]+", text))
    junk = bool(_JUNK.match(text))
    was_short = bool(re.fullmatch(r"\d{15}", text))
    if was_short:
        text = text[:6] + "19" + text[6:]
        text += check_place(text)
    seen = _seen(text) if masked else None
    if junk or text in PRINTED or len(text) < 6:
        return OneId(IdKind.MISSING, None, None, False, None, None)
    if masked:
        kind = IdKind.MASKED if seen else IdKind.MISSING
        return OneId(kind, None, seen, False, None, None)
    born = _born(text)
    if born:
        return OneId(IdKind.VALID, text, None, was_short, born, 2 - int(text[16]) % 2)
    kind = IdKind.WRONG if re.fullmatch(r"\d+X?", text) else IdKind.OTHER
    return OneId(kind, text, None, was_short, None, None)


def check_place(body: str) -> str:
    """The check place of 17 digits. Source: GB 11643-1999 (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body[:17]))
    return _CHECKS[total % 11]


def _born(text: str) -> date | None:
    """The birth date of a valid number; None where it is not one."""
    if not re.fullmatch(r"\d{17}[\dX]", text) or not _PROVINCE.match(text):
        return None
    if check_place(text) != text[17]:
        return None
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None
    return born if FIRST_YEAR <= born.year <= LAST_YEAR else None


def _seen(text: str) -> str | None:
    stars = text.replace("X", MASK)
    if re.search(r"\dX\Z", text):
        stars = stars[:-1] + "X"
    head = re.match(r"\d*", stars)
    tail = re.search(r"\*(\d*X?)\Z", stars)
    shown_first, shown_last = head[0] if head else "", tail[1] if tail else ""
    hidden = WIDTH - len(shown_first) - len(shown_last)
    rebuilt = stars if len(stars) == WIDTH else shown_first + MASK * hidden + shown_last
    enough = len(re.findall(r"\d", stars)) >= 4 and len(rebuilt) == WIDTH
    return rebuilt if enough else None


def read_phone(written: str, *, area: str = "020") -> str | None:
    """Digits of the first telephone number; None where there is none, or one that is plainly invented."""
    text = re.sub(r"[(（](\d+)[)）]", r"\1", unicodedata.normalize("NFKC", written), count=1)
    text = text.split("/", 1)[0]
    text = re.sub(r"[、,;，；].*\Z", "", text, count=1)
    text = re.sub(r"(转|分机|ext).*\Z", "", text, count=1)
    digits = re.sub(r"\D", "", text)
    for rule in (
        r"^(?:00)?86(1\d{10}|0?[2-9]\d{8,10})\Z",
        r"^0+(1[3-9]\d{9})\Z",
        r"^00(85[23]\d{8})\Z",
        rf"^{area}([2-9]\d{{7}})\Z",
        rf"^{area.lstrip('0')}([2-9]\d{{7}})\Z",
    ):
        digits = re.sub(rule, r"\1", digits, count=1)
    good = re.fullmatch(r"\d{7,13}", digits) and not _JUNK_PHONE.match(digits)
    return digits if good else None
