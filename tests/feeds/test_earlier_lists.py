"""Old workbooks as people wrote them for years, read cell by cell; and whole files."""

import io
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook, load_workbook

from shanqiao.feeds.earlier_columns import COLUMNS, empty_earlier
from shanqiao.feeds.earlier_lists import look_into_earlier, read_earlier
from shanqiao.feeds.list_files import CannotReadList
from shanqiao.feeds.old_cells import day_of, kind_of, minutes_of, source_of, state_of

TODAY = date(2026, 5, 6)


@pytest.mark.parametrize(
    "text",
    ["2023-05-04", "2023-5-4", "2023/5/4", "2023年5月4日", "20230504", "2023.5.4", "2023.05.04", " 2023 年 5 月 4 日 ",
     "2023-05-04 09:30:00", "45050", "45050.0"],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text):
    assert day_of(text) == date(2023, 5, 4)


@pytest.mark.parametrize(
    "text", ["", "去年冬天", "2023-13-01", "2023-02-30", "5月4日", "230504", "2023"]
)
def test_what_is_no_day_is_none(text):
    assert day_of(text) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *(("60", 60), ("60分钟", 60), ("60分", 60), ("60min", 60), ("45 分钟", 45), ("1小时", 60)),
        *(("1.5h", 90), ("1.5小时", 90), ("2个小时", 120), ("半小时", 30), ("半个小时", 30)),
        *(("1个半小时", 90), ("1小时30分", 90), ("1小时半", 90), ("1:30", 90), ("01:30:00", 90)),
        *(("0", None), ("1441", None), ("1.5", None), ("很久", None), ("", None), ("1h1s", None)),
    ],
)
def test_how_long_it_took_is_whole_minutes(text, minutes):
    assert minutes_of(text) == minutes


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(("家访", "visit"), ("入户探访", "visit"), ("电访", "call"), ("电话探访", "call")),
        *(("面谈", "session"), ("来访", "session"), ("转介", "linking"), ("资源链接", "linking")),
        *(("小组活动", "other"), ("", "other")),
    ],
)
def test_a_kind_of_contact_by_its_usual_words(text, kind):
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    ("text", "state"),
    [
        *(("结案", "ended"), ("已结", "ended"), ("已结案", "ended"), ("未结案", "open")),
        *(("在办", "open"), ("跟进中", "open"), ("", ""), ("？", "strange")),
    ],
)
def test_a_state_is_open_or_ended_or_cannot_be_told(text, state):
    assert state_of(text) == state


def test_how_somebody_came_is_a_visit_where_nothing_is_said():
    assert [source_of(x) for x in ("主动求助", "居委转介", "派出所", "外展", "")] == [
        *("self", "referred", "mandated", "visit", "visit")
    ]


def a_file(*rows, kind="cases", headings=None):
    return "\n".join([",".join(headings or COLUMNS[kind].values()), *rows]).encode()


def read(*rows, kind="cases"):
    return read_earlier(a_file(*rows, kind=kind), "台账.csv", COLUMNS[kind], kind=kind, today=TODAY)


def wrong(*rows, kind="cases"):
    """{line: columns in which something is wrong}"""
    found = {}
    for problem in read(*rows, kind=kind).problems:
        found.setdefault(problem["line"], []).append(problem["column"])
    return found


def test_a_row_of_cases_is_read():
    [row] = read("陈 伯,,13912340987,1950/1/31,9,2023年5月4日,居委,独居,某1,跟进中,,,备注").rows

    cells = row["cells"]
    assert (row["line"], cells["name"], cells["dob"]) == (2, "陈 伯", "1950-01-31")
    assert (cells["began_on"], cells["state"], cells["source"]) == (
        "2023-05-04",
        "open",
        "referred",
    )
    assert (cells["problem"], cells["worker"], cells["words"]) == ("独居", "某1", "备注")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",,,,,2023-05-04,,,,,,,", "name"),
        ("陈伯,440103195001011234,,,,2023-05-04,,,,,,,", "id_no"),
        ("陈伯,4.40103E+17,,,,2023-05-04,,,,,,,", "id_no"),
        ("陈伯,,,正月初一,,2023-05-04,,,,,,,", "dob"),
        ("陈伯,,,,,,,,,,,,", "began_on"),
        ("陈伯,,,,,前年,,,,,,,", "began_on"),
        ("陈伯,,,,,2026-05-07,,,,,,,", "began_on"),
        ("陈伯,,,,,1923-05-04,,,,,,,", "began_on"),
        ("陈伯,,,,,2023-05-04,,,,,2023-05-03,,", "ended_on"),
        ("陈伯,,,,,2023-05-04,,,,在办,2023-06-03,,", "state"),
        ("陈伯,,,,,2023-05-04,,,,待定,,,", "state"),
        (f"{'陈' * 61},,,,,2023-05-04,,,,,,,", "name"),
    ],
)
def test_what_is_wrong_with_a_case_is_told_by_its_column(row, column):
    assert wrong(row) == {2: [column]}


