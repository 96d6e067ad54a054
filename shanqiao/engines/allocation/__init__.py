"""Which resource should meet which need: the plan of the plan files, exact and explained."""

from ._distance import CannotSolve
from ._doubts import CannotUseCity
from ._facts import BEFORE_COLUMNS, KIND_COLUMNS, KINDS, NEED_COLUMNS, RESOURCE_COLUMNS, City
from ._options import could_serve, options
from ._order import POLICIES
from ._plan import Plan, solve
from ._slow import SlowPlan, solve_slowly

__all__ = [
    "BEFORE_COLUMNS",
    "KINDS",
    "KIND_COLUMNS",
    "NEED_COLUMNS",
    "POLICIES",
    "RESOURCE_COLUMNS",
    "CannotSolve",
    "CannotUseCity",
    "City",
    "Plan",
    "SlowPlan",
    "could_serve",
    "options",
    "solve",
    "solve_slowly",
]
