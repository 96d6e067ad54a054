"""Small folders of plan files, of which a test says only what it is about."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random

NEED: dict[str, object] = {
    "need": "n1",
    "person": "p1",
    "kind": "meal",
    "item": "",
    "quantity": 10,
    "covered": 0,
    "severity": 50,
    "urgency": 1,
    "street": "440103001",
    "age": 70,
    "disability": 0,
    "hardship": "dibao",
    "illness": "none",
    "local": "true",
    "open_on": "2026-01-01",
    "due_on": "2026-03-01",
}
RESOURCE: dict[str, object] = {
    "resource": "r1",
    "funder": "木棉基金会",
    "kinds": "meal",
    "item": "",
    "capacity": 100,
    "person_cap": "",
    "streets": "",
    "home": "440103001",
    "valid_from": "2026-01-01",
    "valid_to": "2026-12-31",
    "reserved_share": "",
    "reserved_for": "",
    "eligible": "",
}


def a_need(**cells: object) -> dict[str, object]:
    """A row of needs.csv; a person is who the need is named after, where nobody is named."""
    person = {"person": f"p-{cells['need']}"} if "need" in cells else {}
    return {**NEED, **person, **cells}


def a_resource(**cells: object) -> dict[str, object]:
    return {**RESOURCE, **cells}


def a_folder(
    at: Path,
    needs: Iterable[Mapping[str, object]] = (NEED,),
    resources: Iterable[Mapping[str, object]] = (RESOURCE,),
) -> Path:
    """needs.csv and resources.csv in a folder."""
    at.mkdir(parents=True, exist_ok=True)
    write(at / "needs.csv", list(needs), head=list(NEED))
    write(at / "resources.csv", list(resources), head=list(RESOURCE))
    return at


def write(path: Path, rows: list[Mapping[str, object]], head: list[str] | None = None) -> Path:
    names = list(rows[0]) if rows else head or []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return path


def a_small_city(at: Path, order: Random | None = None) -> Path:
    """Three people and three canteens, in a row order of one's choice."""
    needs = [
        a_need(need="n1", street="440103001", quantity=40, severity=80),
        a_need(need="n2", street="440103002", quantity=30, severity=20),
        a_need(need="n3", street="440104001", quantity=20, age=""),
    ]
    resources = [
        a_resource(resource="r1", capacity=45, streets="440103", home="440103002"),
        a_resource(resource="r2", capacity=10, home="440104001", eligible="age >= 60"),
        a_resource(resource="r3", capacity=0, streets="440103", home="440103001"),
    ]
    if order:
        order.shuffle(needs)
        order.shuffle(resources)
    return a_folder(at, needs, resources)
