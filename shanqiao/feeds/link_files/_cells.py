"""A list as cells of text: CSV in the encodings and with the separators in use, Parquet, or the first sheet of an XLSX."""

from __future__ import annotations

import csv
import datetime as dt
import io
import warnings
import zlib
from pathlib import Path
from zipfile import BadZipFile

import polars as pl

from shanqiao.feeds.plan_files import Complaints, Words, read_csv_bytes, read_table

_TEXT = (".csv", ".txt", ".tsv")
_SEPARATORS = ",;\t"
_MOST_EXACT = 10**15  # a spreadsheet keeps fifteen digits of a number


def cells_of(path: Path, complaints: Complaints) -> pl.DataFrame | None:
    """Cells as text, trimmed, empty ones null, and the line of each row; None when nothing can be read."""
    ending = path.suffix.lower()
    if not path.is_file():
        complaints.about_file(path.name or str(path), "missing_file")
        return None
    if ending == ".parquet":
        return read_table(path, complaints)
    if ending == ".xlsx":
        return _xlsx(path, complaints)
    if ending in _TEXT:
        return _csv(path, complaints)
    complaints.about_file(path.name, "strange_form")
    return None


def _csv(path: Path, complaints: Complaints) -> pl.DataFrame | None:
    text = _decoded(path.read_bytes())
    if text is None:
        complaints.about_file(path.name, "not_text")
        return None
    return read_csv_bytes(text.encode(), path.name, complaints, _separator(text))


def _decoded(data: bytes) -> str | None:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _separator(text: str) -> str:
    """The one of which the heading has most; a comma where it has none."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(part for n, part in enumerate(first.split('"')) if n % 2 == 0)
    return max(_SEPARATORS, key=lambda one: (bare.count(one), -_SEPARATORS.index(one)))


def _xlsx(path: Path, complaints: Complaints) -> pl.DataFrame | None:
    from openpyxl import load_workbook  # takes half a second, and is needed by few
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():  # of styles and validations, which we do not read
            warnings.simplefilter("ignore")
            book = load_workbook(path, read_only=True, data_only=True)
            records = [list(map(_text, row)) for row in book.worksheets[0].values]
            book.close()
    except (
        *(OSError, EOFError, BadZipFile, zlib.error, SyntaxError),  # SyntaxError: of XML
        *(InvalidFileException, KeyError, ValueError, IndexError, TypeError),
    ) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        complaints.about_file(path.name, "unreadable", detail=Words(said, said))
        return None
    start = next((n for n, row in enumerate(records) if sum(map(bool, row)) > 1), None)
    if start is None:
        complaints.about_file(path.name, "empty_sheet")
        return None
    return _as_csv(records, start, path.name, complaints)


def _as_csv(
    records: list[list[str]], start: int, file: str, complaints: Complaints
) -> pl.DataFrame | None:
    """What a sheet holds below its title, judged as a CSV file is; lines are those of the sheet."""
    width = max((n for n, cell in enumerate(records[start], start=1) if cell), default=0)
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    kept = []
    for number, record in enumerate(records[start:], start=start + 1):
        cells = record[:width] + [""] * (width - len(record))
        if any(cells):
            writer.writerow(cells)
            kept.append(number)
    rows = read_csv_bytes(text.getvalue().encode(), file, complaints)
    if rows is None:
        return None
    return rows.with_columns(pl.Series("(line)", kept[1:], dtype=pl.Int64))


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case dt.datetime():
            return (
                value.date().isoformat()
                if value.time() == dt.time()
                else value.isoformat(sep=" ", timespec="seconds")
            )
        case bool():
            return str(value)
        case int() | float() if abs(value) >= _MOST_EXACT:
            return f"{value:.5E}"
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return " ".join(str(value).split())
