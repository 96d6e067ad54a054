from __future__ import annotations

import re
from typing import Any

from ._faults import Lines
from ._instrument import Words

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LARGEST = 10**12


class TableReader:
    """What is read in the same way from every table of an instrument's file; what is wrong is noted with its line."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines

    def _rows(self, told: dict[str, Any], table: str) -> list[tuple[int, dict[str, Any]]]:
        rows = told.get(table, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._say("", 0, table, f"请写成 [[{table}]]。", f"write it as [[{table}]]")
            return []
        return list(enumerate(rows))

    def _known(self, row: dict[str, Any], keys: tuple[str, ...], table: str, n: int) -> None:
        for key in row:
            if key not in keys:
                self._say(table, n, key, "没有这一项。", "there is no such key")

    def _code(self, row: dict[str, Any], table: str, n: int) -> str:
        code = row.get("code")
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            self._say(
                table, n, "code", "代码用小写字母、数字和下划线。", "small letters, digits, _"
            )
            return f"unnamed_{n}"
        return code

    def _text(self, row: dict[str, Any], key: str, table: str, n: int) -> str:
        text = row.get(key)
        if not isinstance(text, str) or not text.strip():
            self._say(table, n, key, "不能空着。", "is missing")
            return ""
        return text.strip()

    def _words(self, row: object, table: str, n: int, key: str = "") -> Words:
        said = row if isinstance(row, dict) else {}
        zh, en = said.get("zh"), said.get("en")
        if not all(isinstance(text, str) and text.strip() for text in (zh, en)):
            self._say(table, n, key, "中文（zh）和英文（en）都要有。", "say it in zh and in en")
            return Words("?", "?")
        return Words(str(zh).strip(), str(en).strip())

    def _maybe(self, row: object, table: str, n: int, key: str) -> Words:
        return Words() if row is None else self._words(row, table, n, key)

    def _codes(self, row: dict[str, Any], key: str, table: str, n: int) -> tuple[str, ...]:
        codes = row.get(key)
        if not isinstance(codes, list) or not codes or not all(type(c) is str for c in codes):
            self._say(table, n, key, "请列出代码。", "list the codes")
            return ()
        return tuple(codes)

    def _whole(self, row: dict[str, Any], key: str, table: str, n: int) -> int | None:
        number = row.get(key)
        if number is None:
            return None
        if type(number) is not int or abs(number) > _LARGEST:
            self._say(table, n, key, "请写整数。", "write a whole number")
            return None
        return number

    def _once(self, table: str, codes: list[str]) -> None:
        for n, code in enumerate(codes):
            if code in codes[:n]:
                self._say(table, n, "code", "这个代码已经用过。", "this code is there already")

    def _say(self, table: str, n: int, key: str, zh: str, en: str) -> None:
        self.lines.say(table, n, key, zh, en)
