"""Which institutions were entered twice: sure, perhaps, or only alike.

Sure is what needs no opinion: the same name in the same place, or the same core of a name at the
same house number. Everything else that looks alike is left for a person to decide, and both are
planned for meanwhile, because a doubt about identity denies nobody help.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from ._institutions import Institution
from ._places import names_of_hubei

WHY: dict[str, tuple[str, str]] = {
    "same_name_same_place": ("同名，且在同一个地方。", "The same name, and in the same place."),
    "same_core_same_house": (
        "去掉地名和括号后名称相同，门牌也相同。",
        "The same name without place names and brackets, and the same house number.",
    ),
    "same_house": (
        "门牌相同，名称不同：可能是一家，也可能只是同在一处办公。",
        "The same house number, different names: perhaps one, perhaps two under one roof.",
    ),
    "part_of_the_name": (
        "一个名称以另一个开头：可能是它的科室或院区。",
        "One name begins with the other: perhaps its department or campus.",
    ),
    "same_core_same_city": (
        "去掉地名和括号后名称相同，同在一市，门牌对不上或没有写。",
        "The same name without place names and brackets in one city; house numbers differ or are missing.",
    ),
    "same_name_other_place": (
        "同名，但在不同的区县：是两家。",
        "The same name in different districts: two institutions.",
    ),
}
_SURE = ("same_name_same_place", "same_core_same_house")
_HOUSE = re.compile(r"([一-鿿]{3})(?:附|特)?([0-9]+(?:-[0-9]+)?|[一二三四五六七八九十]+)号")
_BRACKETS = re.compile(r"\(([^()]*)\)?")
_DEPARTMENT = re.compile(r"(科|部|室|处|院区)$")
_SHORTEST = 4  # a shorter beginning, such as 医院, says nothing about who it is


@dataclass(frozen=True, slots=True)
class Double:
    """Two rows that look alike.

    Attributes:
        first, second: the two, first the one whose key is earlier as text.
        verdict: ``same``, ``perhaps`` or ``different``.
        reason: a key of `WHY`.
    """

    first: Institution
    second: Institution
    verdict: str
    reason: str


def find_doubles(institutions: Iterable[Institution]) -> list[Double]:
    """All pairs that look alike, in the order of their keys."""
    doubles = []
    for first, second in combinations(sorted(institutions, key=lambda one: one.key), 2):
        reason = _why_alike(first, second)
        if reason:
            doubles.append(Double(first, second, _verdict(reason), reason))
    return doubles


def one_key_each(institutions: Iterable[Institution], doubles: Iterable[Double]) -> dict[str, str]:
    """For every institution the key it is planned under: of those that are the same, the first."""
    key = {one.key: one.key for one in institutions}

    def root(of: str) -> str:
        while key[of] != of:
            of = key[of]
        return of

    for double in doubles:
        if double.verdict == "same":
            first, second = sorted((root(double.first.key), root(double.second.key)))
            key[second] = first
    return {one: root(one) for one in key}


def _verdict(reason: str) -> str:
    if reason in _SURE:
        return "same"
    return "different" if reason == "same_name_other_place" else "perhaps"


def _why_alike(one: Institution, other: Institution) -> str:
    name, other_name = _plain(one.name), _plain(other.name)
    if name == other_name:
        together = one.place.may_be(other.place)
        return "same_name_same_place" if together else "same_name_other_place"
    if one.place.city != other.place.city:
        return ""
    house, other_house = _house(one.address), _house(other.address)
    same_house = bool(house) and house == other_house
    shared = _cores(one.name) & _cores(other.name)
    if shared and same_house and not _departments(one.name, other.name):
        return "same_core_same_house"
    if same_house:
        return "same_house"
    if shared and _names_agree(name, other_name) and one.place.may_be(other.place):
        return "same_core_same_city"
    short, long = sorted((name, other_name), key=len)
    if len(short) > _SHORTEST and long.startswith(short):
        return "part_of_the_name"
    return ""


@cache
def _plain(name: str) -> str:
    """A name without spaces, wide letters made narrow, so that brackets are all of one kind."""
    return "".join(unicodedata.normalize("NFKC", name).split())


@cache
def _cores(name: str) -> frozenset[str]:
    """What is left of a name without place names; a second name in brackets counts as well.

    A department in brackets is no second name.
    """
    plain = _plain(name)
    names = [_BRACKETS.sub("", plain)]
    names += [alias for alias in _BRACKETS.findall(plain) if not _DEPARTMENT.search(alias)]
    return frozenset(core for one in names if (core := _without_places(one)))


@cache
def _without_places(name: str) -> str:
    for place in _places_first(name):
        name = name.removeprefix(place)
    return name


def _names_agree(name: str, other: str) -> bool:
    """Whether no place names speak against it: the same ones, or one name has none."""
    short, long = sorted((_BRACKETS.sub("", name), _BRACKETS.sub("", other)), key=len)
    return short == long or short == _without_places(long)


def _places_first(name: str) -> Iterable[str]:
    """Place names a name begins with, one after the other; never the whole name."""
    rest = name
    while True:
        place = next((p for p in names_of_hubei() if rest.startswith(p) and rest != p), None)
        if place is None:
            return
        yield place
        rest = rest.removeprefix(place)


def _departments(name: str, other: str) -> bool:
    """Whether either is a department of somebody: it may ask for itself."""
    brackets = _BRACKETS.findall(_plain(name)) + _BRACKETS.findall(_plain(other))
    return any(_DEPARTMENT.search(alias) for alias in brackets)


@cache
def _house(address: str) -> tuple[str, str] | None:
    """The end of the road's name and the house number."""
    found = _HOUSE.search(_plain(address))
    return (found[1], found[2]) if found else None
