"""Which resource should meet which need: the plan of the plan files, exact and explained."""

from ._doubts import CannotUseCity
from ._facts import KIND_COLUMNS, KINDS, NEED_COLUMNS, RESOURCE_COLUMNS, City

__all__ = [
    "KINDS",
    "KIND_COLUMNS",
    "NEED_COLUMNS",
    "RESOURCE_COLUMNS",
    "CannotUseCity",
    "City",
]
