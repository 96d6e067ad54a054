"""Numbers: of residents, of permits, of telephones.

Telephones begin as no number does that we know to be given out: mobile ones with 154, 161, 164, 168 or
169, those of the city with 020-0. Identity numbers have real area codes, birth dates and right check
digits, and invented serials; whether a serial was ever given to somebody we neither know nor ask, the name beside
it is invented in any case. So registers are made where they are wanted, and never kept in the repository.
"""

import numpy as np
import polars as pl

from .tables import places

_OLD_CODES = ("440102", "440107", "440116", "440121", "440181", "440182", "440183", "440184")
_FROM = {"44": 0.42, "43": 0.16, "45": 0.14, "36": 0.08, "42": 0.07, "51": 0.07, "41": 0.06}
_HERE = 0.66  # have a number of Guangzhou
_WEIGHTS = np.array([pow(2, 17 - place, 11) for place in range(17)])
_CHECK = np.array(list("10X98765432"))
_MOBILE = np.array([154, 161, 164, 168, 169])


def some_areas(dice, count):
    """(count,) codes of the places where identity numbers were given out, 6 digits."""
    all_codes = places("china/districts")["code"].to_numpy().astype("U6")
    all_codes = all_codes[[int(code[4:]) not in range(70, 80) for code in all_codes]]
    home = np.array([*places("guangzhou/districts")["code"], *_OLD_CODES])
    province = np.array([code[:2] for code in all_codes])
    drawn = home[dice.integers(0, len(home), count)]
    away = np.flatnonzero(dice.random(count) >= _HERE)
    whence = np.array(list(_FROM))[dice.choice(len(_FROM), len(away), p=list(_FROM.values()))]
    for code in _FROM:
        here = away[whence == code]
        drawn[here] = dice.choice(all_codes[province == code], len(here))
    return drawn


def resident_ids(dice, area, born, female):
    """Identity numbers of 18 places, none twice; those of twins of one sex follow each other.

    Args:
        area: (n,) 6-digit codes.
        born: (n,) days, numpy dates.
        female: (n,) yes or no.

    Source:
        GB 11643-1999: area, birth date, serial (odd for men), check digit by ISO 7064 MOD 11-2.
    """
    days = pl.Series(born).dt.strftime("%Y%m%d")
    people = pl.DataFrame({"area": area, "day": days, "female": female})
    rank = people.select(pl.int_range(pl.len()).over("area", "day", "female")).to_series()
    alike = people.select(pl.struct("area", "day", "female").rank("dense") - 1).to_series()
    start = dice.integers(0, 500, int(alike.max()) + 1)
    serial = (start[alike.to_numpy()] + rank.to_numpy()) % 500 * 2 + ~female
    body = people.select(pl.col("area") + pl.col("day")).to_series()
    body = body + _padded(serial, 3)
    return with_check_digit(body)


def with_check_digit(bodies):
    """(n,) 17 digits each, and the 18th behind them."""
    digits = np.array(bodies.to_list(), dtype="S17").view(np.uint8).reshape(-1, 17) - ord("0")
    return bodies + pl.Series(_CHECK[digits @ _WEIGHTS % 11])


def permits(dice, count):
    """(count,) permits by which people of Hong Kong and Macau come to the mainland: H or M, 8 digits."""
    letter = pl.Series(dice.choice(["H", "M"], count, p=[0.8, 0.2]))
    return letter + _padded(_apart(dice, count, 10**8), 8)


def mobile_phones(dice, count):
    """(count,) numbers of 11 digits, none twice."""
    drawn = _apart(dice, count, len(_MOBILE) * 10**8)
    number = _MOBILE[drawn // 10**8] * 10**8 + drawn % 10**8
    return pl.Series(number).cast(pl.String)


def city_phones(dice, count):
    """(count,) numbers of the city, none twice: 020-0 and seven digits."""
    return "020-0" + _padded(_apart(dice, count, 10**7), 7)


def _apart(dice, count, below):
    """(count,) different whole numbers below a limit, in random order."""
    drawn = np.unique(dice.integers(0, below, count + count // 4 + 100))
    while len(drawn) < count:
        drawn = np.unique(np.append(drawn, dice.integers(0, below, count)))
    return dice.permutation(drawn)[:count]


def _padded(numbers, places):
    return pl.Series(numbers).cast(pl.String).str.zfill(places)
