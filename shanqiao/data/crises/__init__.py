"""The paths of crises: which steps, and how many minutes after the raise each is due. See SOURCE.md."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """One thing to do, due so many minutes after the crisis was raised; in Chinese and in English.

    Attributes:
        must: the crisis does not end before it is done.
    """

    code: str
    minutes: int
    zh: str
    en: str
    must: bool = False

    def due_at(self, raised_at: datetime) -> datetime:
        return raised_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class CrisisPath:
    """One version of the path of one kind of crisis."""

    kind: str
    version: str
    since: date
    zh: str
    en: str
    source: str
    source_en: str
    evidence: str
    before: str
    before_en: str
    steps: tuple[Step, ...]

    def step(self, code: str) -> Step | None:
        return next((step for step in self.steps if step.code == code), None)


@cache
def crisis_paths() -> tuple[CrisisPath, ...]:
    """Every version of every path."""
    return tuple(_read(file) for file in sorted(Path(__file__).parent.glob("*.toml")))


def path_of(kind: str, *, version: str) -> CrisisPath:
    return next(p for p in crisis_paths() if (p.kind, p.version) == (kind, version))


def path_on(kind: str, *, on: date) -> CrisisPath:
    """The path of a kind that is in force on a day: the latest that has begun, or the first there is."""
    versions = sorted((p for p in crisis_paths() if p.kind == kind), key=lambda p: p.since)
    begun = [p for p in versions if p.since <= on]
    return begun[-1] if begun else versions[0]


def _read(file: Path) -> CrisisPath:
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    steps = tuple(Step(**step) for step in told.pop("steps"))
    return CrisisPath(**told, steps=steps)
