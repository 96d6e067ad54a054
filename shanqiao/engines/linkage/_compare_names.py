"""How alike the names of many pairs are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ._characters import MASK
from ._hashes import NOTHING
from ._levels import Name
from ._prepared import Prepared, Rows, Small, Yes, first_of
from ._read_name import NameKind

_STAR = np.uint32(ord(MASK))


def name_levels(left: Prepared, a: Rows, right: Prepared, b: Rows) -> Small:
    """(pairs,) levels of ``Name``."""
    weak_a, weak_b = left.kind[a] > NameKind.LATIN, right.kind[b] > NameKind.LATIN
    missing = (left.kind[a] == NameKind.MISSING) | (right.kind[b] == NameKind.MISSING)
    levels = np.full(len(a), Name.UNKNOWN, dtype=np.uint8)
    real = np.flatnonzero(~missing & ~weak_a & ~weak_b)
    weak = np.flatnonzero(~missing & (weak_a | weak_b))
    levels[real] = _of_names(left, a[real], right, b[real])
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
    return [
        (
            ((length_a == 3) & (length_b == 2) & _left_out(one, other))
            | ((length_b == 3) & (length_a == 2) & _left_out(other, one)),
            Name.ONE_LEFT_OUT,
        ),
        (three & first & last, Name.MIDDLE_DIFFERS),
        (three & first & middle, Name.LAST_DIFFERS),
        (three & middle & last, Name.SURNAME_DIFFERS),
    ]


def _left_out(long: npt.NDArray[np.uint32], short: npt.NDArray[np.uint32]) -> Yes:
    """The surname and one of the two given characters are there."""
    given: Yes = (long[:, 1] == short[:, 1]) | (long[:, 2] == short[:, 1])
    there: Yes = (long[:, 0] == short[:, 0]) & given
    return there


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
    one: npt.NDArray[np.uint32],
    length_a: npt.NDArray[np.int64],
    other: npt.NDArray[np.uint32],
    length_b: npt.NDArray[np.int64],
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
