"""Birth dates and sexes: not asked, guessed, of the other calendar, of an age."""

import numpy as np
import polars as pl

PLACEHOLDERS = ("1900-01-01", "1970-01-01", "1900-00-00", "2000-01-01")
_DIGITS = "〇一二三四五六七八九"
_MONTHS = ["正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]


def gender_missing(dice, rows):
    """Nothing is ticked."""
    return pl.Series([""] * rows.height, dtype=pl.String)


def gender_wrong(dice, rows):
    """The other box is ticked."""
    return rows["gender"].replace({"男": "女", "女": "男"})


def dob_missing(dice, rows):
    """No date."""
    return pl.Series([""] * rows.height, dtype=pl.String)


def dob_placeholder(dice, rows):
    """A date that the program put in."""
    drawn = dice.choice(PLACEHOLDERS, rows.height, p=[0.6, 0.2, 0.1, 0.1])
    return pl.Series(drawn, dtype=pl.String)


def dob_first_of_january(dice, rows):
    """The year is known, and 01-01 put behind it."""
    return rows["dob"].str.slice(0, 4) + "-01-01"


def dob_swapped(dice, rows):
    """1958-03-05 becomes 1958-05-03, where both can be months."""
    born = rows["born"]
    swapped = born.dt.to_string("%Y-%d-%m")
    return rows.select(pl.when(born.dt.day() <= 12).then(swapped).otherwise("dob")).to_series()


def dob_year_only(dice, rows):
    """1958."""
    return rows["dob"].str.slice(0, 4)


def dob_no_day(dice, rows):
    """1958-03-00, and 1958-00-00."""
    month = rows["dob"].str.slice(0, 7) + "-00"
    year = rows["dob"].str.slice(0, 4) + "-00-00"
    return pl.select(
        pl.when(pl.Series(dice.random(rows.height) < 0.5)).then(month).otherwise(year)
    ).to_series()


def dob_lunar(dice, rows):
    """A day of the old calendar, 20 to 50 days before the new one; written as a date, or as 农历二月初五.

    The days are drawn from that range and not looked up in a calendar.
    """
    days = rows["born"].to_numpy() - dice.integers(20, 51, rows.height).astype("timedelta64[D]")
    early = pl.Series(days).cast(pl.Date)
    told = pl.Series(map(_in_old_words, early), dtype=pl.String)
    return pl.select(
        pl.when(pl.Series(dice.random(rows.height) < 0.4))
        .then(told)
        .otherwise(early.dt.to_string("%Y-%m-%d"))
    ).to_series()


def dob_year_off(dice, rows):
    """The year was worked out from an age, and is one off."""
    year = rows["born"].dt.year() + pl.Series(np.where(dice.random(rows.height) < 0.6, 1, -1))
    return year.cast(pl.String) + rows["dob"].str.slice(4)


def dob_written(dice, rows):
    """1958.3.5, 19580305, 1958年3月5日 or 1958/03/05."""
    ways = ("%Y.%-m.%-d", "%Y%m%d", "%Y年%-m月%-d日", "%Y/%m/%d")
    drawn = pl.Series(dice.integers(0, len(ways), rows.height))
    written = pl.when(False).then(pl.lit(""))
    for number, way in enumerate(ways):
        written = written.when(drawn == number).then(rows["born"].dt.to_string(way))
    return pl.select(written).to_series()


def _in_old_words(day):
    year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
    tens, ones = ("初", "十", "廿", "三十")[day.day // 10], _DIGITS[day.day % 10].replace("〇", "")
    if day.day in (10, 20):
        tens, ones = {10: "初", 20: "二"}[day.day], "十"
    return f"农历{year}年{_MONTHS[day.month - 1]}月{tens}{ones}"


KINDS = {
    function.__name__: function
    for function in (
        *(gender_missing, gender_wrong, dob_missing, dob_placeholder, dob_first_of_january),
        *(dob_swapped, dob_year_only, dob_no_day, dob_lunar, dob_year_off, dob_written),
    )
}
