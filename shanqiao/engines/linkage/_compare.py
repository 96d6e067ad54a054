"""How alike the registrations of many pairs are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from ._compare_names import name_levels
from ._hashes import NOTHING
from ._ids import IdKind
from ._levels import Address, Birth, Id, Phone, Same
from ._prepared import NO_DAY, SHARED, Prepared, Rows, Small, Yes, first_of

COMPARISON_COLUMNS: dict[str, pl.DataType] = {
    **{
        field: pl.UInt8()
        for field in ("name", "id", "birth", "phone", "address", "street", "gender")
    },
    **{f"share_{field}": pl.Float32() for field in SHARED},
}
LUNAR_IS_EARLIER = (
    18,
    51,
)  # days, at least and at most, since the lunar year begins 21 January to 20 February
_CHUNK = 1_000_000
_STAR = ord("*")


def compare(
    left: Prepared, first: npt.ArrayLike, right: Prepared, second: npt.ArrayLike
) -> pl.DataFrame:
    """Levels of each field for each pair.

    Args:
        left, right: registrations; the same object twice within one register.
        first, second: (pairs,) places in ``left`` and in ``right``.

    Returns:
        (pairs,) rows, columns ``COMPARISON_COLUMNS``: a level of ``LEVELS`` for each field, and for each of ``SHARED`` how
        common the value is, the commoner of both; null where either is missing. Which of two is first says nothing.
    """
    firsts, seconds = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    parts = [
        _compared(left, firsts[at : at + _CHUNK], right, seconds[at : at + _CHUNK])
        for at in range(0, max(1, len(firsts)), _CHUNK)
    ]
    return pl.concat(parts)


def _compared(left: Prepared, a: Rows, right: Prepared, b: Rows) -> pl.DataFrame:
    columns: dict[str, npt.NDArray[np.generic]] = {
        "name": name_levels(left, a, right, b),
        "id": _id_levels(left, a, right, b),
        "birth": _birth_levels(left, a, right, b),
        "phone": _phone_levels(left.phone_places[a], right.phone_places[b]),
        "address": _address_levels(left, a, right, b),
        "street": _same_levels(left.hashes["street"][a], right.hashes["street"][b]),
        "gender": _same_levels(left.gender[a], right.gender[b]),
    }
    for field in SHARED:
        columns[f"share_{field}"] = np.maximum(left.share[field][a], right.share[field][b])
    frame = pl.DataFrame(columns, schema_overrides=COMPARISON_COLUMNS)
    return frame.with_columns(pl.col(f"share_{field}").fill_nan(None) for field in SHARED)


def one_apart(a: Small, b: Small) -> tuple[Yes, Yes]:
    """Whether (one place differs, two neighbours are swapped), of places (pairs, width) of equal length."""
    differs = a != b
    count = differs.sum(axis=1)
    swapped = (a[:, :-1] == b[:, 1:]) & (a[:, 1:] == b[:, :-1]) & differs[:, :-1] & differs[:, 1:]
    return count == 1, (count == 2) & swapped.any(axis=1)


def _id_levels(left: Prepared, a: Rows, right: Prepared, b: Rows) -> Small:
    kinds_a, kinds_b = left.id_kind[a], right.id_kind[b]
    places_a, places_b = left.id_places[a], right.id_places[b]
    known = (kinds_a != IdKind.MISSING) & (kinds_b != IdKind.MISSING)
    masked = (kinds_a == IdKind.MASKED) | (kinds_b == IdKind.MASKED)
    whole = (places_a[:, 0] > 0) & (places_b[:, 0] > 0)
    same = (left.hashes["id"][a] == right.hashes["id"][b]) & ~masked
    fits = ((places_a == places_b) | (places_a == _STAR) | (places_b == _STAR)).all(axis=1)
    valid = (kinds_a == IdKind.VALID) & (kinds_b == IdKind.VALID)
    doubted = left.id_doubted[a] | right.id_doubted[b]
    one, swapped = one_apart(places_a, places_b)
    rules = [
        (~known, Id.UNKNOWN),
        (same & doubted, Id.SAME_DOUBTED),
        (same & (left.id_was_short[a] != right.id_was_short[b]), Id.SAME_AS_NEW),
        (same, Id.SAME),
        (masked & whole & fits, Id.MASK_FITS),
        (masked, Id.DOES_NOT_FIT),
        (valid & doubted, Id.CONFLICT_DOUBTED),
        (valid, Id.CONFLICT),
        (whole & one, Id.ONE_WRONG),
        (whole & swapped, Id.SWAPPED),
    ]
    return first_of(rules, Id.DIFFERENT)


def _birth_levels(left: Prepared, at: Rows, right: Prepared, bt: Rows) -> Small:
    a, b = left.births[at], right.births[bt]
    known = (a[:, 0] > 0) & (b[:, 0] > 0)
    exact = (a[:, 2] > 0) & (b[:, 2] > 0)
    year, month, day = (a == b).T
    fits = ((a == b) | (a == 0) | (b == 0)).all(axis=1)
    swapped = (a[:, 1] == b[:, 2]) & (a[:, 2] == b[:, 1])
    one_first, other_first = ((x[:, 1:] == 1).all(axis=1) for x in (a, b))
    apart = np.abs(a[:, 0] - b[:, 0])
    lunar = (left.lunar[at] != NO_DAY) | (right.lunar[bt] != NO_DAY)
    rules = [
        (~known, Birth.UNKNOWN),
        (exact & year & month & day, Birth.SAME),
        (_as_lunar(left, at, right, bt), Birth.AS_LUNAR),
        (~exact & fits & ~lunar, Birth.FITS),
        (exact & year & swapped, Birth.SWAPPED),
        (exact & year & (one_first | other_first), Birth.FIRST_OF_YEAR),
        (exact & year & month, Birth.DAY_DIFFERS),
        (exact & year & day, Birth.MONTH_DIFFERS),
        (exact & month & day & (apart == 1), Birth.YEAR_OFF),
        (exact & month & day, Birth.YEAR_DIFFERS),
        (year, Birth.SAME_YEAR),
        (apart <= 2, Birth.NEAR),
    ]
    return first_of(rules, Birth.FAR)


def _as_lunar(left: Prepared, a: Rows, right: Prepared, b: Rows) -> Yes:
    """One is as many days before the other as the lunar calendar is; both the same lunar day.

    Written as a lunar date it is earlier; where nobody said which of two is lunar, either may be.
    """
    days_a, days_b, lunar_a, lunar_b = left.days[a], right.days[b], left.lunar[a], right.lunar[b]
    least, most = LUNAR_IS_EARLIER
    later = [days_b - lunar_a, days_a - lunar_b, np.abs(days_a - days_b)]
    as_lunar: Yes = (lunar_a == lunar_b) & (lunar_a != NO_DAY)
    for days in later:
        as_lunar |= (days >= least) & (days <= most)
    return as_lunar


def _phone_levels(a: Small, b: Small) -> Small:
    one, swapped = one_apart(a, b)
    long = (a > 0).sum(axis=1) == (b > 0).sum(axis=1)
    rules = [
        ((a[:, 0] == 0) | (b[:, 0] == 0), Phone.UNKNOWN),
        ((a == b).all(axis=1), Phone.SAME),
        (long & (one | swapped), Phone.ONE_WRONG),
    ]
    return first_of(rules, Phone.DIFFERENT)


def _address_levels(left: Prepared, a: Rows, right: Prepared, b: Rows) -> Small:
    def equal(column: str) -> Yes:
        same: Yes = left.hashes[column][a] == right.hashes[column][b]
        return same

    room_a, room_b = left.hashes["room"][a], right.hashes["room"][b]
    rooms = (room_a != NOTHING) & (room_b != NOTHING)
    missing = (left.hashes["road"][a] == NOTHING) | (right.hashes["road"][b] == NOTHING)
    building = equal("road") & equal("number")
    rules = [
        (missing, Address.UNKNOWN),
        (building & rooms & equal("room"), Address.SAME),
        (building & ~rooms, Address.SAME_BUILDING),
        (building, Address.OTHER_ROOM),
        (equal("road"), Address.SAME_ROAD),
    ]
    return first_of(rules, Address.DIFFERENT)


def _same_levels(a: npt.NDArray[np.generic], b: npt.NDArray[np.generic]) -> Small:
    rules = [((a == 0) | (b == 0), Same.UNKNOWN), (a == b, Same.SAME)]
    return first_of(rules, Same.DIFFERENT)
