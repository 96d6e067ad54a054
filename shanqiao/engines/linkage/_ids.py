"""Identity numbers of a whole register at once."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt
import polars as pl

from ._characters import MASK

WIDTH = 18
FIRST_YEAR, LAST_YEAR = 1880, 2099


class IdKind(IntEnum):
    """What a written number is."""

    MISSING = 0  # empty, or junk: 111111111111111111, 无
    VALID = 1  # 18 places, birth date and check digit right; 15 places are made 18
    MASKED = 2  # 4401**********1234
    WRONG = 3  # digits, but not right: a typing mistake, or invented
    OTHER = 4  # another paper: passport, permit


ID_COLUMNS: dict[str, pl.DataType] = {
    "id_kind": pl.UInt8(),  # IdKind
    "id": pl.String(),  # 18 places where VALID
    "id_seen": pl.String(),  # 18 places with * where hidden
    "id_was_short": pl.Boolean(),  # written with 15 places
    "id_born": pl.Date(),
    "id_sex": pl.UInt8(),  # 1 male, 2 female, null
}

_WEIGHTS = np.array([pow(2, 17 - place, 11) for place in range(17)], dtype=np.int64)
_CHECKS = np.frombuffer(b"10X98765432", dtype=np.uint8)
_PROVINCE = r"^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
_PRINTED = ("11010519491231002X", "440524188001010014")  # the examples of the standard
_JUNK = r"^(\d{1,6}|\d{6}(0{8}|19000101).*|0+|1+|2+|3+|4+|5+|6+|7+|8+|9+|X+|0?123456789\d*|9876543210?\d*)$"


def bytes_of(texts: pl.Series, width: int = WIDTH) -> npt.NDArray[np.uint8]:
    """Texts of exactly ``width`` ASCII places as (n, width) bytes."""
    return np.frombuffer("".join(texts.to_list()).encode("ascii"), dtype=np.uint8).reshape(
        -1, width
    )


def check_places(bodies: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The check place of each number.

    Args:
        bodies: (n, 17 or more) ASCII digits.

    Returns:
        (n,) ASCII: a digit or X.

    Source:
        GB 11643-1999 (ISO 7064 MOD 11-2).
    """
    sums = (bodies[:, :17].astype(np.int64) - ord("0")) @ _WEIGHTS
    checks: npt.NDArray[np.uint8] = _CHECKS[sums % 11]
    return checks


def read_ids(written: pl.Series) -> pl.DataFrame:
    """Normal forms of identity numbers.

    The area is looked at as far as the province: which counties there were in which year is a matter for the desk, and
    nobody is another person because a county ended.

    Args:
        written: (n,) text; may be null.

    Returns:
        (n,) rows in the same order, columns ``ID_COLUMNS``.
    """
    text = (
        pl.col("raw")
        .cast(pl.String)
        .fill_null("")
        .str.normalize("NFKC")
        .str.to_uppercase()
        .str.replace_all("[●○×?_]", MASK)
        .str.replace_all(r"[^0-9A-Z*]", "")
    )
    frame = pl.DataFrame({"raw": written}).select(text.alias("text"))
    whole = pl.col("text").str.replace(r"^(\d{17}[\dX])\d\d$", "$1")  # 20 places: a disability card
    frame = frame.with_columns(whole.alias("text"))
    frame = frame.with_columns(
        pl.col("text").str.contains(r"^\d{15}$").alias("id_was_short"),
        (
            pl.col("text").str.contains(r"\*|XX|X\d") & pl.col("text").str.contains(r"^[\dX*]+$")
        ).alias("masked"),
        pl.col("text").str.contains(_JUNK).alias("junk"),
    )
    frame = _upgraded(frame).with_columns(_seen().alias("id_seen"))
    return _judged(frame)


