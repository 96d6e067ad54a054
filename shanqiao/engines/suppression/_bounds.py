from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from ortools.graph.python import max_flow

from ._table import Cell, Road, Table

# Note [What a reader can work out]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A reader knows every published number, that none is negative, and that rows and columns add up to their
# totals. Write a total with a minus sign, and every row and every column of the table adds up to nought. Take
# rows and columns as stations and hidden numbers as roads between them: to change one hidden number, the
# others must carry the change round in a ring. So how far a number can grow or shrink, with every published
# number unchanged, is a maximum flow between the two ends of its road; a number that counts positively may
# grow without limit and shrink to nought, a total the other way round. Flows with whole capacities are whole, so the
# bounds are exact for whole numbers too: no reader can know more, none can be made to know less.


class Interval(NamedTuple):
    """What a reader can work out about a hidden number: at least ``low``, at most ``high`` (None: no limit)."""

    low: int
    high: int | None


def bounds(table: Table, hidden: Collection[Cell]) -> dict[Cell, Interval]:
    """What a reader of the published numbers can work out about each hidden one.

    Args:
        table: the true numbers.
        hidden: places that are not published, totals included.

    Returns:
        for each hidden place the exact interval of whole numbers it may hold.

    Source:
        D. Gusfield, "A Graph Theoretic Approach to Statistical Data Security", SIAM J. Comput. 17 (1988).
        See Note [What a reader can work out].
    """
    rooms = Rooms(table, hidden)
    return {cell: interval(table, rooms, cell) for cell in hidden}


def interval(table: Table, rooms: Rooms, cell: Cell) -> Interval:
    """The interval of one hidden number."""
    value = table.value(cell)
    up, down = rooms.room(cell, upwards=True), rooms.room(cell, upwards=False)
    return Interval(low=value - min(value, down), high=None if up >= table.endless else value + up)


class Rooms:
    """How far each hidden number can change. The roads are laid once; that of the number asked about is closed meanwhile."""

    def __init__(self, table: Table, hidden: Collection[Cell]):
        self._table = table
        self._flow = max_flow.SimpleMaxFlow()
        self._own: dict[Cell, list[tuple[int, int]]] = defaultdict(list)
        for tail, head, capacity, cell in (r for c in sorted(hidden) for r in arcs_of(table, c)):
            road = self._flow.add_arc_with_capacity(tail, head, capacity)
            self._own[cell].append((road, capacity))

    def room(self, cell: Cell, *, upwards: bool) -> int:
        """How much one hidden number can grow, or shrink, while the others carry it round."""
        start, end = _ends(self._table, cell, upwards=upwards)
        if max(start, end) >= self._flow.num_nodes():
            return 0
        for road, _capacity in self._own[cell]:
            self._flow.set_arc_capacity(road, 0)
        self._flow.solve(start, end)
        found = int(self._flow.optimal_flow())
        for road, capacity in self._own[cell]:
            self._flow.set_arc_capacity(road, capacity)
        return found


class Ring:
    """One hidden number and how the others can carry its change round, road by road."""

    def __init__(self, table: Table, hidden: Collection[Cell], cell: Cell, *, upwards: bool):
        self.start, self.end = _ends(table, cell, upwards=upwards)
        self._arcs = [
            arc for other in sorted(hidden) if other != cell for arc in arcs_of(table, other)
        ]
        self._flow = max_flow.SimpleMaxFlow()
        for tail, head, capacity, _cell in self._arcs:
            self._flow.add_arc_with_capacity(tail, head, capacity)
        nodes = self._flow.num_nodes()
        self.room = 0
        if max(self.start, self.end) < nodes:
            self._flow.solve(self.start, self.end)
            self.room = self._flow.optimal_flow()

    def left_over(self) -> set[tuple[int, int]]:
        """The roads on which more could still travel: (from, to)."""
        roads = set()
        for number, (tail, head, capacity, _cell) in enumerate(self._arcs):
            used = self._flow.flow(number) if self.room else 0
            if used < capacity:
                roads.add((tail, head))
            if used:
                roads.add((head, tail))
        return roads


def arcs_of(table: Table, cell: Cell) -> list[Road]:
    """The two directions of one hidden number's road, as (from, to, capacity, cell)."""
    if cell not in table.roads:
        table.roads[cell] = _roads(table, cell)
    return table.roads[cell]


def _roads(table: Table, cell: Cell) -> list[Road]:
    row, column = cell[0], table.rows + 1 + cell[1]
    grows, shrinks = table.endless, table.value(cell)
    if not _counts_positively(table, cell):
        grows, shrinks = shrinks, grows
    both = [(row, column, grows, cell), (column, row, shrinks, cell)]
    return [arc for arc in both if arc[2] > 0]


def _ends(table: Table, cell: Cell, *, upwards: bool) -> tuple[int, int]:
    row, column = cell[0], table.rows + 1 + cell[1]
    return (column, row) if upwards == _counts_positively(table, cell) else (row, column)


def _counts_positively(table: Table, cell: Cell) -> bool:
    return (cell[0] == table.rows) == (cell[1] == table.columns)
