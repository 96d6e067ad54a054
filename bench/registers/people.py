"""People in households: who they are, where they live, under which numbers they are known."""

import numpy as np
import polars as pl

from .families import CHILD, HEAD, LAST_DAY, PARENT, SPOUSE, some_families
from .homes import some_homes
from .names import in_traditional, letters, some_given, some_of_other_peoples, some_surnames
from .numbers import city_phones, mobile_phones, permits, resident_ids, some_areas

_NOWHERE = -1
_OF_A_NURSING_HOME = 90  # residents, on average
_OTHER_PEOPLES, _HONG_KONG = 0.012, 0.02
_GENERATION = (0.35, 0.15)  # of families mark it by a character: before 1985, and since
_AFTER_THE_FATHER, _NAMESAKES = 0.05, 0.008
_WITHOUT_ID, _WITHOUT_PHONE = 0.03, 0.05


def some_people(dice, count):
    """People of a city in need, households kept together.

    Returns:
        (at least count,) rows: pid, household, home (nursing home, -1 for none), role, twin, marked (by a
        generation character), people (han, other, hong_kong), name, in_characters
        (a Han name in simplified ones), female, born, street, address,
        street_before, address_before (where the household lived earlier), id_no, phone, phone_before;
        id_no and phone may be empty.
    """
    families = some_families(dice, count)
    surname, given, marked = _some_names(dice, families)
    namesake = _some_namesakes(dice, families)
    surname[namesake[0]], given[namesake[0]] = surname[namesake[1]], given[namesake[1]]
    who = _peoples(dice, families)
    names = np.char.add(surname, given).astype("U32")  # letters need more than characters
    plain = np.char.add(surname, given)
    other = np.flatnonzero(who == "other")
    names[other] = some_of_other_peoples(dice, families.female[other])
    here = np.flatnonzero(who == "hong_kong")
    names[here] = _of_hong_kong(dice, names[here].tolist())
    people = pl.DataFrame(
        {
            "pid": np.arange(len(names)),
            "household": families.household,
            "role": families.role,
            "twin": families.twin,
            "marked": marked,
            "people": who,
            "name": names,
            "in_characters": plain,
            "female": families.female,
            "born": families.born,
        }
    )
    people = people.hstack(_where_they_live(dice, families, namesake))
    return people.with_columns(
        _some_ids(dice, families, who).alias("id_no"), *_some_phones(dice, families, people["home"])
    )


def _some_names(dice, families):
    """Surnames, given names, and whose first given character is that of brothers and sisters."""
    count = len(families.role)
    own = some_surnames(dice, count)
    head, role = families.head, families.role
    spouse = np.minimum(head + 1, count - 1)
    father = np.where(families.female[head] & (role[spouse] == SPOUSE), spouse, head)
    surname = np.where(role == CHILD, own[father], own)
    surname = np.where((role == PARENT) & ~families.female, own[head], surname)
    year = families.born.astype("datetime64[Y]").astype(int) + 1970
    given = some_given(dice, year, families.female)
    marks = dice.random(count)[families.household] < np.where(year < 1985, *_GENERATION)
    marks |= families.twin & (dice.random(count)[families.household] < 0.8)
    shared = given[families.eldest].astype("U1")
    marked = (role == CHILD) & marks & (np.char.str_len(given[families.eldest]) == 2)
    rest = _second_character(given)
    given = np.where(marked, np.char.add(shared, rest), given)
    after = (role == CHILD) & ~families.female & ~families.female[father] & ~marked
    after &= (dice.random(count) < _AFTER_THE_FATHER) & (np.char.str_len(given[father]) == 2)
    given = np.where(after, np.char.add(given[father].astype("U1"), rest), given)
    return surname.astype("U2"), given, marked


def _second_character(given):
    return np.array([name[-1] for name in given], dtype="U1")


