"""What was on offer: what factories said they can make.

A capacity of 1 is a tick here too ("we make it"), and is planned as one piece. What the period of
a real capacity is (a day, a month) the table does not say: it is taken once. Money and the bodies
that take gifts are told in `Unread`: no need asks for money, and no prices are given.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from ._items import FACTORY_COLUMNS, MADE
from ._places import place_of_a_factory
from ._tables import rows_of
from ._unread import Unread

FACTORIES, MONEY, CHANNELS = "factory.csv", "enterprise_donation.csv", "donation_channels.csv"


@dataclass(frozen=True, slots=True)
class Supply:
    """What one supplier has of one item.

    Attributes:
        capacity: pieces, >= 1.
        home: nine digits.
    """

    supplier: str
    item: str
    capacity: int
    home: str

    @property
    def key(self) -> str:
        return f"{self.supplier}/{self.item}"

    @property
    def amount_given(self) -> bool:
        return self.capacity > 1


def read_supplies(folder: Path) -> tuple[list[Supply], list[Unread]]:
    """What is on offer, and what could not be used.

    A supplier that stands twice is one: of two rows for one item the larger counts.
    """
    most: dict[tuple[str, str], Supply] = {}
    unread: list[Unread] = []
    for line, row in rows_of(folder / FACTORIES):
        place, agree = place_of_a_factory(row["省"], row["市"])
        if place is None or not agree:
            reason = "unknown_place" if place is None else "place_contradicts"
            unread.append(Unread(FACTORIES, line, "市", f"{row['省']}{row['市']}", reason))
        made, problems = _made(line, row)
        unread += problems
        for item, capacity in made.items() if place else ():
            supply = Supply(row["厂商名称"], item, capacity, place.code)
            key = supply.supplier, item
            most[key] = max(supply, most.get(key, supply), key=lambda one: one.capacity)
    unread += _money(folder) + _channels(folder)
    return [most[key] for key in sorted(most)], unread


def _made(line: int, row: dict[str, str]) -> tuple[dict[str, int], list[Unread]]:
    """The items of one factory; several makes of one item add up."""
    made: dict[str, int] = {}
    unread: list[Unread] = []
    for column in FACTORY_COLUMNS:
        try:
            capacities = ast.literal_eval(row[column] or "[]")
            named = [(str(one["specification"]).strip(), one["value"]) for one in capacities]
        except (ValueError, SyntaxError, TypeError, KeyError):
            unread.append(Unread(FACTORIES, line, column, row[column], "not_a_list"))
            continue
        for name, value in named:
            if name not in MADE:
                unread.append(Unread(FACTORIES, line, column, name, "unknown_item"))
            elif not isinstance(value, int) or value < 1:
                unread.append(Unread(FACTORIES, line, column, str(value), "not_a_whole_number"))
            else:
                made[MADE[name]] = made.get(MADE[name], 0) + value
    return made, unread


def _money(folder: Path) -> list[Unread]:
    return [
        Unread(MONEY, line, "捐款金额（万元）", row["捐款金额（万元）"], "money_without_prices")
        for line, row in rows_of(folder / MONEY)
    ]


def _channels(folder: Path) -> list[Unread]:
    return [
        Unread(CHANNELS, line, "受赠组织", row["受赠组织"], "channel_without_amount")
        for line, row in rows_of(folder / CHANNELS)
    ]
