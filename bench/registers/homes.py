"""Homes: real streets, towns and villages, invented roads, houses and rooms in them."""

import re

import numpy as np
import polars as pl

from .tables import places

ROADS_OF_A_STREET = 14
_NAMES = [
    "中山",
    "解放",
    "人民",
    "东风",
    "建设",
    "文明",
    "江南",
    "滨江",
    "同福",
    "南华",
    "新港",
    "工业",
    "体育",
    "光明",
    "和平",
    "长寿",
    "宝华",
    "西华",
    "越华",
    "惠福",
    "大德",
    "海珠",
    "沿江",
    "康乐",
    "教育",
    "农林",
    "永福",
    "广园",
    "黄埔",
    "金沙",
    "桥东",
    "富华",
    "德兴",
    "清河",
    "环城",
    "迎宾",
    "凤凰",
    "龙溪",
    "花园",
    "学府",
]
_ENDS = ["路", "大道", "中路", "东路", "西路", "南路", "北路", "街", "大街", "横街", "一巷", "二巷"]
_IN_A_VILLAGE = 0.6  # of the homes of a town


def some_homes(dice, count, street=None):
    """Homes, most of them in the crowded streets.

    Args:
        street: (count,) rows of `streets()` where they are; drawn if not given.

    Returns:
        (count,) rows: street (row of `streets()`), address (as one writes it in full).
    """
    known = streets()
    if street is None:
        crowd = np.random.default_rng(440100).gamma(2.0, size=known.height)
        street = dice.choice(known.height, count, p=crowd / crowd.sum())
    town = known["kind"].to_numpy()[street] == "town"
    in_a_village = town & (dice.random(count) < _IN_A_VILLAGE)
    where = known[street].select(head=pl.format("广州市{}{}", "district_name", "name")).to_series()
    tail = pl.select(
        pl.when(pl.Series(in_a_village)).then(_farms(dice, street)).otherwise(_flats(dice, street))
    ).to_series()
    return pl.DataFrame({"street": street, "address": where + tail})


def streets():
    """(176,) streets and towns: code, name, kind, district_code, district_name."""
    return places("guangzhou/streets_towns").filter(pl.col("kind") != "quasi")


def _flats(dice, street):
    """中山路12号3栋402房, or an old house without a number of its own for each building."""
    count = len(street)
    road = _roads()[street, np.minimum(dice.geometric(0.18, count) - 1, ROADS_OF_A_STREET - 1)]
    floor = np.minimum(dice.geometric(0.16, count), 32)
    parts = pl.DataFrame(
        {
            "road": road,
            "number": dice.integers(1, 260, count),
            "building": np.where(dice.random(count) < 0.45, dice.integers(1, 16, count), 0),
            "room": floor * 100 + dice.integers(1, 9, count),
        }
    )
    building = (
        pl.when(pl.col("building") > 0).then(pl.format("{}栋", "building")).otherwise(pl.lit(""))
    )
    return parts.select(pl.format("{}{}号{}{}房", "road", "number", building, "room")).to_series()


def _farms(dice, street):
    """石门村3社12号."""
    count = len(street)
    village = _villages()[street, dice.integers(0, 8, count)]
    parts = pl.DataFrame(
        {"v": village, "s": dice.integers(1, 15, count), "n": dice.integers(1, 160, count)}
    )
    return parts.select(pl.format("{}{}社{}号", "v", "s", "n")).to_series()


def _roads():
    """(176, 14) invented names, no road twice in a street."""
    fixed = np.random.default_rng(440103)
    names = np.char.add(np.repeat(_NAMES, len(_ENDS)), np.tile(_ENDS, len(_NAMES)))
    return np.stack(
        [fixed.choice(names, ROADS_OF_A_STREET, replace=False) for _ in range(streets().height)]
    )


def _villages():
    """(176, 8) villages; where a street has none, 新村."""
    known = places("guangzhou/communities").filter(pl.col("kind") == "villagers_committee")
    of = dict(known.group_by("street_code").agg("name").sort("street_code").iter_rows())
    rows = (of.get(code) or ["新村村委会"] for code in streets()["code"])
    short = ([re.sub("村?村(民委员会|委会)$", "村", name) for name in names] for names in rows)
    return np.array([[names[k % len(names)] for k in range(8)] for names in short])
