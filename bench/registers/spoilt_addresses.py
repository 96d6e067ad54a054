"""Addresses and streets: left out, abbreviated, moved away from, written in many ways."""

import re

import polars as pl

from .homes import streets

_HAN = "零一二三四五六七八九"
_NUMBERS = re.compile(r"^(.*?)(\d+)号(?:(\d+)栋)?(?:(\d+)房)?$")


def address_moved(dice, rows):
    """Where the household lived earlier."""
    return rows["address_before"]


def address_missing(dice, rows):
    """No address."""
    return pl.Series([""] * rows.height, dtype=pl.String)


def address_abbreviated(dice, rows):
    """Without the city; without the district too; without the street or town as well."""
    address, chance = rows["address"], pl.Series(dice.random(rows.height))
    no_city = address.str.replace("^广州市", "")
    no_district = no_city.str.replace("^..区", "")
    return pl.select(
        pl.when(chance < 0.4)
        .then(no_city)
        .when(chance < 0.7)
        .then(no_district)
        .otherwise(no_district.str.replace("^.*?(街道|镇)", ""))
    ).to_series()


def address_other_writing(dice, rows):
    """12-3-402, 402室, 十二号, 3座, 12#."""
    return pl.Series(
        map(_rewritten, rows["address"], dice.integers(0, 5, rows.height)), dtype=pl.String
    )


def room_missing(dice, rows):
    """It ends with the house."""
    whole = rows["address"].str.replace(r"(号|#)(\d+[栋座])?\d+[房室]?$", "$1")
    return whole.str.replace(r"(\d+)(-\d+)?-\d+$", "$1")


def street_missing(dice, rows):
    """The station did not say where it is."""
    return pl.Series([""] * rows.height, dtype=pl.String)


def street_of_elsewhere(dice, rows):
    """Registered in a street where they do not live."""
    names = streets()["name"]
    return names[dice.integers(0, len(names), rows.height)]


def street_as_code(dice, rows):
    """440103001 for 沙面街道."""
    named = pl.col("station_street") != ""
    return rows.select(pl.when(named).then("station_code").otherwise(pl.lit(""))).to_series()


def _rewritten(address, way):
    parts = _NUMBERS.match(address)
    if not parts:
        return address.replace("社", "队")
    road, number, building, room = parts.groups()
    if way == 0:
        return road + "-".join(part for part in (number, building, room) if part)
    building = building and f"{building}{'座' if way in (1, 2) else '栋'}"
    number = {2: f"{number}#", 3: f"{_in_han(number)}号"}.get(way, f"{number}号")
    room = room and f"{room}{'' if way == 4 else '室'}"
    return road + number + (building or "") + (room or "")


def _in_han(number):
    return "".join(_HAN[int(digit)] for digit in number)


KINDS = {
    function.__name__: function
    for function in (
        *(address_moved, address_missing, address_abbreviated, address_other_writing),
        *(room_missing, street_missing, street_of_elsewhere, street_as_code),
    )
}
