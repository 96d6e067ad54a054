"""The leaves of the tree: which column, which value, and whether the two can be compared at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NoReturn, cast

from lark import Token

from ._columns import COLUMN_TYPES, ORDERED, WORDS, ColumnType, Value
from ._problem import CannotReadExpression
from ._tree import MIRRORED, Always, Among, Column, Compare, Operator

LARGEST = 2**63 - 1


class Reader:
    """Reads the leaves of one condition, and knows its text to point into it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def comparison(self, left: Token, operator: Token, right: Token) -> Compare:
        """``left operator right``, turned so that a column stands on the left."""
        sign = cast(Operator, str(operator))
        if left.type != "NAME":
            left, right, sign = right, left, MIRRORED[sign]
        column = self._column(left)
        if COLUMN_TYPES[column] not in ORDERED and sign not in ("==", "!="):
            self._refuse(
                operator,
                zh=f"{column} 没有大小之分,只能用 == 或 !=",
                en=f"{column} has no order; only == and != can be asked of it",
            )
        if right.type == "NAME":
            return Compare(column, sign, self._column_like(column, right))
        return Compare(column, sign, self._value_like(column, right))

    def among(self, name: Token, values: Sequence[Token]) -> Among:
        """``name in [values]``; the values are kept sorted, so that their order means nothing."""
        column = self._column(name)
        read = {self._value_like(column, value) for value in values}
        return Among(column, tuple(sorted(read, key=lambda value: (str(type(value)), value))), True)

    def alone(self, token: Token) -> Compare | Always:
        """``local`` by itself asks whether it is yes; ``true`` is everybody."""
        if token.type == "YES_NO":
            return Always(str(token) == "true")
        column = self._column(token)
        if COLUMN_TYPES[column] != "yes_no":
            self._refuse(
                token,
                zh=f"{column} 不是是否,要和一个值比较",
                en=f"{column} is not yes or no; compare it with something",
            )
        return Compare(column, "==", True)

    def _column(self, token: Token) -> str:
        if token.type != "NAME":
            self._refuse(
                token,
                zh=f"这里要写需求的一列,不是 {token}",
                en=f"a column of the need belongs here, not {token}",
            )
        name = str(token)
        if name not in COLUMN_TYPES:
            self._refuse(token, zh=f"需求没有 {name} 这一列", en=f"a need has no column {name}")
        return name

    def _column_like(self, column: str, token: Token) -> Column:
        other = self._column(token)
        if COLUMN_TYPES[other] != COLUMN_TYPES[column]:
            self._refuse_types(token, column, COLUMN_TYPES[other])
        return Column(other)

    def _value_like(self, column: str, token: Token) -> Value:
        wanted = COLUMN_TYPES[column]
        match token.type, wanted:
            case "WHOLE", "whole":
                return self._whole(token)
            case "YES_NO", "yes_no":
                return str(token) == "true"
            case "TEXT", "text":
                return _unquoted(token)
            case "TEXT", "day":
                return self._day(token)
            case kind, _:
                found: dict[str, ColumnType] = {
                    "WHOLE": "whole",
                    "YES_NO": "yes_no",
                    "TEXT": "text",
                }
                self._refuse_types(token, column, found[kind])

    def _whole(self, token: Token) -> int:
        if len(token) > len(str(LARGEST)) + 1 or abs(int(token)) > LARGEST:
            self._refuse(token, zh=f"数字 {token} 太大", en=f"the number {token} is too large")
        return int(token)

    def _day(self, token: Token) -> date:
        written = _unquoted(token)
        try:
            return date.fromisoformat(written)
        except ValueError:
            self._refuse(
                token,
                zh=f"{written} 不是日期,请写成 2026-01-31 的样子",
                en=f"{written} is not a day; write it like 2026-01-31",
            )

    def _refuse_types(self, token: Token, column: str, found: ColumnType) -> NoReturn:
        wanted_zh, wanted_en = WORDS[COLUMN_TYPES[column]]
        found_zh, found_en = WORDS[found]
        self._refuse(
            token,
            zh=f"{column} 是{wanted_zh},不能和{found_zh} {token} 比较",
            en=f"{column} is {wanted_en} and cannot be compared with {found_en}, {token}",
        )

    def _refuse(self, token: Token, *, zh: str, en: str) -> NoReturn:
        raise CannotReadExpression(self._text, (token.start_pos or 0) + 1, zh=zh, en=en)


def _unquoted(token: Token) -> str:
    return re.sub(r"\\(.)", r"\1", str(token)[1:-1])
