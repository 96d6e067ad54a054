"""The chart of accounts and the lines of the statements, as data. See SOURCE.md."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
CHART = HERE / "chart.csv"
NATURAL = {"asset": "debit", "cost": "debit"}  # every other element grows on the credit side


@dataclass(frozen=True)
class ChartAccount:
    """One account of the chart: what its number means, and which line of a statement it adds to."""

    number: str
    name: str
    name_en: str
    element: str
    side: str
    statement: str
    evidence: str

    @property
    def grows_on(self) -> str:
        """The side its element grows on: an allowance is an asset whose own side is the other one."""
        return NATURAL.get(self.element, "credit")


@dataclass(frozen=True)
class StatementLine:
    """One line of a statement; ``adds`` names the lines a total adds up."""

    statement: str
    key: str
    name: str
    name_en: str
    adds: tuple[str, ...]


@dataclass(frozen=True)
class CashLine:
    """Where money stands in the cash flow statement that came from, or went to, accounts of a line."""

    statement: str
    money_in: str
    money_out: str


@cache
def chart() -> dict[str, ChartAccount]:
    """The accounts of the chart by number."""
    return {row["number"]: ChartAccount(**row) for row in _rows("chart.csv")}


def account_in_chart(number: str) -> ChartAccount:
    """The account of a number; finer numbers (140101) belong to the four-digit account above.

    Raises:
        KeyError: the chart has no such account.
    """
    return chart()[number[:4]] if number not in chart() and len(number) == 6 else chart()[number]


@cache
def lines(statement: str) -> tuple[StatementLine, ...]:
    """The lines of ``balance``, ``activities`` or ``cash``, in the order they are printed."""
    return tuple(
        StatementLine(**{**row, "adds": tuple(row["adds"].split())})
        for row in _rows("lines.csv")
        if row["statement"] == statement
    )


@cache
def cash_lines() -> dict[str, CashLine]:
    """Cash flow lines by the statement line of the account on the other side."""
    return {row["statement"]: CashLine(**row) for row in _rows("cash.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
