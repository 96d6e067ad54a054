"""`shanqiao plan` with wishes: they are met, what they cost is told, and `shanqiao check` knows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.cli.commands import shanqiao
from tests.cli.test_plan import CONTENT, TIMED
from tests.feeds.plan_folders import a_folder, a_need, a_resource, a_small_city, write


def a_wishing_city(at: Path) -> Path:
    """Five people and three canteens; a walker for nobody who gets less than all of it."""
    needs = [
        a_need(need="n1", quantity=40, severity=90) | {"whole": "true"},
        a_need(need="n2", quantity=30, severity=60) | {"whole": "false"},
        a_need(need="n3", quantity=20, severity=50, age=30) | {"whole": ""},
        a_need(need="n4", quantity=9, severity=40, age=30) | {"whole": "TRUE"},
        a_need(need="n5", kind="visit", quantity=2) | {"whole": ""},
    ]
    wishes = {"minimum": "", "spent_share": ""}
    resources = [
        a_resource(resource="r1", capacity=25) | wishes,
        a_resource(resource="r2", capacity=30, reserved_for="age >= 60")
        | {"minimum": 5, "spent_share": "0.5"},
        a_resource(resource="r3", capacity=7, home="") | {"minimum": 4, "spent_share": ""},
        a_resource(resource="r4", kinds="visit", capacity=1) | wishes,
    ]
    at.mkdir(parents=True)
    write(at / "needs.csv", needs)
    write(at / "resources.csv", resources)
    return at


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with wishes, and beside it its plan."""
    at = tmp_path_factory.mktemp("wishes")
    a_wishing_city(at / "in")
    assert shanqiao("plan", at / "in", "--out", at / "plan", "--most-helpers", 2).code == 0
    return at


@pytest.fixture
def plan(city: Path, tmp_path: Path) -> Path:
    """A copy of the plan that a test may spoil."""
    return Path(shutil.copytree(city / "plan", tmp_path / "plan"))


def test_wishes_are_met_and_what_they_cost_is_told(city: Path) -> None:
    given = pl.read_csv(city / "plan" / "plan.csv")
    summary = json.loads((city / "plan" / "summary.json").read_text("utf-8"))
    changes = pl.read_csv(city / "plan" / "repair.csv")

    got = dict(given.group_by("need").agg(pl.col("quantity").sum()).iter_rows())
    assert got.get("n1", 0) in (0, 40)
    assert got.get("n4", 0) in (0, 9)
    assert given.group_by("need").len()["len"].max() <= 2
    least = {"r2": 5, "r3": 4}
    assert all(count >= least.get(r, 0) for r, count in given["resource", "quantity"].iter_rows())
    told = summary["wishes"]
    assert (told["whole"], told["minimum"], told["spent_share"]) == (2, 2, 1)
    assert told["gap"] == summary["bound"] - summary["objective"] > 0
    assert 0 < told["gap_share"] < 1
    assert changes.columns == [
        "need",
        "resource",
        "before",
        "after",
        "wish",
        "why_zh",
        "why_en",
    ]
    assert changes.height > 0


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "they cost at most"), ("zh", "目标值最多因此少")]
)
def test_the_terminal_and_the_page_say_what_the_wishes_cost(
    city: Path, tmp_path: Path, lang: str, words: str
) -> None:
    said = shanqiao("plan", city / "in", "--out", tmp_path / "out", lang=lang)

    page = (tmp_path / "out" / "summary.html").read_text("utf-8")
    assert words in said.out
    assert {"en": "needs that get less", "zh": "项需要少得"}[lang] in said.out
    assert words in page
    assert 'id="wishes"' in page
    assert "已证明没有更好的方案" not in page


def test_a_repaired_plan_holds_but_is_not_called_optimal(city: Path, plan: Path) -> None:
    said = shanqiao("check", city / "in", plan)

    assert said.code == 0
    assert "Meets all wishes" in said.out
    assert "below the proven bound" in said.out
    assert "Optimal" not in said.out
    assert "满足全部心愿" in shanqiao("check", city / "in", plan, lang="zh").out


