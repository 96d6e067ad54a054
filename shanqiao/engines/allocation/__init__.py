"""Which resource should meet which need: the plan of the plan files, exact and explained."""

from ._change import CONDITIONS, CannotRelax, Change, changed, relaxed
from ._distance import CannotSolve
from ._doubts import CannotUseCity
from ._facts import BEFORE_COLUMNS, KIND_COLUMNS, KINDS, NEED_COLUMNS, RESOURCE_COLUMNS, City
from ._options import could_serve, options
from ._order import POLICIES
from ._plan import Plan, solve
from ._slow import SlowPlan, solve_slowly
from ._what_if import Answer, what_if, worth_of_relaxing
from ._workers import ONE_BY_ONE, Workers

__all__ = [
    "BEFORE_COLUMNS",
    "CONDITIONS",
    "KINDS",
    "KIND_COLUMNS",
    "NEED_COLUMNS",
    "ONE_BY_ONE",
    "POLICIES",
    "RESOURCE_COLUMNS",
    "Answer",
    "CannotRelax",
    "CannotSolve",
    "CannotUseCity",
    "Change",
    "City",
    "Plan",
    "SlowPlan",
    "Workers",
    "changed",
    "could_serve",
    "options",
    "relaxed",
    "solve",
    "solve_slowly",
    "what_if",
    "worth_of_relaxing",
]
