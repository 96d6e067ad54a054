"""A list of residents handed in at a station: the bytes of a CSV or XLSX file as rows of text, and a file to begin with."""

from __future__ import annotations

from collections.abc import Mapping

from .link_files import present_headings, read_people
from .list_files import CannotReadList, Seen, about_the_file, as_file, workbook
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
_OTHERS = ("source", "reg_date")  # of a register, and of no use here
_BY_LINE = {"rid": "#"}
NOBODY = Words(
    "文件里没有一行居民；请检查第一张表里有没有标题行和名单。",
    "The file has no row of a resident; see whether its first sheet has headings and rows.",
)
__all__ = ["COLUMNS", "CannotReadList", "Seen", "empty_list", "look_into", "read_list"]


def look_into(content: bytes, name: str) -> Seen:
    """Which headings a file has, and which column each is likely to be.

    Raises:
        CannotReadList: of another kind, or unreadable.
    """
    with as_file(content, name) as path:
        people = read_people(path, _BY_LINE)
        present = present_headings(path)
    if not present:
        raise CannotReadList(about_the_file(people.problems, NOBODY))
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
    with as_file(content, name) as path:
        people = read_people(path, {**said, **dict.fromkeys(_OTHERS, ""), **_BY_LINE})
    lost = people.warnings.filter(people.warnings["reason"] == "digits_lost")
    whole = people.problems.filter(people.problems["line"].is_null())
    if whole.height or not people.read:
        raise CannotReadList(about_the_file(whole, NOBODY))
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
    example = [
        "陈示例",
        "女",
        "",
        "1950-01-31",
        "020-00000000",
        "",
        "示例路1号（请删去此行后填写）",
    ]
    return workbook(list(COLUMNS.values()), example)
