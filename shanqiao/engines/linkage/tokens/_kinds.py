"""Of what tokens are made: which facts of a person together."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from .._characters import MASK
from .._days import Precision
from .._ids import WIDTH, IdKind


@dataclass(frozen=True, slots=True)
class TokenKind:
    """One kind of token: made where all its parts are known.

    Args:
        name: never changes, since it goes into the token.
        parts: columns of ``token_parts``.
        bare: it is made of a number alone, so it can be asked about without knowing anybody.
    """

    name: str
    parts: tuple[str, ...]
    bare: bool
    zh: str
    en: str


TOKEN_KINDS: tuple[TokenKind, ...] = (
    TokenKind("id", ("id",), True, "证件号", "identity number"),
    TokenKind("tail_surname", ("tail", "surname"), False, "证件尾号、近音姓氏", "last places of the number, surname as heard"),
    TokenKind("tail_name", ("tail", "heard"), False, "证件尾号、近音姓名", "last places of the number, name as heard"),
    TokenKind("serial_last", ("serial", "last"), False, "证件中的生日与顺序码、末字", "birthday and serial of the number, last character"),
    TokenKind("birth_last", ("birth", "last"), False, "生日、末字", "birthday, last character"),
    TokenKind("birth_surname", ("birth", "surname", "gender"), False, "生日、近音姓氏、性别", "birthday, surname as heard, sex"),
    TokenKind("phone_surname", ("phone", "surname"), False, "电话、近音姓氏", "telephone, surname as heard"),
    TokenKind("phone_name", ("phone", "heard"), False, "电话、近音姓名", "telephone, name as heard"),
    TokenKind("phone_last", ("phone", "last"), False, "电话、末字", "telephone, last character"),
    TokenKind("phone_day", ("phone", "month_day"), False, "电话、生日(不论年份)", "telephone, birthday in any year"),
    TokenKind("birth_building", ("birth", "building"), False, "生日、门牌", "birthday, building"),
    TokenKind("birth_street", ("birth", "street"), False, "生日、镇街", "birthday, street"),
    TokenKind("building_name", ("building", "heard"), False, "门牌、近音姓名", "building, name as heard"),
    TokenKind("building_last", ("building", "last"), False, "门牌、末字", "building, last character"),
    TokenKind("building_year", ("building", "year", "surname"), False, "门牌、出生年、近音姓氏", "building, year of birth, surname as heard"),
    TokenKind("street_name", ("street", "spelling"), False, "镇街、粤音姓名", "street, name in Cantonese"),
    TokenKind("year_name", ("year", "syllables"), False, "出生年、拼音姓名", "year of birth, name in pinyin"),
    TokenKind("day_name", ("month_day", "heard"), False, "生日(不论年份)、近音姓名", "birthday in any year, name as heard"),
)  # fmt: skip


def token_parts(normal: pl.DataFrame) -> pl.DataFrame:
    """What tokens are made of.

    Args:
        normal: (n,) rows as ``normalise`` gives them.

    Returns:
        (n,) rows of text, null where missing: a column for each part of ``TOKEN_KINDS``.
    """
    shown = pl.coalesce("id", "id_seen")
    whole = shown.str.len_chars() == WIDTH
    tail = pl.when(whole).then(shown.str.slice(14))
    numbers = pl.col("id_kind").is_in([int(IdKind.VALID), int(IdKind.WRONG)])
    exact = pl.col("born_precision") == Precision.DAY
    born = pl.col("born")
    return normal.select(
        pl.when(pl.col("id_kind") == IdKind.VALID).then("id").alias("id"),
        pl.when(~tail.str.contains(MASK, literal=True)).then(tail).alias("tail"),
        pl.when(whole & numbers).then(shown.str.slice(6, 11)).alias("serial"),
        pl.when(exact).then(born.cast(pl.String)).alias("birth"),
        pl.when(exact).then(born.dt.strftime("%m-%d")).alias("month_day"),
        born.dt.year().cast(pl.String).alias("year"),
        pl.col("gender").cast(pl.String),
        _last().alias("last"),
        pl.col("surname_misheard").alias("surname"),
        pl.coalesce("misheard", "roman").alias("heard"),
        pl.col("roman").alias("spelling"),
        "syllables",
        "phone",
        pl.concat_str("road", pl.col("number").fill_null(""), separator="|").alias("building"),
        "street",
    )


def _last() -> pl.Expr:
    """The last character of a name, whole or seen."""
    han = pl.when(pl.col("name").str.contains(r"^[^a-z]+$")).then(pl.col("name"))
    last = pl.coalesce(han, "seen").str.slice(-1)
    return pl.when(last != MASK).then(last)
