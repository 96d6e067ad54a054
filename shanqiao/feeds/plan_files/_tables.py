"""A CSV or Parquet file as cells of text, each row with the line it begins on."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl
from polars.exceptions import PolarsError

from ._complaints import LINE, Complaints
from ._reasons import Words

_BOM = b"\xef\xbb\xbf"


def find_file(folder: Path, name: str, complaints: Complaints, *, required: bool) -> Path | None:
    """The one file of that name, as .csv or .parquet; none, or both, is complained about."""
    there = [
        path for ending in ("csv", "parquet") if (path := folder / f"{name}.{ending}").exists()
    ]
    if len(there) == 2:
        other = there[1].name
        complaints.about_file(there[0].name, "two_files", detail=Words(other, other))
        return None
    if not there and required:
        other = f"{name}.parquet"
        complaints.about_file(f"{name}.csv", "missing_file", detail=Words(other, other))
    return there[0] if there else None


def read_table(path: Path, complaints: Complaints) -> pl.DataFrame | None:
    """The cells of a file as text, trimmed, an empty one being null, and ``LINE``.

    Returns:
        One row per record that has as many cells as there are column names, or None when
        nothing could be read; what is wrong is in ``complaints``.
    """
    try:
        if path.suffix == ".parquet":
            return _parquet(path)
        return read_csv_bytes(path.read_bytes(), path.name, complaints)
    except (OSError, PolarsError) as error:
        said = str(error).splitlines()[0]
        complaints.about_file(path.name, "unreadable", detail=Words(said, said))
        return None


def read_csv_bytes(
    data: bytes, file: str, complaints: Complaints, separator: str = ","
) -> pl.DataFrame | None:
    """The same of what a CSV file holds, in UTF-8."""
    data = data.removeprefix(_BOM)
    if b"\r" in data and b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        complaints.about_file(file, "not_utf8", line=line)
        return None
    if not data.strip():
        complaints.about_file(file, "empty_file")
        return None
    read = _quoted if b'"' in data else _plain
    rows = read(data, file, complaints, separator)
    return None if rows is None else trimmed(rows)


def _plain(data: bytes, file: str, complaints: Complaints, separator: str) -> pl.DataFrame | None:
    """Without quotation marks every line is a row, and columns can be cut at once."""
    first, _, rest = data.partition(b"\n")
    names = _names(first.decode().rstrip("\r").split(separator), file, complaints)
    if names is None:
        return None
    if not rest.strip():
        return pl.DataFrame(schema={**dict.fromkeys(names, pl.String), LINE: pl.Int64})
    rows = pl.read_csv(
        io.BytesIO(data),
        separator=separator,
        infer_schema=False,
        quote_char=None,
        truncate_ragged_lines=True,
    )
    rows = rows.rename(dict(zip(rows.columns, names, strict=True)))
    rows = rows.with_columns(pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias(LINE))
    cells = _cells_per_line(rest, separator)
    blank = pl.Series(cells == 0)
    ragged = pl.Series((cells != len(names)) & (cells != 0))
    wrong = rows.select(LINE, cells=pl.Series(cells)).filter(ragged)
    _complain_of_ragged(wrong, len(names), file, complaints)
    return rows.filter(~(blank | ragged))


def _cells_per_line(data: bytes, separator: str) -> np.ndarray:
    """(lines,) how many cells each line has, 0 for a blank one."""
    if not data.endswith(b"\n"):
        data += b"\n"
    letters = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(letters == ord("\n"))
    commas = np.flatnonzero(letters == ord(separator))
    until = np.searchsorted(commas, ends)
    cells = np.diff(until, prepend=0) + 1
    length = np.diff(ends, prepend=-1) - 1
    length -= letters[ends - 1] == ord("\r")
    return np.where(length <= 0, 0, cells)


def _quoted(data: bytes, file: str, complaints: Complaints, separator: str) -> pl.DataFrame | None:
    """With quotation marks a cell may hold commas and line ends; read record by record."""
    reader = csv.reader(io.StringIO(data.decode(), newline=""), delimiter=separator, strict=True)
    records: list[list[str]] = []
    lines: list[int] = []
    begins = 1
    try:
        for record in reader:
            if record:
                records.append(record)
                lines.append(begins)
            begins = reader.line_num + 1
    except csv.Error as error:
        complaints.about_file(file, "quotes", line=begins, detail=Words(str(error), str(error)))
    if not records:
        return None
    names = _names(records[0], file, complaints)
    if names is None:
        return None
    width = len(names)
    wrong = [
        (line, len(record))
        for line, record in zip(lines[1:], records[1:], strict=True)
        if len(record) != width
    ]
    schema = {LINE: pl.Int64, "cells": pl.Int64}
    _complain_of_ragged(pl.DataFrame(wrong, schema=schema, orient="row"), width, file, complaints)
    good = [
        (*record, line)
        for line, record in zip(lines[1:], records[1:], strict=True)
        if len(record) == width
    ]
    schema = {**dict.fromkeys(names, pl.String), LINE: pl.Int64}
    return pl.DataFrame(good, schema=schema, orient="row")


def _names(cells: list[str], file: str, complaints: Complaints) -> list[str] | None:
    """The column names of the first line, or None when one is there twice."""
    names = [cell.strip() or f"(column {n})" for n, cell in enumerate(cells, start=1)]
    twice = [name for name, times in Counter(names).items() if times > 1]
    for name in twice:
        complaints.about_file(file, "repeated_column", column=name)
    return None if twice else names


def _complain_of_ragged(wrong: pl.DataFrame, width: int, file: str, complaints: Complaints) -> None:
    complaints.about_rows(
        file,
        "ragged",
        wrong,
        column="",
        value="cells",
        detail=(
            pl.format(f"应有 {width} 格，实有 {{}} 格", "cells"),
            pl.format(f"{width} expected, {{}} found", "cells"),
        ),
    )


def trimmed(rows: pl.DataFrame) -> pl.DataFrame:
    text = pl.col(pl.String).str.strip_chars()
    return rows.with_columns(pl.when(text != "").then(text))


def _parquet(path: Path) -> pl.DataFrame:
    """Typed columns become the text one would write into a CSV, so both are judged alike."""
    rows = pl.read_parquet(path)
    rows = rows.with_columns(_as_text(rows[name]) for name in rows.columns)
    return trimmed(rows).with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(LINE))


def _as_text(column: pl.Series) -> pl.Series:
    match column.dtype:
        case pl.List() | pl.Array():
            return column.cast(pl.List(pl.String)).list.join("|")
        case pl.Datetime():
            midnight = column.dt.truncate("1d") == column
            day, instant = column.dt.to_string("%Y-%m-%d"), column.dt.to_string("iso")
            return day.zip_with(midnight.fill_null(True), instant)
        case pl.Float32() | pl.Float64():
            # programs write whole numbers with gaps as floats: 65.0 is the whole number 65
            whole = column.cast(pl.Int64, strict=False)
            same = (whole.cast(pl.Float64) == column.cast(pl.Float64)).fill_null(False)
            return whole.cast(pl.String).zip_with(same, column.cast(pl.String))
        case _:
            return column.cast(pl.String)
