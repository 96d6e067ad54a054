"""summary.html as text: whole without a network, in both languages, safe whatever funders are called."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from shanqiao.engines.allocation import City, solve
from shanqiao.feeds.plan_files import Words, read_folder, worth_of_plan
from shanqiao.feeds.plan_files.report import _page, summary_html

from .plan_folders import a_folder, a_need, a_resource


def a_page(at: Path, **resource: object) -> str:
    """The page of a plan for one need of money and one fund."""
    needs = [a_need(kind="cash_living", quantity=123_450), a_need(need="n2", covered=10)]
    return the_page(at, needs, a_resource(kinds="cash_living", capacity=100_000, **resource))


def the_page(at: Path, needs: list[dict[str, object]], resource: dict[str, object]) -> str:
    """The page of a plan for some needs and one resource."""
    folder = a_folder(at, needs, [resource])
    reading = read_folder(folder)
    city = City.of(reading.needs, reading.resources, reading.kinds)
    plan = solve(city)
    return summary_html(
        needs=reading.needs,
        resources=reading.resources,
        kinds=reading.kinds,
        matches=plan.matches,
        scarcity=plan.scarcity,
        summary={**plan.summary, "city": "0123456789abcdef"},
        timings=[(Words("读取", "Reading"), 0.5)],
        language="en",
        worth=worth_of_plan(city, plan),
    )


def section_of(page: str, name: str) -> str:
    found = re.search(rf'<section id="{name}".*?</section>', page, flags=re.S)
    assert found, name
    return found[0]


def rows_of(section: str) -> list[list[str]]:
    """The cells of each row under the head, as somebody reads them in English."""
    body = section.partition("<tbody>")[2]
    english = re.sub(r'<span lang="zh-Hans">.*?</span>', "", body)
    rows = re.findall(r"<tr>(.*?)</tr>", english, flags=re.S)
    return [[re.sub(r"<.*?>", "", cell) for cell in row.split("</td>")[:-1]] for row in rows]


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


def test_needs_are_told_by_the_age_of_people(tmp_path: Path) -> None:
    ages = {"n1": 17, "n2": 18, "n3": 59, "n4": 60, "n5": 79, "n6": 80, "n7": ""}
    needs = [a_need(need=need, age=age) for need, age in ages.items()]

    section = section_of(the_page(tmp_path, needs, a_resource(capacity=65)), "coverage-by-age")

    told = [(group, needs) for group, needs, *_ in rows_of(section)]
    assert told == [
        ("0–17", "1"),
        ("18–59", "2"),
        ("60–79", "2"),
        ("80 and older", "1"),
        ("Age not known", "1"),
    ]
    assert "80岁及以上" in section
    assert "年龄未知" in section


def test_the_map_says_of_each_street_in_colour_and_in_words_how_much_is_met(tmp_path: Path) -> None:
    needs = [
        a_need(need="n1", street="440103001", covered=9, quantity=10),
        a_need(need="n2", street="440103002", covered=1, quantity=10),
        a_need(need="n3", street="440103002", covered=5, quantity=10),
    ]

    section = section_of(the_page(tmp_path, needs, a_resource(capacity=0)), "map")

    tiles = re.findall(r'fill="([^"]*)"[^>]*><title>(\S+) ', section)
    by_street = {street: colour for colour, street in tiles}
    assert by_street["沙面街道"] == "#253494"  # 90%, the darkest
    assert by_street["岭南街道"] == "#a1dab4"  # 30%
    assert len(by_street) == 176 == len(tiles)
    assert (
        section.count("stroke-dasharray") == 174 + 1
    )  # where nothing is needed, and in the legend
    assert rows_of(section) == [
        ["Liwan", "Shamian Subdistrict", "1", "1", "90.0%", "0"],
        ["Liwan", "Lingnan Subdistrict", "2", "2", "30.0%", "0"],
    ]
    assert ">荔湾</text>" in section
    assert ">Liwan</text>" in section
    assert ">50.0%</text>" in section  # of all three needs of the district


def test_where_no_street_is_of_guangzhou_there_is_no_map_and_it_is_said_why(tmp_path: Path) -> None:
    elsewhere = a_need(street="420102001")

    page = without_scripts(the_page(tmp_path, [elsewhere], a_resource()))

    assert '<section id="map"' not in page
    assert "none of these needs is in Guangzhou" in page
    assert "需要所在的街镇都不在广州" in page


def test_the_map_says_how_many_needs_are_not_on_it(tmp_path: Path) -> None:
    needs = [a_need(need="n1"), a_need(need="n2", street="420102001")]

    section = section_of(the_page(tmp_path, needs, a_resource()), "map")

    assert "另有 1 项需要不在这些街镇" in section
    assert "1 needs that are in none of these streets" in section


def test_what_the_plan_is_worth_is_told_with_what_was_simulated(tmp_path: Path) -> None:
    section = section_of(a_page(tmp_path), "worth")

    told = [(way, sort, value) for way, sort, value, *_ in rows_of(section)]
    assert [way for way, sort, _ in told if sort == "Money"] == [
        "Each alone",
        "Each alone, one shared ledger",
        "First come, first served",
        "In order, one by one",
        "This plan",
    ]
    assert told[-1] == ("This plan", "Money", "100.0%")
    assert section.count("<dt>") == section.count("<dd>") == 5
    assert section.count(">模拟：") == section.count("Simulated:") == 4
