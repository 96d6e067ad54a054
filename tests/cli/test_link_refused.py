"""`shanqiao link` says no in words, and then nothing has changed."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from tests.cli.commands import shanqiao
from tests.feeds.people_lists import a_list, a_person


def test_a_wrong_row_stops_everything_and_nothing_is_written(tmp_path: Path) -> None:
    people = a_list(tmp_path / "people.csv", a_person(1), a_person(1), a_person(3))

    said = shanqiao("link", people, "--out", tmp_path / "out")

    assert said.code == 1
    assert "people.csv, line 2 · rid · 1: This rid is there more than once (lines 2, 3)" in said.err
    assert "nothing was written" in said.err and "--skip-wrong" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


def test_wrong_rows_are_left_out_on_demand_and_listed_in_chinese(tmp_path: Path) -> None:
    people = a_list(tmp_path / "people.csv", a_person(1), a_person(""), a_person(3))

    said = shanqiao("link", people, "--out", tmp_path / "out", "--skip-wrong", lang="zh")

    assert said.code == 0
    assert "people.csv 第 3 行 · rid：编号是空的；请补上。" in said.err
    assert pl.read_parquet(tmp_path / "out" / "clusters.parquet").rows() == [(1, 1), (3, 1)]
    with (tmp_path / "out" / "rejected.csv").open(encoding="utf-8") as file:
        assert [(row["line"], row["reason"]) for row in csv.DictReader(file)] == [
            ("3", "empty_rid")
        ]


def test_wrong_rows_of_a_register_are_listed_beside_those_of_the_list(tmp_path: Path) -> None:
    people = a_list(tmp_path / "people.csv", a_person(1), a_person(""))
    register = a_list(tmp_path / "register.csv", a_person("a"), a_person("a"), a_person("b"))

    said = shanqiao(
        "link", people, "--against", register, "--out", tmp_path / "out", "--skip-wrong"
    )

    assert "1 surely known" in said.out
    with (tmp_path / "out" / "rejected.csv").open(encoding="utf-8") as file:
        assert [(row["file"], row["line"], row["reason"]) for row in csv.DictReader(file)] == [
            ("people.csv", "3", "empty_rid"),
            ("register.csv", "2", "rid_twice"),
            ("register.csv", "3", "rid_twice"),
        ]


def test_an_earlier_result_is_replaced_on_demand_only(tmp_path: Path) -> None:
    people = a_list(tmp_path / "people.csv", a_person(1), a_person(2))
    shanqiao("link", people, "--out", tmp_path / "out")

    refused = shanqiao("link", people, "--out", tmp_path / "out")
    allowed = shanqiao("link", people, "--out", tmp_path / "out", "--force")
    (tmp_path / "out" / "letter.txt").write_text("ours")
    never = shanqiao("link", people, "--out", tmp_path / "out", "--force")

    assert (refused.code, allowed.code, never.code) == (1, 0, 1)
    assert "a linking of before" in refused.err and "--force" in refused.err
    assert "letter.txt" in never.err and (tmp_path / "out" / "letter.txt").exists()


def test_what_fails_while_writing_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> str:
        raise OSError("no space left")

    monkeypatch.setattr("shanqiao.feeds.link_files._writing.report_html", fail)
    people = a_list(tmp_path / "people.csv", a_person(1), a_person(2))
    with pytest.raises(OSError, match="no space"):
        shanqiao("link", people, "--out", tmp_path / "out")

    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--model", "nothing.json"], "The weights cannot be used: nothing.json"),
        (["--truth", "nothing.csv"], "nothing.csv cannot be read"),
        (["--most-doubles", "many"], "write a share like 20% or 0.2"),
        (["--columns", "nme=姓名"], "--columns knows no “nme”"),
        (["--columns", "name=老人"], "The file has no column “老人”"),
        (["--train"], "Leave out --train"),
        (["--against", "people.csv", "--engine", "spark"], "--against goes with --engine own"),
    ],
)
def test_what_cannot_be_is_said_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    people = a_list(Path("people.csv"), a_person(1), a_person(2))

    said = shanqiao("link", people, "--out", "out", *options)

    assert said.code == 1
    assert says in said.err
    assert not Path("out").exists()


def test_the_truth_of_another_list_is_refused(tmp_path: Path) -> None:
    people = a_list(tmp_path / "people.csv", a_person(1), a_person(2))
    (tmp_path / "truth.csv").write_text("rid,pid\n77,1\n")

    said = shanqiao(
        "link", people, "--out", tmp_path / "out", "--truth", tmp_path / "truth.csv", lang="zh"
    )

    assert said.code == 1
    assert "没有一个编号与名单相同" in said.err
