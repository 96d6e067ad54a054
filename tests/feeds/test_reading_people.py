"""A list of people is read as it comes; what is wrong is said by line, and says nothing of a person."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook
from polars.testing import assert_frame_equal

from shanqiao.feeds.link_files import CannotReadColumns, People, masked, read_columns, read_people

from .people_lists import HEADINGS, a_list, a_person


def problems_of(people: People) -> list[tuple[object, ...]]:
    return people.problems.select("line", "column", "value", "reason").rows()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_separator_are_found_out(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    told = a_list(
        tmp_path / "名单.csv",
        a_person(1),
        a_person(2, name="陈玮强"),
        encoding=encoding,
        delimiter=delimiter,
        headings=HEADINGS,
    )

    people = read_people(told, {})

    assert people.problems.is_empty() and people.warnings.is_empty()
    assert people.rows["name"].to_list() == ["陈伟强", "陈玮强"]
    assert people.headings["id_no"] == "身份证号码"


def test_a_sheet_with_a_title_is_read_like_a_table(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["某街道长者名单"])
    sheet.append(["登记号", "姓名", "出生日期", "联系电话"])
    sheet.append([7, "陈伟强", dt.datetime(1958, 3, 12), 13912340987])
    sheet.append([None, None, None, None])
    sheet.append([7, "李秀英", "1960年5月", "无"])
    book.save(tmp_path / "名单.xlsx")

    people = read_people(tmp_path / "名单.xlsx", {})

    assert problems_of(people) == [(3, "rid", "7", "rid_twice"), (5, "rid", "7", "rid_twice")]
    assert "第 3、5 行" in people.problems["reason_zh"][0]


def test_a_sheet_gives_dates_and_numbers_as_one_writes_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["登记号", "姓名", "出生日期", "联系电话", "身份证号"])
    sheet.append([7, "陈伟强", dt.datetime(1958, 3, 12), 13912340987, 440102195803121234])
    book.save(tmp_path / "名单.xlsx")

    people = read_people(tmp_path / "名单.xlsx", {})

    row = people.rows.row(0, named=True)
    assert (row["rid"], row["dob"], row["phone"]) == (7, "1958-03-12", "13912340987")
    assert (
        row["id_no"] is None
    )  # a spreadsheet keeps fifteen digits, and what it made up must not count
    assert people.warnings["reason"].to_list() == ["digits_lost"]


def test_parquet_and_csv_hold_the_same_people(tmp_path: Path) -> None:
    told = a_list(tmp_path / "people.csv", a_person(10), a_person(9, dob=""))
    pl.read_csv(told, schema_overrides={"phone": pl.Int64}).write_parquet(
        tmp_path / "people.parquet"
    )

    one, other = (read_people(tmp_path / f"people.{kind}", {}) for kind in ("csv", "parquet"))

    assert_frame_equal(one.rows, other.rows)
    assert one.rows["rid"].to_list() == [9, 10]


def test_every_wrong_row_is_told_and_nobody_is_named(tmp_path: Path) -> None:
    number = "440102195803121234"
    told = a_list(
        tmp_path / "people.csv",
        a_person("a"),
        a_person("", name="李秀英"),
        a_person(number),
        a_person(number, address="文" * 501),
        a_person("b"),
    )

    people = read_people(told, {})

    assert problems_of(people) == [
        (3, "rid", "", "empty_rid"),
        (4, "rid", "44******34", "rid_twice"),
        (5, "address", "文文文文文文…", "too_long"),
        (5, "rid", "44******34", "rid_twice"),
    ]
    said = " ".join(str(cell) for row in people.problems.rows() for cell in row)
    assert number not in said and "李秀英" not in said
    assert not people.stopped
    assert (people.read, people.rows["rid"].to_list()) == (5, ["a", "b"])


def test_a_row_with_a_cell_too_many_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("rid;name\n1;陈伟强\n2;李秀英;越秀\n")

    people = read_people(tmp_path / "people.csv", {})

    assert problems_of(people) == [(3, "", "3", "ragged")]
    assert (people.read, people.rows["rid"].to_list()) == (2, [1])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("name,phone\n陈伟强,13912340987\n", "no_rid"),
        ("rid,所在楼盘\n1,某某花园\n", "nothing_to_compare"),
        ("", "empty_file"),
    ],
)
def test_a_file_that_cannot_be_used_is_no_matter_of_rows(
    tmp_path: Path, text: str, reason: str
) -> None:
    (tmp_path / "people.csv").write_text(text)

    people = read_people(tmp_path / "people.csv", {})

    assert people.stopped
    assert reason in people.problems["reason"].to_list()


def test_somebody_may_say_which_column_is_which(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("老人,联系人电话,手机\n陈伟强,83330918,13912340987\n")
    (tmp_path / "columns.json").write_text('{"name": "老人", "phone": "联系人电话"}')

    columns = read_columns([str(tmp_path / "columns.json"), "rid=#,phone=手机"])
    people = read_people(tmp_path / "people.csv", columns)

    row = people.rows.row(0, named=True)
    assert (row["rid"], row["name"], row["phone"]) == (2, "陈伟强", "13912340987")


def test_a_column_that_is_not_there_is_said(tmp_path: Path) -> None:
    people = read_people(a_list(tmp_path / "p.csv", a_person()), {"name": "老人"})

    assert "no_such_heading" in people.problems["reason"].to_list()
    with pytest.raises(CannotReadColumns, match="knows no “nme”"):
        read_columns(["nme=姓名"])
    with pytest.raises(CannotReadColumns, match="nor a JSON file"):
        read_columns([str(tmp_path / "nothing.json")])


def test_what_is_not_understood_is_unknown_and_said(tmp_path: Path) -> None:
    told = a_list(
        tmp_path / "people.csv",
        a_person(1, gender="是", id_no="4.40102E+17"),
        {"rid": 2} | dict.fromkeys(list(a_person())[1:], ""),
    )

    people = read_people(told, {})

    assert set(people.warnings.select("line", "reason").rows()) == {
        (2, "not_a_gender"),
        (2, "digits_lost"),
        (3, "empty_row"),
    }
    assert people.rows["id_no"].to_list() == [None, None]
    assert people.problems.is_empty()


@pytest.mark.parametrize(
    ("column", "written", "shown"),
    [
        ("name", "陈伟强", "陈**"),
        ("id_no", "440102195803121234", "4401" + 14 * "*"),
        ("phone", "13912340987", "139" + 8 * "*"),
        ("dob", "1958-03-12", "1958-**-**"),
        ("dob", "19580312", "1958-**-**"),
        ("dob", "一九五八年", "****"),
        ("address", "越秀区文德北路12号502房", "越秀区文德北…"),
        ("rid", "12", "12"),
        ("gender", "女", "女"),
        ("name", None, ""),
    ],
)
def test_a_mask_leaves_what_says_little(column: str, written: str | None, shown: str) -> None:
    assert masked(column, written) == shown
