"""By when a charitable trust owes what. See SOURCE.md."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class DutyRule:
    """How long after an event something is owed, since when, and which text says so."""

    key: str
    days: int | None
    month: int | None
    day: int | None
    since: date
    source: str
    evidence: str

    def due_after(self, event: date) -> date:
        """The last day: days after the event, a day of the next month, or a day of the next year."""
        if self.days is not None:
            return event + timedelta(days=self.days)
        if self.month is not None:
            return date(event.year + 1, self.month, self.day or 1)
        first = (event.replace(day=1) + timedelta(days=32)).replace(day=1)
        return first.replace(day=self.day or 1)


@cache
def duty_rules() -> dict[str, DutyRule]:
    """The rules by key."""
    with (Path(__file__).parent / "duties.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: _read(row) for row in csv.DictReader(file)}


def _read(row: dict[str, str]) -> DutyRule:
    return DutyRule(
        key=row["key"],
        days=int(row["days"]) if row["days"] else None,
        month=int(row["month"]) if row["month"] else None,
        day=int(row["day"]) if row["day"] else None,
        since=date.fromisoformat(row["since"]),
        source=row["source"],
        evidence=row["evidence"],
    )
