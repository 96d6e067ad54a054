from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

ItemKind = Literal["choice", "number", "yesno", "multi"]
How = Literal["sum", "most", "ratio", "per_head"]


@dataclass(frozen=True)
class Words:
    """One text in both languages; empty where nothing is said."""

    zh: str = ""
    en: str = ""

    def spoken(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)


@dataclass(frozen=True)
class Option:
    code: str
    points: int
    words: Words


@dataclass(frozen=True)
class Group:
    code: str
    words: Words


@dataclass(frozen=True)
class Item:
    """One question. A yes or no has the options ``yes`` and ``no``; a number has a unit and perhaps bounds.

    Attributes:
        unit: of a number, e.g. "fen", "person"; empty elsewhere.
        least, most: of a number, whole; None is without bound.
        why: why it weighs what it weighs, where the instrument says so.
    """

    code: str
    group: str
    kind: ItemKind
    words: Words
    help: Words = Words()
    why: Words = Words()
    options: tuple[Option, ...] = ()
    unit: str = ""
    least: int | None = None
    most: int | None = None

    def option(self, code: str) -> Option | None:
        return next((option for option in self.options if option.code == code), None)


@dataclass(frozen=True)
class Band:
    """A class of a scale: from ``least`` up to the next band."""

    code: str
    least: int
    words: Words


@dataclass(frozen=True)
class Scale:
    """How answers become one number.

    ``sum``: base plus each item times its weight. ``most``: base plus the largest of the items. ``ratio``: the sum
    of the items in per cent of the sum of ``by``. ``per_head``: the sum of the items divided by the sum of ``by``. A
    sum of ``by`` below 1 counts as 1 (one fen, one person), so that nobody without income falls out of the scale. At
    last the number is cut to ``least`` and ``most`` where they are given.

    Attributes:
        weights: (items,) whole numbers, 1 where none are given.
        better: "higher" where a higher number is better for the person, "lower", or "" where neither.
    """

    code: str
    words: Words
    how: How
    items: tuple[str, ...]
    weights: tuple[int, ...]
    by: tuple[str, ...] = ()
    base: int = 0
    least: int | None = None
    most: int | None = None
    unit: str = ""
    better: str = ""
    bands: tuple[Band, ...] = ()

    def band(self, code: str) -> Band | None:
        return next((band for band in self.bands if band.code == code), None)


@dataclass(frozen=True)
class Danger:
    """Answers to one item that open a crisis path at once. Of a number: ``least`` and more."""

    item: str
    answers: tuple[str, ...]
    kind: str
    words: Words
    least: int | None = None


@dataclass(frozen=True)
class NeedRule:
    """A need that follows from a band: its kind, how much of it for how many days, and how grave.

    The quantity is ``base`` plus ``times`` times the answer to ``of`` (a number item, in its unit).

    Attributes:
        severity: the scale (0 to 100) that says how grave it is; empty where ``severity_fixed`` does.
    """

    code: str
    scale: str
    bands: tuple[str, ...]
    kind: str
    unit: str
    days: int
    words: Words
    base: int
    times: int = 0
    of: str = ""
    severity: str = ""
    severity_fixed: int = 0


@dataclass(frozen=True)
class Instrument:
    """One version of one instrument, as its file says it."""

    code: str
    version: str
    since: date
    source: str
    evidence: str
    words: Words
    about: Words
    groups: tuple[Group, ...]
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    dangers: tuple[Danger, ...] = ()
    needs: tuple[NeedRule, ...] = ()

    def item(self, code: str) -> Item:
        return next(item for item in self.items if item.code == code)

    def scale(self, code: str) -> Scale:
        return next(scale for scale in self.scales if scale.code == code)

    def need(self, code: str) -> NeedRule:
        return next(need for need in self.needs if need.code == code)

    def items_of(self, group: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.group == group)
