"""Which accounts a holding moves, as rows for the books."""

from dataclasses import dataclass

from shanqiao.apps.books.actions import (
    Row,
    account_of,
    lay_if_free,
    place_of,
    post,
    way_in,
    way_out,
)
from shanqiao.apps.books.models import Posting

from .models import Holding

# Which account of the chart holds it, and which one the falls of its value
ACCOUNTS = {
    Holding.Kind.EQUITY: ("1401", "1421"),
    Holding.Kind.SECURITIES: ("1101", "1102"),
    Holding.Kind.RIGHTS: ("1601", "1602"),
    Holding.Kind.LICENCE: ("1601", "1602"),
}


@dataclass(frozen=True)
class Shares:
    """The part of what a holding was taken over at, and is booked at, that belongs to so many of it."""

    cost: int
    value: int

    @classmethod
    def of(cls, holding, quantity):
        """In proportion, rounded down; the last ones take what is left."""
        if quantity == holding.quantity:
            return cls(holding.cost, holding.value)
        cost = holding.cost * quantity // holding.quantity
        return cls(cost, min(cost, holding.value * quantity // holding.quantity))


def rows_received(holding, value):
    return [Row(_kept(holding), way_in(holding.line), value)]


def rows_bought(holding, paid):
    """The fen of the purse go on to the holding's line, and are followed there and back."""
    return [
        Row(way_out(holding.purse.line), way_in(holding.line), paid),
        Row(_kept(holding), _bank(holding), paid),
    ]


def rows_of_income(holding, amount):
    return [Row(_bank(holding), way_in(holding.income_purse.line), amount)]


def rows_of_value(holding, change):
    """A fall goes out of the holding's line into the allowance; a recovery comes back onto the line."""
    if change < 0:
        return [Row(way_out(holding.line), _fallen(holding), -change)]
    return [Row(_fallen(holding), way_in(holding.line), change)] if change else []


def rows_of_sale(holding, sold, proceeds):
    """(kind, rows) for what moves to the purse with its fen, and for the gain or the loss.

    Args:
        sold: the `Shares` that are gone.
    """
    bank, kept = _bank(holding), _kept(holding)
    moved, fallen = min(proceeds, sold.value), sold.cost - sold.value
    rows = []
    if moved:
        rows.append(Row(way_out(holding.line), way_in(holding.purse.line), moved))
        rows.append(Row(bank, kept, moved))
    if fallen:
        rows.append(Row(_fallen(holding), kept, fallen))
    movements = [(Posting.Kind.MOVE, rows)]
    if proceeds > sold.value:
        gain = Row(bank, way_in(holding.purse.line), proceeds - sold.value)
        movements.append((Posting.Kind.DISPOSAL, [gain]))
    elif proceeds < sold.value:
        loss = Row(way_out(holding.line), kept, sold.value - proceeds)
        movements.append((Posting.Kind.DISPOSAL, [loss]))
    return movements


def book(holding, movements, *, key, on, at):
    """Write the movements; the numbers of their postings, in order."""
    numbers = []
    for n, (kind, rows) in enumerate(movements):
        if rows:
            about = f"holding:{holding.pk}"
            numbers += post(
                key=f"holding:{key}:{n}", kind=kind, rows=rows, about=about, on=on, at=at
            )
    for line in (holding.line, holding.purse.line, holding.income_purse.line):
        lay_if_free(line=line)
    return numbers


def _bank(holding):
    return place_of(host=holding.line.host, unit="fen")


def _kept(holding):
    return account_of(host=holding.line.host, number=ACCOUNTS[holding.kind][0], unit="fen")


def _fallen(holding):
    return account_of(host=holding.line.host, number=ACCOUNTS[holding.kind][1], unit="fen")
