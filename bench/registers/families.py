"""Families: who lives together, how old they are, who was born on one day."""

from dataclasses import dataclass

import numpy as np

HEAD, SPOUSE, CHILD, PARENT = range(4)
LAST_DAY = np.datetime64("2025-09-30")
_FIRST_DAY = np.datetime64("1920-01-01")
_NOBODY = -1
# who lives there, what share of households it is, age of the head and how far it spreads
_HOUSEHOLDS = (
    ((HEAD,), 0.27, 68, 15),
    ((HEAD, SPOUSE), 0.17, 67, 13),
    ((HEAD, SPOUSE, CHILD), 0.13, 41, 8),
    ((HEAD, SPOUSE, CHILD, CHILD), 0.13, 41, 7),
    ((HEAD, SPOUSE, CHILD, CHILD, CHILD), 0.03, 42, 6),
    ((HEAD, CHILD), 0.07, 42, 8),
    ((HEAD, CHILD, CHILD), 0.03, 41, 7),
    ((HEAD, PARENT), 0.05, 57, 8),
    ((HEAD, SPOUSE, CHILD, PARENT), 0.06, 42, 7),
    ((HEAD,), 0.06, 82, 8),  # in a nursing home
)
_TWINS = 0.06  # of families with several children


@dataclass
class Families:
    """Columns over all people, and the first child of each household."""

    household: np.ndarray
    nursed: np.ndarray  # lives in a nursing home
    role: np.ndarray
    born: np.ndarray  # days, numpy dates
    female: np.ndarray
    eldest: np.ndarray  # person number of the household's first child, or -1
    head: np.ndarray  # person number of the head
    twin: np.ndarray  # is one of the first two children, born on one day


def some_families(dice, count):
    """Families until there are at least ``count`` people, nobody named yet."""
    share = np.array([share for _, share, *_ in _HOUSEHOLDS])
    size = np.array([len(roles) for roles, *_ in _HOUSEHOLDS])
    kinds = dice.choice(len(share), int(count / (share @ size) * 1.02) + 20, p=share)
    longest = size.max()
    plan = np.array([[*roles, *[_NOBODY] * (longest - len(roles))] for roles, *_ in _HOUSEHOLDS])
    household, place = np.nonzero(plan[kinds] != _NOBODY)
    role = plan[kinds[household], place]
    starts = np.flatnonzero(np.diff(household, prepend=-1))
    eldest = np.full(len(kinds), _NOBODY)
    children = np.flatnonzero(role == CHILD)
    eldest[household[children[::-1]]] = children[::-1]  # the first child is written last
    twin = (dice.random(len(kinds)) < _TWINS)[household] & (role == CHILD)
    twin &= np.arange(len(role)) - eldest[household] < 2
    twin &= np.bincount(household[role == CHILD], minlength=len(kinds))[household] > 1
    female = _sexes(dice, household, role, twin, eldest)
    born = _birthdays(dice, kinds, household, role, np.arange(len(role)) - eldest[household])
    born = np.where(twin, born[eldest[household]], born)
    nursed = kinds[household] == len(_HOUSEHOLDS) - 1
    return Families(
        household, nursed, role, born, female, eldest[household], starts[household], twin
    )


def _sexes(dice, household, role, twin, eldest):
    female = dice.random(len(role)) < np.where(
        role == PARENT, 0.65, np.where(role == HEAD, 0.4, 0.5)
    )
    first = np.flatnonzero(role == HEAD)
    female = np.where(role == SPOUSE, ~female[first[household]], female)
    alike = (dice.random(len(eldest)) < 0.7)[household] & twin
    return np.where(alike, female[eldest[household]], female)


def _birthdays(dice, kinds, household, role, order):
    middle = np.array([age for *_, age, _ in _HOUSEHOLDS])[kinds]
    spread = np.array([spread for *_, spread in _HOUSEHOLDS])[kinds]
    age = np.clip(dice.normal(middle, spread), 18, 103)[household]
    apart = np.clip(dice.normal(27, 4, len(role)), 18, 42)  # from parents to children
    later = {SPOUSE: dice.normal(1, 3, len(role)), CHILD: apart + 3 * order, PARENT: -apart}
    for which, years in later.items():
        age = np.where(role == which, age - years, age)
    born = LAST_DAY - (age * 365.25 + dice.integers(0, 366, len(role))).astype("timedelta64[D]")
    born = np.where(born > LAST_DAY, LAST_DAY - dice.integers(0, 1000, len(role)), born)
    return np.where(born < _FIRST_DAY, _FIRST_DAY + dice.integers(0, 3000, len(role)), born)
