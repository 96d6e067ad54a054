"""What the plan is worth beside ways to help without one."""

from __future__ import annotations

from typing import Any

import polars as pl

from .._reasons import Words
from .._worth import METHODS
from ._html import Cell
from ._numbers import percent, whole
from ._picture import Picture

_HELP = {"in_kind": Words("实物与服务", "In kind"), "cash": Words("救助金", "Money")}
_HEAD = (
    Words("做法", "Way to help"),
    Words("帮助", "Help"),
    Words("占方案价值", "Of the plan's value"),
    Words("涉及（人）", "People"),
    Words("基本一半都有着落（人）", "People with basic half met"),
    Words("占比", "Share"),
    Words("重复占发放", "Doubled, of what was given"),
    Words("没用上的资源", "Unspent, of all there was"),
)


def worth(table: pl.DataFrame) -> Picture:
    """One bar for each way and sort of help, and below it what each way is.

    Args:
        table: see `worth_of_plan`.
    """
    rows = list(table.iter_rows(named=True))
    methods = list(dict.fromkeys(row["method"] for row in rows))
    sorts = list(dict.fromkeys(row["help"] for row in rows))
    value = {(row["method"], row["help"]): row["value_share"] for row in rows}
    return Picture(
        name="worth",
        title=Words("做方案，值多少", "What a plan is worth"),
        says=Words(
            "同样的需要、同样的资源，用别的做法能达到本方案价值的百分之几。人数只数该类帮助的需要都至少有了"
            "一半的人（含先前已有）。",
            "The same needs and resources, helped in other ways: how much of this plan's value each "
            "reaches. People count where each of their needs of that sort is met by half or more, with "
            "what was covered before.",
        ),
        unit=Words("占本方案价值的百分比", "Per cent of this plan's value"),
        head=_HEAD,
        rows=[_row(row) for row in rows],
        texts=2,
        wide=True,
        source=Words(
            "来源：以本方案所依据的文件模拟", "Source: simulated on the files the plan was made for"
        ),
        terms=[METHODS[method] for method in methods],
        drawing={
            "type": "grouped",
            "names": [METHODS[method][0] for method in methods],
            "series": [
                {
                    "name": _HELP[sort],
                    "data": [round(100 * (value[method, sort] or 0), 2) for method in methods],
                }
                for sort in sorts
            ],
        },
    )


def _row(row: dict[str, Any]) -> list[Cell]:
    return [
        METHODS[row["method"]][0],
        _HELP[row["help"]],
        "–" if row["value_share"] is None else percent(row["value_share"]),
        whole(row["people"]),
        whole(row["people_with_basic_share"]),
        percent(row["people_with_basic_share"], row["people"]),
        percent(row["duplicates_share"]),
        percent(row["unspent_share"]),
    ]
