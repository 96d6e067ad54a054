"""What could not be used of the tables, row by row."""

from __future__ import annotations

from typing import NamedTuple

WHY: dict[str, tuple[str, str]] = {
    "no_amount": (
        "没有写数量，也没有写“不需要”。",
        "Neither an amount is given nor that nothing is needed.",
    ),
    "not_a_whole_number": ("数量不是整数。", "The amount is not a whole number."),
    "unknown_institution": (
        "hospitals.csv 里没有这家单位。",
        "hospitals.csv has no such institution.",
    ),
    "unknown_item": ("不知道是哪一种物资。", "It is not known which goods this is."),
    "unknown_place": ("查不到这个地方。", "The place could not be found."),
    "place_contradicts": (
        "所写的省里没有这个市；按市名取了代码。",
        "The province has no such city; the code was taken by the city's name.",
    ),
    "not_a_list": (
        "产能一格不是可读的列表。",
        "The cell of capacities is not a list that can be read.",
    ),
    "money_without_prices": (
        "这是一笔钱，而表里的需要都是物资，也没有单价，换算不成件数；没有用进方案。",
        "This is money; all needs are goods and no prices are given, so it could not be turned into "
        "pieces and was left out of the plan.",
    ),
    "channel_without_amount": (
        "这是接收捐赠的渠道，没有写有多少钱、多少物资；没有用进方案。",
        "This is a body that takes gifts; how much it holds is not said, so it was left out of the plan.",
    ),
}


class Unread(NamedTuple):
    """One cell that could not be used."""

    file: str
    line: int
    column: str
    value: str
    reason: str

    def in_words(self) -> tuple[str, int, str, str, str, str, str]:
        return (*self, *WHY[self.reason])
