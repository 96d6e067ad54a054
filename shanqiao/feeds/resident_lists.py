"""A list of residents handed in at a station: the bytes of a CSV or XLSX file as rows of text, and a file to begin with."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

import polars as pl

from .link_files import present_headings, read_people
from .plan_files import Words

COLUMNS = {
    "name": "姓名",
    "gender": "性别",
    "id_no": "身份证号",
    "dob": "出生日期",
    "phone": "手机号",
    "station_street": "镇街",
    "address": "住址",
}
ENDINGS = (".csv", ".xlsx")
_OTHERS = ("source", "reg_date")  # of a register, and of no use here
_BY_LINE = {"rid": "#"}
_MOST_UNPACKED = 200 * 1024 * 1024  # bytes of a workbook


class CannotReadList(Exception):
    """The file as a whole cannot be used; ``said`` is why and what to do, as {"zh", "en"}."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.said = {"zh": words.zh, "en": words.en}


@dataclass(frozen=True)
class Seen:
    """The headings a file has, those taken for each of ``COLUMNS``, and how many rows it has."""

    present: Sequence[str]
    taken: Mapping[str, str]
    rows: int


def look_into(content: bytes, name: str) -> Seen:
    """Which headings a file has, and which column each is likely to be.

    Raises:
        CannotReadList: of another kind, or unreadable.
    """
    with _as_file(content, name) as path:
        people = read_people(path, _BY_LINE)
        present = present_headings(path)
    if not present:
        raise CannotReadList(_about_the_file(people.problems))
    taken = {column: people.headings.get(column, "") for column in COLUMNS}
    return Seen(present, taken, people.read)


def read_list(
    content: bytes, name: str, headings: Mapping[str, str]
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Good rows and what is wrong with others.

    Args:
        headings: of each column in ``COLUMNS`` its heading in the file, empty where the file has none.

    Returns:
        (rows, problems): rows have ``line`` (of the file) and ``COLUMNS`` as text; problems ``line``, ``column``, ``value``
        (masked), ``zh`` and ``en``.

    Raises:
        CannotReadList: the file as a whole cannot be used.
    """
    said = {column: headings.get(column, "") for column in COLUMNS}
    with _as_file(content, name) as path:
        people = read_people(path, {**said, **dict.fromkeys(_OTHERS, ""), **_BY_LINE})
    lost = people.warnings.filter(people.warnings["reason"] == "digits_lost")
    whole = people.problems.filter(people.problems["line"].is_null())
    if whole.height or not people.read:
        raise CannotReadList(_about_the_file(whole))
    rows: list[dict[str, object]] = [
        {"line": int(row["rid"]), **{column: row[column] or "" for column in COLUMNS}}
        for row in people.rows.iter_rows(named=True)
        if int(row["rid"]) not in set(lost["line"])
    ]
    problems: list[dict[str, object]] = [
        {
            "line": row["line"],
            "column": row["column"],
            "value": row["value"],
            "zh": row["reason_zh"],
            "en": row["reason_en"],
        }
        for row in (*people.problems.iter_rows(named=True), *lost.iter_rows(named=True))
    ]
    return rows, problems


def empty_list() -> bytes:
    """A workbook with the headings and one invented row, to fill in."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(COLUMNS.values()))
    sheet.append(
        ["陈示例", "女", "", "1950-01-31", "020-00000000", "", "示例路1号（请删去此行后填写）"]
    )
    for cells in sheet.iter_cols(min_row=1, max_row=500):
        for cell in cells:
            cell.number_format = "@"  # text, so that no number loses its last digits
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@contextmanager
def _as_file(content: bytes, name: str) -> Iterator[Path]:
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
                "这个工作簿展开后太大；请只留下居民名单这一张表，再交一次。",
                "Unpacked, this workbook is too large; keep only the sheet of residents and hand it in again.",
            )
        )
    with TemporaryDirectory(prefix="shanqiao-list-") as folder:
        path = Path(folder) / f"list{ending}"
        path.write_bytes(content)
        yield path


def _unpacked(content: bytes) -> int:
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            return sum(one.file_size for one in packed.infolist())
    except BadZipFile:
        return 0  # said by who reads it


def _about_the_file(problems: pl.DataFrame) -> Words:
    said = list(problems.select("reason_zh", "reason_en").iter_rows())
    if not said:
        return Words(
            "文件里没有一行居民；请检查第一张表里有没有标题行和名单。",
            "The file has no row of a resident; see whether its first sheet has headings and rows.",
        )
    return Words("；".join(zh for zh, _ in said[:3]), "; ".join(en for _, en in said[:3]))
