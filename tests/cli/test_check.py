"""`shanqiao check`: a true plan passes, and whoever changes anything in it is found out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tests.cli.commands import shanqiao
from tests.feeds.plan_folders import a_folder, a_need, a_resource, write


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of needs and resources, and beside it its plan."""
    at = tmp_path_factory.mktemp("city")
    needs = [
        a_need(need="n1", street="440103001", quantity=40, severity=80),
        a_need(need="n2", street="440103002", quantity=30, severity=20, hardship="none"),
        a_need(need="n3", street="440104001", quantity=20, person="p-n1"),
        a_need(need="n4", kind="visit", quantity=2, person="p-n1"),
    ]
    needs[2]["item"] = "soup"
    resources = [
        a_resource(resource="r1", capacity=45, person_cap=25, streets="440103", home="440103002"),
        a_resource(
            resource="r2", capacity=20, reserved_share="0.50", reserved_for='hardship == "dibao"'
        ),
        a_resource(resource="r3", capacity=5, item="soup"),
        a_resource(resource="r4", kinds="visit", capacity=9),
    ]
    a_folder(at / "in", needs, resources)
    assert shanqiao("plan", at / "in", "--out", at / "plan").code == 0
    return at


@pytest.fixture
def plan(city: Path, tmp_path: Path) -> Path:
    """A copy of the plan that a test may spoil."""
    return Path(shutil.copytree(city / "plan", tmp_path / "plan"))


def change(path: Path, how: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    if path.suffix == ".parquet":
        how(pl.read_parquet(path)).write_parquet(path)
    else:
        how(pl.read_csv(path)).write_csv(path)


def more(row: int, by: int) -> Callable[[pl.DataFrame], pl.DataFrame]:
    at = pl.int_range(pl.len()) == row
    return lambda table: table.with_columns(
        pl.when(at).then(pl.col("quantity") + by).otherwise("quantity").alias("quantity")
    )


def test_a_true_plan_is_feasible_and_optimal(city: Path, plan: Path) -> None:
    said = shanqiao("check", city / "in", plan)

    assert said.code == 0
    assert "Feasible" in said.out
    assert "Optimal" in said.out


def test_it_says_so_in_chinese_as_well(city: Path, plan: Path) -> None:
    said = shanqiao("check", city / "in", plan, lang="zh")

    assert said.code == 0
    assert "合规" in said.out
    assert "最优" in said.out


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(more(0, 1), id="somebody gets one more"),
        pytest.param(more(0, -1), id="somebody gets one less"),
        pytest.param(lambda plan: plan.head(-1), id="a match is dropped"),
        pytest.param(lambda plan: pl.concat([plan, plan.head(1)]), id="a match stands twice"),
        pytest.param(
            lambda plan: plan.with_columns(need=pl.col("need").replace("n1", "nobody")),
            id="help for nobody",
        ),
        pytest.param(
            lambda plan: plan.with_columns(resource=pl.lit("r4")), id="from somebody who may not"
        ),
        pytest.param(lambda plan: plan.clear(), id="nobody gets anything"),
    ],
)
def test_a_changed_plan_is_found_out(
    city: Path, plan: Path, how: Callable[[pl.DataFrame], pl.DataFrame]
) -> None:
    change(plan / "plan.csv", how)

    said = shanqiao("check", city / "in", plan)

    assert said.code == 1
    assert "✗" in said.out
    assert "It does not hold" in said.err


def test_a_unit_moved_to_somebody_later_in_order_is_found_out(city: Path, plan: Path) -> None:
    change(plan / "plan.csv", lambda table: _moved(table, "n1", "n2"))

    said = shanqiao("check", city / "in", plan)

    assert said.code == 1


def _moved(table: pl.DataFrame, giver: str, taker: str) -> pl.DataFrame:
    """One unit of r1 from one need to another."""
    of = pl.col("resource") == "r1"
    change_by = (
        pl.when(of & (pl.col("need") == giver))
        .then(-1)
        .when(of & (pl.col("need") == taker))
        .then(1)
        .otherwise(0)
    )
    assert {giver, taker} <= set(table.filter(of)["need"])
    return table.with_columns(quantity=pl.col("quantity") + change_by)


