"""Addresses of a whole register at once: road, number, room."""

from __future__ import annotations

import re

import polars as pl

from ._characters import HAN, all_simplified
from ._numerals import NUMERALS, whole

ADDRESS_COLUMNS: dict[str, pl.DataType] = {
    "road": pl.String(),  # 文德北路; the name of the place where no number is written
    "number": pl.String(),  # 12, 12-1 for 12号之一
    "room": pl.String(),  # 502; 3-502 for 3栋502房
    "address": pl.String(),  # 文德北路|12|502
}
UNITS = "号|栋|幢|座|楼|层|室|房|单元|梯|门|户"
SPELLED = re.compile(f"([{NUMERALS}]+)(?={UNITS})|(?<=之)([{NUMERALS}]+)")
ROAD = "路|街|巷|大道|里|坊|道|村|径|围|园|苑|社|约"
NUMBER = r"^(.*?)第?(\d+)号?(?:之(\d+)-?|-(\d{1,2})(?:号|$))?"  # a room has three places at least
NOTHING = ["不详", "未知", "无", "同上", "待补", "本市", "广州", "测试", "无固定住所", "暂无"]


def read_addresses(written: pl.Series) -> pl.DataFrame:
    """Normal forms of addresses: province, city, district, town and committee off, digits as digits.

    Args:
        written: (n,) text; may be null.

    Returns:
        (n,) rows in the same order, columns ``ADDRESS_COLUMNS``; all null where nothing usable is written.
    """
    raw = written.cast(pl.String).fill_null("").alias("raw")
    distinct = pl.DataFrame({"raw": raw.unique()})
    distinct = distinct.with_columns(
        all_simplified(distinct["raw"].str.normalize("NFKC")).alias("text")
    )
    distinct = _with_digits(distinct.with_columns(_plain().alias("text"))).with_columns(
        _without_area(pl.col("text")).alias("text")
    )
    text = pl.col("text")
    rest = text.str.replace(NUMBER, "").str.replace_all(r"\d+(?:楼|层)(\D*\d)", "$1")
    road = text.str.extract(NUMBER, 1)
    part = pl.coalesce(text.str.extract(NUMBER, 3), text.str.extract(NUMBER, 4))
    number = pl.concat_str(text.str.extract(NUMBER, 2), part, separator="-", ignore_nulls=True)
    read = distinct.with_columns(
        pl.coalesce(road, pl.col("text")).alias("road"),
        number.alias("number"),
        pl.when(road.is_not_null())
        .then(rest.str.extract_all(r"[A-Z]?\d+|[A-Z]").list.join("-"))
        .alias("room"),
    )
    nothing = (pl.col("road").str.len_chars() < 2) | pl.col("text").is_in(NOTHING)
    read = read.select(
        "raw",
        *(
            pl.when(~nothing & (pl.col(name) != "")).then(pl.col(name)).alias(name)
            for name in ("road", "number", "room")
        ),
    ).with_columns(
        pl.when(pl.col("road").is_not_null())
        .then(pl.concat_str(pl.col("road", "number", "room").fill_null(""), separator="|"))
        .alias("address")
    )
    found = pl.DataFrame({"raw": raw}).join(read, on="raw", how="left", maintain_order="left")
    return found.select(*ADDRESS_COLUMNS)


def read_streets(written: pl.Series) -> pl.Series:
    """Names or codes of towns and subdistricts: 北京街道 and 北京街 are one."""
    text = (
        pl.col("street")
        .str.replace_all(r"\s", "")
        .str.replace(r"街道$", "街")
        .str.replace(rf"^(?:广东省)?(?:广州市)?(?:[{HAN}]{{2}}区)([{HAN}]{{2,}})$", "$1")
    )
    frame = pl.DataFrame({"street": all_simplified(written.cast(pl.String).str.normalize("NFKC"))})
    return frame.select(pl.when(text != "").then(text).alias("street"))["street"]


def _plain() -> pl.Expr:
    return (
        pl.col("text")
        .str.to_uppercase()
        .str.replace_all("#", "号")
        .str.replace_all("[—–~](\\d)", "-$1")
        .str.replace_all(r"\([^)]*\)?", "")
        .str.replace_all(rf"[^{HAN}A-Z0-9\-〇○]", "")
        .str.replace_all("小区", "小苑")  # so that it is no district
    )


def _with_digits(frame: pl.DataFrame) -> pl.DataFrame:
    """Numerals before a unit in digits, one by one; those of a road (中山五路) stay."""
    has = pl.col("text").str.contains(f"[{NUMERALS}](?:{UNITS})|之[{NUMERALS}]")
    spelled = frame.filter(has)
    texts = [
        SPELLED.sub(lambda found: whole(found[1]) if found[1] else whole(found[2]) + "-", text)
        for text in spelled["text"].to_list()
    ]
    changed = spelled.with_columns(pl.Series("text", texts, dtype=pl.String))
    return pl.concat([frame.filter(~has), changed])


def _without_area(text: pl.Expr) -> pl.Expr:
    return (
        text.str.replace("^(?:中国)?(?:广东省?)?(?:广州市?)?", "")
        .str.replace(rf"^[{HAN}]{{2,3}}(?:区|市|县)([{HAN}])", "$1")
        .str.replace(rf"^[{HAN}]{{2,5}}(?:街道|镇)([{HAN}]{{2}})", "$1")
        .str.replace(rf"^[{HAN}]{{2,4}}街([{HAN}]{{2,8}}(?:{ROAD})\d)", "$1")
        .str.replace(rf"^[{HAN}]{{2,8}}(?:社区|居委会|村委会|居委|村委)([{HAN}]{{2}})", "$1")
    )
