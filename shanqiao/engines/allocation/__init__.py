"""Which resource should meet which need: the plan of the plan files, exact and explained."""

from ._doubts import CannotUseCity
from ._facts import KIND_COLUMNS, KINDS, NEED_COLUMNS, RESOURCE_COLUMNS, City
from ._options import could_serve, options

__all__ = [
    "KINDS",
    "KIND_COLUMNS",
    "NEED_COLUMNS",
    "RESOURCE_COLUMNS",
    "CannotUseCity",
    "City",
    "could_serve",
    "options",
]
