"""summary.html as text: whole without a network, in both languages, safe whatever funders are called."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from shanqiao.engines.allocation import City, solve
from shanqiao.feeds.plan_files import Words, read_folder
from shanqiao.feeds.plan_files.report import _page, summary_html

from .plan_folders import a_folder, a_need, a_resource


def a_page(at: Path, **resource: object) -> str:
    """The page of a plan for one need of money and one fund."""
    needs = [a_need(kind="cash_living", quantity=123_450), a_need(need="n2", covered=10)]
    folder = a_folder(at, needs, [a_resource(kinds="cash_living", capacity=100_000, **resource)])
    reading = read_folder(folder)
    plan = solve(City.of(reading.needs, reading.resources, reading.kinds))
    return summary_html(
        needs=reading.needs,
        resources=reading.resources,
        kinds=reading.kinds,
        matches=plan.matches,
        scarcity=plan.scarcity,
        summary={**plan.summary, "city": "0123456789abcdef"},
        timings=[(Words("读取", "Reading"), 0.5)],
        language="en",
    )


def without_scripts(page: str) -> str:
    return re.sub(r"<script>.*?</script>", "", page, flags=re.S)


def test_it_needs_nothing_from_anywhere_else(tmp_path: Path) -> None:
    page = without_scripts(a_page(tmp_path))

    assert not re.search(r"(?:src|href)=", page)
    assert "url(" not in page
    assert "@import" not in page


def test_every_picture_has_title_unit_source_and_table(tmp_path: Path) -> None:
    sections = re.findall(r'<section id="(?!times).*?</section>', a_page(tmp_path), flags=re.S)

    assert len(sections) >= 6
    for section in sections:
        for part in ("<h2>", 'class="reading"', 'class="unit"', 'class="source"', "<table>"):
            assert part in section


def test_money_is_shown_in_yuan(tmp_path: Path) -> None:
    page = without_scripts(a_page(tmp_path))

    assert "¥1,234.50" in page
    assert "¥1,000" in page
    assert "123,450" not in page


def test_each_text_stands_in_both_languages(tmp_path: Path) -> None:
    page = without_scripts(a_page(tmp_path))

    assert page.count('<span lang="zh-Hans">') == page.count('<span lang="en">') > 50
    assert 'data-language="en"' in page


def test_a_funders_name_stays_a_name(tmp_path: Path) -> None:
    trap = '</script><img src=x onerror="alert(1)">'
    page = a_page(tmp_path, funder=trap)

    assert trap not in page
    data = re.search(r'id="drawings">(.*?)</script>', page, flags=re.S)
    assert data
    assert json.loads(data[1])["flow-fen"]["links"][0][0] == trap


def test_without_the_drawing_program_the_tables_stay_and_the_way_to_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_page, "drawing_program", lambda: "")

    page = a_page(tmp_path)

    assert "make setup" in page
    assert page.count("<table>") >= 6
    assert 'class="picture"' not in page
    assert "PNG" not in without_scripts(page)


def test_the_figures_are_those_of_the_engine(tmp_path: Path) -> None:
    page = a_page(tmp_path)

    row = re.search(r"<tr><td[^>]*><span[^>]*>生活救助金.*?</tr>", page, flags=re.S)
    assert row
    assert re.findall(r'data-value="([^"]*)"', row[0]) == [
        "1",
        "1",
        "1234.50",
        "0",
        "1000",
        "234.50",
        "81.0",
    ]
