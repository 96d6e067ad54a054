"""summary.html opened as somebody would who got it by mail: no network, two languages, a phone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from shanqiao.engines.allocation import City, solve
from shanqiao.feeds.plan_files import Words, read_folder
from shanqiao.feeds.plan_files.report import summary_html
from shanqiao.feeds.wuhan2020 import read_relief, write_relief
from tests.cli.commands import shanqiao
from tests.feeds.plan_folders import a_small_city

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the real requests of January 2020, with a funder whose name is a trap."""
    at = tmp_path_factory.mktemp("summary")
    write_relief(read_relief(ROOT / "examples/wuhan2020/data"), at)
    resources = at / "resources.csv"
    trap = "</script><script>alert(1)</script>"
    resources.write_text(
        resources.read_text(encoding="utf-8").replace(
            ",日照三奇医疗卫生用品有限公司,", f",{trap},"
        ),
        encoding="utf-8",
    )
    reading = read_folder(at)
    plan = solve(City.of(reading.needs, reading.resources, reading.kinds))
    page = summary_html(
        needs=reading.needs,
        resources=reading.resources,
        kinds=reading.kinds,
        matches=plan.matches,
        scarcity=plan.scarcity,
        summary={**plan.summary, "city": "0123456789abcdef"},
        timings=[(Words("读取", "Reading"), 0.5)],
        language="zh",
    )
    (at / "summary.html").write_text(page, encoding="utf-8")
    return at / "summary.html"


@pytest.fixture(scope="module")
def of_guangzhou(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a small plan for streets of Guangzhou, with what it is worth."""
    at = a_small_city(tmp_path_factory.mktemp("guangzhou"))
    assert shanqiao("plan", at, "--out", at / "plan", "--worth", lang="zh").code == 0
    return at / "plan" / "summary.html"


class Opened:
    """A page with all that went on while it was open."""

    def __init__(self, chrome, file: Path, width: int) -> None:
        self.context = chrome.new_context(
            viewport={"width": width, "height": 900}, offline=True, accept_downloads=True
        )
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda said: self.wrong.append(said.text))
        self.page.on("dialog", lambda dialog: self.wrong.append(dialog.message))
        self.page.goto(file.as_uri())


@pytest.fixture
def open_at(chrome, summary: Path):
    opened: list[Opened] = []

    def enter(width: int, file: Path = summary) -> Opened:
        opened.append(Opened(chrome, file, width))
        return opened[-1]

    yield enter
    for one in opened:
        one.context.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_it_draws_every_picture_without_a_network_or_a_mistake(open_at, width: int) -> None:
    opened = open_at(width)
    page = opened.page

    drawn = page.locator(".picture canvas").count()

    assert drawn == page.locator(".picture").count() >= 6
    assert opened.asked == [page.url]
    assert opened.wrong == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_word_changes_with_the_language(open_at) -> None:
    page = open_at(1440).page

    chinese = page.locator("main").inner_text()
    page.get_by_role("button", name="English").click()
    english = page.locator("main").inner_text()

    assert "每种帮助" in chinese
    assert "How much of each kind" in english
    assert "每种帮助" not in english
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.title() == "Plan of needs and resources · Summary"


def test_a_picture_can_be_taken_along_as_png_and_its_figures_as_csv(
    open_at, tmp_path: Path
) -> None:
    page = open_at(1440).page
    section = page.locator("#coverage-by-kind")

    with page.expect_download() as picture:
        section.get_by_role("button", name="PNG").click()
    with page.expect_download() as figures:
        section.get_by_role("button", name="CSV").click()
    picture.value.save_as(tmp_path / "picture.png")
    figures.value.save_as(tmp_path / "figures.csv")

    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "picture.png").stat().st_size > 5_000
    with (tmp_path / "figures.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [(row["种类"], row["需要（项）"]) for row in rows] == [("物资", "2124")]


@pytest.mark.parametrize("language", ["中文", "English"])
def test_axe_finds_nothing(open_at, language: str) -> None:
    page = open_at(1440).page
    page.get_by_role("button", name=language).click()
    page.add_script_tag(path=str(AXE))

    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")

    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


@pytest.mark.parametrize("width", [390, 1440])
def test_the_map_is_readable_and_its_table_is_reached_by_keyboard(
    open_at, of_guangzhou: Path, width: int
) -> None:
    opened = open_at(width, of_guangzhou)
    section = opened.page.locator("#map")
    section.get_by_role("button", name="CSV").focus()

    opened.page.keyboard.press("Tab")

    assert section.locator(".scroll").evaluate("at => at === document.activeElement")
    assert section.get_by_text("荔湾", exact=True).is_visible()
    assert not section.get_by_text("Liwan", exact=True).first.is_visible()
    label = section.get_by_text("荔湾", exact=True).bounding_box()
    assert label
    assert label["height"] >= 12  # pixels
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.wrong == []


def test_the_map_can_be_taken_along_as_png(open_at, of_guangzhou: Path, tmp_path: Path) -> None:
    section = open_at(1440, of_guangzhou).page.locator("#map")

    with section.page.expect_download() as picture:
        section.get_by_role("button", name="PNG").click()
    picture.value.save_as(tmp_path / "map.png")

    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "map.png").stat().st_size > 20_000


@pytest.mark.parametrize("language", ["中文", "English"])
def test_axe_finds_nothing_on_map_and_worth(open_at, of_guangzhou: Path, language: str) -> None:
    page = open_at(1440, of_guangzhou).page
    page.get_by_role("button", name=language).click()
    page.add_script_tag(path=str(AXE))

    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")

    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
