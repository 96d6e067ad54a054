"""Telephone numbers of a whole register at once."""

from __future__ import annotations

import polars as pl

JUNK = r"^(0+|1+|2+|3+|4+|5+|6+|7+|8+|9+|1?0?123456789?0?|1\d{2}0{8}|13800138000|1\d{2}1{8}|1\d{2}8{8}|1\d{2}12345678)$"


def read_phones(written: pl.Series, *, area: str = "020") -> pl.Series:
    """Digits of the first telephone number written; null where there is none, or one that is plainly invented.

    Args:
        written: (n,) text; may be null.
        area: the area code of the city, left out of its numbers.

    Returns:
        (n,) text: 11 digits of a mobile number; digits of a line of the city without area code, of another city with it;
        852 or 853 before numbers of Hong Kong and Macao written with it.
    """
    first = (
        pl.col("phone")
        .cast(pl.String)
        .fill_null("")
        .str.normalize("NFKC")
        .str.replace(r"[(（](\d+)[)）]", "$1")
        .str.split_exact("/", 1)
        .struct.field("field_0")
        .str.replace(r"[、,;，；].*$", "")
        .str.replace(r"(转|分机|ext).*$", "")
        .str.replace_all(r"\D", "")
    )
    phone = (
        first.str.replace(r"^(?:00)?86(1\d{10}|0?[2-9]\d{8,10})$", "$1")
        .str.replace(r"^0+(1[3-9]\d{9})$", "$1")
        .str.replace(r"^00(85[23]\d{8})$", "$1")
        .str.replace(rf"^{area}([2-9]\d{{7}})$", "$1")
        .str.replace(rf"^{area.lstrip('0')}([2-9]\d{{7}})$", "$1")
    )
    good = pl.col("phone").str.contains(r"^\d{7,13}$") & ~pl.col("phone").str.contains(JUNK)
    frame = pl.DataFrame({"phone": written}).select(phone.alias("phone"))
    return frame.select(pl.when(good).then("phone").alias("phone"))["phone"]
