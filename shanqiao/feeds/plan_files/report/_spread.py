"""How help is spread, where it runs out, and from whom it comes."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from .._reasons import Words
from ._names import kind_name, unit_name
from ._numbers import amount, percent, whole
from ._picture import Picture

_OTHERS = Words("其他资助方合计", "All other funders")


def evenness(points: Sequence[tuple[float, float]], gini: float) -> Picture:
    return Picture(
        name="evenness",
        title=Words("帮助分得匀不匀", "How evenly help is spread"),
        says=Words(
            f"把需要按满足的比例从低到高排好；曲线越贴近斜线越均匀。基尼系数 {gini:.3f}（0 最均匀）。",
            "Needs in order of the share of them that is met; the nearer the curve to the straight "
            f"line, the more even. Gini {gini:.3f} (0 is even).",
        ),
        unit=Words("累计百分比", "Per cent, added up"),
        head=[
            Words("满足比例较低的需要（累计）", "Least-met needs (added up)"),
            Words("得到的满足（累计）", "Share of all that is met (added up)"),
        ],
        rows=[[percent(x), percent(y)] for x, y in points],
        texts=0,
        drawing={
            "type": "lorenz",
            "points": [[round(100 * x, 2), round(100 * y, 2)] for x, y in points],
            "series": [
                {
                    "name": Words(
                        "本方案（含先前已有）", "With this plan and what was covered before"
                    )
                },
                {"name": Words("完全均匀", "Perfectly even")},
            ],
        },
    )


def scarcity_ranking(scarcest: pl.DataFrame) -> Picture:
    rows = list(scarcest.iter_rows(named=True))
    names = [
        Words(f"{r['funder']} {r['resource']}", f"{r['funder']} {r['resource']}") for r in rows
    ]
    return Picture(
        name="scarcity",
        title=Words("哪里多一点，用处最大", "Where one more unit would help most"),
        says=Words(
            "已经用完的资源里，再多一个单位（钱是一分）能为方案添多少分量：越高，越值得去劝募。不同单位的不能相比。",
            "Of the resources that are used up: the weight one more unit (of money, one fen) would add "
            "to the plan. The higher, the better worth asking for; different units do not compare.",
        ),
        unit=Words("每多一个单位增加的分量", "Weight added per unit"),
        head=[
            Words("资源", "Resource"),
            Words("资助方", "Funder"),
            Words("种类", "Kind"),
            Words("单位", "Unit"),
            Words("总量", "Capacity"),
            Words("剩余", "Left"),
            Words("多一个单位的分量", "Worth of one more"),
        ],
        rows=[
            [
                row["resource"],
                row["funder"],
                kind_name(row["kinds"]),
                unit_name(row["unit"]),
                amount(row["capacity"], row["unit"]),
                amount(row["left"], row["unit"]),
                whole(row["worth_of_one_more"]),
            ]
            for row in rows
        ],
        texts=4,
        drawing={
            "type": "ranking",
            "names": names,
            "series": [
                {
                    "name": Words("多一个单位的分量", "Worth of one more"),
                    "data": [row["worth_of_one_more"] for row in rows],
                }
            ],
        },
    )


def flow(unit: str, flows: pl.DataFrame) -> Picture:
    """Who gives what, in one unit: flows of different units do not add up."""
    rows = list(flows.iter_rows(named=True))
    name = unit_name(unit)
    funders = [Words(row["funder"], row["funder"]) if row["funder"] else _OTHERS for row in rows]
    divisor = 100 if unit == "fen" else 1
    return Picture(
        name=f"flow-{unit}",
        title=Words(f"从资助方到帮助（{name.zh}）", f"From funder to help ({name.en})"),
        says=Words(
            "线越宽，本方案安排的越多；资助方多时只列最大的几家，其余合在一起。",
            "The wider the line, the more is planned; where there are many funders the largest are "
            "named and the others put together.",
        ),
        unit=name,
        head=[Words("资助方", "Funder"), Words("种类", "Kind"), Words("数量", "Amount")],
        rows=[
            [funder, kind_name(row["kind"]), amount(row["quantity"], unit)]
            for funder, row in zip(funders, rows, strict=True)
        ],
        texts=2,
        wide=unit == "fen",
        drawing={
            "type": "flow",
            "money": unit == "fen",
            "links": [
                [funder, kind_name(row["kind"]), row["quantity"] / divisor]
                for funder, row in zip(funders, rows, strict=True)
            ],
        },
    )
