"""The slow ways that anybody can check by reading: pairs by looking at all of them, levels one pair at a time."""

from collections import Counter
from itertools import combinations, zip_longest

from shanqiao.engines.linkage import KEY_KINDS, key_parts
from shanqiao.engines.linkage._characters import shapes
from shanqiao.engines.linkage._levels import Address, Birth, Id, Name, Phone, Same

FULL, LONG, LATIN, MASKED, SURNAME, NICKNAME = range(1, 7)


def values_of(normal, kind):
    """The value of one kind of key of each row: a tuple of texts, None where a part is missing."""
    values = key_parts(normal).select(kind.parts).rows()
    return [None if None in value else value for value in values]


def blocks(normal, kind):
    """The same, with values of too many rows told apart by the name as heard, or dropped."""
    values, heard = values_of(normal, kind), key_parts(normal)["heard"].to_list()
    often = Counter(values)
    values = [
        value if value is None or often[value] <= kind.most else name and (*value, name)
        for value, name in zip(values, heard, strict=True)
    ]
    often = Counter(values)
    return [None if often[value] > kind.most else value for value in values]


def candidates_slowly(normal):
    """{(first, second): bits of the kinds by which they meet}."""
    found = Counter()
    for number, kind in enumerate(KEY_KINDS):
        values = blocks(normal, kind)
        for first, second in combinations(range(normal.height), 2):
            if values[first] is not None and values[first] == values[second]:
                found[first, second] |= 1 << number
    return dict(found)


def levels_slowly(one, other):
    """Levels of two rows in normal form."""
    return {
        "name": name_level(one, other),
        "id": id_level(one, other),
        "birth": birth_level(one, other),
        "phone": phone_level(one["phone"], other["phone"]),
        "address": address_level(one, other),
        "street": same_level(one["street"], other["street"]),
        "gender": same_level(one["gender"], other["gender"]),
    }


def same_level(one, other):
    if one is None or other is None:
        return Same.UNKNOWN
    return Same.SAME if one == other else Same.DIFFERENT


def name_level(one, other):
    if not one["name_kind"] or not other["name_kind"]:
        return Name.UNKNOWN
    if one["name"] is None or other["name"] is None:
        return weak_level(one, other)

    def equal(column):
        return one[column] is not None and one[column] == other[column]

    if equal("written"):
        return Name.SAME
    if equal("name"):
        return Name.SAME_SIMPLIFIED
    both = {one["name_kind"], other["name_kind"]} == {FULL}
    x, y = one["name"], other["name"]
    if both and [shapes(ord(c)) for c in x] == [shapes(ord(c)) for c in y]:
        return Name.LOOK_ALIKE
    if equal("pinyin"):
        return Name.SAME_SOUND if equal("jyutping") else Name.SAME_PINYIN
    heard = {
        "jyutping": Name.SAME_CANTONESE,
        "misheard": Name.MISHEARD,
        "syllables": Name.REORDERED,
        "roman": Name.SAME_SPELLING,
    }
    for column, level in heard.items():
        if equal(column):
            return level
    if both:
        long, short = sorted((x, y), key=len, reverse=True)
        if len(long) in (3, 4) and short in {
            long[:at] + long[at + 1 :] for at in range(1, len(long))
        }:
            return Name.ONE_LEFT_OUT
        if len(long) in (3, 4) and short == long[-2:]:
            return Name.SURNAME_LEFT_OUT
        if len(x) == len(y) == 3:
            differ = [place for place in range(3) if x[place] != y[place]]
            by_place = (Name.SURNAME_DIFFERS, Name.MIDDLE_DIFFERS, Name.LAST_DIFFERS)
            if len(differ) == 1:
                return by_place[differ[0]]
    return Name.SAME_SURNAME if equal("surname") else Name.DIFFERENT


def weak_level(one, other):
    kinds = {one["name_kind"], other["name_kind"]}
    surnames = one["surname"], other["surname"]
    if SURNAME in kinds:
        if NICKNAME in kinds or None in surnames:
            return Name.UNKNOWN
        return Name.SURNAME_FITS if surnames[0] == surnames[1] else Name.DOES_NOT_FIT
    if kinds & {LONG, LATIN}:
        return Name.UNKNOWN
    x, y = (row["name"] or row["seen"] for row in (one, other))
    if len(x) > 4 or len(y) > 4:
        return Name.UNKNOWN
    if NICKNAME in kinds:
        shown = zip(x[:-3:-1], y[:-3:-1], strict=False)
        return Name.CALL_NAME_FITS if all(fit(a, b) for a, b in shown) else Name.DOES_NOT_FIT
    # a star at the end may stand for no character: 张某某 for 张丽
    fits = all(fit(a, b) for a, b in zip_longest(x, y, fillvalue=""))
    return Name.MASK_FITS if fits else Name.DOES_NOT_FIT