def test_everything_wrong_with_a_row_is_told_at_once_and_good_rows_stay():
    found = read("陈伯,,,,,前年,,,,待定,,,", "李婶,,,,,2023-05-04,,,,,,,", "陈伯,,")

    assert [p["column"] for p in found.problems if p["line"] == 2] == ["began_on", "state"]
    assert [row["line"] for row in found.rows] == [3]
    assert {p["line"] for p in found.problems} == {2, 4}
    assert all(p["zh"] and p["en"] for p in found.problems)


def test_of_a_wrong_cell_nothing_is_shown_by_which_somebody_is_found():
    [problem] = read("陈伯,440103195001011234,,,,2023-05-04,,,,,,,").problems
    assert problem["value"].startswith("4401") and "195001011234" not in problem["value"]
    [problem] = read("陈伯,,,,,黄伟强13912340987,,,,,,,").problems
    assert "13912340987" not in problem["value"] and "黄伟强" not in problem["value"]


def test_a_row_of_contacts_says_where_its_kind_is_not_known():
    first, second = read(
        "陈伯,,,,2023-05-04,家访,1小时,送餐,某1",
        "陈伯,,,,2023-05-05,聚会,,包饺子,",
        kind="contacts",
    ).rows

    assert (first["cells"]["kind"], first["cells"]["minutes"], first["notes"]) == (
        "visit",
        "60",
        [],
    )
    assert (second["cells"]["kind"], second["cells"]["words"]) == ("other", "聚会：包饺子")
    assert [note["column"] for note in second["notes"]] == ["kind"]
    assert wrong("陈伯,,,,2023-05-04,家访,许久,,", kind="contacts") == {2: ["minutes"]}


def a_workbook(*rows):
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_a_workbook_with_a_title_its_own_days_and_other_words_for_its_columns():
    book = a_workbook(
        ["某某社工站探访记录"],
        ["服务日期", "服务对象", "探访方式", "时长", "服务内容"],
        [datetime(2023, 5, 4), "陈伯", "家访", time(1, 30), "送餐"],
        [None, None, None, None, None],
        [20230509, "李婶", "电访", 15, "问候"],
    )

    seen = look_into_earlier(book, "探访.xlsx", kind="contacts")
    found = read_earlier(book, "探访.xlsx", seen.taken, kind="contacts", today=TODAY)

    assert (seen.rows, seen.taken["done_on"], seen.taken["id_no"]) == (2, "服务日期", "")
    assert [row["line"] for row in found.rows] == [3, 5]
    assert [row["cells"]["done_on"] for row in found.rows] == ["2023-05-04", "2023-05-09"]
    assert [row["cells"]["minutes"] for row in found.rows] == ["90", "15"]


@pytest.mark.parametrize("kind", ["cases", "contacts"])
def test_the_empty_workbook_is_recognised_and_its_example_can_be_read(kind):
    empty = empty_earlier(kind)

    seen = look_into_earlier(empty, "empty.xlsx", kind=kind)
    found = read_earlier(empty, "empty.xlsx", seen.taken, kind=kind, today=TODAY)

    assert seen.taken == COLUMNS[kind]
    assert (len(found.rows), found.problems) == (1, [])
    assert len(load_workbook(io.BytesIO(empty)).worksheets) == 1


def test_a_file_that_cannot_be_used_says_why_in_both_languages():
    for content, name in ((b"x", "old.xls"), (b"no workbook", "bad.xlsx"), (b"", "empty.csv")):
        with pytest.raises(CannotReadList) as refusal:
            look_into_earlier(content, name, kind="cases")
        assert refusal.value.said["zh"] and refusal.value.said["en"]
    with pytest.raises(CannotReadList, match="接案日期"):
        read_earlier(a_file("陈伯"), "台账.csv", {"name": "姓名"}, kind="cases", today=TODAY)
    with pytest.raises(CannotReadList, match="no row"):
        read_earlier(a_file(), "台账.csv", COLUMNS["cases"], kind="cases", today=TODAY)
