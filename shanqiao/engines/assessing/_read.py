"""The file of an instrument, checked as a whole: every fault at once, each with its line."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from typing import Any, get_args

from ._faults import CannotReadInstrument, Fault, Lines, fault_of_toml
from ._fit import look_whether_it_fits
from ._instrument import (
    Band,
    Danger,
    Group,
    How,
    Instrument,
    Item,
    ItemKind,
    NeedRule,
    Option,
    Scale,
    Words,
)
from ._tables import TableReader

__all__ = ["CannotReadInstrument", "Fault", "read_instrument"]

_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,19}")
_MOST_TEXT = 200_000  # characters
_BETTER = ("higher", "lower", "")


def read_instrument(text: str) -> Instrument:
    """The instrument that a TOML text says.

    The form is told in docs/how-to/add-an-instrument.md: the keys ``code``, ``version``, ``since``, ``source`` and
    ``evidence``, the tables ``name`` and ``about``, and the lists ``groups``, ``items``, ``scales``, ``dangers`` and
    ``needs``. Every text is there in Chinese and in English.

    Raises:
        CannotReadInstrument: with every fault found and its line.
    """
    if len(text) > _MOST_TEXT:
        raise CannotReadInstrument(
            (
                Fault(
                    1, "file", "文件太大，不像一份量表。", "the file is too large for an instrument"
                ),
            )
        )
    try:
        told = tomllib.loads(text)
    except (
        ValueError,
        RecursionError,
    ) as refusal:  # a number too long, tables too deep, or no TOML
        raise fault_of_toml(text, str(refusal)) from refusal
    reader = _Reader(Lines(text))
    read = reader.instrument(told)
    reader.lines.raise_if_any()
    assert read is not None
    return read


class _Reader(TableReader):
    """Reads table by table; what is wrong is noted and read as something harmless, so that all of it is found."""

    def instrument(self, told: dict[str, Any]) -> Instrument | None:
        tables = ("groups", "items", "scales", "dangers", "needs")
        heads = ("code", "version", "since", "source", "evidence", "name", "about")
        self._known(told, (*heads, *tables), "", 0)
        groups = tuple(self._group(row, n) for n, row in self._rows(told, "groups"))
        items = tuple(self._item(row, n) for n, row in self._rows(told, "items"))
        scales = tuple(self._scale(row, n) for n, row in self._rows(told, "scales"))
        dangers = tuple(self._danger(row, n) for n, row in self._rows(told, "dangers"))
        needs = tuple(self._need(row, n) for n, row in self._rows(told, "needs"))
        for table, rows in (("groups", groups), ("items", items), ("scales", scales)):
            if not rows:
                self._say("", 0, table, "至少要有一个。", "at least one is needed")
            self._once(table, [row.code for row in rows])
        self._once("needs", [need.code for need in needs])
        version = self._text(told, "version", "", 0)
        if version and not _VERSION.fullmatch(version):
            self._say(
                "", 0, "version", "版本只用字母、数字、点和横线。", "letters, digits, dots, dashes"
            )
        since = told.get("since")
        if type(since) is not date:
            self._say("", 0, "since", "请写明从哪一天起使用。", "say from which day it is used")
        code = self._code(told, "", 0)
        source, evidence = (self._text(told, key, "", 0) for key in ("source", "evidence"))
        words, about = (self._words(told.get(key), "", 0, key) for key in ("name", "about"))
        if self.lines.faults or type(since) is not date:
            return None
        read = Instrument(
            code=code,
            version=version,
            since=since,
            source=source,
            evidence=evidence,
            words=words,
            about=about,
            groups=groups,
            items=items,
            scales=scales,
            dangers=dangers,
            needs=needs,
        )
        look_whether_it_fits(read, self.lines)
        return read

    def _group(self, row: dict[str, Any], n: int) -> Group:
        self._known(row, ("code", "zh", "en"), "groups", n)
        return Group(self._code(row, "groups", n), self._words(row, "groups", n))

    def _item(self, row: dict[str, Any], n: int) -> Item:
        keys = ("code", "group", "kind", "zh", "en", "help", "why", "options", "unit", "least")
        self._known(row, (*keys, "most", "points"), "items", n)
        kind: ItemKind = row.get("kind", "choice")
        if kind not in get_args(ItemKind):
            self._say("items", n, "kind", "只能是 choice、number、yesno 或 multi。", "no such kind")
            kind = "yesno"
        return Item(
            code=self._code(row, "items", n),
            group=self._text(row, "group", "items", n),
            kind=kind,
            words=self._words(row, "items", n),
            help=self._maybe(row.get("help"), "items", n, "help"),
            why=self._maybe(row.get("why"), "items", n, "why"),
            options=self._options(row, kind, n),
            unit=self._text(row, "unit", "items", n) if kind == "number" else "",
            least=self._whole(row, "least", "items", n),
            most=self._whole(row, "most", "items", n),
        )

    def _options(self, row: dict[str, Any], kind: ItemKind, n: int) -> tuple[Option, ...]:
        if kind == "yesno":
            yes = self._whole(row, "points", "items", n)
            said = ("yes", 1 if yes is None else yes, "是", "yes"), ("no", 0, "否", "no")
            return tuple(Option(code, points, Words(zh, en)) for code, points, zh, en in said)
        if kind == "number":
            return ()
        told = row.get("options")
        if not isinstance(told, list) or not told or not all(isinstance(o, dict) for o in told):
            self._say(
                "items", n, "options", "请列出可选的答案。", "list the answers to choose from"
            )
            return ()
        options = []
        for option in told:
            self._known(option, ("code", "points", "zh", "en"), "items", n)
            points = self._whole(option, "points", "items", n)
            if points is None:
                self._say("items", n, "options", "每个答案都要有分值。", "each answer needs points")
            words = self._words(option, "items", n)
            options.append(Option(self._code(option, "items", n), points or 0, words))
        if len({option.code for option in options}) < len(options):
            self._say("items", n, "options", "有两个答案代码相同。", "two answers have one code")
        return tuple(options)

    def _scale(self, row: dict[str, Any], n: int) -> Scale:
        keys = ("code", "zh", "en", "how", "items", "weights", "by", "base", "least", "most")
        self._known(row, (*keys, "unit", "better", "bands"), "scales", n)
        how: How = row.get("how", "sum")
        if how not in get_args(How):
            self._say("scales", n, "how", "只能是 sum、most、ratio 或 per_head。", "no such way")
            how = "sum"
        items = self._codes(row, "items", "scales", n)
        weights = row.get("weights", [1] * len(items))
        fits = isinstance(weights, list) and len(weights) == len(items)
        if not fits or not all(type(weight) is int and abs(weight) <= 1000 for weight in weights):
            self._say(
                "scales",
                n,
                "weights",
                "每个题目一个整数权重（最多 1000）。",
                "one whole number per item, at most 1000",
            )
            weights = [1] * len(items)
        if row.get("better", "") not in _BETTER:
            self._say("scales", n, "better", "只能是 higher 或 lower。", "higher or lower")
        return Scale(
            code=self._code(row, "scales", n),
            words=self._words(row, "scales", n),
            how=how,
            items=items,
            weights=tuple(weights),
            by=self._codes(row, "by", "scales", n) if "by" in row else (),
            base=self._whole(row, "base", "scales", n) or 0,
            least=self._whole(row, "least", "scales", n),
            most=self._whole(row, "most", "scales", n),
            unit=row.get("unit", "") if isinstance(row.get("unit", ""), str) else "",
            better=row.get("better", ""),
            bands=self._bands(row, n),
        )

    def _bands(self, row: dict[str, Any], n: int) -> tuple[Band, ...]:
        told = row.get("bands", [])
        if not isinstance(told, list) or not all(isinstance(band, dict) for band in told):
            self._say("scales", n, "bands", "请写成列表。", "write a list of bands")
            return ()
        bands = []
        for band in told:
            self._known(band, ("code", "from", "zh", "en"), "scales", n)
            least = self._whole(band, "from", "scales", n)
            if least is None:
                self._say("scales", n, "bands", "每个等级都要写从几分起。", "each band says from")
            words = self._words(band, "scales", n)
            bands.append(Band(self._code(band, "scales", n), least or 0, words))
        froms = [band.least for band in bands]
        if froms != sorted(set(froms)):
            self._say("scales", n, "bands", "等级要从低到高排列。", "bands go from low to high")
        if len({band.code for band in bands}) < len(bands):
            self._say("scales", n, "bands", "有两个等级代码相同。", "two bands have one code")
        return tuple(bands)

    def _danger(self, row: dict[str, Any], n: int) -> Danger:
        self._known(row, ("item", "answers", "least", "kind", "zh", "en"), "dangers", n)
        return Danger(
            item=self._text(row, "item", "dangers", n),
            answers=self._codes(row, "answers", "dangers", n) if "answers" in row else (),
            kind=self._text(row, "kind", "dangers", n),
            words=self._words(row, "dangers", n),
            least=self._whole(row, "least", "dangers", n),
        )

    def _need(self, row: dict[str, Any], n: int) -> NeedRule:
        keys = ("code", "scale", "bands", "kind", "unit", "days", "zh", "en", "base", "times", "of")
        self._known(row, (*keys, "severity"), "needs", n)
        severity = row.get("severity", 0)
        if not isinstance(severity, str) and not (type(severity) is int and 0 <= severity <= 100):
            self._say("needs", n, "severity", "写一个量表代码或 0 到 100。", "a scale, or 0 to 100")
            severity = 0
        days = self._whole(row, "days", "needs", n)
        if not days or not 1 <= days <= 366:
            self._say(
                "needs", n, "days", "请写多少天（1 到 366）。", "say for how many days, 1 to 366"
            )
        return NeedRule(
            code=self._code(row, "needs", n),
            scale=self._text(row, "scale", "needs", n),
            bands=self._codes(row, "bands", "needs", n),
            kind=self._text(row, "kind", "needs", n),
            unit=self._text(row, "unit", "needs", n),
            days=days or 1,
            words=self._words(row, "needs", n),
            base=self._whole(row, "base", "needs", n) or 0,
            times=self._whole(row, "times", "needs", n) or 0,
            of=row.get("of", "") if isinstance(row.get("of", ""), str) else "",
            severity=severity if isinstance(severity, str) else "",
            severity_fixed=severity if isinstance(severity, int) else 0,
        )
