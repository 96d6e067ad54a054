"""Whether 03/04/2026 is the third of April in this file."""

from __future__ import annotations

import re

_YEAR_LAST = re.compile(r"^\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_MANY = 10_000


class Orders:
    """What the days of a file, seen one after the other, say about the order in which they are written.

    A part above 12 is the day. Where no part is, that order is taken under which the file covers fewer days: a
    statement of twelve days of September is likelier than one of the ninth of twelve months. Where both cover as
    many, nobody can say, and somebody has to.
    """

    def __init__(self) -> None:
        self._texts: set[str] = set()  # seen before; days repeat
        self._pairs: set[tuple[int, int, int]] = set()  # at most 144 a year

    def see(self, text: str) -> None:
        if text in self._texts:
            return
        if len(self._texts) < _MANY:
            self._texts.add(text)
        if found := _YEAR_LAST.match(text):
            self._pairs.add((int(found[1]), int(found[2]), int(found[3])))

    def day_first(self) -> bool | None:
        pairs = self._pairs
        first = any(a > 12 for a, _b, _y in pairs)
        second = any(b > 12 for _a, b, _y in pairs)
        if first != second:
            return first
        if first or not pairs:
            return None
        as_days = [(year * 12 + b) * 31 + a for a, b, year in pairs]
        as_months = [(year * 12 + a) * 31 + b for a, b, year in pairs]
        spans = max(as_days) - min(as_days), max(as_months) - min(as_months)
        return None if spans[0] == spans[1] else spans[0] < spans[1]
