"""A plan's folder is there whole or not at all, and nothing of anybody else is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from shanqiao.feeds.plan_files._safe_folder import (
    CannotWritePlan,
    refuse_a_taken_folder,
    whole_or_not_at_all,
)


def is_ours(path: Path) -> bool:
    return path.name == "plan.csv"


def write_plan_of(text: str, out: Path) -> None:
    with whole_or_not_at_all(out) as folder:
        (folder / "plan.csv").write_text(text)


def write_half_and_fail(out: Path, failure: type[BaseException]) -> None:
    with whole_or_not_at_all(out) as folder:
        (folder / "plan.csv").write_text("half")
        raise failure


def test_a_new_folder_appears_with_its_parents(tmp_path: Path) -> None:
    write_plan_of("new", tmp_path / "a" / "b")

    assert (tmp_path / "a" / "b" / "plan.csv").read_text() == "new"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


def test_an_earlier_plan_is_replaced_and_nothing_is_left_beside(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_plan_of("old", out)
    write_plan_of("new", out)

    assert (out / "plan.csv").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt])
def test_what_fails_half_way_leaves_the_earlier_plan(
    tmp_path: Path, failure: type[BaseException]
) -> None:
    out = tmp_path / "out"
    write_plan_of("old", out)

    with pytest.raises(failure):
        write_half_and_fail(out, failure)

    assert (out / "plan.csv").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_earlier_plan_comes_back_when_it_cannot_be_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    write_plan_of("old", out)
    rename = Path.rename

    def refuse_the_new(path: Path, target: Path) -> Path:
        if path.name.endswith(".unfinished"):
            raise OSError("disk")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse_the_new)
    with pytest.raises(OSError, match="disk"):
        write_plan_of("new", out)

    assert (out / "plan.csv").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    refuse_a_taken_folder(tmp_path / "out", force=False, is_ours=is_ours)
    write_plan_of("new", tmp_path / "out")

    assert (tmp_path / "out" / "plan.csv").read_text() == "new"


def test_an_earlier_plan_is_replaced_on_demand_only(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_plan_of("old", out)

    refuse_a_taken_folder(out, force=True, is_ours=is_ours)
    with pytest.raises(CannotWritePlan, match="--force"):
        refuse_a_taken_folder(out, force=False, is_ours=is_ours)


def test_a_folder_with_anything_else_in_it_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_plan_of("old", out)
    (out / "thesis.doc").write_text("years of work")

    with pytest.raises(CannotWritePlan, match="thesis"):
        refuse_a_taken_folder(out, force=True, is_ours=is_ours)


def test_a_file_and_a_link_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    for name in ("file", "link"):
        with pytest.raises(CannotWritePlan, match="not a folder"):
            refuse_a_taken_folder(tmp_path / name, force=True, is_ours=is_ours)


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with (
        pytest.raises(CannotWritePlan, match="cannot be made"),
        whole_or_not_at_all(tmp_path / "file" / "out"),
    ):
        pass
