"""An old list of cases or contacts: the bytes of a CSV or XLSX file as rows of text, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from shanqiao.engines.identity import CannotReadResidentId, read_resident_id

from .earlier_columns import COLUMNS, NEEDED, USUAL
from .link_files import REASONS, cells_of, headings_of, masked
from .list_files import CannotReadList, Seen, about_the_file, as_file
from .old_cells import day_of, kind_of, minutes_of, source_of, state_of
from .plan_files import LINE, Complaints, Words

_LONGEST = {"name": 60, "phone": 60, "number": 60, "worker": 60, "source": 100, "problem": 300}
_LONG = 5_000  # characters of any other cell
_OLDEST = date(1980, 1, 1)
_LOST = re.compile(r"\d(\.\d+)?[Ee]\+?\d{2}")
_SHOWN_AS = {  # how a cell is masked
    **dict.fromkeys(("began_on", "ended_on", "done_on"), "dob"),
    **dict.fromkeys(("state", "kind", "minutes"), "gender"),
    "worker": "name",
}
_NOTHING = Words(
    "文件里没有一行记录；请检查第一张表里有没有标题行和内容。",
    "The file has no row; see whether its first sheet has headings and rows.",
)
_NO_DAY = Words(
    "这个日期读不出来；请写成 2023-05-04 这样。",
    "This day cannot be read. Write it like 2023-05-04.",
)
Say = Callable[[str, Words], None]


@dataclass
class Read:
    """What was read: good rows, and what is wrong with others, each problem with line, column, value (masked), zh, en.

    A row has ``line``, ``cells`` {column: text; days as 2023-05-04, kind, source, minutes as codes and whole numbers, state
    "open" or "ended"}, and ``notes``: what was understood in a way that should be seen, in the shape of problems.
    """

    rows: list[dict[str, object]] = field(default_factory=list)
    problems: list[dict[str, object]] = field(default_factory=list)


def look_into_earlier(content: bytes, name: str, *, kind: str) -> Seen:
    """Which headings a file has, and which column each is likely to be.

    Args:
        kind: "cases" or "contacts".

    Raises:
        CannotReadList: of another kind, or unreadable.
    """
    cells, complaints = _cells(content, name)
    present = [heading for heading in cells.columns if heading != LINE]
    found = headings_of(present, {}, USUAL[kind])
    ragged = complaints.frame().filter(pl.col("line").is_not_null()).height
    return Seen(
        present, {column: found.get(column, "") for column in USUAL[kind]}, cells.height + ragged
    )


def read_earlier(
    content: bytes, name: str, headings: Mapping[str, str], *, kind: str, today: date
) -> Read:
    """`Read` of an old list.

    Args:
        headings: of each column its heading in the file, empty where the file has none.
        kind: "cases" or "contacts".
        today: a later day is wrong.

    Raises:
        CannotReadList: the file as a whole cannot be used.
    """
    cells, complaints = _cells(content, name)
    read = Read()
    for row in complaints.frame().iter_rows(named=True):
        said = Words(row["reason_zh"], row["reason_en"])
        read.problems.append(_problem(row["line"], row["column"], row["value"], said))
    taken = {column: heading for column, heading in headings.items() if heading in cells.columns}
    for column in NEEDED[kind]:
        if column not in taken:
            raise CannotReadList(
                Words(
                    f"没有指明哪一列是“{COLUMNS[kind][column]}”；请回到表头那一页选定。",
                    f"No column was named for {COLUMNS[kind][column]}; choose it on the page of the columns.",
                )
            )
    if cells.is_empty() and not read.problems:
        raise CannotReadList(_NOTHING)
    for row in cells.iter_rows(named=True):
        written = {
            column: str(row[taken[column]] or "") if column in taken else ""
            for column in USUAL[kind]
        }
        if any(written.values()):
            _read_row(row[LINE], written, read, kind=kind, today=today)
    return read


def _cells(content: bytes, name: str) -> tuple[pl.DataFrame, Complaints]:
    complaints = Complaints(REASONS)
    with as_file(content, name) as path:
        cells = cells_of(path, complaints)
    if cells is None or complaints.stop_a_file:
        raise CannotReadList(about_the_file(complaints.frame(), _NOTHING))
    return cells, complaints


def _read_row(line: int, written: dict[str, str], read: Read, *, kind: str, today: date) -> None:
    wrong: list[dict[str, object]] = []
    notes: list[dict[str, object]] = []

    def refuse(column: str, words: Words) -> None:
        wrong.append(_problem(line, column, _shown(column, written[column]), words))

    def tell(column: str, words: Words) -> None:
        notes.append(_problem(line, column, _shown(column, written[column]), words))

    cells = {column: text.strip() for column, text in written.items()}
    _see_lengths(cells, refuse)
    _see_person(cells, refuse)
    if kind == "cases":
        _see_case(cells, refuse, today)
    else:
        _see_contact(cells, refuse, tell, today)
    if wrong:
        read.problems.extend(wrong)
    else:
        read.rows.append({"line": line, "cells": cells, "notes": notes})


def _see_lengths(cells: Mapping[str, str], refuse: Say) -> None:
    for column, text in cells.items():
        longest = _LONGEST.get(column, _LONG)
        if len(text) > longest:
            refuse(
                column,
                Words(
                    f"超过 {longest} 个字；请缩短。",
                    f"Longer than {longest} characters. Shorten it.",
                ),
            )


def _see_person(cells: dict[str, str], refuse: Say) -> None:
    cells["name"] = " ".join(cells["name"].split())
    if not cells["name"]:
        refuse(
            "name",
            Words(
                "没有姓名；请补上，或删去这一行。",
                "There is no name. Write it, or take the row out.",
            ),
        )
    for column in ("id_no", "phone"):
        if _LOST.fullmatch(cells[column]):
            refuse(column, REASONS["digits_lost"])
            return
    if cells["id_no"]:
        try:
            cells["id_no"] = read_resident_id(cells["id_no"]).number
        except CannotReadResidentId:
            refuse(
                "id_no",
                Words(
                    "不是有效的身份证号；请核对，或把这一格清空。",
                    "This is no valid identity number. Correct it, or empty the cell.",
                ),
            )
    if cells["dob"]:
        born = day_of(cells["dob"])
        if born is None:
            refuse("dob", _NO_DAY)
        else:
            cells["dob"] = born.isoformat()


def _see_case(cells: dict[str, str], refuse: Say, today: date) -> None:
    began = _see_day(cells, "began_on", refuse, today, needed=True)
    ended = _see_day(cells, "ended_on", refuse, today)
    if began and ended and ended < began:
        refuse(
            "ended_on",
            Words(
                "结案早于接案；请更正其中一个。",
                "It ended before it began. Correct one of the two.",
            ),
        )
    state = state_of(cells["state"])
    if state == "strange":
        refuse(
            "state",
            Words(
                "看不出是否已结案；请写“在办”或“结案”。",
                "One cannot tell whether it has ended. Write 在办 (open) or 结案 (ended).",
            ),
        )
    elif state == "open" and ended:
        refuse(
            "state",
            Words(
                "写着在办，又有结案日期；请更正其中一个。",
                "It says open, and has a day on which it ended. Correct one of the two.",
            ),
        )
    cells["state"] = "ended" if ended or state == "ended" else "open"
    cells["source"] = source_of(cells["source"])


def _see_contact(cells: dict[str, str], refuse: Say, tell: Say, today: date) -> None:
    _see_day(cells, "done_on", refuse, today, needed=True)
    kind = kind_of(cells["kind"])
    if kind == "other":
        tell(
            "kind",
            Words(
                "不认识这种方式，记作“其他”。",
                "This kind is not known; it is kept as something else.",
            ),
        )
        cells["words"] = "：".join(filter(None, (cells["kind"], cells["words"])))
    cells["kind"] = kind
    if cells["minutes"]:
        minutes = minutes_of(cells["minutes"])
        if minutes is None:
            refuse(
                "minutes",
                Words(
                    "时长读不出来；请写成 60 或 1.5小时，不超过一天。",
                    "How long it took cannot be read. Write 60 or 1.5h, at most a day.",
                ),
            )
        cells["minutes"] = str(minutes or "")


def _see_day(
    cells: dict[str, str], column: str, refuse: Say, today: date, *, needed: bool = False
) -> date | None:
    if not cells[column]:
        if needed:
            refuse(column, Words("没有日期；请补上。", "There is no day. Write it."))
        return None
    day = day_of(cells[column])
    if day is None:
        refuse(column, _NO_DAY)
    elif day > today:
        refuse(column, Words("这一天还没有到。", "That day is still ahead."))
    elif day < _OLDEST:
        refuse(column, Words("年份太早；请更正。", "So long ago it cannot be. Correct the year."))
    else:
        cells[column] = day.isoformat()
        return day
    return None


def _problem(line: int, column: str, value: str, words: Words) -> dict[str, object]:
    return {"line": line, "column": column, "value": value, "zh": words.zh, "en": words.en}


def _shown(column: str, text: str) -> str:
    """So much of a cell that one sees what is wrong, and too little to find somebody."""
    return masked(_SHOWN_AS.get(column, column), text)
