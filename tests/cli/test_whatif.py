"""`shanqiao whatif`: who would gain and who lose, and a new plan that holds."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from tests.cli.commands import shanqiao
from tests.feeds.plan_folders import a_folder, a_need, a_resource, a_small_city

SAME_BYTES = ("plan.csv", "unmet.csv", "scarcity.csv", "certificate.parquet", "summary.json")


@pytest.fixture
def planned(tmp_path: Path) -> tuple[Path, Path]:
    """A small city and its plan."""
    folder, plan = a_small_city(tmp_path / "in"), tmp_path / "plan"
    shanqiao("plan", folder, "--out", plan)
    return folder, plan


def test_a_gift_more_says_who_gains_and_by_how_much(planned: tuple[Path, Path]) -> None:
    said = shanqiao("whatif", *planned, "--gift", 'kinds=meal capacity=50 eligible="age >= 60"')

    assert said.code == 0
    assert ["n2", "Meals", "15", "30", "+15"] in [line.split() for line in said.out.splitlines()]
    assert "People who gain: 1; who lose: 0" in said.out
    assert "Objective 8,965 → 9,505 (+540)" in said.out


def test_what_it_writes_is_a_plan_like_any_other(
    planned: tuple[Path, Path], tmp_path: Path
) -> None:
    change = tmp_path / "change.json"
    change.write_text(
        json.dumps(
            {
                "resources": {"r1": {"capacity": 60, "streets": ["440103"]}, "r3": None},
                "needs": {"n3": {"age": 80}},
            }
        )
    )

    said = shanqiao("whatif", *planned, "--change", change, "--out", tmp_path / "out")

    assert said.code == 0
    city, plan = tmp_path / "out" / "city", tmp_path / "out" / "plan"
    assert shanqiao("check", city, plan).code == 0
    shanqiao("plan", city, "--out", tmp_path / "scratch")
    for name in SAME_BYTES:
        assert (plan / name).read_bytes() == (tmp_path / "scratch" / name).read_bytes(), name
    assert pl.read_csv(plan / "scarcity.csv")["resource"].to_list() == ["r1", "r2"]


def test_a_plan_made_near_to_another_is_asked_beside_that_one(tmp_path: Path) -> None:
    both = [a_resource(resource="r1", capacity=10), a_resource(resource="r2", capacity=10)]
    folder = a_folder(tmp_path / "in", [a_need(need="n1", quantity=10)], both)
    near = tmp_path / "near.csv"
    near.write_text("need,resource,quantity\nn1,r2,10\n")
    shanqiao("plan", folder, "--out", tmp_path / "plan", "--standing", near)

    said = shanqiao(
        "whatif", folder, tmp_path / "plan", "--relax", "r1", "capacity",
        "--standing", near, "--out", tmp_path / "out",
    )  # fmt: skip

    assert said.code == 0
    city, plan = tmp_path / "out" / "city", tmp_path / "out" / "plan"
    shanqiao("plan", city, "--out", tmp_path / "scratch", "--standing", near)
    for name in SAME_BYTES:
        assert (plan / name).read_bytes() == (tmp_path / "scratch" / name).read_bytes(), name
    assert pl.read_csv(plan / "plan.csv")["resource"].to_list() == ["r2"]


def test_a_change_that_cannot_be_is_refused_in_the_language_asked_for(
    planned: tuple[Path, Path], tmp_path: Path
) -> None:
    change = tmp_path / "change.json"
    change.write_text('{"needs": {"nobody": null}}')

    said = {
        lang: shanqiao("whatif", *planned, "--change", change, lang=lang) for lang in ("zh", "en")
    }

    assert {each.code for each in said.values()} == {1}
    assert "需要 nobody 不存在，去不掉" in said["zh"].err
    assert "need nobody is not there and cannot be taken out" in said["en"].err


def test_shares_lists_and_empty_cells_are_written_as_they_are_read(tmp_path: Path) -> None:
    resource = a_resource(
        resource="r1",
        streets="440103|440104001",
        reserved_share="0.05",
        reserved_for="age >= 60",
        eligible='hardship in ["dibao", "tekun"]',
        capacity=4,
    )
    folder = a_folder(tmp_path / "in", [a_need(need="n1", age="", local="")], [resource])
    shanqiao("plan", folder, "--out", tmp_path / "plan")

    said = shanqiao(
        "whatif", folder, tmp_path / "plan", "--relax", "r1", "capacity", "--out", tmp_path / "out"
    )

    assert said.code == 0
    written = pl.read_csv(tmp_path / "out" / "city" / "resources.csv", infer_schema=False)
    assert written.fill_null("").row(0, named=True) == {
        name: str(cell) for name, cell in (resource | {"capacity": 5}).items()
    }
    assert shanqiao("check", tmp_path / "out" / "city", tmp_path / "out" / "plan").code == 0


def test_a_need_more_may_take_from_others(planned: tuple[Path, Path]) -> None:
    need = "kind=meal quantity=30 street=440103002 severity=90 urgency=2 age=70"
    said = shanqiao("whatif", *planned, "--need", need, lang="zh")

    rows = [line.split() for line in said.out.splitlines()]
    assert ["need-1", "助餐", "0", "20", "+20"] in rows
    assert ["n1", "助餐", "40", "20", "−20"] in rows
    assert "1 人多得，1 人少得" in said.out


def test_a_condition_relaxed_where_nothing_changes_says_so(planned: tuple[Path, Path]) -> None:
    said = shanqiao("whatif", *planned, "--relax", "r3", "streets")

    assert said.code == 1  # it serves a district already
    assert "There is no resource r3, or its streets cannot be wider" in said.err
    assert "Nobody would get more" in shanqiao("whatif", *planned, "--relax", "r3", "valid").out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "add --gift, --need, --relax or --change"),
        (["--gift", "kinds=song capacity=1"], "There is no kind “song”"),
        (["--gift", "kinds=meal capacity=1 colour=red"], "There is no such column"),
        (["--gift", "kinds=meal capacity=5x"], "5x: It is not a whole number"),
        (["--gift", "a canteen"], "“a” is no column=value"),
        (["--gift", 'kinds="meal'], "Quotation marks do not match"),
        (["--gift", "capacity=5"], "resource gift-1 is new and lacks kinds"),
        (["--gift", 'kinds=meal capacity=5 eligible="age >"'], "The condition cannot be read"),
        (["--change", "nowhere.json"], "nowhere.json cannot be read"),
    ],
)
def test_what_cannot_be_asked_is_said(
    planned: tuple[Path, Path], words: list[str], says: str
) -> None:
    said = shanqiao("whatif", *planned, *words)

    assert said.code == 1
    assert says in said.err


@pytest.mark.parametrize("content", ["[]", '{"gifts": {}}', '{"needs": []}', '{"needs": {"n": 1}}'])
def test_a_change_of_another_shape_is_shown_the_right_one(
    planned: tuple[Path, Path], tmp_path: Path, content: str
) -> None:
    (tmp_path / "change.json").write_text(content)

    said = shanqiao("whatif", *planned, "--change", tmp_path / "change.json")

    assert said.code == 1
    assert '{"resources": {"key": {"column": value}}' in said.err


def test_a_plan_of_other_content_is_refused_with_what_to_do(planned: tuple[Path, Path]) -> None:
    folder, plan = planned
    a_folder(folder, [a_need(need="n9")], [a_resource(resource="r1")])

    said = shanqiao("whatif", folder, plan, "--gift", "kinds=meal capacity=1")

    assert said.code == 1
    assert f"shanqiao plan {folder} --out {plan} --force" in said.err


def test_a_plan_that_was_changed_by_hand_is_refused(planned: tuple[Path, Path]) -> None:
    _, plan = planned
    rows = (plan / "plan.csv").read_text(encoding="utf-8")
    (plan / "plan.csv").write_text(rows.replace("n1,", "n7,"), encoding="utf-8")

    said = shanqiao("whatif", *planned, "--gift", "kinds=meal capacity=1")

    assert said.code == 1
    assert "was changed by hand" in said.err


def test_what_stands_there_is_not_replaced_unasked(
    planned: tuple[Path, Path], tmp_path: Path
) -> None:
    asked = ["whatif", *planned, "--relax", "r1", "capacity", "--out", tmp_path / "out"]

    assert [shanqiao(*asked).code, shanqiao(*asked).code] == [0, 1]
    assert shanqiao(*asked, "--force").code == 0
    (tmp_path / "out" / "letter.txt").write_text("mine")
    assert "letter.txt" in shanqiao(*asked, "--force").err
