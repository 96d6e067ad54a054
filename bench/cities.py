"""Synthetic Guangzhou at any size: its real streets, invented people and givers, a year of needs.

Made for timing, so it must bind as a city binds: most givers serve a few streets or a district, ask
for age, grade, hardship, illness or household registration, are there for a part of the year, and
are smaller than what is wanted; so the grave are many at a few doors while some givers keep a part of
what they have. A need has about 48 edges at 10,000 resources, and in proportion at other numbers.
Nothing in it is a fact about Guangzhou but the codes of its streets.
"""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from bench.givers import some_givers
from shanqiao.engines.allocation import KINDS, NEED_COLUMNS

STREETS = Path(__file__).parents[1] / "shanqiao/data/guangzhou/streets_towns.csv"
NUMBER_OF_STREETS = 176
FIRST_DAY, DAYS = date(2026, 1, 1), 365
NEEDS_OF_A_PERSON = {1: 0.81, 2: 0.14, 3: 0.05}  # 1.24 on average

# kind: its share among needs, the middle quantity, how far quantities spread (sigma of logarithms)
WANTED = {
    "cash_medical": (0.22, 400_000, 0.9),
    "cash_living": (0.15, 150_000, 0.7),
    "cash_education": (0.08, 250_000, 0.5),
    "meal": (0.18, 60, 0.8),
    "care_hour": (0.14, 24, 0.8),
    "goods": (0.09, 2, 0.5),
    "counselling": (0.06, 8, 0.5),
    "visit": (0.08, 6, 0.5),
}
ITEMS = ("quilt", "rice", "walker")


def a_guangzhou(*, needs, resources, seed=1):
    """Needs and resources, (needs,) and (resources,) rows of the engine's columns, in mixed order.

    The same numbers and seed give the same city.
    """
    dice = np.random.default_rng([seed, needs, resources])
    streets = some_streets()
    people = _some_people(dice, needs, streets)
    wanted = _some_needs(dice, needs, people)
    return wanted, some_givers(dice, resources, streets, ITEMS, wanted, (FIRST_DAY, DAYS))


def some_streets():
    """(176,) 9-digit codes, ascending."""
    codes = pl.read_csv(STREETS, schema_overrides={"code": pl.String})["code"].sort()
    return codes.head(NUMBER_OF_STREETS).to_numpy()


def written(folder, *, needs, resources, seed=1):
    """Write the city as Parquet plan files, and say where."""
    wanted, givers = a_guangzhou(needs=needs, resources=resources, seed=seed)
    folder.mkdir(parents=True, exist_ok=True)
    wanted.write_parquet(folder / "needs.parquet")
    share = (pl.col("reserved_share") / 100).round(2)  # the files say 0.35 for 35
    givers.with_columns(share).write_parquet(folder / "resources.parquet")
    KINDS.write_csv(folder / "kinds.csv")
    return folder


def _some_people(dice, needs, streets):
    """The person of each need as a number, and facts about each person."""
    several, shares = list(NEEDS_OF_A_PERSON), list(NEEDS_OF_A_PERSON.values())
    count = dice.choice(several, needs, p=shares)
    person = np.repeat(np.arange(needs), count)[:needs]
    many = int(person[-1]) + 1
    crowd = dice.gamma(2.0, size=len(streets))
    age = np.clip(dice.normal(np.where(dice.random(many) < 0.45, 74, 35), 15), 0, 104)
    hardship = dice.choice(
        ["none", "edge", "low_income", "dibao", "tekun"], many, p=[0.2, 0.22, 0.2, 0.3, 0.08]
    )
    illness = dice.choice(
        ["none", "C34", "C50", "F20", "I63", "N18"], many, p=[0.55, 0.1, 0.1, 0.07, 0.1, 0.08]
    )
    facts = pl.DataFrame(
        {
            "street": streets[dice.choice(len(streets), many, p=crowd / crowd.sum())],
            "age": _with_gaps(dice, age.astype(np.int64), 0.01),
            "disability": _with_gaps(
                dice, dice.choice(5, many, p=[0.72, 0.06, 0.08, 0.08, 0.06]), 0.02
            ),
            "hardship": hardship,
            "illness": _with_gaps(dice, illness, 0.03),
            "local": _with_gaps(dice, dice.random(many) < 0.72, 0.01),
        }
    )
    return person, facts


def _some_needs(dice, needs, people):
    person, facts = people
    kind, first = _kinds_of(dice, person), dice.integers(0, DAYS, needs)
    middle, spread = (np.array([wanted[at] for wanted in WANTED.values()])[kind] for at in (1, 2))
    quantity = np.maximum(1, middle * np.exp(spread * dice.normal(size=needs))).astype(np.int64)
    quantity = np.where(middle > 1000, -(-quantity // 1000) * 1000, quantity)  # whole tens of yuan
    covered = np.where(dice.random(needs) < 0.12, quantity * dice.random(needs) * 0.6, 0)
    names = np.array(list(WANTED))[kind]
    table = pl.DataFrame(
        {
            "need": pl.Series(dice.permutation(needs)),
            "person": pl.Series(person),
            "kind": names,
            "item": np.where(names == "goods", np.array(ITEMS)[dice.integers(0, 3, needs)], ""),
            "quantity": quantity,
            "covered": covered.astype(np.int64),
            "severity": np.clip(dice.normal(48, 20, needs), 0, 100).astype(np.int64),
            "urgency": dice.choice(3, needs, p=[0.55, 0.32, 0.13]),
            "open_on": first,
            "due_on": first + dice.choice([14, 30, 60, 90], needs, p=[0.2, 0.35, 0.3, 0.15]),
        }
    )
    table = pl.concat([table, facts[person]], how="horizontal").with_columns(
        need=pl.format("N{}", pl.col("need").cast(pl.String).str.zfill(8)),
        person=pl.format("P{}", pl.col("person").cast(pl.String).str.zfill(8)),
        open_on=pl.lit(FIRST_DAY) + pl.duration(days="open_on"),
        due_on=pl.lit(FIRST_DAY) + pl.duration(days="due_on"),
    )
    return table.select(pl.col(name).cast(kept) for name, kept in NEED_COLUMNS.items())


def _kinds_of(dice, person):
    """(n,) a kind for each need, no kind twice for one person."""
    shares = np.array([share for share, *_ in WANTED.values()])
    first = np.flatnonzero(np.diff(person, prepend=-1))
    which = np.arange(len(person)) - first[person]  # the first, second or third need of the person
    kind = dice.choice(len(shares), len(first), p=shares)
    step = dice.choice([1, 3, 5], len(first))  # odd, so eight steps come back to the start
    return (kind[person] + which * step[person]) % len(shares)


def _with_gaps(dice, values, share):
    return (
        pl.Series(values)
        .to_frame("v")
        .select(pl.when(pl.Series(dice.random(len(values)) >= share)).then("v"))["v"]
    )
