"""What a folder of plan files may hold, and what is said of what it may not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from shanqiao.engines.allocation import NEED_COLUMNS, RESOURCE_COLUMNS
from shanqiao.feeds.plan_files import read_folder

from .plan_folders import NEED, RESOURCE, a_folder, a_need, a_resource, write


def found(folder: Path) -> set[tuple[str, int | None, str, str, str]]:
    rows = read_folder(folder).problems
    return set(rows.select("file", "line", "column", "value", "reason").iter_rows())


def test_a_good_folder_is_read_as_the_engine_takes_it(tmp_path: Path) -> None:
    folder = a_folder(
        tmp_path,
        [a_need(age="", local="TRUE", street=" 440103001 ")],
        [
            a_resource(
                kinds="meal",
                streets="440104|440103001",
                reserved_share="0.5",
                reserved_for="age >= 80",
            )
        ],
    )

    reading = read_folder(folder)

    assert reading.problems.is_empty()
    assert reading.warnings.is_empty()
    assert dict(reading.needs.schema) == NEED_COLUMNS
    assert dict(reading.resources.schema) == RESOURCE_COLUMNS
    need, resource = reading.needs.row(0, named=True), reading.resources.row(0, named=True)
    assert (need["age"], need["local"], need["street"]) == (None, True, "440103001")
    assert need["due_on"] == date(2026, 3, 1)
    assert (resource["reserved_share"], resource["eligible"]) == (50, "")
    assert resource["streets"] == ["440103001", "440104"]


def test_columns_that_may_be_left_out_are_empty(tmp_path: Path) -> None:
    optional = ("item", "covered", "age", "disability", "illness", "local")
    folder = a_folder(
        tmp_path, [{key: value for key, value in NEED.items() if key not in optional}]
    )

    reading = read_folder(folder)

    assert reading.problems.is_empty()
    assert reading.needs.row(0, named=True) | {
        "item": "",
        "covered": 0,
        "age": None,
    } == reading.needs.row(0, named=True)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("need", "", "empty"),
        ("kind", "food", "unknown_kind"),
        ("quantity", "0", "out_of_range"),
        ("quantity", "12.5", "not_a_whole_number"),
        ("quantity", "１２", "not_a_whole_number"),
        ("quantity", "1e3", "not_a_whole_number"),
        ("quantity", "NaN", "not_a_whole_number"),
        ("quantity", "9223372036854775808", "too_large"),
        ("covered", "-1", "out_of_range"),
        ("covered", "11", "covered_exceeds"),
        ("severity", "101", "out_of_range"),
        ("urgency", "3", "out_of_range"),
        ("street", "44010300", "not_a_street"),
        ("age", "131", "out_of_range"),
        ("disability", "5", "out_of_range"),
        ("hardship", "", "empty"),
        ("local", "yes", "not_true_or_false"),
        ("open_on", "2026-02-30", "not_a_date"),
        ("open_on", "2026/01/01", "not_a_date"),
        ("due_on", "2025-12-31", "ends_before_it_begins"),
    ],
)
def test_a_bad_cell_of_a_need_is_named_with_its_place(
    tmp_path: Path, column: str, value: str, reason: str
) -> None:
    folder = a_folder(tmp_path, [a_need(need="n0"), a_need(**{column: value})])

    assert found(folder) == {("needs.csv", 3, column, value, reason)}


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("resource", "", "empty"),
        ("kinds", "meal|food", "unknown_kind"),
        ("kinds", "cash_living|meal", "mixed_units"),
        ("capacity", "-1", "out_of_range"),
        ("person_cap", "0", "out_of_range"),
        ("streets", "4401", "not_a_place"),
        ("streets", "440103|", "not_a_place"),
        ("home", "440103", "not_a_street"),
        ("valid_to", "2025-01-01", "ends_before_it_begins"),
        ("reserved_share", "0.125", "not_a_share"),
        ("reserved_share", "1.01", "not_a_share"),
        ("reserved_share", "-0.1", "not_a_share"),
        ("eligible", "age >=", "bad_expression"),
        ("eligible", "shoe_size > 40", "bad_expression"),
        ("eligible", 'age == "old"', "bad_expression"),
        ("reserved_for", "age >> 3", "bad_expression"),
    ],
)
def test_a_bad_cell_of_a_resource_is_named_with_its_place(
    tmp_path: Path, column: str, value: str, reason: str
) -> None:
    folder = a_folder(
        tmp_path, resources=[a_resource(resource="r0"), a_resource(**{column: value})]
    )

    assert found(folder) == {("resources.csv", 3, column, value, reason)}


@pytest.mark.parametrize(
    ("share", "hundredths"),
    [("0", 0), ("1", 100), ("0.3", 30), (".25", 25), ("1.00", 100), ("0.29", 29)],
)
def test_a_share_is_kept_in_hundredths(tmp_path: Path, share: str, hundredths: int) -> None:
    folder = a_folder(
        tmp_path, resources=[a_resource(reserved_share=share, reserved_for="age >= 80")]
    )

    assert read_folder(folder).resources["reserved_share"].to_list() == [hundredths]


def test_a_share_for_nobody_is_refused(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, resources=[a_resource(reserved_share="0.3")])

    assert found(folder) == {("resources.csv", 2, "reserved_for", "", "reserved_for_nobody")}


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    folder = a_folder(
        tmp_path,
        [a_need(quantity="x", urgency="9"), a_need(need="n2", street="?")],
        [a_resource(capacity="y")],
    )

    assert {(file, line, column) for file, line, column, _, _ in found(folder)} == {
        ("needs.csv", 2, "quantity"),
        ("needs.csv", 2, "urgency"),
        ("needs.csv", 3, "street"),
        ("resources.csv", 2, "capacity"),
    }


def test_a_need_that_stands_twice_is_refused_in_both_places(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, [a_need(person="p1"), a_need(person="p2"), a_need(need="n3")])

    assert found(folder) == {
        ("needs.csv", 2, "need", "n1", "repeated"),
        ("needs.csv", 3, "need", "n1", "repeated"),
    }


def test_a_person_has_one_need_of_a_kind_and_item(tmp_path: Path) -> None:
    goods = {"kind": "goods", "item": "bedding", "person": "p1"}
    folder = a_folder(
        tmp_path,
        [
            a_need(need="a", **goods),
            a_need(need="b", **goods),
            a_need(need="c", **goods | {"item": "rice"}),
        ],
    )

    lines = {line for _, line, _, _, reason in found(folder) if reason == "same_thing_twice"}

    assert lines == {2, 3}


def test_lines_are_those_of_the_file_when_cells_hold_line_ends(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, [a_need(hardship="di\nbao"), a_need(need="n2", quantity="x")])

    assert found(folder) == {("needs.csv", 4, "quantity", "x", "not_a_whole_number")}


def test_a_row_with_too_few_cells_does_not_shift_its_neighbours(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    with (folder / "needs.csv").open("a", encoding="utf-8") as file:
        file.write("n2,p2,meal\n\n" + ",".join(str(x) for x in a_need(need="n3").values()) + "\n")

    reading = read_folder(folder)

    assert found(folder) == {("needs.csv", 3, "", "3", "ragged")}
    assert reading.needs["need"].to_list() == ["n1", "n3"]


def test_windows_files_with_a_mark_at_the_start_are_read(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    text = (folder / "needs.csv").read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    (folder / "needs.csv").write_bytes(b"\xef\xbb\xbf" + text)

    reading = read_folder(folder)

    assert reading.problems.is_empty()
    assert reading.needs["need"].to_list() == ["n1"]


def test_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, [a_need(hardship="低保")])
    text = (folder / "needs.csv").read_text(encoding="utf-8")
    (folder / "needs.csv").write_bytes(text.encode("gb18030"))

    reading = read_folder(folder)

    assert found(folder) == {("needs.csv", 2, "", "", "not_utf8")}
    assert reading.stopped


def test_a_quotation_mark_that_never_closes_is_refused(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, resources=[a_resource(eligible="")])
    with (folder / "resources.csv").open("a", encoding="utf-8") as file:
        file.write('r2,"木棉,meal\n')

    reading = read_folder(folder)

    assert [(p["line"], p["reason"]) for p in reading.problems.iter_rows(named=True)] == [
        (3, "quotes")
    ]
    assert reading.stopped


def test_a_missing_column_stops_the_file(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, [{key: value for key, value in NEED.items() if key != "street"}])

    assert found(folder) == {("needs.csv", None, "street", "", "missing_column")}
    assert read_folder(folder).stopped


def test_a_missing_file_and_one_that_is_there_twice_are_told_apart(tmp_path: Path) -> None:
    missing = a_folder(tmp_path / "missing")
    (missing / "needs.csv").unlink()
    twice = a_folder(tmp_path / "twice")
    pl.DataFrame([NEED]).write_parquet(twice / "needs.parquet")

    assert ("needs.csv", None, "", "", "missing_file") in found(missing)
    assert ("needs.csv", None, "", "", "two_files") in found(twice)


def test_a_column_nobody_knows_is_left_out_with_a_warning(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, [a_need(shoe_size=41)])

    reading = read_folder(folder)

    assert reading.problems.is_empty()
    assert reading.warnings.select("column", "reason").rows() == [("shoe_size", "unknown_column")]
    assert "shoe_size" not in reading.needs.columns


def test_parquet_with_typed_columns_reads_the_same_as_csv(tmp_path: Path) -> None:
    text = a_folder(tmp_path / "csv", [a_need(age=""), a_need(need="n2", person="p2", age=65)])
    typed = tmp_path / "parquet"
    typed.mkdir()
    needs = read_folder(text).needs.with_columns(pl.col("age").cast(pl.Float64))
    needs.write_parquet(typed / "needs.parquet")
    resources = read_folder(text).resources.with_columns(pl.col("reserved_share") / 100)
    resources.write_parquet(typed / "resources.parquet")

    reading = read_folder(typed)

    assert reading.problems.is_empty()
    assert reading.needs.equals(read_folder(text).needs)
    assert reading.resources.equals(read_folder(text).resources)


def test_a_bad_cell_in_parquet_is_named_with_its_row(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (folder / "needs.csv").unlink()
    rows = [a_need(need="n1", quantity=1.0), a_need(need="n2", quantity=1.5)]
    pl.DataFrame(rows).write_parquet(folder / "needs.parquet")

    assert found(folder) == {("needs.parquet", 2, "quantity", "1.5", "not_a_whole_number")}


def test_further_kinds_come_from_a_file(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, [a_need(kind="haircut")], [a_resource(kinds="haircut")])
    write(folder / "kinds.csv", [{"kind": "haircut", "unit": "cut", "is_cash": "false"}])

    reading = read_folder(folder)

    assert reading.problems.is_empty()
    assert ("haircut", "cut", False) in reading.kinds.rows()
    assert reading.kinds.height == 9


def test_a_built_in_kind_cannot_be_changed(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    write(folder / "kinds.csv", [{"kind": "meal", "unit": "box", "is_cash": "false"}])

    assert found(folder) == {("kinds.csv", 2, "unit", "box", "kind_changed")}


def test_amounts_that_only_together_are_too_many_are_refused(tmp_path: Path) -> None:
    many = 2**54
    folder = a_folder(tmp_path, [a_need(need=f"n{i}", quantity=many) for i in range(3)])

    assert found(folder) == {("needs.csv", None, "quantity", "", "too_much_together")}


def test_every_reason_is_said_in_both_languages(tmp_path: Path) -> None:
    folder = a_folder(
        tmp_path, [a_need(quantity="x", covered="{value}")], [a_resource(eligible="{age}")]
    )

    problems = read_folder(folder).problems

    assert problems.height == 3
    assert all(problems["reason_zh"].str.contains(r"\p{Han}"))
    assert not any(problems["reason_en"].str.contains(r"\p{Han}"))


def test_files_without_rows_are_no_mistake(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, [], [])

    reading = read_folder(folder)

    assert reading.problems.is_empty()
    assert (reading.needs.height, reading.resources.height) == (0, 0)


def test_what_skips_with_a_bad_row_is_that_row_only(tmp_path: Path) -> None:
    folder = a_folder(
        tmp_path,
        [a_need(), a_need(need="n2", quantity="x")],
        [a_resource(), a_resource(resource="r2", home="?")],
    )

    reading = read_folder(folder)

    assert reading.needs["need"].to_list() == ["n1"]
    assert reading.resources["resource"].to_list() == ["r1"]
    assert reading.rows == {"needs": 2, "resources": 2}
    assert not reading.stopped
    assert RESOURCE["resource"] == "r1"
