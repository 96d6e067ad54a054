"""One address and one street, read without columns: the same as ``read_addresses`` and ``read_streets`` give."""

from __future__ import annotations

import re
import unicodedata

from ._addresses import NOTHING, NUMBER, ROAD, SPELLED, UNITS
from ._characters import simplified
from ._numerals import NUMERALS, whole

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_NUMBER = re.compile(NUMBER.replace("$", r"\Z"))
_HAS_NUMERALS = re.compile(f"[{NUMERALS}](?:{UNITS})|之[{NUMERALS}]")
_CLEAN = (
    (re.compile("[—–~](\\d)"), r"-\1"),
    (re.compile(r"\([^)]*\)?"), ""),
    (re.compile(rf"[^{_HAN}A-Z0-9\-〇○]"), ""),
)
_AREAS = (
    (re.compile("^(?:中国)?(?:广东省?)?(?:广州市?)?"), ""),
    (re.compile(rf"^[{_HAN}]{{2,3}}(?:区|市|县)([{_HAN}])"), r"\1"),
    (re.compile(rf"^[{_HAN}]{{2,5}}(?:街道|镇)([{_HAN}]{{2}})"), r"\1"),
    (re.compile(rf"^[{_HAN}]{{2,4}}街([{_HAN}]{{2,8}}(?:{ROAD})\d)"), r"\1"),
    (re.compile(rf"^[{_HAN}]{{2,8}}(?:社区|居委会|村委会|居委|村委)([{_HAN}]{{2}})"), r"\1"),
)
_FLOOR = re.compile(r"\d+(?:楼|层)(\D*\d)")
_ROOM = re.compile(r"[A-Z]?\d+|[A-Z]")
_STREET = re.compile(rf"^(?:广东省)?(?:广州市)?(?:[{_HAN}]{{2}}区)([{_HAN}]{{2,}})\Z")


def read_address(written: str) -> tuple[str | None, str | None, str | None, str | None]:
    """(road, number, room, address) of one address; None where nothing usable is written."""
    text = _plain(written)
    for rule, becomes in _AREAS:
        text = rule.sub(becomes, text, count=1)
    found = _NUMBER.search(text)
    road = found[1] if found else text
    if len(road) < 2 or text in NOTHING:
        return None, None, None, None
    number = room = ""
    if found:
        number = "-".join(part for part in (found[2], found[3] or found[4]) if part is not None)
        rest = _FLOOR.sub(r"\1", text[: found.start()] + text[found.end() :])
        room = "-".join(_ROOM.findall(rest))
    return road, number or None, room or None, f"{road}|{number}|{room}"


def read_street(written: str | None) -> str | None:
    """The name or code of a town or subdistrict: 北京街道 and 北京街 are one."""
    text = re.sub(r"\s", "", simplified(unicodedata.normalize("NFKC", written or "")))
    text = re.sub(r"街道\Z", "街", text)
    return _STREET.sub(r"\1", text, count=1) or None


def _plain(written: str) -> str:
    text = simplified(unicodedata.normalize("NFKC", written)).upper().replace("#", "号")
    for rule, becomes in _CLEAN:
        text = rule.sub(becomes, text)
    text = text.replace("小区", "小苑")
    if not _HAS_NUMERALS.search(text):
        return text
    return SPELLED.sub(lambda found: whole(found[1]) if found[1] else whole(found[2]) + "-", text)
