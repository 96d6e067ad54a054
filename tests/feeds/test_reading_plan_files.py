"""What a folder of plan files may hold, and what is said of what it may not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from shanqiao.engines.allocation import NEED_COLUMNS, RESOURCE_COLUMNS
from shanqiao.feeds.plan_files import read_folder, read_standing

from .plan_folders import NEED, a_folder, a_need, a_resource


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
        ("reserved_share", "0.3501", "not_a_share"),
        ("reserved_share", "1e-1", "not_a_share"),
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
    [
        ("0", 0),
        ("1", 100),
        ("0.3", 30),
        (".25", 25),
        ("1.00", 100),
        ("0.29", 29),
        ("0.35000000000000003", 35),
    ],
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


def test_every_reason_is_said_in_both_languages(tmp_path: Path) -> None:
    folder = a_folder(
        tmp_path, [a_need(quantity="x", covered="{value}")], [a_resource(eligible="{age}")]
    )

    problems = read_folder(folder).problems

    assert problems.height == 3
    assert all(problems["reason_zh"].str.contains(r"\p{Han}"))
    assert not any(problems["reason_en"].str.contains(r"\p{Han}"))


def test_a_plan_of_a_large_city_can_be_read_again(tmp_path: Path) -> None:
    many = 200_000  # a file so long is read in several pieces
    needs = pl.DataFrame({"need": [f"N{i:08d}" for i in range(many)]})
    resources = pl.DataFrame({"resource": ["r"]})
    rows = needs.with_columns(resource=pl.lit("r"), quantity=pl.int_range(1, many + 1))
    rows.write_csv(tmp_path / "plan.csv")

    standing, problems, _ = read_standing(tmp_path, needs, resources)

    assert problems.height == 0
    assert standing["quantity"].sum() == many * (many + 1) // 2
