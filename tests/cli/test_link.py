"""`shanqiao link` as a person at a terminal uses it."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.cli.commands import shanqiao
from tests.feeds.people_lists import a_list, a_person, a_small_register, as_written

ALIKE = ("pairs.parquet", "clusters.parquet", "queue.parquet", "summary.json", "report.html")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a list of 400 registrations, its truth, and what is easily taken for one."""
    folder = tmp_path_factory.mktemp("city")
    register = a_small_register()
    as_written(register).write_csv(folder / "people.csv")
    register.truth.write_parquet(folder / "truth.parquet")
    register.hard.write_parquet(folder / "hard.parquet")
    return folder


def test_a_list_becomes_people_and_the_truth_says_how_well(city: Path, tmp_path: Path) -> None:
    said = shanqiao(
        "link", city / "people.csv", "--out", tmp_path / "out", "--truth", city / "truth.parquet"
    )

    assert said.code == 0
    assert "400 registrations" in said.out
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    clusters = pl.read_parquet(tmp_path / "out" / "clusters.parquet")
    assert clusters.height == 400
    assert summary["people"] == clusters["cluster"].n_unique()
    assert summary["doubles"] == 400 - summary["people"]
    f1 = summary["quality"]["f1"]
    assert 0.9 < f1["low"] <= f1["value"] <= f1["high"]
    assert f"F1 {f1['value']:.4f}" in said.out
    assert {"kind", "pairs", "found", "recall"} < set(summary["quality"]["by_kind"][0])
    assert re.search(r"household +\d+ +\d+", said.out)
    assert not (tmp_path / "out" / "rejected.csv").exists()


def test_the_evidence_of_a_pair_adds_up_to_its_probability(city: Path, tmp_path: Path) -> None:
    shanqiao("link", city / "people.csv", "--out", tmp_path / "out")

    pairs = pl.read_parquet(tmp_path / "out" / "pairs.parquet")
    weights = [name for name in pairs.columns if name.endswith("_weight")]
    odds = pairs.select(pl.sum_horizontal(weights)).to_series()
    expected = 1 / (1 + 2 ** (-odds.clip(-60, 60)))
    assert len(weights) == 9
    assert (expected - pairs["probability"]).abs().max() < 0.002
    same = pairs.filter(pl.col("name_level") == "SAME")
    assert set(same["name_zh"]) == {"姓名相同"} and set(same["name_en"]) == {"same name"}
    assert pairs["found_by"].list.len().min() >= 1
    assert (pairs["rid_a"] < pairs["rid_b"]).all()


def test_twice_is_the_same_to_the_byte_and_rows_may_stand_in_any_order(
    city: Path, tmp_path: Path
) -> None:
    lines = (city / "people.csv").read_text().splitlines(keepends=True)
    mixed = lines[1:]
    random.Random(5).shuffle(mixed)
    (tmp_path / "mixed.csv").write_text("".join([lines[0], *mixed]))

    for name, file in (("one", city / "people.csv"), ("two", city / "people.csv")):
        shanqiao("link", file, "--out", tmp_path / name)
    shanqiao("link", tmp_path / "mixed.csv", "--out", tmp_path / "mixed")

    for file in ALIKE:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    for file in ALIKE[:3]:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "mixed" / file).read_bytes()


def test_splink_finds_the_same_people(city: Path, tmp_path: Path) -> None:
    shanqiao("link", city / "people.csv", "--out", tmp_path / "own")
    said = shanqiao("link", city / "people.csv", "--out", tmp_path / "s", "--engine", "splink")

    assert said.code == 0
    own, splink = (pl.read_parquet(tmp_path / name / "clusters.parquet") for name in ("own", "s"))
    assert_frame_equal(own, splink)


def test_a_higher_threshold_puts_fewer_together(city: Path, tmp_path: Path) -> None:
    people = {}
    for name, at in (("low", "0.3"), ("high", "0.999")):
        shanqiao("link", city / "people.csv", "--out", tmp_path / name, "--threshold", at)
        people[name] = json.loads((tmp_path / name / "summary.json").read_text())["people"]

    assert people["low"] < people["high"]


def test_a_list_is_laid_beside_a_register(tmp_path: Path) -> None:
    """One is known under another spelling, one is on the list twice, one is new; rids of both may be the same."""
    register = a_list(
        tmp_path / "register.csv",
        a_person(1),
        a_person(2, name="李秀英", gender="女", id_no="440103196005051223", dob="1960-05-05", phone="13512345678", address="荔湾区恩宁路3号"),
    )  # fmt: skip
    nobody = {"id_no": "440104197107070039", "dob": "1971-07-07", "phone": "13666660000", "address": "海珠区滨江东路8号"}  # fmt: skip
    people = a_list(
        tmp_path / "people.csv",
        a_person(1, name="欧阳志华", **nobody),
        a_person(2, name="歐陽志華", **nobody),
        a_person(3, name="陳偉強", phone=""),
        a_person(4, name="黄大文", id_no="", dob="1990-01-09", phone="", address=""),
    )

    said = shanqiao("link", people, "--against", register, "--out", tmp_path / "out")

    assert "3 rows are new, 1 surely known, 0 perhaps known" in said.out
    answers = pl.read_parquet(tmp_path / "out" / "answers.parquet")
    assert answers.select("rid", "answer", "registered_as", "cluster").rows() == [
        (1, "new", None, 1),
        (2, "new", None, 1),
        (3, "known", 1, 3),
        (4, "new", None, 4),
    ]
    pairs = pl.read_parquet(tmp_path / "out" / "pairs.parquet")
    assert pairs.select("rid_a", "rid_a_of", "rid_b").rows() == [
        (1, "register", 3),
        (1, "list", 2),
    ]


def test_too_many_doubles_stop_everything(tmp_path: Path) -> None:
    people = a_list(tmp_path / "people.csv", a_person(1), a_person(2), a_person(3))

    said = shanqiao("link", people, "--out", tmp_path / "out", "--most-doubles", "20%")
    allowed = shanqiao("link", people, "--out", tmp_path / "out", "--most-doubles", "0.7")

    assert (said.code, allowed.code) == (1, 0)
    assert "2 of 3 rows (66.7%)" in said.err and "nothing was written" in said.err
