from __future__ import annotations

from collections.abc import Collection

from ._bounds import Ring, Rooms, interval
from ._cheapest import cheapest_way
from ._table import Cell, Table

# Note [What is safe]
# ~~~~~~~~~~~~~~~~~~~
# A number behind which few people stand is safe when a reader of everything published can rule out neither
# that it is nought, nor that it is `threshold` or more and at least twice what it is. Where the whole table holds less
# than that, hiding everything that may be hidden is as safe as a table can be, and that is asked for instead.
# The total of totals is published unless few people stand behind it. Whoever stands behind a small cell then
# knows that somebody else is in the table, so the cell could hold everything or nothing: with all the rest
# hidden its interval reaches from nought to the total of totals. So there is always a safe choice.


def suppress(table: Table, *, threshold: int = 5, hidden: Collection[Cell] = ()) -> frozenset[Cell]:
    """Choose which numbers of a table to hide, so that none tells about few people.

    First the numbers behind which 1 to ``threshold - 1`` people stand; then, few and small ones
    first, others without which those could be worked out. No number is hidden that need not be: each of
    the others, published alone, would give a small one away.

    Args:
        table: (n+1, m+1) with totals.
        threshold: the smallest number of people that may be published.
        hidden: places hidden anyway, because they are never published or were hidden before.

    Returns:
        the places to hide, those in ``hidden`` included. Nothing else when nobody is among few.

    Source:
        Primary and complementary cell suppression: Hundepool et al., Statistical Disclosure Control (2012),
        ch. 4; bounds after Gusfield 1988. See Note [What is safe] and Note [What a reader can work out].
    """
    few = table.few(threshold=threshold)
    wanted = _wanted(table, few, threshold)
    chosen = set(few) | set(hidden)
    rooms = Rooms(table, chosen)
    for cell in sorted(few, key=lambda cell: (-table.value(cell), cell)):
        for upwards in (True, False):
            while rooms.room(cell, upwards=upwards) < wanted[cell][upwards]:
                ring = Ring(table, chosen, cell, upwards=upwards)
                chosen |= cheapest_way(table, chosen, ring, barred=_barred(table, few) | {cell})
                rooms = Rooms(table, chosen)
    for cell in sorted(
        chosen - few - set(hidden),
        key=lambda cell: (not table.is_total(cell), -table.value(cell), cell),
    ):
        if _all_safe(table, chosen - {cell}, wanted):
            chosen.remove(cell)
    return frozenset(chosen)


def _wanted(table: Table, few: frozenset[Cell], threshold: int) -> dict[Cell, tuple[int, int]]:
    """How far each small number must be able to (shrink, grow). See Note [What is safe]."""
    rooms, wanted = Rooms(table, set(table.cells()) - _barred(table, few)), {}
    for cell in sorted(few):
        value, (low, high) = table.value(cell), interval(table, rooms, cell)
        far = max(threshold, 2 * value)
        wanted[cell] = value - low, (far if high is None else min(far, high)) - value
    return wanted


def _barred(table: Table, few: frozenset[Cell]) -> set[Cell]:
    """What is always published."""
    return {(table.rows, table.columns)} - few


def _all_safe(table: Table, hidden: set[Cell], wanted: dict[Cell, tuple[int, int]]) -> bool:
    rooms = Rooms(table, hidden)
    return all(
        rooms.room(cell, upwards=upwards) >= wanted[cell][upwards]
        for cell in wanted
        for upwards in (True, False)
    )