def fit(one, other):
    return one == other or "*" in (one, other)


def one_apart(one, other):
    """(one place differs, two neighbours are swapped)."""
    if len(one) != len(other):
        return False, False
    differ = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    swapped = len(differ) == 2 and differ[1] == differ[0] + 1
    swapped = swapped and one[differ[0]] == other[differ[1]] and one[differ[1]] == other[differ[0]]
    return len(differ) == 1, swapped


def id_level(one, other):
    x, y = (row["id"] or row["id_seen"] for row in (one, other))
    if x is None or y is None:
        return Id.UNKNOWN
    if one["id_seen"] or other["id_seen"]:
        whole = len(x) == len(y) == 18
        fits = whole and all(fit(a, b) for a, b in zip(x, y, strict=True))
        return Id.MASK_FITS if fits else Id.DOES_NOT_FIT
    doubted = one["id_doubted"] or other["id_doubted"]
    if x == y and doubted:
        return Id.SAME_DOUBTED
    if x == y:
        return Id.SAME if one["id_was_short"] == other["id_was_short"] else Id.SAME_AS_NEW
    if one["id_born"] and other["id_born"]:
        return Id.CONFLICT_DOUBTED if doubted else Id.CONFLICT
    if all(len(text) == 18 and set(text) <= set("0123456789X") for text in (x, y)):
        wrong, swapped = one_apart(x, y)
        if wrong or swapped:
            return Id.ONE_WRONG if wrong else Id.SWAPPED
    return Id.DIFFERENT


def birth_level(one, other):
    x, y = (_parts(row) for row in (one, other))
    if not x or not y:
        return Birth.UNKNOWN
    lunar = one["born_lunar"] or other["born_lunar"]
    if as_lunar(one, other) or as_lunar(other, one):
        return Birth.AS_LUNAR
    if len(x) < 3 or len(y) < 3:
        known = min(len(x), len(y))
        if x[:known] == y[:known] and not lunar:
            return Birth.FITS
    else:
        year, month, day = (a == b for a, b in zip(x, y, strict=True))
        if year and month and day:
            return Birth.SAME
        if year and x[1:] == (y[2], y[1]):
            return Birth.SWAPPED
        if year and (1, 1) in (x[1:], y[1:]):
            return Birth.FIRST_OF_YEAR
        for both, level in (
            (year and month, Birth.DAY_DIFFERS),
            (year and day, Birth.MONTH_DIFFERS),
            (month and day and abs(x[0] - y[0]) == 1, Birth.YEAR_OFF),
            (month and day, Birth.YEAR_DIFFERS),
        ):
            if both:
                return level
    apart = abs(x[0] - y[0])
    return Birth.SAME_YEAR if apart == 0 else Birth.NEAR if apart <= 2 else Birth.FAR


def as_lunar(one, other):
    """One is as much earlier than the other as lunar dates are, or both are the same lunar date."""
    if one["born_lunar"]:
        early = one["born_lunar"]
    else:
        early = one["born"] if one["born_precision"] == 3 else None
    late = other["born"] if other["born_precision"] == 3 else None
    if early and late and 18 <= (late - early).days <= 51:
        return True
    return one["born_lunar"] is not None and one["born_lunar"] == other["born_lunar"]


def _parts(row):
    if row["born"] is None:
        return ()
    return (row["born"].year, row["born"].month, row["born"].day)[: row["born_precision"]]


def phone_level(one, other):
    if one is None or other is None:
        return Phone.UNKNOWN
    if one == other:
        return Phone.SAME
    return Phone.ONE_WRONG if any(one_apart(one, other)) else Phone.DIFFERENT


def address_level(one, other):
    if one["road"] is None or other["road"] is None:
        return Address.UNKNOWN
    if one["road"] != other["road"]:
        return Address.DIFFERENT
    if one["number"] != other["number"]:
        return Address.SAME_ROAD
    if one["room"] is None or other["room"] is None:
        return Address.SAME_BUILDING
    return Address.SAME if one["room"] == other["room"] else Address.OTHER_ROOM
