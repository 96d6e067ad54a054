"""The givers of the synthetic Guangzhou: what they have, and whom they ask for."""

from datetime import timedelta

import numpy as np
import polars as pl

from shanqiao.engines.allocation import RESOURCE_COLUMNS

# kinds of a resource: its share among resources, what it has of what is missing, in the city or
# the district at large, limit per person
GIVERS = (
    (("cash_medical",), 0.17, 0.33, (0.16, 0.56), 300_000),
    (("cash_living",), 0.12, 0.33, (0.16, 0.56), 120_000),
    (("cash_education",), 0.07, 0.40, (0.16, 0.56), 200_000),
    (("cash_living", "cash_medical"), 0.07, 0.08, (0.16, 0.56), 250_000),
    (("meal",), 0.19, 0.80, (0.03, 0.32), 60),
    (("care_hour",), 0.15, 0.80, (0.03, 0.32), 30),
    (("goods",), 0.11, 0.75, (0.08, 0.42), 3),
    (("counselling",), 0.06, 0.75, (0.06, 0.36), 10),
    (("visit",), 0.06, 0.75, (0.06, 0.36), 8),
)
CONDITIONS = (
    "age >= 60",
    "age >= 70",
    "age >= 80 || disability in [1, 2]",
    "age < 18 || (age < 24 && local)",
    "age >= 18 && age < 60",
    "disability in [1, 2, 3, 4]",
    "disability in [1, 2] || age >= 75",
    'hardship in ["dibao", "tekun"]',
    'hardship in ["dibao", "tekun", "low_income"]',
    'hardship != "none"',
    'hardship == "edge" || (hardship == "none" && illness != "none")',
    'illness != "none"',
    'illness in ["C34", "C50"]',
    'illness in ["N18", "I63", "F20"] || disability == 1',
    "local",
    "local || severity >= 70",
)
FEWER = (0.12, 0.42, 0.34, 0.12)  # givers that ask for nothing, one thing, two, three
WIDE = {6: 0.8, 9: 0.5}  # what a giver for a district or some streets has beside one for all
ASKING, SPREAD = 0.9, 1.5


def some_givers(dice, resources, streets, items, needs, span):
    """(resources,) rows of the engine's columns.

    Args:
        streets: (s,) 9-digit codes.
        needs: what is wanted; capacities follow from it.
        span: the first day of the year, and its days.
    """
    sort = dice.choice(len(GIVERS), resources, p=[share for _, share, *_ in GIVERS])
    sort[: len(GIVERS)] = range(len(GIVERS))  # a small city has every sort too
    item = np.where(sort == 6, np.array(items)[dice.integers(0, len(items), resources)], "")
    home = dice.integers(0, len(streets), resources)
    places = [
        _places(dice, streets, place, GIVERS[at][3]) for at, place in zip(sort, home, strict=True)
    ]
    asks = dice.choice(len(FEWER), resources, p=FEWER)
    wide = np.array([1.0 if not named else WIDE[len(named[0])] for named in places])
    # who may serve more people has more, and yet not as much more
    weight = dice.lognormal(0, SPREAD, resources) * wide * ASKING**asks
    begin, length = dice.integers(-60, span[1] - 60, resources), dice.integers(90, 365, resources)
    kept = np.where(dice.random(resources) < 0.18, dice.choice([20, 30, 35, 50], resources), 0)
    rows = {
        "resource": [f"R{number:05d}" for number in dice.permutation(resources)],
        "funder": [f"F{number:04d}" for number in dice.integers(0, 1 + resources // 12, resources)],
        "kinds": [list(GIVERS[at][0]) for at in sort],
        "item": item,
        "capacity": _capacities(sort, item, weight, needs),
        "person_cap": [
            GIVERS[at][4] if capped else None
            for at, capped in zip(sort, dice.random(resources) < 0.35, strict=True)
        ],
        "streets": places,
        "home": streets[home],
        "valid_from": [span[0] + timedelta(days=int(day)) for day in begin],
        "valid_to": [span[0] + timedelta(days=int(day)) for day in begin + length],
        "reserved_share": kept,
        "reserved_for": [_conditions(dice, 1) if share else "" for share in kept],
        "eligible": [_conditions(dice, count) for count in asks],
    }
    return pl.DataFrame(rows, schema_overrides=RESOURCE_COLUMNS).select(list(RESOURCE_COLUMNS))


def _capacities(sort, item, weight, needs):
    """What is missing of the kinds of each sort and item, shared out among their givers."""
    missing = needs.select("kind", "item", missing=pl.col("quantity") - pl.col("covered"))
    totals = missing.group_by("kind", "item").agg(pl.col("missing").sum()).rows()
    capacity = np.zeros(len(sort))
    for at, (kinds, _, part, *_) in enumerate(GIVERS):
        for thing in np.unique(item[sort == at]):
            mine = (sort == at) & (item == thing)
            whole = sum(total for kind, its, total in totals if kind in kinds and its == thing)
            capacity[mine] = part * whole * weight[mine] / weight[mine].sum()
    return np.maximum(1, capacity).astype(np.int64)


def _places(dice, streets, home, at_large):
    """All of the city, a district, or a few streets beside each other."""
    where = dice.random()
    if where < at_large[0]:
        return []
    if where < sum(at_large):
        return [streets[home][:6]]
    return sorted(set(streets[home : home + int(dice.integers(2, 7))].tolist()))


def _conditions(dice, count):
    """So many different conditions, all asked for."""
    asked = [CONDITIONS[at] for at in sorted(dice.choice(len(CONDITIONS), count, replace=False))]
    return " && ".join(f"({one})" if "||" in one and count > 1 else one for one in asked)
