"""Who is registered where and when, and what an attentive clerk writes down."""

import numpy as np
import polars as pl

from .homes import streets
from .tables import table

_TIMES = {1: 0.50, 2: 0.25, 3: 0.14, 4: 0.06, 5: 0.03, 6: 0.02}  # how often a person is registered
ON_AVERAGE = sum(times * share for times, share in _TIMES.items())
_FIRST_DAY, _DAYS = np.datetime64("2019-01-01"), 2700


def some_registrations(dice, people, size):
    """Registrations without a mistake.

    Args:
        people: see `some_people`; enough of them for ``size`` registrations.

    Returns:
        (size,) rows in the order of their dates: pid, what `shanqiao link` reads (rid, source,
        station_street, reg_date, name, gender, id_no, dob, phone, address, all texts but rid and reg_date), and
        what corruptions need to know: household, people, asks_id (how much oftener than on
        average this source has no number), known_as (the name without a mistake), in_characters,
        phone_before, address_before, station_phone, station_code, id_of_family, phone_of_family.
    """
    times = dice.choice(list(_TIMES), people.height, p=list(_TIMES.values()))
    pid = np.repeat(np.arange(people.height), times)[:size]
    facts = people.drop("role", "twin", "marked", "home", "street_before").with_columns(
        _of_family(people), known_as="name"
    )
    rows = facts[pid].hstack(_sources(dice, len(pid)))
    rows = rows.hstack(_stations(dice, rows)).with_columns(
        gender=pl.when("female").then(pl.lit("女")).otherwise(pl.lit("男")),
        dob=pl.col("born").dt.to_string("%Y-%m-%d"),
        reg_date=_days(dice, rows["born"]),
    )
    rows = rows.with_columns(order=pl.Series(dice.random(len(pid)))).sort("reg_date", "order")
    return (
        rows.drop("female", "street", "order")
        .with_row_index("rid")
        .with_columns(pl.col("rid").cast(pl.Int64) + 1)
    )


def _of_family(people):
    """The number and the telephone of the next in the household; one's own where there is none."""
    following = (
        pl.col("pid").shift(-1).over("household").fill_null(pl.col("pid").first().over("household"))
    )
    theirs = people[people.select(following).to_series()]
    return [
        pl.select(pl.when(theirs[what] != "").then(theirs[what]).otherwise(people[what]))
        .to_series()
        .alias(f"{what.removesuffix('_no')}_of_family")
        for what in ("id_no", "phone")
    ]


def _sources(dice, count):
    known = table("sources")
    share = known["share"].to_numpy()
    drawn = known[dice.choice(len(share), count, p=share / share.sum())]
    on_average = float(share @ known["asks_id"].to_numpy() / share.sum())
    return drawn.select("source", pl.col("street").alias("where"), pl.col("asks_id") / on_average)


def _stations(dice, rows):
    """The street a registration comes from, and the telephone on that station's desk."""
    known = streets()
    anywhere = dice.integers(0, known.height, rows.height)
    street = pl.when(pl.col("where") == "any").then(pl.Series(anywhere)).otherwise("street")
    street = rows.select(street).to_series()
    return pl.DataFrame(
        {
            "station_street": rows.select(
                pl.when(pl.col("where") == "none").then(pl.lit("")).otherwise(known["name"][street])
            ).to_series(),
            "station_code": known["code"][street],
            "station_phone": pl.select(
                pl.format("020-0{}", pl.lit(8_000_000) + street * 10)
            ).to_series(),
        }
    )


def _days(dice, born):
    """A day of the years we look at, and none before birth."""
    drawn = _FIRST_DAY + dice.integers(0, _DAYS, len(born))
    early = born.to_numpy() + dice.integers(20, 200, len(born))
    return pl.Series(np.maximum(drawn, early)).cast(pl.Date)
