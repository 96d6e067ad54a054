"""Chinese numerals in dates and addresses."""

from __future__ import annotations

import re

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
    "元": 1,
}
NUMERALS = "零〇○一二三四五六七八九十百廿卅"
_RUN = re.compile(f"[{NUMERALS}]+")


def whole(numerals: str) -> str:
    """Digits of a run of numerals: 十二 is 12, 一百零三 is 103, 五〇二 is 502, 一九五八 is 1958, 廿三 is 23."""
    spelled = numerals.replace("廿", "二十").replace("卅", "三十")
    if "十" not in spelled and "百" not in spelled:
        return "".join(str(_DIGITS[x]) for x in spelled)
    total = last = 0
    for character in spelled:
        if character == "百":
            total, last = total + (last or 1) * 100, 0
        elif character == "十":
            total, last = total + (last or 1) * 10, 0
        else:
            last = _DIGITS[character]
    return str(total + last)


def to_digits(text: str) -> str:
    """The text with every run of Chinese numerals written in digits."""
    return _RUN.sub(lambda found: whole(found[0]), text)
