"""A city on the next day: people come and go, needs and resources change, some proposals are answered.

python -m tests.engines.next_day    how often each reason is told, over six pairs of days
"""

from __future__ import annotations

import numpy as np
import polars as pl

from shanqiao.engines.allocation import City, solve
from shanqiao.engines.allocation.between import ANSWERED_COLUMNS, changes_between
from tests.engines.cities import a_large_city


def two_days(*, needs, resources, seed, share=0.03):
    """(city, plan), (city, plan), what was answered between; ``share`` of everything is changed each way."""
    dice = np.random.default_rng(seed)
    whole = a_large_city(needs=needs, resources=resources, seed=seed)
    today = _without(whole, dice, "needs", "need", share)
    today = _without(today, dice, "resources", "resource", share)
    plan = solve(today)
    answered = _answered(dice, plan.matches, share)
    tomorrow = _answers_counted(_changed(whole, dice, share), answered)
    standing = plan.matches.join(answered, on=["need", "resource"], how="anti")
    return (today, plan), (tomorrow, solve(tomorrow, standing=standing)), answered


def _without(city, dice, table, column, share):
    frame = getattr(city, table)
    kept = frame.filter(pl.Series(dice.random(frame.height) >= share))
    return City.of(**{"needs": city.needs, "resources": city.resources, table: kept})


def _answered(dice, matches, share):
    """Some proposals granted, and half as many declined."""
    die = dice.random(matches.height)
    how = np.where(die < share, "granted", np.where(die < 1.5 * share, "declined", ""))
    rows = matches.select("need", "resource", "quantity").with_columns(how=pl.Series(how))
    return rows.filter(pl.col("how") != "").cast(ANSWERED_COLUMNS)


def _changed(city, dice, share):
    """Needs closed and assessed again, resources paused, topped up and given with other conditions."""

    def some(frame):
        return pl.Series(dice.random(frame.height) < share)

    needs = city.needs.filter(~some(city.needs))
    again, more = some(needs), some(needs)
    severity = pl.Series(dice.integers(0, 101, needs.height))
    needs = needs.with_columns(
        severity=pl.when(again).then(severity).otherwise("severity"),
        quantity=pl.when(more).then(pl.col("quantity") * 3 // 2).otherwise("quantity"),
    )
    resources = city.resources.filter(~some(city.resources))
    fuller, other, nearer = (some(resources) for _ in range(3))
    resources = resources.with_columns(
        capacity=pl.when(fuller).then(pl.col("capacity") * 3 // 2).otherwise("capacity"),
        eligible=pl.when(other).then(pl.lit("local")).otherwise("eligible"),
        person_cap=pl.when(nearer).then(pl.lit(5)).otherwise("person_cap"),
    )
    return City.of(needs, resources)


def _answers_counted(city, answered):
    """What was granted is covered, and no longer free; a pair that was declined no longer fits."""
    granted = answered.filter(pl.col("how") == "granted")
    no = answered.filter(pl.col("how") == "declined").group_by("resource").agg("need")
    needs = city.needs.join(
        granted.group_by("need").agg(more=pl.col("quantity").sum()),
        on="need",
        how="left",
        maintain_order="left",
    ).with_columns(covered=pl.col("covered") + pl.col("more").fill_null(0))
    listed = pl.col("need").list.eval(pl.concat_str(pl.lit('"'), pl.element(), pl.lit('"')))
    resources = (
        city.resources.join(
            granted.group_by("resource").agg(less=pl.col("quantity").sum()),
            on="resource",
            how="left",
            maintain_order="left",
        )
        .join(no, on="resource", how="left", maintain_order="left")
        .with_columns(
            capacity=(pl.col("capacity") - pl.col("less").fill_null(0)).clip(lower_bound=0),
            eligible=pl.when(pl.col("need").is_null())
            .then("eligible")
            .otherwise(
                pl.concat_str(
                    pl.when(pl.col("eligible") == "")
                    .then(pl.lit(""))
                    .otherwise(pl.concat_str(pl.lit("("), "eligible", pl.lit(") && "))),
                    pl.lit("!(need in ["),
                    listed.list.sort().list.join(", "),
                    pl.lit("])"),
                )
            ),
        )
    )
    return City.of(
        needs.filter(pl.col("covered") < pl.col("quantity")),
        resources,
        before=_had(city, granted),
    )


def _had(city, granted):
    """What people were granted counts for what one person may get."""
    return (
        granted.join(city.needs.select("need", "person"), on="need")
        .join(city.resources.select("resource"), on="resource")
        .group_by("resource", "person")
        .agg(pl.col("quantity").sum())
        .with_columns(outside=pl.lit(False))
    )


def reasons_told(*, needs=2_000, resources=300, seeds=range(6)):
    """(reason, changes), the most frequent first, of one pair of days for each of ``seeds``."""
    told = []
    for seed in seeds:
        (before, plan), (after, new), answered = two_days(
            needs=needs, resources=resources, seed=seed
        )
        told.append(changes_between(before, after, plan.matches, new, answered)["reason"])
    return pl.concat(told).value_counts(sort=True).rename({"count": "changes"})


if __name__ == "__main__":
    told = reasons_told()
    every = told["changes"].sum()
    for reason, changes in told.iter_rows():
        print(f"{reason:14} {changes:6,} of {every:,} ({changes / every:.1%})")
