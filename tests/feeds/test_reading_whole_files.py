"""Plan files as programs and offices write them: line ends, encodings, Parquet, further kinds."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from shanqiao.feeds.plan_files import read_folder

from .plan_folders import NEED, RESOURCE, a_folder, a_need, a_resource, write


def found(folder: Path) -> set[tuple[str, int | None, str, str, str]]:
    rows = read_folder(folder).problems
    return set(rows.select("file", "line", "column", "value", "reason").iter_rows())


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
