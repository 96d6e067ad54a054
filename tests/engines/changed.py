"""What the tests of reasons and scarcity share: a city changed a little, and what its plan gives."""

import polars as pl

from shanqiao.engines.allocation import City, solve


def with_changes(city, resource, **columns):
    """The city with some cells of one resource set anew."""
    here = pl.col("resource") == resource
    values = [
        pl.when(here).then(pl.lit(value)).otherwise(pl.col(column)).alias(column)
        for column, value in columns.items()
    ]
    return City.of(city.needs, city.resources.with_columns(values), city.kinds, city.before)


def given_as(rows):
    """A plan made of (need, resource, quantity)."""
    schema = {"need": pl.String, "resource": pl.String, "quantity": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def amounts(plan):
    """What each need gets, those that get something."""
    return dict(plan.matches.group_by("need").agg(pl.col("quantity").sum()).iter_rows())


def objective(city):
    return solve(city).summary["objective"]
