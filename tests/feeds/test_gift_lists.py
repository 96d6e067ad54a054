import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from shanqiao.apps.giving.judging import Row
from shanqiao.feeds import gift_lists
from shanqiao.feeds.gift_lists import CannotReadGifts, look_into, read_gifts

TODAY = date(2026, 5, 6)


def read(text, name="gifts.csv", encoding="utf-8"):
    """(good rows, wrong ones)"""
    content = text if isinstance(text, bytes) else text.encode(encoding)
    rows = list(read_gifts(content, name, today=TODAY))
    return [r for r in rows if isinstance(r, Row)], [r for r in rows if not isinstance(r, Row)]


def a_workbook(*rows):
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_rows_are_read_as_people_write_them():
    [first, second], wrong = read(
        "捐赠名单,,,\n捐赠人,捐赠金额,日期,订单号\n"
        '何善心,"¥1,234.50",2026年5月1日,A1\n匿名,20元,2026/5/2,\n'
    )

    assert (first.line, first.name, first.amount, first.on) == (
        3,
        "何善心",
        123_450,
        date(2026, 5, 1),
    )
    assert first.cells == ["何善心", "¥1,234.50", "2026年5月1日", "A1"]
    assert (second.name, second.giver["kind"], second.reference) == ("", "anonymous", "")
    assert (second.amount, wrong) == (2_000, [])


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("甲,abc,2026-05-01,", "金额"),
        ("甲,1.234,2026-05-01,", "金额"),
        ("甲,0,2026-05-01,", "金额"),
        ("甲,NaN,2026-05-01,", "金额"),
        ("甲,10,2026-02-30,", "日期"),
        ("甲,10,2026-05-07,", "日期"),
        ("甲,10,2026-05-01,91440101MA00000000", "统一社会信用代码"),
    ],
)
def test_each_complaint_names_line_column_value_and_reason(row, column):
    good, [wrong] = read(f"捐赠人,金额,日期,信用代码\n{row}\n乙,10,2026-05-01,\n")

    [problem] = wrong.problems
    assert (wrong.line, problem["column"]) == (2, column)
    assert problem["zh"] and problem["en"] and problem["value"] in row.split(",")
    assert wrong.cells == row.split(",")
    assert [row.name for row in good] == ["乙"]


def test_all_that_is_wrong_with_a_row_is_told_at_once():
    _good, [wrong] = read("捐赠人,金额,日期\n甲,x,y\n")

    assert [problem["column"] for problem in wrong.problems] == ["金额", "日期"]


def test_a_workbook_with_real_dates_and_numbers():
    content = a_workbook(
        ["姓名", "金额", "捐赠时间", "手机号"],
        ["何善心", 20.1, datetime(2026, 5, 1, 9, 30), 13800138000.0],
    )

    [row], _wrong = read(content, "gifts.xlsx")

    assert (row.amount, row.on, row.phone) == (2_010, date(2026, 5, 1), "13800138000")
    written = ",".join(row.cells)
    assert read(f"姓名,金额,捐赠时间,手机号\n{written}\n")[0] == [row]


def test_a_row_that_was_left_out_says_the_how_manieth_it_was():
    [first, second], _wrong = read("金额,日期,同样的第几行\n1,2026-05-01,2\n1,2026-05-01,x\n")

    assert (first.nth, second.nth) == (2, 0)


def test_a_file_saved_by_an_old_spreadsheet():
    assert read("捐赠人,金额,日期\n何,1,20260501\n", encoding="gb18030")[0][0].name == "何"


def test_what_no_table_can_keep_is_left_out():
    assert read("捐赠人,金额,日期\n何\0,1,20260501\n")[0][0].name == "何"


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("甲,10\n", "gifts.csv", "headings"),
        ("x\n" * 100 + "金额,日期\n", "gifts.csv", "headings"),
        ("x", "gifts.xls", "xlsx or .csv"),
        ("x", "gifts.xlsx", "cannot be opened"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_at_once(text, name, says):
    with pytest.raises(CannotReadGifts, match=says):
        look_into(text.encode(), name)


def test_too_many_rows_and_what_cannot_be_read_to_its_end(monkeypatch):
    monkeypatch.setattr(gift_lists, "MOST_ROWS", 3)
    headings, row = "金额,日期\n", "1,2026-05-01\n"
    assert len(read(headings + row * 3)[0]) == 3

    with pytest.raises(CannotReadGifts, match="divide the file"):
        read(headings + row * 4)
    with pytest.raises(CannotReadGifts, match="export it anew"):
        read(headings + "x" * 200_000)


def test_a_large_workbook_is_opened_by_who_reads_it(monkeypatch):
    content = a_workbook(["x", "y"], ["1", "2"])
    with pytest.raises(CannotReadGifts, match="headings"):
        look_into(content, "gifts.xlsx")
    monkeypatch.setattr(gift_lists, "SMALL", 10)

    look_into(content, "gifts.xlsx")

    with pytest.raises(CannotReadGifts, match="headings"):
        read(content, "gifts.xlsx")
    monkeypatch.setattr(gift_lists, "MOST_UNPACKED", 10)
    with pytest.raises(CannotReadGifts, match="too large"):
        look_into(content, "gifts.xlsx")
