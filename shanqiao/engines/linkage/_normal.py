"""A register in normal form: every later step reads these columns and never the written ones."""

from __future__ import annotations

import polars as pl

from ._addresses import ADDRESS_COLUMNS, read_addresses, read_streets
from ._days import Precision, read_days
from ._ids import ID_COLUMNS, read_ids
from ._names import NAME_COLUMNS, read_names
from ._phones import read_phones

REGISTER_COLUMNS = (
    "rid",
    "source",
    "station_street",
    "reg_date",
    "name",
    "gender",
    "id_no",
    "dob",
    "phone",
    "address",
)

NORMAL_COLUMNS: dict[str, pl.DataType | None] = {
    "rid": None,  # as given: whole numbers or text
    "source": pl.String(),
    "street": pl.String(),
    "registered_on": pl.Date(),
    **NAME_COLUMNS,
    "gender": pl.UInt8(),  # 1 male, 2 female; as written, else from a valid number; null: not known
    **ID_COLUMNS,
    "born": pl.Date(),  # as written to the day, else from a valid number, else as far as written
    "born_precision": pl.UInt8(),  # Precision
    "born_is_placeholder": pl.Boolean(),  # what was written is a day nobody typed
    "born_disagrees": pl.Boolean(),  # what was written is not what the valid number says
    "born_lunar": pl.Date(),  # what a lunar date says, read as if it were none
    "id_doubted": pl.Boolean(),  # a valid number of somebody of the other sex, or years older or younger
    "phone": pl.String(),
    **ADDRESS_COLUMNS,
}

_APART = 2  # years: one is easily wrong when a year is worked out from an age
_GENDERS = {
    "男": 1,
    "M": 1,
    "MALE": 1,
    "男性": 1,
    "1": 1,
    "女": 2,
    "F": 2,
    "FEMALE": 2,
    "女性": 2,
    "2": 2,
}


class CannotReadRegister(ValueError):
    """There is no column ``rid``, or a ``rid`` is empty or there twice."""


def normalise(register: pl.DataFrame) -> pl.DataFrame:
    """Bring a register into normal form.

    Args:
        register: (n,) rows with ``rid`` and any of ``REGISTER_COLUMNS``, as stations wrote them. What is not there counts
            as empty; other columns are left out.

    Returns:
        (n,) rows, one for each, in the order of ``rid``; columns ``NORMAL_COLUMNS``. Null where nothing is known.

    Raises:
        CannotReadRegister: rows cannot be told apart by ``rid``.
    """
    rows = _in_order(register)
    days = read_days(rows["dob"])
    read = pl.concat(
        [
            rows.select("rid", _text("source")),
            pl.DataFrame(
                [
                    read_streets(rows["station_street"]).alias("street"),
                    read_days(rows["reg_date"])["day"].alias("registered_on"),
                    rows.select(_gender().alias("gender"))["gender"],
                    read_phones(rows["phone"]),
                ]
            ),
            read_names(rows["name"]),
            read_ids(rows["id_no"]),
            days.rename(
                {"day": "dob", "is_placeholder": "born_is_placeholder", "lunar": "born_lunar"}
            ),
            read_addresses(rows["address"]),
        ],
        how="horizontal",
    )
    read = read.with_columns(_doubted().alias("id_doubted"))
    gender = pl.coalesce("gender", pl.when(~pl.col("id_doubted")).then("id_sex")).alias("gender")
    return read.with_columns(*_births(), gender).select(*NORMAL_COLUMNS)


def _in_order(register: pl.DataFrame) -> pl.DataFrame:
    """The register by ``rid``, with all ``REGISTER_COLUMNS``."""
    if "rid" not in register.columns:
        raise CannotReadRegister("there is no column rid")
    if register["rid"].null_count() or register["rid"].n_unique() != register.height:
        raise CannotReadRegister("a rid is empty or there twice")
    missing = [name for name in REGISTER_COLUMNS if name not in register.columns]
    whole = register.with_columns(pl.lit(None, pl.String).alias(name) for name in missing)
    return whole.select(REGISTER_COLUMNS).sort("rid")


def _text(name: str) -> pl.Expr:
    text = pl.col(name).cast(pl.String).str.strip_chars()
    return pl.when(text != "").then(text).alias(name)


def _gender() -> pl.Expr:
    text = (
        pl.col("gender").cast(pl.String).str.normalize("NFKC").str.strip_chars().str.to_uppercase()
    )
    return text.replace_strict(_GENDERS, default=None, return_dtype=pl.UInt8)


def _doubted() -> pl.Expr:
    """Whether a valid number is hardly that of the one who is registered with it."""
    apart = (pl.col("dob").dt.year() - pl.col("id_born").dt.year()).abs() >= _APART
    other_sex = pl.col("gender") != pl.col("id_sex")
    told = other_sex.fill_null(False) | (apart & ~pl.col("born_is_placeholder")).fill_null(False)
    return told & pl.col("id_born").is_not_null()


def _births() -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """(born, born_precision, born_disagrees)."""
    exact = (pl.col("precision") == Precision.DAY) & ~pl.col("born_is_placeholder")
    from_id = ~exact & pl.col("id_born").is_not_null() & ~pl.col("id_doubted")
    usable = ~pl.col("born_is_placeholder")
    day = int(Precision.DAY)
    born = pl.when(from_id).then("id_born").when(usable).then("dob")
    precision = pl.when(from_id).then(day).when(usable).then("precision").otherwise(0)
    disagrees = (exact & (pl.col("dob") != pl.col("id_born"))).fill_null(False)
    return (
        born.alias("born"),
        precision.cast(pl.UInt8).alias("born_precision"),
        disagrees.alias("born_disagrees"),
    )
