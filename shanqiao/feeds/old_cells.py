"""Single cells of old workbooks as people wrote them for years: days, spans of time, kinds of contacts, states of cases."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

_DAY = re.compile(r"(\d{4})\s*[-/.年．。]\s*(\d{1,2})\s*[-/.月．。]\s*(\d{1,2})\s*日?(?:[ T].*)?")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"\d{5}(?:\.0)?")
_ZERO = date(1899, 12, 30)  # day 0 of a spreadsheet, so that its days since March 1900 are right
_SPAN = re.compile(
    r"(?:(?P<hours>\d+(?:\.\d+)?|半)个?(?P<and_half>半)?(?:小时|时|h|hr|hrs|hour|hours))?"
    r"(?P<half>半)?"
    r"(?:(?P<minutes>\d+)(?:分钟|分|min|mins|minute|minutes|m)?)?",
)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
LONGEST = 1440  # minutes of a day

KINDS = {  # the first that stands in the cell
    "call": ("电访", "电话", "来电", "致电", "通话", "回访电话", "call", "phone"),
    "visit": ("家访", "入户", "探访", "上门", "走访", "visit"),
    "linking": ("转介", "链接", "链结", "对接", "linking", "referral"),
    "session": ("面谈", "来访", "会谈", "面询", "接待", "来站", "session", "talk"),
}
SOURCES = {
    "mandated": ("强制", "法院", "公安", "派出所", "司法", "mandated"),
    "referred": ("转介", "介绍", "居委", "社区", "街道", "民政", "学校", "医院", "referred"),
    "self": ("自行", "主动", "自己", "本人", "自来", "求助", "self"),
}
_NOT_ENDED = ("未结", "不结", "没结", "未关", "not closed")
_ENDED = (
    *("结案", "已结", "终止", "关闭", "完结", "已完成", "结束", "转出", "退出", "撤销"),
    *("closed", "ended"),
)
_OPEN = (
    *("在办", "进行", "跟进", "开案", "服务中", "接案", "处理中", "介入", "正常", "新"),
    *("open", "ongoing", "active"),
)


def day_of(text: str) -> date | None:
    """2023-05-04, 2023/5/4, 2023.5.4, 2023年5月4日, 20230504, or the number of the day in a spreadsheet; else None."""
    text = text.strip()
    if found := _DAY.fullmatch(text) or _EIGHT.fullmatch(text):
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            return None
    if _SERIAL.fullmatch(text):
        return _ZERO + timedelta(days=int(text[:5]))
    return None


def minutes_of(text: str) -> int | None:
    """60, 60分钟, 1小时, 1.5h, 1小时30分, 半小时, 1:30 as whole minutes; None where it is none of them, or over a day."""
    plain = "".join(text.split()).lower()
    if clock := _CLOCK.fullmatch(plain):
        return _within(Decimal(int(clock[1]) * 60 + int(clock[2])))
    found = _SPAN.fullmatch(plain)
    if not plain or not found or (found["half"] and not found["hours"]):
        return None
    hours = Decimal("0.5") if found["hours"] == "半" else Decimal(found["hours"] or 0)
    half = Decimal("0.5") if found["half"] or found["and_half"] else Decimal(0)
    return _within((hours + half) * 60 + int(found["minutes"] or 0))


def kind_of(text: str) -> str:
    """The kind of a contact: visit, call, session, linking, or other where nothing known stands in the cell."""
    return _first(text, KINDS) or "other"


def source_of(text: str) -> str:
    """How somebody came to a case: self, mandated, referred, or visit where nothing known stands in the cell."""
    return _first(text, SOURCES) or "visit"


def state_of(text: str) -> Literal["open", "ended", "", "strange"]:
    """Whether a case is open or has ended, as its state says; "" of an empty cell, "strange" where it cannot be told."""
    plain = " ".join(text.split()).lower()
    if not plain:
        return ""
    if any(word in plain for word in _NOT_ENDED):
        return "open"
    if any(word in plain for word in _ENDED):
        return "ended"
    return "open" if any(word in plain for word in _OPEN) else "strange"


def _first(text: str, words: dict[str, tuple[str, ...]]) -> str:
    plain = " ".join(text.split()).lower()
    return next((code for code, some in words.items() if any(word in plain for word in some)), "")


def _within(minutes: Decimal) -> int | None:
    return (
        int(minutes) if minutes == minutes.to_integral_value() and 1 <= minutes <= LONGEST else None
    )
