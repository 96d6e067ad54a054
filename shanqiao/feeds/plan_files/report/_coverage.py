"""How much of what is needed is met: by kind, by district, by hardship."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from .._reasons import Words
from ._names import district_name, hardship_name, kind_name, unit_name
from ._numbers import amount, percent, whole
from ._picture import Picture

_NEEDS = Words("需要（项）", "Needs")
_PEOPLE = Words("人", "People")
_BASIC = Words("基本一半已有着落", "Basic half met")
_WHOLE = Words("全部有着落", "Met in full")


def coverage_by_kind(kinds: pl.DataFrame) -> Picture:
    parts = (
        ("covered", Words("先前已有", "Covered before")),
        ("planned", Words("本方案", "This plan")),
        ("missing", Words("还差", "Still missing")),
    )
    rows = list(kinds.iter_rows(named=True))
    return Picture(
        name="coverage-by-kind",
        title=Words("每种帮助，需要的有多少有了着落", "How much of each kind of help is met"),
        says=Words(
            "每一条是一种帮助的全部需要：先前已有的、本方案安排的、还差的。",
            "Each bar is all that is needed of one kind: covered before, planned now, still missing.",
        ),
        unit=Words("占需要总量的百分比", "Per cent of what is needed"),
        head=[
            Words("种类", "Kind"),
            Words("单位", "Unit"),
            _NEEDS,
            _PEOPLE,
            Words("需要", "Needed"),
            *(words for _, words in parts),
            Words("有着落", "Met"),
        ],
        rows=[
            [
                kind_name(row["kind"]),
                unit_name(row["unit"]),
                whole(row["needs"]),
                whole(row["people"]),
                amount(row["quantity"], row["unit"]),
                *(amount(row[part], row["unit"]) for part, _ in parts),
                percent(row["covered"] + row["planned"], row["quantity"]),
            ]
            for row in rows
        ],
        texts=2,
        wide=True,
        drawing={
            "type": "stacked",
            "names": [kind_name(row["kind"]) for row in rows],
            "series": [
                {"name": words, "data": [_share(row[part], row["quantity"]) for row in rows]}
                for part, words in parts
            ],
        },
    )


def coverage_by_district(districts: pl.DataFrame) -> Picture:
    return _by_group(
        districts.rename({"district": "group"}),
        name="coverage-by-district",
        called=district_name,
        title=Words("各区的需要，有多少有了着落", "How many needs are met in each district"),
        group=Words("区", "District"),
    )


def coverage_by_hardship(hardships: pl.DataFrame) -> Picture:
    return _by_group(
        hardships.rename({"hardship": "group"}),
        name="coverage-by-hardship",
        called=hardship_name,
        title=Words("各类困境的需要，有多少有了着落", "How many needs are met by hardship"),
        group=Words("困境类别", "Hardship"),
    )


def _by_group(
    groups: pl.DataFrame, *, name: str, called: Callable[[str], Words], title: Words, group: Words
) -> Picture:
    rows = list(groups.iter_rows(named=True))
    return Picture(
        name=name,
        title=title,
        says=Words(
            "按项数算：多少项需要至少有了一半，多少项全部有了着落（含先前已有的）。",
            "Counted in needs: how many have at least half, how many all of it, "
            "including what was covered before.",
        ),
        unit=Words("占需要项数的百分比", "Per cent of needs"),
        head=[
            group,
            _NEEDS,
            _PEOPLE,
            _BASIC,
            Words("占比", "Share"),
            _WHOLE,
            Words("占比", "Share"),
        ],
        rows=[
            [
                called(row["group"]),
                whole(row["needs"]),
                whole(row["people"]),
                whole(row["basic"]),
                percent(row["basic"], row["needs"]),
                whole(row["whole"]),
                percent(row["whole"], row["needs"]),
            ]
            for row in rows
        ],
        texts=1,
        drawing={
            "type": "grouped",
            "names": [called(row["group"]) for row in rows],
            "series": [
                {"name": words, "data": [_share(row[part], row["needs"]) for row in rows]}
                for part, words in (("basic", _BASIC), ("whole", _WHOLE))
            ],
        },
    )


def _share(part: int, of: int) -> float:
    return round(100 * part / of, 2) if of else 0.0
