"""Registrations as arrays, so that many pairs are compared at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from ._characters import MASK, Codes, Points, points_of, shapes
from ._hashes import Hashes, hashes_of
from ._ids import WIDTH
from ._read_name import NameKind

HASHED = (
    "written",
    "name",
    "surname",
    "pinyin",
    "misheard",
    "jyutping",
    "syllables",
    "roman",
    "id",
    "phone",
    "road",
    "address",
    "number",
    "room",
    "street",
)
NAME_WIDTH = 4
BACKGROUND = 1000  # registrations of others, beside which a register is looked at
NO_DAY = -(2**20)  # no birthday is so long ago
PHONE_WIDTH = 13
SHARED = {
    "name": "name",
    "surname": "surname",
    "birth": "born",
    "phone": "phone",
    "address": "address",
}

Small: TypeAlias = npt.NDArray[np.uint8]
Rows: TypeAlias = npt.NDArray[np.int64]
Yes: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Frequencies:
    """How common values are: a rare name that agrees says more than a common one.

    Args:
        shares: for each of ``SHARED`` its values (text) and the share of registrations, of those where it is known and
            ``BACKGROUND`` others that have another value: in a list of ten, two of one name are not a fifth of a city.
        rare: the share that a value counts as that nobody has had so far.
    """

    shares: dict[str, pl.DataFrame]
    rare: dict[str, float]


def frequencies(normal: pl.DataFrame) -> Frequencies:
    """Count the values of a register in normal form."""
    shares, rare = {}, {}
    for field, column in SHARED.items():
        known = normal.select(pl.col(column).cast(pl.String).alias("value")).drop_nulls()
        counted = known.group_by("value").agg(pl.len().alias("count")).sort("value")
        share = pl.col("count").cast(pl.Float64) / (known.height + BACKGROUND)
        shares[field] = counted.select("value", share.alias("share"))
        rare[field] = 1.0 / (known.height + 1 + BACKGROUND)
    return Frequencies(shares, rare)


@dataclass(frozen=True)
class Prepared:
    """n registrations.

    Args:
        hashes: for each of ``HASHED`` (n,), 0 where missing.
        characters: (n, 4) of a name of kind FULL, else of what is seen of a weak one; 0 behind the end.
        length: (n,) how many of them; 0 of other names.
        kind: (n,) NameKind.
        id_kind: (n,) IdKind; ``id_places`` (n, 18) ASCII, * where hidden, 0 where there are not 18; ``id_was_short`` (n,).
        id_doubted: (n,) whether it is hardly their own.
        births: (n, 3) year, month, day; 0 where not known.
        days: (n,) birthdays known to the day, as days since 1970, and ``lunar`` (n,) what lunar ones say; else ``NO_DAY``.
        phone_places: (n, 13) ASCII, 0 behind the end.
        gender: (n,) 0 where not known.
        share: for each of ``SHARED`` (n,), NaN where missing.
    """

    hashes: dict[str, Hashes]
    characters: Points
    shapes: Codes
    length: npt.NDArray[np.int64]
    kind: Small
    id_kind: Small
    id_places: Small
    id_was_short: npt.NDArray[np.bool_]
    id_doubted: npt.NDArray[np.bool_]
    births: npt.NDArray[np.int32]
    days: npt.NDArray[np.int32]
    lunar: npt.NDArray[np.int32]
    phone_places: Small
    gender: Small
    share: dict[str, npt.NDArray[np.float32]]


def prepare(normal: pl.DataFrame, counted: Frequencies | None = None) -> Prepared:
    """Registrations in normal form, ready to be compared.

    Args:
        normal: (n,) rows as ``normalise`` gives them.
        counted: frequencies of the register; None to count these rows.
    """
    counted = counted if counted is not None else frequencies(normal)
    shown = normal.select(
        pl.coalesce("name", "seen").fill_null("").alias("shown"),
        pl.coalesce("id", "id_seen").fill_null("").alias("id"),
        pl.col("phone").fill_null("").alias("phone"),
    )
    short = shown["shown"].str.len_chars() <= NAME_WIDTH
    latin = normal["name_kind"].is_in([int(NameKind.LONG), int(NameKind.LATIN)])
    names = shown.select(pl.when(short & ~latin).then("shown").otherwise(pl.lit("")))["shown"]
    characters = points_of(names.to_list(), NAME_WIDTH)
    precise = pl.col("born_precision")
    births = normal.select(
        pl.col("born").dt.year().fill_null(0).alias("year"),
        pl.when(precise >= 2).then(pl.col("born").dt.month()).fill_null(0).alias("month"),
        pl.when(precise >= 3).then(pl.col("born").dt.day()).fill_null(0).alias("day"),
    )
    return Prepared(
        hashes={column: hashes_of(normal[column]) for column in HASHED},
        characters=characters,
        shapes=shapes(characters),
        length=(characters > 0).sum(axis=1),
        kind=normal["name_kind"].to_numpy(),
        id_kind=normal["id_kind"].to_numpy(),
        id_places=_places(shown["id"], WIDTH, exact=True),
        id_was_short=normal["id_was_short"].to_numpy(),
        id_doubted=normal["id_doubted"].to_numpy(),
        days=_days(normal.select(pl.when(precise >= 3).then("born"))["born"]),
        lunar=_days(normal["born_lunar"]),
        births=births.cast(pl.Int32).to_numpy(),
        phone_places=_places(shown["phone"], PHONE_WIDTH, exact=False),
        gender=normal["gender"].fill_null(0).to_numpy(),
        share={field: _shares(normal, field, counted) for field in SHARED},
    )


def _days(dates: pl.Series) -> npt.NDArray[np.int32]:
    days: npt.NDArray[np.int32] = dates.to_physical().fill_null(NO_DAY).to_numpy()
    return days


def _places(texts: pl.Series, width: int, *, exact: bool) -> Small:
    """(n, width) ASCII; with ``exact`` only of texts that have so many places, and of digits, X and * alone."""
    pattern = rf"^[0-9X{MASK}]{{{width}}}$" if exact else rf"^[0-9]{{1,{width}}}$"
    column = pl.DataFrame({"text": texts}).select(
        pl.when(pl.col("text").str.contains(pattern)).then("text").otherwise(pl.lit(""))
    )
    flat = np.array(column["text"].to_list(), dtype=f"S{width}")
    return flat.view(np.uint8).reshape(len(texts), width)


def _shares(normal: pl.DataFrame, field: str, counted: Frequencies) -> npt.NDArray[np.float32]:
    values = normal.select(pl.col(SHARED[field]).cast(pl.String).alias("value"))
    found = values.join(counted.shares[field], on="value", how="left", maintain_order="left")
    known = pl.col("value").is_not_null()
    share = pl.when(known).then(pl.col("share").fill_null(counted.rare[field]))
    shares: npt.NDArray[np.float32] = found.select(
        share.cast(pl.Float32).fill_null(float("nan")).alias("share")
    )["share"].to_numpy()
    return shares


def first_of(rules: Sequence[tuple[Yes, int]], otherwise: int) -> Small:
    """The level of the first rule that holds.

    Args:
        rules: each (pairs,) whether it holds, and its level.
        otherwise: the level where none does.
    """
    levels: Small = np.full(len(rules[0][0]), otherwise, dtype=np.uint8)
    for condition, level in reversed(rules):
        np.copyto(levels, np.uint8(level), where=condition)  # for few, half the time of np.select
    return levels
