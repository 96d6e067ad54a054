"""Our step 1, from Parquet plan files to the prices that prove it."""

import numpy as np
import polars as pl

from shanqiao.engines.allocation import City
from shanqiao.engines.allocation._edges import resources_of
from shanqiao.engines.allocation._order import elements_of
from shanqiao.engines.allocation.flow import groups_of, serve, worth_of

POLICY = "basic_first"


def a_city_from(folder):
    """Read the plan files that `bench.cities.written` wrote."""
    resources = pl.read_parquet(folder / "resources.parquet")
    hundredths = (pl.col("reserved_share") * 100).round().cast(pl.Int64)
    return City.of(
        pl.read_parquet(folder / "needs.parquet"),
        resources.with_columns(hundredths),
        pl.read_csv(folder / "kinds.csv"),
    )


def groups_from(city, policy=POLICY):
    """Its elements, and its groups one after the other."""
    elements, limits = elements_of(city.needs, policy), resources_of(city)
    return elements, groups_of(city, elements.open_needs, limits)


def ours(folder):
    """Amounts, and the prices that prove them. (n,) what each need gets; the objective."""
    city = a_city_from(folder)
    elements, groups = groups_from(city)
    amounts = np.zeros(city.needs.height, np.int64)
    for group in groups:
        served = serve(group, elements)
        worth_of(group, served, elements)
        amounts[group.needs] = served.got
    return amounts, elements.objective(amounts)
