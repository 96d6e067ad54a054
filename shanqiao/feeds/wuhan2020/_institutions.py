"""The institutions that asked for help, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ._places import Place, place_in_hubei
from ._tables import rows_of
from ._unread import Unread

FILE = "hospitals.csv"


@dataclass(frozen=True, slots=True)
class Institution:
    """One row of hospitals.csv.

    Attributes:
        key: the row's id, unique.
        place: as far as district and address tell.
    """

    key: str
    name: str
    address: str
    place: Place


def read_institutions(folder: Path) -> tuple[list[Institution], list[Unread]]:
    """All institutions whose city is known, and the rows whose city is not."""
    found: list[Institution] = []
    unread: list[Unread] = []
    for line, row in rows_of(folder / FILE):
        place = place_in_hubei(row["city"], row["区县"], row["医院地址"])
        if place is None:
            unread.append(Unread(FILE, line, "city", row["city"], "unknown_place"))
            continue
        found.append(Institution(row["id"], row["医院名称"], row["医院地址"], place))
    return found, unread
