"""Both examples from a bare folder to a checked plan, as their READMEs tell it."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from random import Random

import polars as pl
import pytest

from shanqiao.feeds.plan_files import read_folder
from tests.cli.commands import shanqiao

EXAMPLES = Path(__file__).parents[2] / "examples"
TIMED = {"timings.json", "summary.html"}


def make(example: str, *words: object) -> str:
    command = [sys.executable, EXAMPLES / example / "make.py", *map(str, words)]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


@pytest.fixture(scope="module")
def guangzhou(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("guangzhou")
    make("guangzhou", at / "in")
    return at


@pytest.fixture(scope="module")
def wuhan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("wuhan")
    make("wuhan2020", EXAMPLES / "wuhan2020" / "data", at / "in")
    return at


@pytest.fixture(params=["guangzhou", "wuhan"])
def example(request: pytest.FixtureRequest) -> Path:
    return Path(request.getfixturevalue(request.param))


def shuffled(folder: Path, to: Path) -> Path:
    """The same content with its rows in another order."""
    to.mkdir()
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = list(csv.reader(file))
        Random(7).shuffle(rows)
        with (to / path.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *rows])
    return to


def test_the_plan_is_feasible_and_optimal(example: Path, tmp_path: Path) -> None:
    planned = shanqiao("plan", example / "in", "--out", tmp_path / "plan")
    checked = shanqiao("check", example / "in", tmp_path / "plan")

    assert planned.code == 0
    assert (checked.code, checked.err) == (0, "")
    assert "Feasible" in checked.out
    assert "Optimal" in checked.out


def test_the_same_content_shuffled_gives_the_same_bytes(example: Path, tmp_path: Path) -> None:
    shanqiao("plan", example / "in", "--out", tmp_path / "a")
    shanqiao("plan", shuffled(example / "in", tmp_path / "in"), "--out", tmp_path / "b")

    names = {path.name for path in (tmp_path / "a").iterdir()} - TIMED
    assert len(names) == 5
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_a_unit_taken_away_is_noticed(example: Path, tmp_path: Path) -> None:
    shanqiao("plan", example / "in", "--out", tmp_path / "plan")
    plan = pl.read_csv(tmp_path / "plan" / "plan.csv")
    first = pl.int_range(pl.len()) == 0
    plan.with_columns(quantity=pl.col("quantity") - first.cast(pl.Int64)).write_csv(
        tmp_path / "plan" / "plan.csv"
    )

    assert shanqiao("check", example / "in", tmp_path / "plan").code == 1


def test_guangzhou_is_the_same_city_each_time(guangzhou: Path, tmp_path: Path) -> None:
    make("guangzhou", tmp_path)

    for name in ("needs.csv", "resources.csv"):
        assert (tmp_path / name).read_bytes() == (guangzhou / "in" / name).read_bytes()


def test_guangzhou_has_its_real_streets_all_kinds_and_cells_nobody_filled_in(
    guangzhou: Path,
) -> None:
    reading = read_folder(guangzhou / "in")

    assert reading.problems.is_empty()
    assert (reading.needs.height, reading.resources.height) == (10_000, 400)
    streets = Path(__file__).parents[2] / "shanqiao/data/guangzhou/streets_towns.csv"
    known = pl.read_csv(streets, infer_schema=False).filter(pl.col("kind") != "quasi")["code"]
    assert len(known) == 176
    assert set(reading.needs["street"]) <= set(known)
    assert reading.needs["street"].n_unique() > 170
    assert set(reading.needs["kind"]) == set(reading.kinds["kind"])
    for column in ("age", "disability", "illness", "local"):
        assert reading.needs[column].null_count() > 100
    assert reading.resources["eligible"].n_unique() > 10
    assert (reading.resources["reserved_share"] > 0).any()


def test_guangzhou_comes_in_other_sizes(tmp_path: Path) -> None:
    make("guangzhou", tmp_path, "--needs", 300, "--resources", 20, "--seed", 1)

    reading = read_folder(tmp_path)

    assert reading.problems.is_empty()
    assert (reading.needs.height, reading.resources.height) == (300, 20)


def test_guangzhou_has_scarce_and_plentiful_things(guangzhou: Path, tmp_path: Path) -> None:
    shanqiao("plan", guangzhou / "in", "--out", tmp_path / "plan")

    scarcity = pl.read_csv(tmp_path / "plan" / "scarcity.csv")
    unmet = pl.read_csv(tmp_path / "plan" / "unmet.csv")

    assert (scarcity["left"] == 0).sum() > 50
    assert (scarcity["left"] > 0).sum() > 20
    assert {"exhausted", "no_resource", "not_eligible", "unknown", "not_in_time"} <= set(
        unmet["reason"]
    )


def test_wuhan_tells_what_it_read_and_what_not(wuhan: Path) -> None:
    told = make("wuhan2020", EXAMPLES / "wuhan2020" / "data", wuhan / "again")

    assert "235" in told
    assert "223" in told
    assert "not used 未能使用: 81" in told
    with (wuhan / "in" / "unread.csv").open(encoding="utf-8") as file:
        assert sum(1 for _ in csv.DictReader(file)) == 81


def test_nothing_of_the_wuhan_tables_is_given_away_that_was_left_out(wuhan: Path) -> None:
    for path in (wuhan / "in").iterdir():
        text = path.read_text(encoding="utf-8")
        assert "[phone]" not in text
        assert "[name]" not in text
        assert "http" not in text
