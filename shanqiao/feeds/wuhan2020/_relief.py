"""The whole of the tables as plan files, with what could not be read and what was entered twice."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shanqiao.engines.allocation import NEED_COLUMNS, RESOURCE_COLUMNS

from ._doubles import WHY, Double, find_doubles, one_key_each
from ._institutions import Institution, read_institutions
from ._requests import Request, read_requests
from ._suppliers import Supply, read_supplies
from ._unread import Unread

# What the tables do not say. Everybody is alike in it, so that it decides nothing between them.
ASSUMED = {
    "kind": "goods",
    "severity": 50,
    "urgency": 2,  # everybody asked in the last days of January 2020
    "hardship": "none",
    "open_on": date(2020, 1, 23),  # the closing of Wuhan
    "due_on": date(2020, 4, 8),  # its opening
}
_DOUBLES = (
    "first",
    "second",
    "first_name",
    "second_name",
    "verdict",
    "reason",
    "reason_zh",
    "reason_en",
)
_UNREAD = ("file", "line", "column", "value", "reason", "reason_zh", "reason_en")


@dataclass(frozen=True)
class Relief:
    """What the tables hold.

    Attributes:
        institutions: each row of hospitals.csv that has a place.
        planned_as: for each institution the key it is planned under; doubles share one.
        requests: what is asked for, one per planned institution and item.
        supplies: what is on offer, one per supplier and item.
        doubles: pairs of rows that look alike, with the verdict.
        unread: what could not be used.
        not_asked: lines of the form that say 0: read, and nothing is asked for.
    """

    institutions: list[Institution]
    planned_as: dict[str, str]
    requests: list[Request]
    supplies: list[Supply]
    doubles: list[Double]
    unread: list[Unread]
    not_asked: int


def read_relief(folder: Path) -> Relief:
    """Read hospitals.csv, needs.csv, factory.csv, enterprise_donation.csv, donation_channels.csv."""
    institutions, unread = read_institutions(folder)
    doubles = find_doubles(institutions)
    planned_as = one_key_each(institutions, doubles)
    requests, not_asked, unread_requests = read_requests(folder, planned_as)
    supplies, unread_supplies = read_supplies(folder)
    return Relief(
        institutions,
        planned_as,
        requests,
        supplies,
        doubles,
        [*unread, *unread_requests, *unread_supplies],
        not_asked,
    )


def write_relief(relief: Relief, out: Path) -> None:
    """Write needs.csv and resources.csv, and beside them what a reader should know.

    duplicates.csv has the pairs that look alike, unread.csv what could not be used,
    amounts_not_given.csv the needs and resources whose 1 means "yes, amount not given".
    """
    out.mkdir(parents=True, exist_ok=True)
    places = _places(relief)
    needs = [_need(request, places[request.institution]) for request in relief.requests]
    _write(out / "needs.csv", list(NEED_COLUMNS), sorted(needs))
    _write(
        out / "resources.csv",
        list(RESOURCE_COLUMNS),
        sorted(_resource(one) for one in relief.supplies),
    )
    _write(out / "duplicates.csv", _DOUBLES, [_double(double) for double in relief.doubles])
    _write(out / "unread.csv", _UNREAD, sorted(one.in_words() for one in relief.unread))
    unsaid = [("needs.csv", request.key) for request in relief.requests if not request.amount_given]
    unsaid += [("resources.csv", one.key) for one in relief.supplies if not one.amount_given]
    _write(out / "amounts_not_given.csv", ["file", "row"], sorted(unsaid))


def _places(relief: Relief) -> dict[str, str]:
    """The code of each planned institution: of doubles the one that is known best."""
    places: dict[str, str] = {}
    for one in relief.institutions:
        key = relief.planned_as[one.key]
        if key not in places or one.place.district:
            places[key] = max(one.place.code, places.get(key, ""))
    return places


def _need(request: Request, street: str) -> tuple[object, ...]:
    return (
        request.key,
        request.institution,
        ASSUMED["kind"],
        request.item,
        request.quantity,
        0,
        ASSUMED["severity"],
        ASSUMED["urgency"],
        street,
        "",
        "",
        ASSUMED["hardship"],
        "",
        "",
        ASSUMED["open_on"],
        ASSUMED["due_on"],
    )


def _resource(supply: Supply) -> tuple[object, ...]:
    return (
        supply.key,
        supply.supplier,
        ASSUMED["kind"],
        supply.item,
        supply.capacity,
        "",
        "",
        supply.home,
        ASSUMED["open_on"],
        ASSUMED["due_on"],
        "",
        "",
        "",
    )


def _double(double: Double) -> tuple[str, ...]:
    first, second = double.first, double.second
    return (
        first.key,
        second.key,
        first.name,
        second.name,
        double.verdict,
        double.reason,
        *WHY[double.reason],
    )


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
