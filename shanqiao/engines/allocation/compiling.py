"""Compile every loop of the engine once, so that the first plan does not have to wait for it.

python -m shanqiao.engines.allocation.compiling
"""

from datetime import date

import polars as pl

from ._facts import NEED_COLUMNS, RESOURCE_COLUMNS, City
from ._plan import solve
from .without import without_a_plan

_DAY = date(2026, 1, 1)


def compile_everything() -> None:
    """Plan the smallest of cities, and help it without a plan too."""
    need = {
        "need": "n",
        "person": "p",
        "kind": "meal",
        "item": "",
        "quantity": 2,
        "covered": 0,
        "severity": 1,
        "urgency": 0,
        "street": "440104001",
        "hardship": "none",
        "open_on": _DAY,
        "due_on": _DAY,
    }
    resource = {
        "resource": "r",
        "funder": "f",
        "kinds": ["meal"],
        "item": "",
        "capacity": 1,
        "person_cap": 1,
        "streets": [],
        "home": "",
        "valid_from": _DAY,
        "valid_to": _DAY,
        "reserved_share": 0,
        "reserved_for": "",
        "eligible": "",
    }
    city = City.of(
        pl.DataFrame([need], schema=NEED_COLUMNS), pl.DataFrame([resource], schema=RESOURCE_COLUMNS)
    )
    plan = solve(city)
    without_a_plan(city, plan.policy, plan.matches["quantity"].to_numpy())


if __name__ == "__main__":
    compile_everything()
