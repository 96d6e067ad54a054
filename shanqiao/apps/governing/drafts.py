"""Limits that are drafts: told beside what is, and binding nobody.

Source: `drafts.csv`; see SOURCE.md beside it (rule FR-16).
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One row of `drafts.csv`: at most ``percent`` of a sum, as a draft of that day has it."""

    code: str
    percent: int
    drafted_on: date
    source: str
    sure: str

    def allows(self, fen):
        """The most this draft allows of so much, in whole fen."""
        return fen * self.percent // 100


@cache
def draft(code):
    """The draft of that code, or None where it is no longer one."""
    text = (files("shanqiao.data") / "ratios" / "drafts.csv").read_text(encoding="utf-8")
    rows = {row["code"]: row for row in csv.DictReader(text.splitlines())}
    if (row := rows.get(code)) is None:
        return None
    return Draft(
        code=code,
        percent=int(row["percent"]),
        drafted_on=date.fromisoformat(row["drafted_on"]),
        source=row["source"],
        sure=row["sure"],
    )
