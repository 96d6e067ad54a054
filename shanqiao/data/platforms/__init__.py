"""Internet fundraising platforms the Ministry of Civil Affairs designated. See SOURCE.md."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

OWN_SITE = "own"  # the charity's own site, beside a designated platform


@dataclass(frozen=True)
class Platform:
    """A designated platform, from its first to its last day, and how sure we are of it."""

    code: str
    name: str
    since: date
    until: date | None
    batch: int
    sure: str

    def designated(self, on: date) -> bool:
        """Was it a designated one on that day?"""
        return self.since <= on and (self.until is None or on <= self.until)


@cache
def platforms() -> dict[str, Platform]:
    """The platforms by code, in the order in which they were designated."""
    with (Path(__file__).parent / "platforms.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: _read(row) for row in csv.DictReader(file)}


def _read(row: dict[str, str]) -> Platform:
    return Platform(
        code=row["code"],
        name=row["name"],
        since=date.fromisoformat(row["since"]),
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        batch=int(row["batch"]),
        sure=row["sure"],
    )
