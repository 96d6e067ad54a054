"""Do the parts of an instrument fit each other?"""

from __future__ import annotations

from ._faults import Lines
from ._instrument import Instrument, Item, Scale


def look_whether_it_fits(instrument: Instrument, lines: Lines) -> None:
    """Every code named somewhere is there, and every scale can be computed from its items; faults are noted."""
    _Fitting(instrument, lines).look()


class _Fitting:
    def __init__(self, instrument: Instrument, lines: Lines) -> None:
        self._read, self._lines = instrument, lines
        self._items = {item.code: item for item in instrument.items}
        self._scales = {scale.code: scale for scale in instrument.scales}

    def look(self) -> None:
        for n, item in enumerate(self._read.items):
            self._look_at_item(item, n)
        for n, scale in enumerate(self._read.scales):
            self._look_at_scale(scale, n)
        self._look_at_dangers()
        self._look_at_needs()
        asked = {item.group for item in self._read.items}
        for n, group in enumerate(self._read.groups):
            if group.code not in asked:
                self._lines.say("groups", n, "code", "这一组没有题目。", "no item is in this group")

    def _look_at_item(self, item: Item, n: int) -> None:
        if item.group not in {group.code for group in self._read.groups}:
            self._lines.say("items", n, "group", "没有这一组。", "there is no such group")
        if item.least is not None and item.most is not None and item.least > item.most:
            self._lines.say("items", n, "most", "上限低于下限。", "the most is below the least")

    def _look_at_scale(self, scale: Scale, n: int) -> None:
        named = (*scale.items, *scale.by)
        for code in named:
            if code not in self._items:
                self._lines.say("scales", n, "items", f"没有题目 {code}。", f"no item {code}")
        if len(set(named)) < len(named):
            self._lines.say("scales", n, "items", "同一题目出现了两次。", "an item is there twice")
        if scale.least is not None and scale.most is not None and scale.least > scale.most:
            self._lines.say("scales", n, "most", "上限低于下限。", "the most is below the least")
        divides = scale.how in ("ratio", "per_head")
        if divides != bool(scale.by):
            self._lines.say(
                "scales",
                n,
                "how",
                "ratio 和 per_head 要写 by，其他不写。",
                "a division names by, others do not",
            )
        if divides and any(weight != 1 for weight in scale.weights):
            self._lines.say("scales", n, "weights", "相除时不用权重。", "a division has no weights")
        if divides and any(self._may_be_negative(c) for c in named if c in self._items):
            self._lines.say(
                "scales",
                n,
                "items",
                "相除的数不能为负，请写 least = 0。",
                "numbers divided need least = 0",
            )

    def _may_be_negative(self, code: str) -> bool:
        item = self._items[code]
        if item.kind == "number":
            return item.least is None or item.least < 0
        return any(option.points < 0 for option in item.options)

    def _look_at_dangers(self) -> None:
        for n, danger in enumerate(self._read.dangers):
            item = self._items.get(danger.item)
            if item is None:
                self._lines.say("dangers", n, "item", "没有这一题目。", "there is no such item")
            elif item.kind == "number" and danger.least is None:
                self._lines.say("dangers", n, "least", "请写从多少起。", "say from how much")
            elif item.kind != "number" and not (
                danger.answers and set(danger.answers) <= {option.code for option in item.options}
            ):
                self._lines.say("dangers", n, "answers", "题目没有这些答案。", "no such answers")

    def _look_at_needs(self) -> None:
        for n, need in enumerate(self._read.needs):
            scale = self._scales.get(need.scale)
            if scale is None:
                self._lines.say("needs", n, "scale", "没有这一量表。", "there is no such scale")
            elif not set(need.bands) <= {band.code for band in scale.bands}:
                self._lines.say("needs", n, "bands", "量表没有这些等级。", "no such bands")
            if need.severity and need.severity not in self._scales:
                self._lines.say("needs", n, "severity", "没有这一量表。", "there is no such scale")
            if need.of and (need.of not in self._items or self._items[need.of].kind != "number"):
                self._lines.say(
                    "needs", n, "of", "没有这一数字题目。", "there is no such number item"
                )
            if not need.of and need.base < 1:
                self._lines.say("needs", n, "base", "请写多少。", "say how much")
