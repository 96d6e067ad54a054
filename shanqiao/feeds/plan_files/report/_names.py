"""What codes are called, in both languages."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from pypinyin import lazy_pinyin

from .._reasons import Words

_KINDS = {
    "cash_medical": Words("医疗救助金", "Medical aid"),
    "cash_living": Words("生活救助金", "Living aid"),
    "cash_education": Words("助学金", "Education aid"),
    "meal": Words("助餐", "Meals"),
    "care_hour": Words("居家照护", "Care at home"),
    "goods": Words("物资", "Goods"),
    "counselling": Words("心理辅导", "Counselling"),
    "visit": Words("探访", "Visits"),
}
_UNITS = {
    "fen": Words("元", "yuan"),
    "meal": Words("餐", "meals"),
    "hour": Words("小时", "hours"),
    "piece": Words("件", "pieces"),
    "visit": Words("次", "visits"),
}
_HARDSHIPS = {
    "none": Words("未列入困境类别", "No hardship category"),
    "edge": Words("低保边缘", "Near-minimum"),
    "low_income": Words("低收入", "Low income"),
    "dibao": Words("低保", "Minimum allowance"),
    "tekun": Words("特困", "Destitute"),
}
_AGE_GROUPS = {
    "0-17": Words("0–17岁", "0–17"),
    "18-59": Words("18–59岁", "18–59"),
    "60-79": Words("60–79岁", "60–79"),
    "80+": Words("80岁及以上", "80 and older"),
    "unknown": Words("年龄未知", "Age not known"),
}
_MISREAD = {"花都": "Huadu", "曾都": "Zengdu"}  # 都 is du in both, and taken for dou
_ENDINGS = ("自治州", "自治县", "新区", "区", "县", "市")


def kind_name(kind: str) -> Words:
    return _KINDS.get(kind, Words(kind, kind))


def unit_name(unit: str) -> Words:
    return _UNITS.get(unit, Words(unit, unit))


def hardship_name(hardship: str) -> Words:
    return _HARDSHIPS.get(hardship, Words(hardship, hardship))


def age_group_name(group: str) -> Words:
    return _AGE_GROUPS[group]


def street_name(name: str) -> Words:
    """沙面街道 is Shamian Subdistrict, 梯面镇 is Timian Town."""
    for ending, kind in (("街道", "Subdistrict"), ("镇", "Town")):
        if name.endswith(ending):
            return Words(name, f"{_in_pinyin(name.removesuffix(ending))} {kind}")
    return Words(name, name)


def district_name(code: str) -> Words:
    """The name of a 6-digit code; English as it is spelled in pinyin."""
    names = _districts()
    if code in names:
        return Words(names[code], _in_pinyin(names[code]))
    city = _cities().get(code)
    if city:
        return Words(f"{city}（区未知）", f"{_in_pinyin(city)} (district not known)")
    return Words(code, code)


def _in_pinyin(name: str) -> str:
    ending = next((one for one in _ENDINGS if name.endswith(one) and len(name) > len(one) + 1), "")
    stem = name.removesuffix(ending)
    return _MISREAD.get(stem) or "".join(lazy_pinyin(stem)).capitalize()


@cache
def guangzhou() -> dict[str, str]:
    """The streets and towns of Guangzhou by their 9-digit codes, without the statisticians' units."""
    rows = _rows("guangzhou", "streets_towns.csv")
    return {row["code"]: row["name"] for row in rows if row["kind"] != "quasi"}


@cache
def tile_places() -> dict[str, tuple[int, int]]:
    """(column, row) of each district of Guangzhou on a map of tiles."""
    rows = _rows("guangzhou", "tiles.csv")
    return {row["code"]: (int(row["column"]), int(row["row"])) for row in rows}


@cache
def _districts() -> dict[str, str]:
    return {row["code"]: row["name"] for row in _rows("china", "districts.csv")}


@cache
def _cities() -> dict[str, str]:
    return {row["code"]: row["name"] for row in _rows("china", "cities.csv")}


def _rows(folder: str, name: str) -> list[dict[str, str]]:
    text = (files("shanqiao.data") / folder / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
