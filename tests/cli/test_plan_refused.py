"""`shanqiao plan` says no in words, and then nothing has changed."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from tests.cli.commands import shanqiao
from tests.feeds.plan_folders import a_folder, a_need, a_small_city


def test_a_bad_row_stops_everything_and_nothing_is_written(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "in", [a_need(), a_need(need="n2", quantity="many")])

    said = shanqiao("plan", folder, "--out", tmp_path / "out")

    assert said.code == 1
    assert "needs.csv, line 3 · quantity · many: It is not a whole number." in said.err
    assert "nothing was written" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_bad_row_is_named_in_chinese_too(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "in", [a_need(street="?")])

    said = shanqiao("plan", folder, "--out", tmp_path / "out", lang="zh")

    assert "needs.csv 第 2 行 · street · ?：不是 9 位镇（街）代码。" in said.err


def test_bad_rows_are_left_out_on_demand_and_listed(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "in", [a_need(), a_need(need="n2", quantity="many")])

    said = shanqiao("plan", folder, "--out", tmp_path / "out", "--skip-bad")

    assert said.code == 0
    with (tmp_path / "out" / "rejected.csv").open(encoding="utf-8") as file:
        rows = [
            (r["file"], r["line"], r["column"], r["value"], r["reason"])
            for r in csv.DictReader(file)
        ]
    assert rows == [("needs.csv", "3", "quantity", "many", "not_a_whole_number")]
    assert pl.read_csv(tmp_path / "out" / "plan.csv")["need"].to_list() == ["n1"]


def test_a_missing_column_cannot_be_skipped(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "in")
    (folder / "resources.csv").write_text("resource,funder\nr1,f\n")

    said = shanqiao("plan", folder, "--out", tmp_path / "out", "--skip-bad")

    assert said.code == 1
    assert "capacity" in said.err
    assert not (tmp_path / "out").exists()


def test_an_earlier_plan_is_replaced_on_demand_only(tmp_path: Path) -> None:
    folder = a_small_city(tmp_path / "in")
    shanqiao("plan", folder, "--out", tmp_path / "out")
    before = (tmp_path / "out" / "timings.json").stat().st_ino

    refused = shanqiao("plan", folder, "--out", tmp_path / "out")
    still = (tmp_path / "out" / "timings.json").stat().st_ino
    allowed = shanqiao("plan", folder, "--out", tmp_path / "out", "--force")

    assert (refused.code, allowed.code) == (1, 0)
    assert "--force" in refused.err
    assert still == before
    assert (tmp_path / "out" / "timings.json").stat().st_ino != before


def test_the_folder_of_the_input_is_never_overwritten(tmp_path: Path) -> None:
    folder = a_small_city(tmp_path / "in")

    said = shanqiao("plan", folder, "--out", folder, "--force")

    assert said.code == 1
    assert (folder / "needs.csv").exists()


def test_what_fails_while_planning_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("shanqiao.feeds.plan_files._writing.summary_html", fail)
    with pytest.raises(KeyboardInterrupt):
        shanqiao_raising("plan", a_small_city(tmp_path / "in"), "--out", tmp_path / "out")

    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def shanqiao_raising(*words: object) -> None:
    """Past the command's own end, which turns an interruption into an exit code."""
    from shanqiao.cli.options import FileForm, Policy
    from shanqiao.cli.planning import make_plan

    _, folder, _, out = words
    make_plan(
        Path(str(folder)),
        Path(str(out)),
        policy=Policy.BASIC_FIRST,
        standing=None,
        skip_bad=False,
        form=FileForm.CSV,
        force=False,
        lang=None,
    )


def test_a_standing_plan_that_cannot_be_read_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "standing.csv").write_text("need,resource,quantity\nn1,r1,lots\n")

    said = shanqiao(
        "plan", a_small_city(tmp_path / "in"), "--out", tmp_path / "out",
        "--standing", tmp_path / "standing.csv",
    )  # fmt: skip

    assert said.code == 1
    assert "standing.csv, line 2 · quantity · lots" in said.err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    said = shanqiao("plan", tmp_path / "nowhere", "--out", tmp_path / "out")

    assert said.code == 1
    assert "There is no folder" in said.err


def test_what_stands_in_a_file_cannot_take_over_the_terminal(tmp_path: Path) -> None:
    trap = "\x1b[2J\nfine" + "9" * 5000
    folder = a_folder(tmp_path / "in", [a_need(street=trap)])

    said = shanqiao("plan", folder, "--out", tmp_path / "out")

    assert "\x1b" not in said.err
    assert r"\x1b[2J\nfine999" in said.err
    assert max(len(line) for line in said.err.splitlines()) < 250
