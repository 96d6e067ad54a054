"""report.html: whole without a network, in both languages, and nobody can be read out of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shanqiao.engines.linkage import read_model
from shanqiao.feeds.link_files import link_list, link_list_against, read_people, write_linking

from .people_lists import a_list, a_person, a_small_register, as_written


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report of 400 registrations."""
    folder = tmp_path_factory.mktemp("report")
    as_written(a_small_register()).write_csv(folder / "people.csv")
    people, model = read_people(folder / "people.csv", {}), read_model()
    write_linking(folder / "out", link_list(people.rows, model), model, people=people)
    return (folder / "out" / "report.html").read_text()


def rows_of(page: str, name: str) -> list[list[str]]:
    """The cells of each row of a part, as somebody reads them in English."""
    part = re.search(rf'<section id="{name}".*?</section>', page, flags=re.S)
    assert part, name
    english = re.sub(r'<span lang="zh-Hans">.*?</span>', "", part[0].partition("<tbody>")[2])
    rows = re.findall(r"<tr>(.*?)</tr>", english, flags=re.S)
    return [
        [re.sub(r"<.*?>", "", cell) for cell in re.split(r"</t[dh]>", row)[:-1]] for row in rows
    ]


def test_it_needs_nothing_from_anywhere_else(page: str) -> None:
    assert not re.search(r"(?:src|href)=|url\(|@import|https?:", page)


def test_every_part_is_told_in_both_languages(page: str) -> None:
    assert page.count('<span lang="zh-Hans">') == page.count('<span lang="en">')
    for part in ("sizes", "queue", "clerical", "keys", "weights", "pair-1"):
        assert f'<section id="{part}"' in page


def test_the_steps_of_an_example_add_up(page: str) -> None:
    first_table = page.partition('<section id="pair-1"')[2].partition("</table>")[0]
    shown = re.findall(r'<td class="figure" data-value="(-?[\d.]+)"', first_table)

    *steps, total = map(float, shown)
    assert len(steps) >= 3
    assert sum(steps) == pytest.approx(total, abs=0.01)


def test_no_name_number_or_telephone_of_anybody_is_on_it(page: str) -> None:
    said = re.sub(r"<style>.*?</style>|<script>.*?</script>", "", page, flags=re.S)
    for row in a_small_register().registrations.iter_rows(named=True):
        for column in ("id_no", "phone", "dob"):
            written = (row[column] or "").strip()
            assert len(written) < 7 or written not in said, column
        name = row["name"]
        assert len(name) < 3 or "*" in name or f">{name}<" not in said


def test_what_somebody_wrote_stays_text(tmp_path: Path) -> None:
    people = a_list(
        tmp_path / "p.csv", a_person("<b>1", name="<i>陈"), a_person("<b>2", name="<i>陳")
    )
    read, model = read_people(people, {}), read_model()
    outcome = link_list_against(read.rows, read.rows, model)

    write_linking(tmp_path / "out", outcome, model, people=read, register=read)

    page = (tmp_path / "out" / "report.html").read_text()
    assert "<b>1" not in page and "<i>陈" not in page
    assert rows_of(page, "answers")[1][0:3:2] == ["In the register already", "2"]
