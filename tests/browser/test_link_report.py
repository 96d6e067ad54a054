"""The report of a linking opened as somebody would who got it by mail: no network, two languages, a phone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.browser.test_summary_page import AXE, Opened
from tests.cli.commands import shanqiao
from tests.feeds.people_lists import a_small_register, as_written


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of 400 registrations whose truth is known."""
    at = tmp_path_factory.mktemp("linking")
    register = a_small_register()
    as_written(register).write_csv(at / "people.csv")
    register.truth.write_parquet(at / "truth.parquet")
    register.hard.write_parquet(at / "hard.parquet")
    options = ["--out", at / "out", "--truth", at / "truth.parquet"]
    assert shanqiao("link", at / "people.csv", *options, lang="zh").code == 0
    return at / "out" / "report.html"


@pytest.fixture
def open_at(chrome, report: Path):
    opened: list[Opened] = []

    def enter(width: int) -> Opened:
        opened.append(Opened(chrome, report, width))
        return opened[-1]

    yield enter
    for one in opened:
        one.context.close()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("language", ["中文", "English"])
def test_it_fits_without_a_network_or_a_mistake(open_at, width: int, language: str) -> None:
    opened = open_at(width)
    page = opened.page

    page.get_by_role("button", name=language).click()

    assert page.locator(".bar i").count() > 50
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (opened.asked, opened.wrong) == ([page.url], [])


def test_every_word_changes_with_the_language(open_at) -> None:
    page = open_at(1440).page

    chinese = page.locator("main").inner_text()
    page.get_by_role("button", name="English").click()
    english = page.locator("main").inner_text()

    assert "一人登记了几次" in chinese and "How often people" not in chinese
    assert "How often people are registered" in english and "一人登记" not in english
    assert page.title() == "One person, one record · Report"


def test_figures_can_be_taken_along(open_at, tmp_path: Path) -> None:
    page = open_at(1440).page

    with page.expect_download() as figures:
        page.locator("#sizes").get_by_role("button", name="CSV").click()
    figures.value.save_as(tmp_path / "sizes.csv")

    with (tmp_path / "sizes.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert sum(int(row["登记数"]) for row in rows) == 400


@pytest.mark.parametrize("language", ["中文", "English"])
def test_axe_finds_nothing(open_at, language: str) -> None:
    page = open_at(1440).page
    page.get_by_role("button", name=language).click()
    page.add_script_tag(path=str(AXE))

    found = page.evaluate("axe.run(document)")

    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