def test_a_forged_price_is_found_out(city: Path, plan: Path) -> None:
    change(plan / "certificate.parquet", lambda prices: prices.with_columns(pl.col("price") + 1))

    assert shanqiao("check", city / "in", plan).code == 1


def test_prices_left_out_are_found_out(city: Path, plan: Path) -> None:
    change(plan / "certificate.parquet", lambda prices: prices.clear())

    assert shanqiao("check", city / "in", plan).code == 1


def test_an_untrue_list_of_what_is_unmet_is_found_out(city: Path, plan: Path) -> None:
    change(plan / "unmet.csv", lambda unmet: unmet.head(0))

    assert shanqiao("check", city / "in", plan).code == 1


@pytest.mark.parametrize("name", ["objective", "distance"])
def test_an_untrue_summary_is_found_out(city: Path, plan: Path, name: str) -> None:
    claims(plan, **{name: 1})

    said = shanqiao("check", city / "in", plan)

    assert said.code == 1
    assert f"{name} is 1" in said.out


def claims(plan: Path, **claims: object) -> None:
    summary = json.loads((plan / "summary.json").read_text("utf-8"))
    (plan / "summary.json").write_text(json.dumps(summary | claims), "utf-8")


def test_a_plan_made_in_another_order_is_found_out(city: Path, plan: Path) -> None:
    claims(plan, policy="gravest_first")

    assert shanqiao("check", city / "in", plan).code == 1


def test_an_order_nobody_knows_is_refused(city: Path, plan: Path) -> None:
    claims(plan, policy="friends_first")

    said = shanqiao("check", city / "in", plan)

    assert said.code == 1
    assert "friends_first" in said.err


def test_a_plan_for_other_needs_is_found_out(tmp_path: Path, plan: Path) -> None:
    other = a_folder(tmp_path / "other", [a_need(need="n1", quantity=7)])

    assert shanqiao("check", other, plan).code == 1


def test_a_plan_without_the_bad_rows_is_checked_without_them(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "in", [a_need(), a_need(need="n2", quantity="many")])
    shanqiao("plan", folder, "--out", tmp_path / "plan", "--skip-bad")

    said = shanqiao("check", folder, tmp_path / "plan")

    assert said.code == 0
    assert "left out" in said.err


def test_bad_rows_are_not_overlooked_when_the_plan_was_strict(city: Path, plan: Path) -> None:
    folder = Path(shutil.copytree(city / "in", plan.parent / "in"))
    needs = pl.read_csv(folder / "needs.csv", infer_schema=False).to_dicts()
    write(folder / "needs.csv", [*needs, a_need(need="n9", quantity="many")])

    said = shanqiao("check", folder, plan)

    assert said.code == 1
    assert "n9" not in said.out
    assert "many" in said.err


@pytest.mark.parametrize("name", ["plan.csv", "unmet.csv", "certificate.parquet", "summary.json"])
def test_a_part_that_is_missing_is_said_in_words(city: Path, plan: Path, name: str) -> None:
    (plan / name).unlink()

    said = shanqiao("check", city / "in", plan)

    assert said.code == 1
    assert name in said.err


@pytest.mark.parametrize("name", ["plan.csv", "certificate.parquet", "summary.json"])
def test_a_part_that_is_rubbish_is_said_in_words(city: Path, plan: Path, name: str) -> None:
    (plan / name).write_text("rubbish")

    said = shanqiao("check", city / "in", plan)

    assert said.code == 1
    assert name in said.err


def test_a_plan_in_parquet_is_checked_too(city: Path, tmp_path: Path) -> None:
    shanqiao("plan", city / "in", "--out", tmp_path / "plan", "--format", "parquet")

    assert shanqiao("check", city / "in", tmp_path / "plan").code == 0


def test_the_check_does_without_the_planner(
    city: Path, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_planner(*_: object, **__: object) -> None:
        raise AssertionError("the check asked the planner")

    monkeypatch.setattr("shanqiao.engines.allocation._pieces.Steps", no_planner)

    assert shanqiao("check", city / "in", plan).code == 0
