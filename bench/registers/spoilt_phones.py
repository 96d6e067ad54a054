"""Telephones: none, the one before, somebody else's, the station's own, written in many ways."""

import polars as pl

from .spoilt_ids import another_digit


def phone_missing(dice, rows):
    """No number."""
    return pl.Series([""] * rows.height, dtype=pl.String)


def phone_old(dice, rows):
    """The number before this one."""
    return rows["phone_before"]


def phone_of_station(dice, rows):
    """The telephone on the desk where they were registered."""
    return rows["station_phone"]


def phone_of_family(dice, rows):
    """The number of somebody of the household."""
    return rows["phone_of_family"]


def phone_digit_wrong(dice, rows):
    """One digit is another."""
    return another_digit(dice, rows["phone"])


def phone_written(dice, rows):
    """+86 or 86 in front, blanks or dashes between; a number of the city without its dash."""
    number, chance = rows["phone"], pl.Series(dice.random(rows.height))
    mobile = number.str.contains(r"^1\d{10}$")
    parts = number.str.replace(r"^(\d{3})(\d{4})(\d{4})$", "$1 $2 $3")
    return pl.select(
        pl.when(~mobile)
        .then(number.str.replace("020-", "020"))
        .when(chance < 0.4)
        .then("+86" + number)
        .when(chance < 0.5)
        .then("0086" + number)
        .when(chance < 0.8)
        .then(parts)
        .otherwise(parts.str.replace_all(" ", "-"))
    ).to_series()


KINDS = {
    function.__name__: function
    for function in (
        *(phone_missing, phone_old, phone_of_station, phone_of_family),
        *(phone_digit_wrong, phone_written),
    )
}
