"""What one row of a statement is, and what can be wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shanqiao.feeds.plan_files import Words


class CannotReadStatement(Exception):
    """The file as a whole cannot be used; ``said`` is why and what to do, as {"zh", "en"}."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.said = {"zh": zh, "en": en}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell: its heading, what stands in it, and why it cannot be used."""

    column: str
    value: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in the file; ``amount`` is None where it cannot be used.

    A row without ``booked_on`` and without problems only says which balance there was: before the lines where it
    ``opens``, otherwise after them; of the day ``stands_on``, where the file says one.
    """

    line: int  # of the file; of an XML file the number of the entry
    account: str  # as the file names it; empty where it names none
    booked_on: date | None
    valued_on: date | None
    time: str
    amount: int | None  # in the smallest unit of the currency; below 0 went out
    balance: int | None  # after the row
    currency: str
    party: str
    reference: str
    words: str
    problems: tuple[Problem, ...] = ()
    stands_on: date | None = None
    opens: bool = False

    @property
    def only_balance(self) -> bool:
        return self.booked_on is None and not self.problems


def cut(text: str) -> str:
    """What stands in a cell, short enough to be shown beside a reason."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text).strip()
    return plain if len(plain) <= 40 else f"{plain[:40]}…"


__all__ = ["CannotReadStatement", "Problem", "Row", "Words", "cut"]
