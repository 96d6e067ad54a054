"""How much of what is needed is met: by kind, district, hardship and age."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from .._reasons import Words
from ._names import age_group_name, district_name, hardship_name, kind_name, unit_name
from ._numbers import amount, percent, whole
from ._picture import Picture

_MOST_GROUPS, _MOST_ITEMS = 15, 30  # in one picture
_NEEDS = Words("需要（项）", "Needs")
_PEOPLE = Words("人", "People")
_BASIC = Words("基本一半已有着落", "Basic half met")
_WHOLE = Words("全部有着落", "Met in full")


def coverage_by_kind(kinds: pl.DataFrame) -> Picture:
    rows = list(kinds.iter_rows(named=True))
    return _stacked(
        rows,
        [kind_name(row["kind"]) for row in rows],
        name="coverage-by-kind",
        title=Words("每种帮助，需要的有多少有了着落", "How much of each kind of help is met"),
        says=Words(
            "每一条是一种帮助的全部需要：先前已有的、本方案安排的、还差的。",
            "Each bar is all that is needed of one kind: covered before, planned now, still missing.",
        ),
        group=Words("种类", "Kind"),
    )


def coverage_by_item(items: pl.DataFrame) -> Picture:
    """The items with the most needs; the file unmet.csv has them all."""
    rows = _largest(list(items.iter_rows(named=True)), _MOST_ITEMS)
    names = [Words(row["item"], row["item"]) for row in rows]
    return _stacked(
        rows,
        names,
        name="coverage-by-item",
        title=Words("每样物品，需要的有多少有了着落", "How much of each item is met"),
        says=Words(
            f"按物品分开看，最多列 {_MOST_ITEMS} 样；没有人提供的，整条都是还差的。",
            f"Item by item, {_MOST_ITEMS} at most; where nobody offers an item, all of it is missing.",
        ),
        group=Words("物品", "Item"),
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


def coverage_by_age(ages: pl.DataFrame) -> Picture:
    return _by_group(
        ages.rename({"age_group": "group"}),
        name="coverage-by-age",
        called=age_group_name,
        title=Words("各年龄段的需要，有多少有了着落", "How many needs are met by age"),
        group=Words("年龄", "Age"),
    )


def _by_group(
    groups: pl.DataFrame, *, name: str, called: Callable[[str], Words], title: Words, group: Words
) -> Picture:
    rows = list(groups.iter_rows(named=True))
    largest = _largest(rows, _MOST_GROUPS)
    return Picture(
        name=name,
        title=title,
        says=_counted(drawn=len(largest), of=len(rows)),
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
            "names": [called(row["group"]) for row in largest],
            "series": [
                {"name": words, "data": [_share(row[part], row["needs"]) for row in largest]}
                for part, words in (("basic", _BASIC), ("whole", _WHOLE))
            ],
        },
    )


def _largest(rows: Sequence[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """Those with the most needs, in the order they stand in."""
    places = sorted(range(len(rows)), key=lambda place: (-rows[place]["needs"], place))[:most]
    return [rows[place] for place in sorted(places)]


def _counted(*, drawn: int, of: int) -> Words:
    zh = "按项数算：多少项需要至少有了一半，多少项全部有了着落（含先前已有的）。"
    en = (
        "Counted in needs: how many have at least half, how many all of it, "
        "including what was covered before."
    )
    if drawn == of:
        return Words(zh, en)
    return Words(
        f"{zh}图里只画需要最多的 {drawn} 个，全部 {of} 个见下表。",
        f"{en} The {drawn} with most needs are drawn; all {of} are in the table.",
    )


def _share(part: int, of: int) -> float:
    return round(100 * part / of, 2) if of else 0.0


def _stacked(
    rows: Sequence[dict[str, Any]],
    names: Sequence[Words],
    *,
    name: str,
    title: Words,
    says: Words,
    group: Words,
) -> Picture:
    parts = (
        ("covered", Words("先前已有", "Covered before")),
        ("planned", Words("本方案", "This plan")),
        ("missing", Words("还差", "Still missing")),
    )
    return Picture(
        name=name,
        title=title,
        says=says,
        unit=Words("占需要总量的百分比", "Per cent of what is needed"),
        head=[
            group,
            Words("单位", "Unit"),
            _NEEDS,
            _PEOPLE,
            Words("需要", "Needed"),
            *(words for _, words in parts),
            Words("有着落", "Met"),
        ],
        rows=[
            [
                called,
                unit_name(row["unit"]),
                whole(row["needs"]),
                whole(row["people"]),
                amount(row["quantity"], row["unit"]),
                *(amount(row[part], row["unit"]) for part, _ in parts),
                percent(row["covered"] + row["planned"], row["quantity"]),
            ]
            for called, row in zip(names, rows, strict=True)
        ],
        texts=2,
        wide=True,
        drawing={
            "type": "stacked",
            "names": list(names),
            "series": [
                {"name": words, "data": [_share(row[part], row["quantity"]) for row in rows]}
                for part, words in parts
            ],
        },
    )