def _upgraded(frame: pl.DataFrame) -> pl.DataFrame:
    """Numbers of 15 places with the century and the check place put in."""
    century = pl.col("text").str.replace(r"^(\d{6})(\d{9})$", "${1}19$2")
    longer = frame.with_columns(
        pl.when("id_was_short").then(century).otherwise("text").alias("text")
    )
    short = longer["id_was_short"].to_numpy()
    if not short.any():
        return longer
    checks = check_places(bytes_of(longer.filter("id_was_short")["text"], 17))
    ends = np.full(len(short), "", dtype=object)
    ends[short] = [chr(check) for check in checks]
    return longer.with_columns(pl.col("text") + pl.Series(ends.tolist(), dtype=pl.String))


def _seen() -> pl.Expr:
    """18 places with ``*`` where hidden; null of numbers that are not masked, or show fewer than four places."""
    stars = pl.col("text").str.replace_all("X", MASK)
    last = pl.col("text").str.contains(r"\dX$")
    stars = pl.when(last).then(stars.str.slice(0, stars.str.len_chars() - 1) + "X").otherwise(stars)
    head = stars.str.extract(r"^(\d*)")
    tail = stars.str.extract(r"\*(\d*X?)$").fill_null("")
    hidden = WIDTH - head.str.len_chars().cast(pl.Int32) - tail.str.len_chars().cast(pl.Int32)
    fill = pl.lit(MASK * WIDTH).str.slice(0, hidden.clip(0))
    rebuilt = pl.when(stars.str.len_chars() == WIDTH).then(stars).otherwise(head + fill + tail)
    enough = (stars.str.count_matches(r"\d") >= 4) & (rebuilt.str.len_chars() == WIDTH)
    return pl.when(pl.col("masked") & enough).then(rebuilt)


def _judged(frame: pl.DataFrame) -> pl.DataFrame:
    """What each number is, and what it tells."""
    text = pl.col("text")
    digits = text.str.contains(r"^\d{17}[\dX]$")
    frame = frame.with_columns(digits.alias("digits"))
    right = np.zeros(frame.height, dtype=bool)
    places = frame["digits"].to_numpy()
    numbers = bytes_of(frame.filter("digits")["text"])
    right[places] = check_places(numbers) == numbers[:, 17]
    born = text.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    frame = frame.with_columns(
        pl.Series("right", right), pl.when("digits").then(born).alias("born")
    )
    valid = (
        pl.col("right")
        & text.str.contains(_PROVINCE)
        & pl.col("born").dt.year().is_between(FIRST_YEAR, LAST_YEAR).fill_null(False)
    )
    junk = pl.col("junk") | text.is_in(_PRINTED) | (text.str.len_chars() < 6)
    kind = (
        pl.when(junk)
        .then(int(IdKind.MISSING))
        .when(pl.col("id_seen").is_not_null())
        .then(int(IdKind.MASKED))
        .when(pl.col("masked"))
        .then(int(IdKind.MISSING))
        .when(valid)
        .then(int(IdKind.VALID))
        .when(text.str.contains(r"^\d+X?$"))
        .then(int(IdKind.WRONG))
        .otherwise(int(IdKind.OTHER))
    )
    judged = frame.with_columns(kind.cast(pl.UInt8).alias("id_kind"))
    is_valid = pl.col("id_kind") == IdKind.VALID
    kept = pl.col("id_kind").is_in([int(IdKind.VALID), int(IdKind.WRONG), int(IdKind.OTHER)])
    sex = 2 - text.str.slice(16, 1).cast(pl.UInt8, strict=False) % 2
    return judged.select(
        "id_kind",
        pl.when(kept).then("text").alias("id"),
        pl.when(pl.col("id_kind") == IdKind.MASKED).then("id_seen").alias("id_seen"),
        (pl.col("id_was_short") & kept).alias("id_was_short"),
        pl.when(is_valid).then("born").alias("id_born"),
        pl.when(is_valid).then(sex).cast(pl.UInt8).alias("id_sex"),
    )
