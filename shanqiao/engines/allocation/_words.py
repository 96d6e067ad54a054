"""Conditions in plain words, Chinese and English."""

from __future__ import annotations

from datetime import date

from ..eligibility import Among, Column, Compare

Words = tuple[str, str]  # zh, en

COLUMNS: dict[str, Words] = {
    "need": ("需要", "need"),
    "person": ("服务对象", "person"),
    "kind": ("需要的类别", "kind of need"),
    "item": ("物品", "item"),
    "quantity": ("评估数量", "quantity assessed"),
    "covered": ("已落实数量", "quantity covered"),
    "severity": ("严重程度", "severity"),
    "urgency": ("紧急程度", "urgency"),
    "street": ("所在镇街", "street"),
    "age": ("年龄", "age"),
    "disability": ("残疾等级", "disability grade"),
    "hardship": ("困难类别", "hardship"),
    "illness": ("病种", "illness"),
    "local": ("本市户籍", "household registration in the city"),
    "open_on": ("开始日期", "first day"),
    "due_on": ("截止日期", "last day"),
}
SIGNS = {"==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}


def leaf_in_words(leaf: Compare | Among) -> Words:
    """``age >= 60`` is 年龄 ≥ 60, age ≥ 60."""
    zh, en = COLUMNS[leaf.column]
    if isinstance(leaf, Among):
        listed = [_value(value) for value in leaf.values]
        zh_list, en_list = "、".join(v[0] for v in listed), ", ".join(v[1] for v in listed)
        if leaf.inside:
            return f"{zh}为{zh_list}之一", f"{en} among {en_list}"
        return f"{zh}不为{zh_list}", f"{en} not among {en_list}"
    sign = SIGNS[leaf.operator]
    against = leaf.against
    other = COLUMNS[against.name] if isinstance(against, Column) else _value(against)
    return f"{zh} {sign} {other[0]}", f"{en} {sign} {other[1]}"


def columns_in_words(columns: tuple[str, ...]) -> Words:
    """Names of columns as one would say them."""
    named = [COLUMNS[column] for column in columns]
    return "、".join(zh for zh, _ in named), ", ".join(en for _, en in named)


def _value(value: str | int | bool | date) -> Words:
    match value:
        case bool():
            return ("是", "yes") if value else ("否", "no")
        case date():
            return value.isoformat(), value.isoformat()
        case _:
            return str(value), str(value)
