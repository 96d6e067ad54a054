from __future__ import annotations

from collections.abc import Collection, Sequence

from ._suppress import suppress
from ._table import Cell, Table

# Note [A sum may point at few people too]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Two hidden amounts protect each other as numbers, whatever they are; but their sum can be worked out, and when
# one person stands behind each it is what two people received. So amounts are hidden together with the counts
# of people behind them: that a small count could be five or more means that the hidden
# cells of its row and of its column, together, concern at least five.


def suppress_same(
    tables: Sequence[Table], *, threshold: int = 5, hidden: Collection[Cell] = ()
) -> frozenset[Cell]:
    """Hide the same places in tables of one shape, so that each of them is safe.

    Args:
        tables: amounts and the counts of people behind them. See Note [A sum may point at few people too].
        hidden: places hidden anyway.
    """
    chosen = frozenset(hidden)
    while True:
        before = chosen
        for table in tables:
            chosen = suppress(table, threshold=threshold, hidden=chosen)
        if chosen == before or len(tables) == 1:
            return chosen
