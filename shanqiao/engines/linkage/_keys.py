"""By what two registrations come to be compared at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from ._characters import MASK
from ._days import Precision
from ._hashes import NOTHING, Hashes, combined, hashes_of


@dataclass(frozen=True, slots=True)
class KeyKind:
    """One kind of key: two registrations meet when all its parts are the same."""

    name: str
    parts: tuple[str, ...]  # columns of ``key_parts``
    most: int  # a value that more registrations have is frequent: it finds only those heard alike as well
    zh: str
    en: str


KEY_KINDS: tuple[KeyKind, ...] = (
    KeyKind("id", ("id",), 40, "证件号相同", "the same identity number"),
    KeyKind("id_tail", ("id_tail", "surname_misheard"), 40, "证件尾号与姓氏", "last places of the number, surname"),
    KeyKind("phone", ("phone",), 12, "电话相同", "the same telephone"),
    KeyKind("birth_surname", ("birth", "surname_misheard"), 40, "生日与近音姓氏", "birthday, surname as heard"),
    KeyKind("birth_cantonese", ("birth", "surname_jyutping"), 40, "生日与粤音姓氏", "birthday, surname in Cantonese"),
    KeyKind("birth_last", ("birth", "last"), 40, "生日与末字", "birthday, last character"),
    KeyKind("pinyin_street", ("pinyin", "street"), 40, "同音同镇街", "name in pinyin, street"),
    KeyKind("cantonese_street", ("jyutping", "street"), 40, "粤音同名同镇街", "name in Cantonese, street"),
    KeyKind("pinyin_year", ("pinyin", "year"), 40, "同音同年", "name in pinyin, year of birth"),
    KeyKind("syllables_year", ("syllables", "year"), 40, "音节相同同年", "syllables in any order, year of birth"),
    KeyKind("roman_year", ("roman", "year"), 40, "港式拼写同年", "spelling of Hong Kong papers, year of birth"),
    KeyKind("address", ("address",), 20, "住址相同", "the same address"),
    KeyKind("building_surname", ("building", "surname_misheard"), 20, "同楼同姓", "building, surname as heard"),
    KeyKind("building_last", ("building", "last"), 20, "同楼同末字", "building, last character"),
    KeyKind("pinyin_day", ("pinyin", "day"), 40, "同音同月日", "name in pinyin, month and day of birth"),
    KeyKind("rare_name", ("pinyin",), 6, "罕见的同音姓名", "a rare name in pinyin"),
)  # fmt: skip
_SALT_NARROW = 255


@dataclass(frozen=True)
class Keys:
    """The keys of a register.

    Args:
        rids: (n,) in the order of the normal form.
        broad: (n, kinds) hashes, 0 where a part is missing.
        heard: (n,) hash of the whole name as heard, by which frequent values are told apart; 0 of weak names.
    """

    rids: pl.Series
    broad: Hashes
    heard: Hashes

    @cached_property
    def narrow(self) -> Hashes:
        """(n, kinds): the same keys with the whole name as heard."""
        columns = [
            combined(_SALT_NARROW, self.broad[:, kind], self.heard)
            for kind in range(self.broad.shape[1])
        ]
        return np.stack(columns, axis=1)


def key_parts(normal: pl.DataFrame) -> pl.DataFrame:
    """What keys are made of.

    Args:
        normal: (n,) rows as ``normalise`` gives them.

    Returns:
        (n,) rows of text, null where missing: a column for each part of ``KEY_KINDS``, and ``heard``.
    """
    shown = pl.coalesce("id", "id_seen")
    tail = pl.when(shown.str.len_chars() == 18).then(shown.str.slice(14))
    last = pl.coalesce(
        pl.when(pl.col("name").str.contains(r"^[^a-z]+$")).then(pl.col("name")), "seen"
    ).str.slice(-1)
    exact = pl.col("born_precision") == Precision.DAY
    building = pl.concat_str("road", pl.col("number").fill_null(""), separator="|")
    return normal.select(
        "id",
        pl.when(~tail.str.contains(MASK, literal=True)).then(tail).alias("id_tail"),
        "phone",
        pl.when(exact).then(pl.col("born").cast(pl.String)).alias("birth"),
        pl.col("born").dt.year().cast(pl.String).alias("year"),
        pl.when(exact).then(pl.col("born").dt.to_string("%m-%d")).alias("day"),
        pl.when(last != MASK).then(last).alias("last"),
        *("surname_misheard", "surname_jyutping", "pinyin", "jyutping", "syllables", "roman"),
        *("street", "address"),
        building.alias("building"),
        pl.coalesce("misheard", "roman").alias("heard"),
    )


def make_keys(normal: pl.DataFrame) -> Keys:
    """The keys of each registration; see ``KEY_KINDS``.

    Args:
        normal: (n,) rows as ``normalise`` gives them.
    """
    parts = key_parts(normal)
    hashes = {name: hashes_of(parts[name]) for name in parts.columns}
    columns = [
        combined(number, *(hashes[part] for part in kind.parts))
        for number, kind in enumerate(KEY_KINDS)
    ]
    return Keys(normal["rid"], np.stack(columns, axis=1), hashes["heard"])


@dataclass(frozen=True)
class Frequent:
    """Values of keys that many registrations have: phones of stations, homes, birthdays nobody knew.

    Args:
        values: for each kind of ``KEY_KINDS`` the hashes, rising.
        counts: how many registrations have each.
    """

    values: tuple[Hashes, ...]
    counts: tuple[npt.NDArray[np.int64], ...]


def frequent_values(keys: Keys) -> Frequent:
    """Which values more registrations have than their kind allows."""
    found = [_frequent(keys.broad[:, number], kind.most) for number, kind in enumerate(KEY_KINDS)]
    return Frequent(tuple(values for values, _ in found), tuple(counts for _, counts in found))


def capped(keys: Keys, frequent: Frequent) -> Hashes:
    """(n, kinds) hashes by which registrations meet: frequent values are replaced by narrow ones."""
    met = keys.broad.copy()
    for number, values in enumerate(frequent.values):
        often = np.isin(met[:, number], values)
        met[often, number] = keys.narrow[often, number]
    return met


def _frequent(column: Hashes, most: int) -> tuple[Hashes, npt.NDArray[np.int64]]:
    values, counts = np.unique(column[column != NOTHING], return_counts=True)
    return values[counts > most], counts[counts > most]
