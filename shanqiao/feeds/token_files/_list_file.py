"""An organisation's list of people, whatever spreadsheet it comes from."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import openpyxl
import polars as pl

from ._words import CannotUseFile

# column of a register: headings under which it is found without being told
LIST_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名", "名字", "服务对象", "受助人", "服务对象姓名", "受助人姓名", "name"),
    "gender": ("性别", "gender", "sex"),
    "id_no": ("身份证号", "身份证号码", "身份证", "证件号", "证件号码", "id_no", "id number"),
    "dob": ("出生日期", "出生年月", "出生年月日", "生日", "dob", "born", "birthday"),
    "phone": ("电话", "联系电话", "手机", "手机号", "手机号码", "电话号码", "phone", "telephone"),
    "address": ("地址", "住址", "家庭住址", "居住地址", "现住址", "address"),
    "station_street": ("镇街", "街道", "所属街道", "所属镇街", "station_street", "street"),
}
_FIRST_ROW = 2  # as spreadsheets count: the first line holds the headings
_MOST_ROWS = 2_000_000


@dataclass(frozen=True)
class PeopleList:
    """A list as it was read.

    Args:
        rows: ``rid`` (the organisation's own row number) and the columns of ``LIST_COLUMNS``, all text.
        headings: which heading each column was found under.
    """

    rows: pl.DataFrame
    headings: Mapping[str, str]


def read_list(path: Path, *, columns: Mapping[str, str], number: str | None = None) -> PeopleList:
    """A list from CSV, XLSX or Parquet.

    Args:
        columns: column of ``LIST_COLUMNS``: heading, where it is not one we know.
        number: the heading of the organisation's own row numbers; else lines are counted as spreadsheets do.

    Raises:
        CannotUseFile: with what to do.
    """
    table = _table(path)
    headings = _found(table.columns, columns)
    if not headings:
        raise CannotUseFile(
            f"{path} 里没有认得出的列。请用 --column name=姓名 这样的方式告诉我们哪一列是什么。",
            f"No column of {path} is known. Say which is which, as in --column name=Klient.",
        )
    cells = [
        pl.col(heading).cast(pl.String).fill_null("").alias(c) for c, heading in headings.items()
    ]
    missing = [pl.lit("").alias(column) for column in LIST_COLUMNS if column not in headings]
    numbers = _numbers(table, number)
    rows = table.select(*cells, *missing).select(*LIST_COLUMNS).insert_column(0, numbers)
    return PeopleList(rows, headings)


def _found(there: list[str], told: Mapping[str, str]) -> dict[str, str]:
    absent = [heading for heading in told.values() if heading not in there]
    if absent:
        raise CannotUseFile(
            f"没有名为“{absent[0]}”的列；有的是：{'、'.join(there[:20])}。",
            f"There is no column “{absent[0]}”; there are {', '.join(there[:20])}.",
        )
    plain = {heading.strip().casefold(): heading for heading in reversed(there)}
    known = {
        column: plain[name]
        for column, names in LIST_COLUMNS.items()
        for name in reversed(names)
        if name in plain
    }
    return {column: heading for column, heading in {**known, **told}.items() if heading}


def _numbers(table: pl.DataFrame, heading: str | None) -> pl.Series:
    if heading is None:
        return pl.Series("rid", range(_FIRST_ROW, table.height + _FIRST_ROW), dtype=pl.Int64)
    _found(table.columns, {"rid": heading})
    numbers = table[heading].cast(pl.Int64, strict=False).alias("rid")
    if numbers.null_count() or numbers.n_unique() != len(numbers) or (numbers < 0).any():
        raise CannotUseFile(
            f"“{heading}”里有空的、重复的或不是整数的编号；请改正，或去掉 --number，我们就按行号来。",
            f"“{heading}” has numbers that are empty, there twice or no whole numbers; mend them, "
            "or leave out --number and lines are counted.",
        )
    return numbers


def _table(path: Path) -> pl.DataFrame:
    if not path.is_file():
        raise CannotUseFile(f"没有找到名单 {path}。", f"The list {path} is not there.")
    try:
        match path.suffix.lower():
            case ".csv":
                return _csv(path.read_bytes())
            case ".xlsx":
                return _xlsx(path)
            case ".parquet":
                return pl.read_parquet(path).select(pl.all().cast(pl.String))
    except (pl.exceptions.PolarsError, OSError, ValueError, KeyError) as refusal:
        raise CannotUseFile(
            f"{path} 读不了。请在表格软件里打开，另存为“CSV UTF-8”再试。",
            f"{path} cannot be read. Open it in a spreadsheet, save it as “CSV UTF-8”, and try again.",
        ) from refusal
    raise CannotUseFile(
        f"{path} 不是 .csv、.xlsx 或 .parquet 文件。", f"{path} is no .csv, .xlsx or .parquet file."
    )


def _csv(content: bytes) -> pl.DataFrame:
    """UTF-8, or what Chinese spreadsheets write otherwise."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    return pl.read_csv(io.BytesIO(text.encode()), infer_schema=False)


def _xlsx(path: Path) -> pl.DataFrame:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        lines: Iterator[tuple[object, ...]] = book.worksheets[0].iter_rows(values_only=True)
        headings = [str(cell or f"({n})").strip() for n, cell in enumerate(next(lines, ()), 1)]
        rows = [
            [_text(cell) for cell in line]
            for line, _n in zip(lines, range(_MOST_ROWS), strict=False)
        ]
    finally:
        book.close()
    return pl.DataFrame(rows, schema=dict.fromkeys(headings, pl.String), orient="row")


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
