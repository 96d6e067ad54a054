"""The levels of ``LEVELS`` as conditions of SQL: the same rules in the same order as ``compare``, on the columns of ``_table``.

They need nothing but comparing, subtracting, ``substr`` and ``case``, so that DuckDB and Spark understand them alike. A column ``x`` is
``x_l`` in one registration and ``x_r`` in the other; 0 or "" stands for what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from .._compare import LUNAR_IS_EARLIER
from .._ids import WIDTH, IdKind
from .._levels import Address, Birth, Id, Name, Phone, Same
from .._prepared import NAME_WIDTH, NO_DAY, PHONE_WIDTH
from .._read_name import NameKind

STAR = ord("*")


@dataclass(frozen=True, slots=True)
class Rule:
    """A level, and when it holds if none before it does; "ELSE" where none has to."""

    code: IntEnum
    when: str


def rules() -> dict[str, tuple[Rule, ...]]:
    """For each field of ``LEVELS`` its rules, UNKNOWN first."""
    return {
        "name": _name(),
        "id": _id(),
        "birth": _birth(),
        "phone": _phone(),
        "address": _address(),
        "street": _same("street"),
        "gender": _same("gender"),
    }


def _rules(*rows: tuple[IntEnum, str]) -> tuple[Rule, ...]:
    return tuple(Rule(code, when) for code, when in rows)


def _same_of(*columns: str) -> str:
    return _all(f"{column}_l = {column}_r" for column in columns)


def _known(column: str) -> str:
    return f"({column}_l = {column}_r and {column}_l <> 0)"


def _either(condition: str) -> str:
    """True of one registration or of the other; ``condition`` says ``{}`` for its side."""
    return f"({condition.format('l')} or {condition.format('r')})"


def _all(parts: Iterable[str]) -> str:
    return "(" + " and ".join(parts) + ")"


def _name() -> tuple[Rule, ...]:
    weak = _either(f"kind_{{}} > {int(NameKind.LATIN)}")
    called = _either(f"kind_{{}} = {int(NameKind.NICKNAME)}")
    by_surname = _either(f"kind_{{}} = {int(NameKind.SURNAME)}")
    unseen = _either("length_{} = 0")
    surnames = "(surname_l <> 0 and surname_r <> 0)"
    says_nothing = (
        f"(({by_surname} and ({called} or not {surnames})) or (not {by_surname} and {unseen}))"
    )
    missing = _either(f"kind_{{}} = {int(NameKind.MISSING)}")
    masked = _all(_fits(f"place_{place}") for place in range(NAME_WIDTH))
    ends = _all(_ends(f"back_{back}") for back in (1, 2))
    return (
        _rules(
            (Name.UNKNOWN, f"{missing} or ({weak} and {says_nothing})"),
            (Name.SURNAME_FITS, f"{weak} and {by_surname} and {_same_of('surname')}"),
            (Name.CALL_NAME_FITS, f"{weak} and not {by_surname} and {called} and {ends}"),
            (Name.MASK_FITS, f"{weak} and not {by_surname} and not {called} and {masked}"),
            (Name.DOES_NOT_FIT, weak),
        )
        + _names()
    )


def _names() -> tuple[Rule, ...]:
    """Of two real names."""
    three = "length_l = 3 and length_r = 3"
    return _rules(
        (Name.SAME, _known("written")),
        (Name.SAME_SIMPLIFIED, _known("name")),
        (Name.LOOK_ALIKE, f"{_same_of('looks')} and length_l > 0"),
        (Name.SAME_SOUND, f"{_known('pinyin')} and {_known('jyutping')}"),
        (Name.SAME_PINYIN, _known("pinyin")),
        (Name.SAME_CANTONESE, _known("jyutping")),
        (Name.MISHEARD, _known("misheard")),
        (Name.REORDERED, _known("syllables")),
        (Name.SAME_SPELLING, _known("roman")),
        (Name.ONE_LEFT_OUT, f"({_one_left_out('l', 'r')} or {_one_left_out('r', 'l')})"),
        (
            Name.SURNAME_LEFT_OUT,
            f"({_surname_left_out('l', 'r')} or {_surname_left_out('r', 'l')})",
        ),
        (Name.MIDDLE_DIFFERS, f"{three} and {_same_of('place_0', 'place_2')}"),
        (Name.LAST_DIFFERS, f"{three} and {_same_of('place_0', 'place_1')}"),
        (Name.SURNAME_DIFFERS, f"{three} and {_same_of('place_1', 'place_2')}"),
        (Name.SAME_SURNAME, _known("surname")),
        (Name.DIFFERENT, "ELSE"),
    )


def _one_left_out(long: str, short: str) -> str:
    """Without one of its characters, not the first, the long name is the short one."""
    ways = []
    for size in (3, 4):
        for gone in range(1, size):
            kept = [place for place in range(size) if place != gone]
            same = (f"place_{was}_{long} = place_{now}_{short}" for now, was in enumerate(kept))
            ways.append(_all([*_sizes(long, size, short, size - 1), *same]))
    return f"({' or '.join(ways)})"


def _surname_left_out(long: str, short: str) -> str:
    """The short name is the two given characters of the long one."""
    ways = []
    for size in (3, 4):
        same = (f"place_{size - 2 + place}_{long} = place_{place}_{short}" for place in (0, 1))
        ways.append(_all([*_sizes(long, size, short, 2), *same]))
    return f"({' or '.join(ways)})"


def _sizes(one: str, size: int, other: str, other_size: int) -> tuple[str, str]:
    return f"length_{one} = {size}", f"length_{other} = {other_size}"


def _fits(column: str) -> str:
    one, other = f"{column}_l", f"{column}_r"
    return f"({one} = {other} or {one} = {STAR} or {other} = {STAR})"


def _ends(column: str) -> str:
    return f"({column}_l = 0 or {column}_r = 0 or {_fits(column)})"


def _id() -> tuple[Rule, ...]:
    masked = _either(f"id_kind_{{}} = {int(IdKind.MASKED)}")
    valid = f"(id_kind_l = {int(IdKind.VALID)} and id_kind_r = {int(IdKind.VALID)})"
    whole = "(id_places_l <> '' and id_places_r <> '')"
    same = f"(id_l = id_r and not {masked})"
    fits = _all(_place_fits(place) for place in range(1, WIDTH + 1))
    doubted = _either("id_doubted_{} = 1")
    return _rules(
        (Id.UNKNOWN, _either(f"id_kind_{{}} = {int(IdKind.MISSING)}")),
        (Id.SAME_DOUBTED, f"{same} and {doubted}"),
        (Id.SAME_AS_NEW, f"{same} and id_was_short_l <> id_was_short_r"),
        (Id.SAME, same),
        (Id.MASK_FITS, f"{masked} and {whole} and {fits}"),
        (Id.DOES_NOT_FIT, masked),
        (Id.CONFLICT_DOUBTED, f"{valid} and {doubted}"),
        (Id.CONFLICT, valid),
        (Id.ONE_WRONG, f"{whole} and {_one_differs('id_places', WIDTH)}"),
        (Id.SWAPPED, f"{whole} and {_swapped('id_places', WIDTH)}"),
        (Id.DIFFERENT, "ELSE"),
    )


def _at(column: str, side: str, place: int) -> str:
    return f"substr({column}_{side}, {place}, 1)"


def _place_fits(place: int) -> str:
    one, other = _at("id_places", "l", place), _at("id_places", "r", place)
    return f"({one} = {other} or {one} = '*' or {other} = '*')"


def _differences(column: str, width: int) -> str:
    places = range(1, width + 1)
    each = (
        f"(case when {_at(column, 'l', place)} = {_at(column, 'r', place)} then 0 else 1 end)"
        for place in places
    )
    return "(" + " + ".join(each) + ")"


def _one_differs(column: str, width: int) -> str:
    return f"{_differences(column, width)} = 1"


def _swapped(column: str, width: int) -> str:
    """Two places differ, and two neighbours have changed places."""
    neighbours = (
        f"({_at(column, 'l', place)} = {_at(column, 'r', place + 1)}"
        f" and {_at(column, 'l', place + 1)} = {_at(column, 'r', place)}"
        f" and {_at(column, 'l', place)} <> {_at(column, 'r', place)})"
        for place in range(1, width)
    )
    return f"{_differences(column, width)} = 2 and ({' or '.join(neighbours)})"


def _birth() -> tuple[Rule, ...]:
    exact = "(day_l > 0 and day_r > 0)"
    fits = _all(f"({one}_l = {one}_r or {one}_l = 0 or {one}_r = 0)" for one in _PARTS)
    swapped = "month_l = day_r and day_l = month_r"
    first = _either("(month_{0} = 1 and day_{0} = 1)")
    lunar = _either(f"lunar_{{}} <> {NO_DAY}")
    day_and_month = f"{exact} and {_same_of('month', 'day')}"
    return _rules(
        (Birth.UNKNOWN, _either("year_{} = 0")),
        (Birth.SAME, f"{exact} and {_same_of(*_PARTS)}"),
        (Birth.AS_LUNAR, _as_lunar()),
        (Birth.FITS, f"not {exact} and {fits} and not {lunar}"),
        (Birth.SWAPPED, f"{exact} and {_same_of('year')} and {swapped}"),
        (Birth.FIRST_OF_YEAR, f"{exact} and {_same_of('year')} and {first}"),
        (Birth.DAY_DIFFERS, f"{exact} and {_same_of('year', 'month')}"),
        (Birth.MONTH_DIFFERS, f"{exact} and {_same_of('year', 'day')}"),
        (Birth.YEAR_OFF, f"{day_and_month} and (year_l - year_r = 1 or year_r - year_l = 1)"),
        (Birth.YEAR_DIFFERS, day_and_month),
        (Birth.SAME_YEAR, _same_of("year")),
        (Birth.NEAR, "year_l - year_r <= 2 and year_r - year_l <= 2"),
        (Birth.FAR, "ELSE"),
    )


_PARTS = ("year", "month", "day")


def _as_lunar() -> str:
    """See ``compare``: one is as many days before the other as the lunar calendar is, or both are one lunar day."""
    least, most = LUNAR_IS_EARLIER
    pairs = (
        ("days_r", "lunar_l"),
        ("days_l", "lunar_r"),
        ("days_l", "days_r"),
        ("days_r", "days_l"),
    )
    later = (f"{a} - {b} >= {least} and {a} - {b} <= {most}" for a, b in pairs)
    ways = [f"(lunar_l = lunar_r and lunar_l <> {NO_DAY})", *(f"({one})" for one in later)]
    return f"({' or '.join(ways)})"


def _phone() -> tuple[Rule, ...]:
    long = "length(phone_l) = length(phone_r)"
    one = f"({_one_differs('phone', PHONE_WIDTH)} or {_swapped('phone', PHONE_WIDTH)})"
    return _rules(
        (Phone.UNKNOWN, _either("phone_{} = ''")),
        (Phone.SAME, _same_of("phone")),
        (Phone.ONE_WRONG, f"{long} and {one}"),
        (Phone.DIFFERENT, "ELSE"),
    )


def _address() -> tuple[Rule, ...]:
    rooms = "(room_l <> 0 and room_r <> 0)"
    building = _same_of("road", "number")
    return _rules(
        (Address.UNKNOWN, _either("road_{} = 0")),
        (Address.SAME, f"{building} and {_known('room')}"),
        (Address.SAME_BUILDING, f"{building} and not {rooms}"),
        (Address.OTHER_ROOM, building),
        (Address.SAME_ROAD, _same_of("road")),
        (Address.DIFFERENT, "ELSE"),
    )


def _same(column: str) -> tuple[Rule, ...]:
    return _rules(
        (Same.UNKNOWN, _either(f"{column}_{{}} = 0")),
        (Same.SAME, _same_of(column)),
        (Same.DIFFERENT, "ELSE"),
    )
