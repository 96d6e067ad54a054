"""`shanqiao plan --worth`: what there would be without a plan."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from tests.cli.commands import shanqiao
from tests.feeds.plan_folders import a_folder, a_need, a_resource, a_small_city

WAYS = ["each_alone", "shared_ledger", "one_queue", "greedy", "plan"]


def two_people_and_two_canteens(at: Path) -> Path:
    """The first may eat at either canteen, the second, who needs it more, comes later and only at one."""
    needs = [
        a_need(need="n1", street="440103001", severity=10, open_on="2026-01-01"),
        a_need(need="n2", street="440103002", severity=90, open_on="2026-01-05"),
    ]
    resources = [
        a_resource(resource="near", capacity=10, streets="", home="440103001"),
        a_resource(resource="far", capacity=10, streets="440103001", home="440103009"),
    ]
    return a_folder(at, needs, resources)


def test_the_plan_is_the_measure_and_nothing_is_above_it(tmp_path: Path) -> None:
    said = shanqiao("plan", a_small_city(tmp_path / "in"), "--out", tmp_path / "out", "--worth")

    assert said.code == 0
    worth = pl.read_csv(tmp_path / "out" / "worth.csv")
    assert worth["method"].to_list() == WAYS
    assert set(worth["help"]) == {"in_kind"}
    assert worth["value_share"].to_list()[-1] == 1
    assert worth["value_share"].max() == 1
    assert worth["what_zh"].n_unique() == worth["what_en"].n_unique() == 5


def test_who_comes_first_takes_what_another_would_have_needed(tmp_path: Path) -> None:
    folder = two_people_and_two_canteens(tmp_path / "in")

    shanqiao("plan", folder, "--out", tmp_path / "out", "--worth")

    worth = {row["method"]: row for row in _rows(tmp_path / "out")}
    assert worth["one_queue"]["people_with_basic_share"] == 1
    assert worth["plan"]["people_with_basic_share"] == 2
    assert worth["one_queue"]["value_share"] < 0.5 < worth["plan"]["value_share"]
    assert worth["one_queue"]["unspent_share"] == 0.5
    assert worth["each_alone"]["duplicates_share"] == 0.5  # both canteens give n1 ten meals
    assert worth["plan"]["duplicates_share"] == 0


def test_figures_and_page_say_the_same(tmp_path: Path) -> None:
    folder = two_people_and_two_canteens(tmp_path / "in")

    shanqiao("plan", folder, "--out", tmp_path / "out", "--worth")

    told = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))["worth"]
    columns = [name for name in _rows(tmp_path / "out")[0] if not name.startswith("what_")]
    assert told == [{name: row[name] for name in columns} for row in _rows(tmp_path / "out")]
    page = (tmp_path / "out" / "summary.html").read_text(encoding="utf-8")
    assert 'id="worth"' in page


def test_nobody_asked_and_nothing_is_simulated(tmp_path: Path) -> None:
    shanqiao("plan", a_small_city(tmp_path / "in"), "--out", tmp_path / "out")

    assert not (tmp_path / "out" / "worth.csv").exists()
    assert "worth" not in json.loads((tmp_path / "out" / "summary.json").read_text())
    assert 'id="worth"' not in (tmp_path / "out" / "summary.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_such_a_plan_can_be_checked_and_replaced(tmp_path: Path, form: str) -> None:
    folder, out = a_small_city(tmp_path / "in"), tmp_path / "out"
    shanqiao("plan", folder, "--out", out, "--worth", "--format", form)

    checked = shanqiao("check", folder, out)
    again = shanqiao("plan", folder, "--out", out, "--force")

    assert checked.code == 0
    assert again.code == 0
    assert not list(out.glob("worth.*"))


def _rows(out: Path) -> list[dict[str, object]]:
    return pl.read_csv(out / "worth.csv").to_dicts()
