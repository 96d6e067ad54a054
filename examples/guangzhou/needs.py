"""Who lives where, in what trouble, and what each needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

YEAR = date(2026, 1, 1)
ITEMS = {"rice_and_oil": 30, "bedding": 15, "wheelchair": 8, "school_kit": 20, "care_pads": 27}

_HARDSHIP = {"none": 34, "edge": 17, "low_income": 16, "dibao": 25, "tekun": 8}
_ILLNESS = {"none": 55, "chronic": 26, "renal": 7, "cancer": 8, "rare": 4}
_YUAN = 100
T = TypeVar("T")


@dataclass(frozen=True)
class Person:
    key: str
    street: str
    age: int | None
    disability: int | None
    hardship: str
    illness: str | None
    local: bool | None


def make_needs(
    chance: Random, streets: Mapping[str, int], *, how_many: int
) -> list[dict[str, object]]:
    """Rows of needs.csv: people one after the other, each with one to four needs."""
    rows: list[dict[str, object]] = []
    number = 0
    while len(rows) < how_many:
        number += 1
        person = _person(chance, f"p{number:07d}", streets)
        for kind, item in _kinds_of(chance, person):
            if len(rows) < how_many:
                rows.append(_need(chance, f"n{len(rows) + 1:07d}", person, kind, item))
    return rows


def pick(chance: Random, weights: Mapping[str, int]) -> str:
    """One name, as often as its weight says."""
    return chance.choices(list(weights), list(weights.values()))[0]


def _person(chance: Random, key: str, streets: Mapping[str, int]) -> Person:
    old = chance.random() < 0.45
    age = chance.randint(60, 97) if old else chance.randint(1, 59)
    disability = 0 if chance.random() < 0.72 else chance.randint(1, 4)
    return Person(
        key=key,
        street=pick(chance, streets),
        age=_known(chance, 0.97, age),
        disability=_known(chance, 0.92, disability),
        hardship=pick(chance, _HARDSHIP),
        illness=_known(chance, 0.90, pick(chance, _ILLNESS)),
        local=_known(chance, 0.95, chance.random() < 0.68),
    )


def _known(chance: Random, share: float, value: T) -> T | None:
    return value if chance.random() < share else None


def _kinds_of(chance: Random, person: Person) -> Iterator[tuple[str, str]]:
    """What a person in this trouble tends to need; nothing twice."""
    age = person.age if person.age is not None else 45
    ill = person.illness not in (None, "none")
    likely = {
        "cash_medical": 0.75 if ill else 0.06,
        "cash_living": 0.15 if person.hardship == "none" else 0.45,
        "cash_education": 0.55 if 6 <= age <= 22 else 0.0,
        "meal": 0.45 if age >= 60 else 0.08,
        "care_hour": 0.35 if age >= 75 or person.disability in (1, 2) else 0.04,
        "goods": 0.18,
        "counselling": 0.10,
        "visit": 0.22 if age >= 70 else 0.05,
    }
    wanted = [kind for kind, share in likely.items() if chance.random() < share][:4]
    for kind in wanted or ["visit"]:
        yield kind, pick(chance, ITEMS) if kind == "goods" else ""


def _need(chance: Random, key: str, person: Person, kind: str, item: str) -> dict[str, object]:
    quantity = _quantity(chance, kind)
    covered = chance.randint(0, quantity) if chance.random() < 0.22 else 0
    open_on = YEAR + timedelta(days=chance.randint(0, 300))
    return {
        "need": key,
        "person": person.key,
        "kind": kind,
        "item": item,
        "quantity": quantity,
        "covered": covered,
        "severity": min(100, max(0, round(chance.gauss(48, 22)))),
        "urgency": chance.choices([0, 1, 2], [55, 32, 13])[0],
        "street": person.street,
        "age": _cell(person.age),
        "disability": _cell(person.disability),
        "hardship": person.hardship,
        "illness": _cell(person.illness),
        "local": "" if person.local is None else str(person.local).lower(),
        "open_on": open_on,
        "due_on": open_on + timedelta(days=chance.choice([14, 30, 60, 90, 180])),
    }


def _quantity(chance: Random, kind: str) -> int:
    """In the unit of the kind; money in fen, round sums of yuan."""
    match kind:
        case "cash_medical":
            return round(chance.lognormvariate(9.0, 0.9) / 100) * 100 * _YUAN + 500 * _YUAN
        case "cash_living":
            return chance.randint(5, 60) * 100 * _YUAN
        case "cash_education":
            return chance.randint(10, 80) * 100 * _YUAN
        case "meal":
            return chance.choice([20, 22, 30, 44, 60, 90])
        case "care_hour":
            return chance.randint(4, 60)
        case "counselling":
            return chance.randint(2, 12)
        case "visit":
            return chance.randint(1, 8)
        case _:
            return chance.randint(1, 4)


def _cell(value: object) -> object:
    return "" if value is None else value
