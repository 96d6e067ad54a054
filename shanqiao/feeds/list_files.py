"""A list handed in as a file: its bytes as a file that can be read, and a workbook with headings to begin with."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

import polars as pl

from .plan_files import Words

ENDINGS = (".csv", ".xlsx")
_MOST_UNPACKED = 200 * 1024 * 1024  # bytes of a workbook
_ROWS_AS_TEXT = 500  # of an empty workbook


class CannotReadList(Exception):
    """The file as a whole cannot be used; ``said`` is why and what to do, as {"zh", "en"}."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.said = {"zh": words.zh, "en": words.en}


@dataclass(frozen=True)
class Seen:
    """The headings a file has, those taken for each column, and how many rows it has."""

    present: Sequence[str]
    taken: Mapping[str, str]
    rows: int


@contextmanager
def as_file(content: bytes, name: str) -> Iterator[Path]:
    """The bytes of a CSV or XLSX file as a file that is gone afterwards.

    Raises:
        CannotReadList: of another kind, or too large unpacked.
    """
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        raise CannotReadList(
            Words(
                "请交 .xlsx 或 .csv 文件；老的 .xls 请先在表格软件里另存为 .xlsx。",
                "Hand in an .xlsx or .csv file; save an old .xls as .xlsx first.",
            )
        )
    if ending == ".xlsx" and _unpacked(content) > _MOST_UNPACKED:
        raise CannotReadList(
            Words(
                "这个工作簿展开后太大；请只留下名单这一张表，再交一次。",
                "Unpacked, this workbook is too large; keep only the sheet of the list and hand it in again.",
            )
        )
    with TemporaryDirectory(prefix="shanqiao-list-") as folder:
        path = Path(folder) / f"list{ending}"
        path.write_bytes(content)
        yield path


def about_the_file(problems: pl.DataFrame, nothing: Words) -> Words:
    """Why a file as a whole cannot be used: its first complaints, or ``nothing`` where there is none."""
    said = list(problems.select("reason_zh", "reason_en").iter_rows())
    if not said:
        return nothing
    return Words("；".join(zh for zh, _ in said[:3]), "; ".join(en for _, en in said[:3]))


def workbook(headings: Sequence[str], example: Sequence[str]) -> bytes:
    """A workbook with headings and one invented row, to be filled in."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(headings))
    sheet.append(list(example))
    for cells in sheet.iter_cols(min_row=1, max_row=_ROWS_AS_TEXT):
        for cell in cells:
            cell.number_format = "@"  # text, so that no number loses its last digits
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _unpacked(content: bytes) -> int:
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            return sum(one.file_size for one in packed.infolist())
    except BadZipFile:
        return 0  # said by who reads it
