"""What other systems got wrong: twice found under another writing, and never two people as one."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.cli.commands import shanqiao
from tests.feeds.people_lists import a_person, among_others

WANG = {"id_no": "", "phone": "", "address": "", "station_street": "北京街", "gender": ""}
FOUND, ASKED, APART = "found", "asked", "apart"


@pytest.mark.parametrize(
    ("one", "other", "is_"),
    [
        (
            {"name": "黃偉強", "dob": "1958-03-12"} | WANG,
            {"name": "黄伟强", "dob": "1958-03-12"} | WANG | {"station_street": "昌华街"},
            (FOUND, ASKED),
        ),
        (
            {"name": "李秀英", "dob": ""} | WANG,
            {"name": "李秀珍", "dob": ""} | WANG,
            (APART,),
        ),
        (
            {"name": "陈伟强", "id_no": "44010219580312123X", "phone": "", "address": ""},
            {"name": "陈伯", "id_no": "440102580312123", "dob": "", "phone": "", "address": ""},
            (FOUND,),
        ),
        (
            {"source": "甲社工站", "id_no": ""},
            {"source": "乙社工站", "id_no": "", "name": "陳偉強", "phone": "+86 139-1234-0987"},
            (FOUND, ASKED),
        ),
        (
            {"name": "陈嘉敏", "id_no": "440102199005050025", "dob": "1990-05-05", "gender": "女"},
            {"name": "陈嘉欣", "id_no": "440102199005050041", "dob": "1990-05-05", "gender": "女"},
            (ASKED, APART),
        ),
    ],
    ids=["traditional", "siblings", "15 and 18 places", "two stations", "twins"],
)
def test_a_pair_is_found_or_asked_about_or_left_apart(
    tmp_path: Path, one: dict[str, object], other: dict[str, object], is_: tuple[str, ...]
) -> None:
    people = among_others(
        tmp_path / "people.csv", a_person("one", **one), a_person("other", **other)
    )

    shanqiao("link", people, "--out", tmp_path / "out")

    clusters = dict(pl.read_parquet(tmp_path / "out" / "clusters.parquet").rows())
    queue = pl.read_parquet(tmp_path / "out" / "queue.parquet").select("rid_a", "rid_b").rows()
    asked = ("one", "other") in queue
    together = clusters["one"] == clusters["other"]
    assert (ASKED if asked else FOUND if together else APART) in is_
    if APART in is_:
        assert not together
    elif FOUND in is_:
        assert together  # whoever is asked as well
