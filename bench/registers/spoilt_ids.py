"""Identity numbers as they are mistyped, shortened, hidden, borrowed and made up."""

import numpy as np
import polars as pl

JUNK = (
    *("无", "无证", "不详", "没有", "暂无", "未知", "待补", "未带", "/", "-", "0", "1", "X"),
    *("000000000000000000", "111111111111111111", "123456789012345678", "999999999999999999"),
    *("440100", "440103", "440104", "440105", "440106", "440111", "440000000000000000"),
    *("44010000000000000X", "440101190001010000", "000000", "111111", "123456", "无身份证"),
)


def id_missing(dice, rows):
    """Nothing was asked for, or nothing was at hand."""
    return pl.Series([""] * rows.height, dtype=pl.String)


def id_digit_wrong(dice, rows):
    """One digit is another."""
    return another_digit(dice, rows["id_no"])


def id_digits_swapped(dice, rows):
    """Two neighbouring digits that differ have changed places."""
    places = dice.random(rows.height)
    return pl.Series(map(_swapped, rows["id_no"], places), dtype=pl.String)


def id_fifteen(dice, rows):
    """The number as it was until 1999: no century, no check digit."""
    of_that_time = pl.col("id_no").str.contains(r"^\d{6}19\d{9}[\dX]$")
    short = pl.col("id_no").str.slice(0, 6) + pl.col("id_no").str.slice(8, 9)
    return rows.select(pl.when(of_that_time).then(short).otherwise("id_no")).to_series()


def id_masked(dice, rows):
    """4401**********123X, or only the year and the last four."""
    head = np.where(dice.random(rows.height) < 0.7, 6, 4)
    return pl.Series(map(_hidden, rows["id_no"], head), dtype=pl.String)


def id_of_family(dice, rows):
    """The number of somebody of the household, who stood at the desk."""
    return rows["id_of_family"]


def id_junk(dice, rows):
    """Something to get past the form: 无, 000000000000000000."""
    weight = 1 / (np.arange(len(JUNK)) + 4)
    drawn = dice.choice(JUNK, rows.height, p=weight / weight.sum())
    return pl.Series(drawn, dtype=pl.String)


def id_written(dice, rows):
    """Blanks as on the card, a small x, a mark in front."""
    number = rows["id_no"]
    blanks = number.str.replace(r"^(\d{6})(\d{8})(.{4})$", "$1 $2 $3")
    chance = pl.Series(dice.random(rows.height))
    return pl.select(
        pl.when(number.str.ends_with("X"))
        .then(number.str.to_lowercase())
        .when((chance < 0.7) | (number == ""))
        .then(blanks)
        .otherwise("'" + number)
    ).to_series()


def another_digit(dice, numbers):
    """(n,) numbers, in each one digit replaced by another."""
    places, steps = dice.random(len(numbers)), dice.integers(1, 10, len(numbers))
    return pl.Series(map(_another, numbers, places, steps), dtype=pl.String)


def _another(number, place, step):
    digits = [at for at, letter in enumerate(number) if letter.isdigit()]
    if not digits:
        return number
    at = digits[int(place * len(digits))]
    return number[:at] + str((int(number[at]) + int(step)) % 10) + number[at + 1 :]


def _swapped(number, place):
    pairs = [at for at in range(len(number) - 1) if number[at] != number[at + 1]]
    if len(number) < 8:
        return number
    at = pairs[int(place * len(pairs))]
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def _hidden(number, head):
    if len(number) < 12:
        return number
    return number[:head] + "*" * (len(number) - head - 4) + number[-4:]


KINDS = {
    function.__name__: function
    for function in (
        *(id_missing, id_digit_wrong, id_digits_swapped, id_fifteen, id_masked),
        *(id_of_family, id_junk, id_written),
    )
}
