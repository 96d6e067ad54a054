from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ._same import suppress_same
from ._suppress import suppress
from ._table import Cell, Table


@dataclass(frozen=True)
class Part:
    """A second table over the same rows, e.g. what the people counted in some columns received.

    Args:
        table: (n+1, k+1) with totals, its rows those of the first table.
        counts: (n+1, k+1) helps behind the amounts, with their totals.
        columns: (k,) the column of the first table that each column belongs to.
        hidden: places never published, e.g. totals of rows nobody asks for.
    """

    table: Table
    counts: Table
    columns: tuple[int, ...]
    hidden: frozenset[Cell] = frozenset()


# Note [Counts and amounts hide alike]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Who received meals received at least one, so an amount says something about its count. Where a count is
# hidden its amount is hidden too, and the other way round, in the cells and in the totals of columns. Then the
# amounts tell nothing more about the counts: to any counts that fit, add what the true amounts are
# above the true counts, and these amounts fit too. (Totals of rows over several columns are the exception; they are published
# for money only, where a count of people is nothing beside an amount in fen.)


def suppress_alike(
    table: Table,
    parts: Sequence[Part],
    *,
    threshold: int = 5,
    hidden: Collection[Cell] = (),
) -> tuple[frozenset[Cell], tuple[frozenset[Cell], ...]]:
    """Hide in a table of counts and in the tables of amounts that belong to it.

    Args:
        hidden: places of the first table that are hidden anyway.

    Returns:
        what to hide in the first table, and in each part. See Note [Counts and amounts hide alike].
    """
    chosen = frozenset(hidden)
    while True:
        chosen = suppress(table, threshold=threshold, hidden=chosen)
        in_parts = tuple(
            suppress_same(
                (part.counts, part.table),
                threshold=threshold,
                hidden=part.hidden | _into(part, chosen),
            )
            for part in parts
        )
        back = {
            cell
            for part, found in zip(parts, in_parts, strict=True)
            for cell in _out_of(part, found)
        }
        if back <= chosen:
            return chosen, in_parts
        chosen |= back


def _into(part: Part, chosen: Collection[Cell]) -> frozenset[Cell]:
    places = {column: place for place, column in enumerate(part.columns)}
    return frozenset((row, places[column]) for row, column in chosen if column in places)


def _out_of(part: Part, found: Collection[Cell]) -> set[Cell]:
    return {(row, part.columns[place]) for row, place in found if place < len(part.columns)}