def test_columns_that_wish_for_nothing_change_nothing(tmp_path: Path) -> None:
    plain = a_small_city(tmp_path / "plain")
    other = Path(shutil.copytree(plain, tmp_path / "other"))
    change(other / "needs.csv", lambda t: t.with_columns(whole=pl.lit("false")))
    change(
        other / "resources.csv",
        lambda t: t.with_columns(minimum=pl.lit(0), spent_share=pl.lit("0")),
    )

    shanqiao("plan", plain, "--out", tmp_path / "a")
    shanqiao("plan", other, "--out", tmp_path / "b")

    assert {path.name for path in (tmp_path / "b").iterdir()} == CONTENT
    for name in CONTENT - TIMED:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_wishes_that_cost_nothing_are_said_to_cost_nothing(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "in", [a_need(quantity=10)], [a_resource(capacity=10)])

    said = shanqiao("plan", folder, "--out", tmp_path / "out", "--most-helpers", 1)

    assert "no plan is worth more" in said.out
    assert pl.read_csv(tmp_path / "out" / "repair.csv").height == 0
    assert shanqiao("check", folder, tmp_path / "out").code == 0


def test_a_repaired_plan_can_be_parquet_and_replaced(city: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shanqiao("plan", city / "in", "--out", out, "--format", "parquet")

    again = shanqiao("plan", city / "in", "--out", out, "--force")

    assert again.code == 0
    assert (out / "repair.csv").exists()
    assert not (out / "repair.parquet").exists()


def change(path: Path, how: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    how(pl.read_csv(path, infer_schema=False)).write_csv(path)


def summary_with(**told: Any) -> Callable[[Path], None]:
    def spoil(plan: Path) -> None:
        path = plan / "summary.json"
        summary = json.loads(path.read_text("utf-8"))
        summary["wishes"] |= told
        path.write_text(json.dumps(summary), encoding="utf-8")

    return spoil


def table_with(name: str, **columns: pl.Expr) -> Callable[[Path], None]:
    return lambda plan: change(plan / f"{name}.csv", lambda table: table.with_columns(**columns))


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(summary_with(gap=0), id="no gap is told"),
        pytest.param(summary_with(gap_share=0.0), id="no share is told"),
        pytest.param(summary_with(bound=10**9), id="another bound is told"),
        pytest.param(summary_with(most_helpers="2"), id="the most helpers as a text"),
        pytest.param(summary_with(most_helpers=1), id="fewer helpers are told"),
        pytest.param(summary_with(whole=0), id="fewer wishes are told"),
        pytest.param(table_with("repair", before=pl.lit("1")), id="another plan before"),
        pytest.param(table_with("repair", wish=pl.lit("filled")), id="another reason"),
        pytest.param(lambda plan: (plan / "repair.csv").unlink(), id="no list of changes"),
    ],
)
def test_what_a_repaired_plan_says_of_itself_must_be_true(
    city: Path, plan: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(plan)

    said = shanqiao("check", city / "in", plan)

    assert said.code == 1
    assert "✗" in said.out


def test_a_proven_plan_is_no_plan_for_a_city_that_wishes(city: Path, tmp_path: Path) -> None:
    plain = Path(shutil.copytree(city / "in", tmp_path / "in"))
    change(plain / "needs.csv", lambda table: table.drop("whole"))
    change(plain / "resources.csv", lambda table: table.drop("minimum", "spent_share"))
    shanqiao("plan", plain, "--out", tmp_path / "out")
    assert shanqiao("check", plain, tmp_path / "out").code == 0

    said = shanqiao("check", city / "in", tmp_path / "out")

    assert said.code == 1
    assert "wholly or not at all" in said.out


@pytest.mark.parametrize(
    ("file", "cells", "says"),
    [
        ("needs.csv", {"whole": "maybe"}, "true or false"),
        ("resources.csv", {"minimum": "-1"}, "0 or more"),
        ("resources.csv", {"minimum": "some"}, "not a whole number"),
        ("resources.csv", {"spent_share": "1.5"}, "from 0 to 1"),
        ("resources.csv", {"spent_share": "0.5", "reserved_for": ""}, "does not say for whom"),
    ],
)
def test_a_wish_that_cannot_be_read_is_refused(
    city: Path, tmp_path: Path, file: str, cells: dict[str, str], says: str
) -> None:
    folder = Path(shutil.copytree(city / "in", tmp_path / "in"))
    change(
        folder / file, lambda table: table.with_columns(**{k: pl.lit(v) for k, v in cells.items()})
    )

    said = shanqiao("plan", folder, "--out", tmp_path / "out")

    assert said.code == 1
    assert says in said.err
    assert not (tmp_path / "out").exists()