def _some_namesakes(dice, families):
    """(2, n) people without a family here, and others whose name, sex, year and for half street they share."""
    free = np.flatnonzero(
        (families.role == HEAD) & (np.bincount(families.head, minlength=len(families.role)) == 1)
    )
    wanted = min(int(len(families.role) * _NAMESAKES), len(free) // 2)
    drawn = dice.permutation(free)[: 2 * wanted].reshape(2, wanted)
    these, those = drawn
    families.female[these] = families.female[those]
    year = families.born[those].astype("datetime64[Y]")
    families.born[these] = year.astype("datetime64[D]") + dice.integers(0, 365, wanted)
    return drawn


def _peoples(dice, families):
    drawn = dice.random(families.household[-1] + 1)[families.household]
    return np.where(
        drawn < _OTHER_PEOPLES,
        "other",
        np.where(drawn < _OTHER_PEOPLES + _HONG_KONG, "hong_kong", "han"),
    )


def _of_hong_kong(dice, names):
    """Half are known by traditional characters, half by the letters on their permit."""
    lettered = dice.random(len(names)) < 0.5
    return [
        (letters(name, "cantonese") or name).upper() if by_letters else in_traditional(name)
        for name, by_letters in zip(names, lettered, strict=True)
    ]


def _where_they_live(dice, families, namesake):
    many = families.household[-1] + 1
    home_of = np.where(families.nursed, 0, _NOWHERE)
    homes = max(1, int((home_of == 0).sum() / _OF_A_NURSING_HOME))
    home_of = np.where(home_of == 0, dice.integers(0, homes, len(home_of)), _NOWHERE)
    now, before = some_homes(dice, many), some_homes(dice, many)
    nursing = some_homes(dice, homes).with_columns(
        pl.col("address").str.replace(r"(\d+栋)?\d+房$", "") + "颐养院"
    )
    lives = pl.concat([now, nursing])[np.where(home_of < 0, families.household, many + home_of)]
    street, address = lives["street"].to_numpy().copy(), lives["address"].to_list()
    these, those = namesake[:, : namesake.shape[1] // 2]
    moved = some_homes(dice, len(these), street[those])
    for person, place in zip(these, moved["address"], strict=True):
        address[person] = place
    street[these] = street[those]
    home_of[these] = _NOWHERE
    earlier = before[families.household].rename(lambda name: f"{name}_before")
    return earlier.with_columns(
        pl.Series("home", home_of), pl.Series("street", street), pl.Series("address", address)
    )


def _some_ids(dice, families, who):
    """Numbers of residents; of people from Hong Kong permits, and for some of them a residence permit."""
    household_area = some_areas(dice, families.household[-1] + 1)[families.household]
    count = len(who)
    area = np.where(families.role == SPOUSE, some_areas(dice, count), household_area)
    resident = dice.random(count) < 0.2
    area = np.where((who == "hong_kong") & resident, "810000", area)
    ids = resident_ids(dice, area, families.born, families.female)
    without = dice.random(count) < _WITHOUT_ID
    return pl.select(
        pl.when(pl.Series(without))
        .then(pl.lit(""))
        .when(pl.Series((who == "hong_kong") & ~resident))
        .then(permits(dice, count))
        .otherwise(ids)
    ).to_series()


def _some_phones(dice, families, home):
    """What they are reached by now, and what they were reached by earlier."""
    count = len(families.role)
    own, before = mobile_phones(dice, 2 * count).to_numpy().reshape(2, count)
    age = (LAST_DAY - families.born).astype(int) / 365.25
    fixed = (age > 60) & (families.role == HEAD) & (dice.random(count) < 0.15)
    own = np.where(fixed, city_phones(dice, count).to_numpy(), own)
    share = np.where(age < 14, 0.97, np.where(age > 65, 0.5, 0.3))
    shares = (families.role != HEAD) & (dice.random(count) < share)
    own = np.where(shares, own[families.head], own)
    home = home.to_numpy()
    desk = city_phones(dice, home.max() + 2).to_numpy()  # the telephone of a nursing home
    own = np.where((home >= 0) & (dice.random(count) < 0.7), desk[home], own)
    own = np.where(dice.random(count) < _WITHOUT_PHONE, "", own)
    return pl.Series("phone", own), pl.Series("phone_before", before)
