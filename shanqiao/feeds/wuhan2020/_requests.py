"""What institutions asked for, one request per institution and item.

Of the 5,405 lines 3,223 say 0: the line of the form was there and nothing was asked for. 1,893 say
1, and 1,856 of those are by institutions that wrote no other amount anywhere, on disinfectant and
masks alike: it is a tick, not an amount. Such a request is planned as one piece, the least that is
known to be needed, and marked, so that no amount is invented and nobody who asked is dropped. 22
lines are empty.

An institution entered twice asks once: of two lines for one item the larger counts. Added up they
would be served twice over; the larger is what a single row would have said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ._items import ASKED
from ._tables import rows_of
from ._unread import Unread

FILE = "needs.csv"
_TICK = 1


@dataclass(frozen=True, slots=True)
class Request:
    """What one institution needs of one item.

    Attributes:
        institution: the key it is planned under.
        item: a value of `ASKED`.
        quantity: pieces, >= 1.
    """

    institution: str
    item: str
    quantity: int

    @property
    def key(self) -> str:
        return f"{self.institution}/{self.item}"

    @property
    def amount_given(self) -> bool:
        """Whether the quantity is an amount, and not the tick of a form."""
        return self.quantity > _TICK


def read_requests(
    folder: Path, planned_as: Mapping[str, str]
) -> tuple[list[Request], int, list[Unread]]:
    """The requests, how many lines ask for nothing, and the lines that could not be read."""
    most: dict[tuple[str, str], int] = {}
    not_asked = 0
    unread: list[Unread] = []
    for line, row in rows_of(folder / FILE):
        problem = _problem(row, planned_as)
        if problem:
            unread.append(Unread(FILE, line, *problem))
            continue
        quantity = int(row["requested"])
        not_asked += quantity == 0
        key = planned_as[row["hospital_id"]], ASKED[row["item"]]
        most[key] = max(quantity, most.get(key, 0))
    requests = [Request(*key, quantity) for key, quantity in sorted(most.items()) if quantity]
    return requests, not_asked, unread


def _problem(row: Mapping[str, str], planned_as: Mapping[str, str]) -> tuple[str, str, str] | None:
    """The column, the value and the reason a line cannot be used, if there is one."""
    requested = row["requested"]
    if row["hospital_id"] not in planned_as:
        return "hospital_id", row["hospital_id"], "unknown_institution"
    if row["item"] not in ASKED:
        return "item", row["item"], "unknown_item"
    if not requested:
        return "requested", "", "no_amount"
    if not (requested.isascii() and requested.isdigit()):
        return "requested", requested, "not_a_whole_number"
    return None
