"""How alike the names of many pairs are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from ._characters import MASK, Points
from ._hashes import NOTHING
from ._levels import Name
from ._prepared import Prepared, Rows, Small, Yes, first_of
from ._read_name import NameKind

Lengths = npt.NDArray[np.int64]
_STAR = np.uint32(ord(MASK))


def name_levels(left: Prepared, a: Rows, right: Prepared, b: Rows) -> Small:
    """(pairs,) levels of ``Name``."""
    weak_a, weak_b = left.kind[a] > NameKind.LATIN, right.kind[b] > NameKind.LATIN
    missing = (left.kind[a] == NameKind.MISSING) | (right.kind[b] == NameKind.MISSING)
    levels = np.full(len(a), Name.UNKNOWN, dtype=np.uint8)
    real = np.flatnonzero(~missing & ~weak_a & ~weak_b)
    weak = np.flatnonzero(~missing & (weak_a | weak_b))
    if len(real):
        levels[real] = _of_names(left, a[real], right, b[real])
    if len(weak):  # seldom, at the desk
        levels[weak] = _of_weak(left, a[weak], right, b[weak])
    return levels


def _of_names(left: Prepared, a: Rows, right: Prepared, b: Rows) -> Small:
    def equal(column: str) -> Yes:
        value = left.hashes[column][a]
        same: Yes = (value == right.hashes[column][b]) & (value != NOTHING)
        return same

    pinyin, cantonese = equal("pinyin"), equal("jyutping")
    rules = [
        (equal("written"), Name.SAME),
        (equal("name"), Name.SAME_SIMPLIFIED),
        (_look_alike(left, a, right, b), Name.LOOK_ALIKE),
        (pinyin & cantonese, Name.SAME_SOUND),
        (pinyin, Name.SAME_PINYIN),
        (cantonese, Name.SAME_CANTONESE),
        (equal("misheard"), Name.MISHEARD),
        (equal("syllables"), Name.REORDERED),
        (equal("roman"), Name.SAME_SPELLING),
        *_by_position(left, a, right, b),
        (equal("surname"), Name.SAME_SURNAME),
    ]
    return first_of(rules, Name.DIFFERENT)


def _look_alike(left: Prepared, a: Rows, right: Prepared, b: Rows) -> Yes:
    """All places look the same, and so do the lengths."""
    same = (left.shapes[a] == right.shapes[b]).all(axis=1)
    looks: Yes = same & (left.length[a] > 0)
    return looks


def _by_position(left: Prepared, a: Rows, right: Prepared, b: Rows) -> list[tuple[Yes, Name]]:
    """One character of three differs, or is left out."""
    one, other = left.characters[a], right.characters[b]
    length_a, length_b = left.length[a], right.length[b]
    three = (length_a == 3) & (length_b == 3)
    first, middle, last = (one[:, place] == other[:, place] for place in range(3))
    lengths = length_a, length_b
    return [
        (_either(_one_left_out, one, other, *lengths), Name.ONE_LEFT_OUT),
        (_either(_surname_left_out, one, other, *lengths), Name.SURNAME_LEFT_OUT),
        (three & first & last, Name.MIDDLE_DIFFERS),
        (three & first & middle, Name.LAST_DIFFERS),
        (three & middle & last, Name.SURNAME_DIFFERS),
    ]


def _either(
    test: Callable[[Points, Points, Lengths, Lengths], Yes],
    one: Points,
    other: Points,
    length_a: Lengths,
    length_b: Lengths,
) -> Yes:
    return test(one, other, length_a, length_b) | test(other, one, length_b, length_a)


def _one_left_out(long: Points, short: Points, length: Lengths, shorter: Lengths) -> Yes:
    """Without one of its characters, not the first, the long name is the short one."""
    found = np.zeros(len(long), dtype=bool)
    for size in (3, 4):
        rows = np.flatnonzero((length == size) & (shorter == size - 1))
        if not len(rows):
            continue
        for gone in range(1, size):
            kept = [place for place in range(size) if place != gone]
            found[rows] |= (long[rows][:, kept] == short[rows, : size - 1]).all(axis=1)
    return found


def _surname_left_out(long: Points, short: Points, length: Lengths, shorter: Lengths) -> Yes:
    """The short name is the two given characters of the long one."""
    found = np.zeros(len(long), dtype=bool)
    for size in (3, 4):
        rows = np.flatnonzero((length == size) & (shorter == 2))
        if len(rows):
            found[rows] = (long[rows, size - 2 : size] == short[rows, :2]).all(axis=1)
    return found


def _of_weak(left: Prepared, a: Rows, right: Prepared, b: Rows) -> Small:
    kind_a, kind_b = left.kind[a], right.kind[b]
    one, other = left.characters[a], right.characters[b]
    surname_a, surname_b = left.hashes["surname"][a], right.hashes["surname"][b]
    has_surnames = (surname_a != NOTHING) & (surname_b != NOTHING)
    called = (kind_a == NameKind.NICKNAME) | (kind_b == NameKind.NICKNAME)
    by_surname = (kind_a == NameKind.SURNAME) | (kind_b == NameKind.SURNAME)
    unseen = (left.length[a] == 0) | (
        right.length[b] == 0
    )  # a long or Latin name, which shows no characters
    places = (one == other) | (one == _STAR) | (other == _STAR)
    masked = ~called & ~by_surname
    ends = _ends_alike(one, left.length[a], other, right.length[b])
    rules = [
        (~by_surname & unseen, Name.UNKNOWN),
        (by_surname & (called | ~has_surnames), Name.UNKNOWN),
        (by_surname & (surname_a == surname_b), Name.SURNAME_FITS),
        (by_surname, Name.DOES_NOT_FIT),
        (called & ends, Name.CALL_NAME_FITS),
        (masked & places.all(axis=1), Name.MASK_FITS),
    ]
    return first_of(rules, Name.DOES_NOT_FIT)


def _ends_alike(
    one: Points,
    length_a: Lengths,
    other: Points,
    length_b: Lengths,
) -> Yes:
    """From the end, as far as both show characters: *明 and 陈伟明, *伟明 and *明."""
    rows = np.arange(len(one))
    alike = np.ones(len(one), dtype=bool)
    for back in range(1, 3):
        there = (length_a >= back) & (length_b >= back)
        x = one[rows, np.maximum(length_a - back, 0)]
        y = other[rows, np.maximum(length_b - back, 0)]
        alike &= ~there | (x == y) | (x == _STAR) | (y == _STAR)
    return alike
