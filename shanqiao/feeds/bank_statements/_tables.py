"""A file of text or a workbook as rows of cells with their line, one after the other."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock
from zipfile import BadZipFile, ZipFile

from ._headings import can_be_used, taken_from
from ._rows import CannotReadStatement

_MOST_UNPACKED = 1 << 30  # bytes; a year of a large bank account is a tenth of it
_ABOVE = 60  # lines that a bank may write above the headings
_PIECE = 1 << 20  # bytes
_DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Table:
    """Where the headings stand, and how to walk through the rows below them as often as one likes."""

    headings: tuple[str, ...]
    taken: dict[str, int]
    content: bytes
    kind: str  # csv or xlsx
    above: int  # the line of the headings
    encoding: str = ""
    delimiter: str = ","

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(line of the file, cells without spaces around) of each row below the headings that is not empty."""
        walk = (
            _sheet(self.content)
            if self.kind == "xlsx"
            else _lines(self.content, self.encoding, self.delimiter)
        )
        width = len(self.headings)
        for line, cells in walk:
            if line > self.above:
                plain = [cell.strip() for cell in cells]
                if any(plain):
                    yield line, plain + [""] * (width - len(plain))


def open_table(content: bytes, kind: str) -> Table:
    """Find encoding, delimiter and headings.

    Raises:
        CannotReadStatement
    """
    if kind == "xlsx":
        found = _headings_in(_sheet(content))
        if found:
            return Table(*found[1:], content, kind, found[0])
        raise _no_headings()
    encoding = _encoding_of(content)
    best = None
    for delimiter in _DELIMITERS:
        found = _headings_in(_lines(content, encoding, delimiter))
        if found and (best is None or len(found[2]) > len(best.taken)):
            best = Table(*found[1:], content, kind, found[0], encoding, delimiter)
    if best is None:
        raise _no_headings()
    return best


def unpacked(content: bytes) -> bytes:
    """What a file packed by gzip holds; any other as it is.

    Raises:
        CannotReadStatement: broken, or larger than a statement can be.
    """
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        with gzip.open(io.BytesIO(content)) as packed:
            whole = packed.read(_MOST_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as refusal:
        raise CannotReadStatement(
            "压缩文件已损坏，请重新下载。", "The packed file is broken; download it again."
        ) from refusal
    if len(whole) > _MOST_UNPACKED:
        raise _too_large()
    return whole


def _headings_in(
    walk: Iterator[tuple[int, list[str]]],
) -> tuple[int, tuple[str, ...], dict[str, int]] | None:
    """(line, headings, columns) of the first row that says when and how much."""
    for line, cells in walk:
        if line > _ABOVE:
            return None
        taken = taken_from(cells)
        if can_be_used(taken):
            return line, tuple(cell.strip() for cell in cells), taken
    return None


def _encoding_of(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for start in range(0, len(content), _PIECE):
                decoder.decode(content[start : start + _PIECE])
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise CannotReadStatement(
        "文件不是 UTF-8、GB18030 或 UTF-16 编码的文本；请在网银里重新导出，或另存为 .xlsx。",
        "The file is no text in UTF-8, GB18030 or UTF-16; export it again, or save it as .xlsx.",
    )


def _lines(content: bytes, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    rows = csv.reader(text, delimiter=delimiter)
    before = 0
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as refusal:
            raise CannotReadStatement(
                f"第 {before + 1} 行起读不下去：引号没有配对，或一格太长。",
                f"It cannot be read from line {before + 1} on: a quotation mark without its partner, or a cell too long.",
            ) from refusal
        yield before + 1, cells
        before = rows.line_num


def _sheet(content: bytes) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    try:
        with ZipFile(io.BytesIO(content)) as packed:
            size = sum(one.file_size for one in packed.infolist())
        if size > _MOST_UNPACKED:
            raise _too_large()
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except CannotReadStatement:
        raise
    except (BadZipFile, KeyError, ValueError, OSError) as refusal:
        raise CannotReadStatement(
            "这不是 Excel 工作簿（.xlsx），或文件已损坏。",
            "This is no Excel workbook (.xlsx), or it is broken.",
        ) from refusal
    try:
        for sheet in book.worksheets[:1]:
            sheet.reset_dimensions()
            for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield line, [_text(cell) for cell in cells]
    finally:
        book.close()


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case float():
            return format(cell, ".15g") if abs(cell) < 1e15 else repr(cell)  # as the sheet shows it
        case datetime():
            return cell.isoformat(sep=" ", timespec="seconds")
        case date() | clock():
            return cell.isoformat()
        case other:
            return str(other)


def _no_headings() -> CannotReadStatement:
    return CannotReadStatement(
        "没有找到标题行：前 60 行里要有日期，以及金额（或收入、支出）的列名。",
        "No headings were found: among the first 60 lines one has to name a day and an amount (or debit and credit).",
    )


def _too_large() -> CannotReadStatement:
    return CannotReadStatement(
        "展开后超过 1 GB；请按月份分开导出。",
        "Unpacked, it is larger than 1 GB; export it month by month.",
    )
