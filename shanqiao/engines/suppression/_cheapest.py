from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection

from ._bounds import Ring, arcs_of
from ._table import Cell, Table

_ONE_MORE = 1_000_000  # the price of one more hidden number; its rank by size decides among equals
_TOTAL = 4  # a total is missed as much as this many cells


def cheapest_way(
    table: Table, hidden: Collection[Cell], ring: Ring, *, barred: Collection[Cell]
) -> set[Cell]:
    """The fewest and smallest further numbers to hide, so that ``ring`` can carry more.

    Args:
        hidden: what is hidden already; costs nothing to use again.
        barred: what may not be hidden.

    Returns:
        at least one place that was not hidden: the ring carries all it can without.

    Source:
        Dijkstra 1959, on the residual graph of the flow.
    """
    prices = _prices(table)
    roads: dict[int, list[tuple[int, int, Cell | None]]] = defaultdict(list)
    for tail, head in ring.left_over():
        roads[tail].append((head, 0, None))
    for cell in table.cells():
        if cell not in hidden and cell not in barred:
            for tail, head, _capacity, _cell in arcs_of(table, cell):
                roads[tail].append((head, prices[cell], cell))
    return _shortest(roads, ring.start, ring.end)


def _shortest(
    roads: dict[int, list[tuple[int, int, Cell | None]]], start: int, end: int
) -> set[Cell]:
    waiting: list[tuple[int, int, tuple[Cell, ...]]] = [(0, start, ())]
    been: set[int] = set()
    while waiting:
        paid, here, cells = heapq.heappop(waiting)
        if here == end:
            return set(cells)
        if here in been:
            continue
        been.add(here)
        for there, price, cell in roads[here]:
            if there not in been:
                heapq.heappush(waiting, (paid + price, there, (*cells, cell) if cell else cells))
    raise AssertionError("everything that may be hidden is hidden, and still too little is safe")


def _prices(table: Table) -> dict[Cell, int]:
    by_size = sorted(table.cells(), key=lambda cell: (table.value(cell), cell))
    return {
        cell: _ONE_MORE * (_TOTAL if table.is_total(cell) else 1) + rank
        for rank, cell in enumerate(by_size)
    }
