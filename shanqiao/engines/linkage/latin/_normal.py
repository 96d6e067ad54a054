"""A register in Latin letters in normal form."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from .._normal import CannotReadRegister
from ._columns import CannotReadColumns, Column, Role

LONGEST = 24  # characters; what stands behind them says nothing new


def normalise_latin(register: pl.DataFrame, columns: Sequence[Column]) -> pl.DataFrame:
    """Bring a register into normal form: small letters of ASCII and digits, one blank between words.

    Args:
        register: (n,) rows with ``rid`` and the columns; cells of any kind.
        columns: which columns are read, and what they hold.

    Returns:
        (n,) rows by ``rid``: rid, and a text for each column under its own name, null where nothing usable is written.
        Days and numbers lose everything but letters and digits, and texts what stands behind ``LONGEST``.

    Raises:
        CannotReadRegister: rows cannot be told apart by ``rid``.
        CannotReadColumns: a column is not there.
    """
    if "rid" not in register.columns:
        raise CannotReadRegister("there is no column rid")
    if register["rid"].null_count() or register["rid"].n_unique() != register.height:
        raise CannotReadRegister("a rid is empty or there twice")
    missing = [column.name for column in columns if column.name not in register.columns]
    if missing:
        raise CannotReadColumns(f"the register has no column {', '.join(missing)}")
    return register.select("rid", *map(_read, columns)).sort("rid")


def _read(column: Column) -> pl.Expr:
    text = pl.col(column.name).cast(pl.String).str.normalize("NFKD").str.to_lowercase()
    text = text.str.replace_all(r"\p{M}", "")  # é has become e and an accent
    close = column.role in (Role.BIRTH, Role.NUMBER, Role.CODE)
    text = text.str.replace_all(r"['’`]", "").str.replace_all("[^a-z0-9]+", "" if close else " ")
    text = text.str.strip_chars().str.slice(0, LONGEST).str.strip_chars()
    return pl.when(text != "").then(text).alias(column.name)
