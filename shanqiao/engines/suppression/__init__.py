"""Which published numbers would point at people, and what to hide so that none does.

Three ways, for three uses:
    exact tables with their totals, where small cells and what would give them away are hidden (``suppress``,
    ``suppress_alike``); and figures that change every day, rounded down so far that a change says nothing
    about a small number (``at_least``); and answers to one giver, told of so many people at a time that none is pointed at
    (``crowds``).
"""

from ._alike import Part, suppress_alike
from ._bounds import Interval, bounds
from ._crowds import Crowd, crowds
from ._once import may_tell_once
from ._rounded import at_least
from ._same import suppress_same
from ._suppress import suppress
from ._table import Cell, Table

__all__ = [
    "Cell",
    "Crowd",
    "Interval",
    "Part",
    "Table",
    "at_least",
    "bounds",
    "crowds",
    "may_tell_once",
    "suppress",
    "suppress_alike",
    "suppress_same",
]
