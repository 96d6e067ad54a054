"""`shanqiao plan` from a folder to a folder."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from random import Random

import polars as pl
import pytest

from shanqiao.engines.allocation import solve
from tests.cli.commands import shanqiao
from tests.feeds.plan_folders import a_folder, a_need, a_resource, a_small_city

CONTENT = {
    "plan.csv",
    "unmet.csv",
    "scarcity.csv",
    "certificate.parquet",
    "summary.json",
    "summary.html",
    "timings.json",
}
TIMED = {"timings.json", "summary.html"}


def test_a_plan_is_a_folder_of_files_with_words_in_both_languages(tmp_path: Path) -> None:
    said = shanqiao("plan", a_small_city(tmp_path / "in"), "--out", tmp_path / "out")

    assert said.code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == CONTENT
    with (tmp_path / "out" / "plan.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert set(rows[0]) == {"need", "resource", "quantity", "why", "why_zh", "why_en"}
    assert all(row["why_zh"] and row["why_en"] for row in rows)
    unmet = pl.read_csv(tmp_path / "out" / "unmet.csv")
    assert unmet.columns == ["need", "missing", "reason", "nearest", "nearest_zh", "nearest_en"]
    assert dict(unmet.select("need", "reason").iter_rows()) == {"n2": "exhausted", "n3": "unknown"}


def test_the_end_says_figures_proof_time_and_where_the_pictures_are(tmp_path: Path) -> None:
    said = shanqiao("plan", a_small_city(tmp_path / "in"), "--out", tmp_path / "out")

    assert "Meals (meals)" in said.out
    assert "optimal" in said.out
    assert "Took" in said.out
    assert str(tmp_path / "out" / "summary.html") in said.out


def test_it_speaks_chinese_as_well(tmp_path: Path) -> None:
    said = shanqiao("plan", a_small_city(tmp_path / "in"), "--out", tmp_path / "out", lang="zh")

    assert "助餐（餐）" in said.out
    assert "已是最优" in said.out


@pytest.mark.parametrize("seed", range(3))
def test_the_same_content_in_another_row_order_gives_the_same_bytes(
    tmp_path: Path, seed: int
) -> None:
    first = a_small_city(tmp_path / "first")
    other = a_small_city(tmp_path / "other", order=Random(seed))
    shanqiao("plan", first, "--out", tmp_path / "a")
    shanqiao("plan", other, "--out", tmp_path / "b")

    for name in CONTENT - TIMED:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_parquet_in_and_out_says_the_same_as_csv(tmp_path: Path) -> None:
    folder = a_small_city(tmp_path / "in")
    typed = tmp_path / "typed"
    typed.mkdir()
    for name in ("needs", "resources"):
        pl.read_csv(folder / f"{name}.csv", infer_schema=False).write_parquet(
            typed / f"{name}.parquet"
        )

    shanqiao("plan", folder, "--out", tmp_path / "a")
    shanqiao("plan", typed, "--out", tmp_path / "b", "--format", "parquet")

    for name in ("plan", "unmet"):
        as_csv = pl.read_csv(tmp_path / "a" / f"{name}.csv")
        assert as_csv.equals(pl.read_parquet(tmp_path / "b" / f"{name}.parquet"))
    summaries = [json.loads((tmp_path / x / "summary.json").read_text("utf-8")) for x in "ab"]
    assert summaries[0] == summaries[1]


def test_the_order_is_a_choice(tmp_path: Path) -> None:
    needs = [
        a_need(need="grave", quantity=10, severity=100, urgency=2),
        a_need(need="light", quantity=10, severity=0, urgency=0),
    ]
    folder = a_folder(tmp_path / "in", needs, [a_resource(capacity=10)])

    shanqiao("plan", folder, "--out", tmp_path / "basic")
    shanqiao("plan", folder, "--out", tmp_path / "gravest", "--policy", "gravest_first")

    given = {
        name: dict(pl.read_csv(tmp_path / name / "plan.csv").select("need", "quantity").iter_rows())
        for name in ("basic", "gravest")
    }
    assert given == {"basic": {"grave": 5, "light": 5}, "gravest": {"grave": 10}}


def test_among_equal_plans_the_one_near_to_a_standing_plan_is_chosen(tmp_path: Path) -> None:
    twins = [a_resource(resource=name, capacity=10) for name in ("r1", "r2")]
    folder = a_folder(tmp_path / "in", [a_need(quantity=10)], twins)
    chosen = {}
    for standing in ("r1", "r2"):
        file = tmp_path / f"{standing}.csv"
        file.write_text(f"need,resource,quantity\nn1,{standing},10\ngone,r1,3\n")
        said = shanqiao("plan", folder, "--out", tmp_path / standing, "--standing", file)
        assert "gone" in said.err
        chosen[standing] = pl.read_csv(tmp_path / standing / "plan.csv")["resource"].to_list()

    assert chosen == {"r1": ["r1"], "r2": ["r2"]}


def test_an_earlier_folder_may_be_the_standing_plan(tmp_path: Path) -> None:
    folder = a_small_city(tmp_path / "in")
    shanqiao("plan", folder, "--out", tmp_path / "a")

    said = shanqiao("plan", folder, "--out", tmp_path / "b", "--standing", tmp_path / "a")

    assert said.code == 0
    assert (tmp_path / "a" / "plan.csv").read_bytes() == (tmp_path / "b" / "plan.csv").read_bytes()


@pytest.mark.parametrize(("needs", "resources"), [([], []), ([a_need()], []), ([], [a_resource()])])
def test_a_city_without_needs_or_resources_has_a_plan_too(
    tmp_path: Path, needs: list[dict[str, object]], resources: list[dict[str, object]]
) -> None:
    said = shanqiao("plan", a_folder(tmp_path / "in", needs, resources), "--out", tmp_path / "out")

    assert said.code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == CONTENT


def test_the_language_of_the_machine_is_spoken_and_chinese_otherwise() -> None:
    from shanqiao.cli.speaking import language_of

    assert language_of(None, {"LANG": "en_US.UTF-8"}) == "en"
    assert language_of(None, {"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}) == "zh"
    assert language_of(None, {"LANG": "C.UTF-8"}) == "zh"
    assert language_of(None, {}) == "zh"


def test_the_summary_says_what_the_engine_says(tmp_path: Path) -> None:
    from shanqiao.engines.allocation import City
    from shanqiao.feeds.plan_files import read_folder

    folder = a_small_city(tmp_path / "in")
    shanqiao("plan", folder, "--out", tmp_path / "out")
    reading = read_folder(folder)
    plan = solve(City.of(reading.needs, reading.resources, reading.kinds))

    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))

    assert summary["objective"] == summary["bound"] == plan.summary["objective"]
    assert summary["format"] == "shanqiao plan 1"
    assert "seconds" not in json.dumps(summary)
