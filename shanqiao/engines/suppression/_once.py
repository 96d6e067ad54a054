from __future__ import annotations

from collections.abc import Collection

from ._table import Cell, Table


def may_tell_once(table: Table, hidden: Collection[Cell], *, once: int, threshold: int = 5) -> bool:
    """May one publish how many different people there are, beside a table that counts some twice?

    Each person is in one row, and in one or more of its columns. So the number of different people is at
    least the sum over rows of the largest cell, and at most the total of totals. A small cell that
    moves by d moves others, at most d in each row; if the number leaves that much room, it says
    nothing about the cell that the table does not say.

    Args:
        table: counts of people, each once in a cell.
        hidden: what of it is not published.
        once: how many different people there are.

    Returns:
        True where it is safe; False may be too careful, never too bold.
    """
    few = table.few(threshold=threshold)
    if 0 < once < threshold:
        return False
    if not few:
        return True
    if (table.rows, table.columns) in hidden:
        return False
    largest = sum(max(row[:-1]) for row in table.values[:-1])
    step = max(max(threshold, table.value(cell)) for cell in few)
    touched = {row for row, column in hidden if row < table.rows and column < table.columns}
    return once - largest >= step * len(touched)
