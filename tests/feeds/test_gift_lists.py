import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from shanqiao.feeds.gift_lists import MOST_ROWS, CannotReadGifts, read_gifts

TODAY = date(2026, 5, 6)


def read(text, name="gifts.csv", encoding="utf-8"):
    return read_gifts(text.encode(encoding), name, today=TODAY)


def test_rows_are_read_as_people_write_them():
    seen = read(
        "捐赠名单,,,\n捐赠人,捐赠金额,日期,订单号\n"
        '何善心,"¥1,234.50",2026年5月1日,A1\n匿名,20元,2026/5/2,\n'
    )

    first, second = seen.rows
    assert (first.line, first.name, first.amount, first.on) == (
        3,
        "何善心",
        123_450,
        date(2026, 5, 1),
    )
    assert (second.name, second.giver["kind"], second.reference) == ("", "anonymous", "")
    assert (seen.fen, seen.complaints) == (125_450, [])


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
def test_each_complaint_names_line_column_and_reason(row, column):
    seen = read(f"捐赠人,金额,日期,信用代码\n{row}\n乙,10,2026-05-01,\n")

    [complaint] = seen.complaints
    assert (complaint.line, complaint.column) == (2, column)
    assert set(complaint.said) == {"zh", "en"}
    assert [row.name for row in seen.rows] == ["乙"]


def test_a_workbook_with_real_dates_and_numbers():
    book = Workbook()
    book.worksheets[0].append(["姓名", "金额", "捐赠时间", "手机号"])
    book.worksheets[0].append(["何善心", 20.1, datetime(2026, 5, 1, 9, 30), 13800138000.0])
    kept = io.BytesIO()
    book.save(kept)

    [row] = read_gifts(kept.getvalue(), "gifts.xlsx", today=TODAY).rows

    assert (row.amount, row.on, row.phone) == (2_010, date(2026, 5, 1), "13800138000")


def test_a_file_saved_by_an_old_spreadsheet():
    assert read("捐赠人,金额,日期\n何,1,20260501\n", encoding="gb18030").rows[0].name == "何"


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("甲,10\n", "gifts.csv", "headings"),
        ("x", "gifts.xls", "xlsx or .csv"),
        ("x", "gifts.xlsx", "cannot be opened"),
        ("金额,日期\n" + "1,2026-05-01\n" * (MOST_ROWS + 1), "gifts.csv", "divide the file"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(text, name, says):
    with pytest.raises(CannotReadGifts, match=says):
        read(text, name)
