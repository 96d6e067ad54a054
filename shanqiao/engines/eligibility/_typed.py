"""The leaves of the tree: which column, which value, and whether the two can be compared at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NoReturn, cast

from lark import Token

from ._columns import ORDERED, WORDS, ColumnType, Value
from ._problem import CannotReadExpression
from ._tree import MIRRORED, Always, Among, Column, Compare, Operator
from ._vocabulary import NEED, Vocabulary

LARGEST = 2**63 - 1


class Reader:
    """Reads the leaves of one condition, and knows its text to point into it."""

    def __init__(self, text: str, vocabulary: Vocabulary = NEED) -> None:
        self._text = text
        self._vocabulary = vocabulary
        self._types = vocabulary.types

    def comparison(self, left: Token, operator: Token, right: Token) -> Compare:
        """``left operator right``, turned so that a column stands on the left."""
        sign = cast(Operator, str(operator))
        if left.type != "NAME":
            left, right, sign = right, left, MIRRORED[sign]
        column = self._column(left)
        if self._is_parameter(column) and right.type == "NAME":
            left, right, sign = right, left, MIRRORED[sign]
            column = self._column(left)
        self._must_be_a_fact(column, left)
        if self._types[column] not in ORDERED and sign not in ("==", "!="):
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
        self._must_be_a_fact(column, name)
        read = {self._value_like(column, value) for value in values}
        return Among(column, tuple(sorted(read, key=lambda value: (str(type(value)), value))), True)

    def alone(self, token: Token) -> Compare | Always:
        """``local`` by itself asks whether it is yes; ``true`` is everybody."""
        if token.type == "YES_NO":
            return Always(str(token) == "true")
        column = self._column(token)
        if self._types[column] != "yes_no":
            self._refuse(
                token,
                zh=f"{column} 不是是否,要和一个值比较",
                en=f"{column} is not yes or no; compare it with something",
            )
        return Compare(column, "==", True)

    def _column(self, token: Token) -> str:
        of = self._vocabulary.of
        if token.type != "NAME":
            self._refuse(
                token,
                zh=f"这里要写{of.zh}的一列,不是 {token}",
                en=f"a column of the {of.en} belongs here, not {token}",
            )
        name = str(token)
        if name not in self._types:
            zh, en = self._told(self._vocabulary.near(name))
            self._refuse(
                token, zh=f"{of.zh}没有 {name} 这一列{zh}", en=f"a {of.en} has no column {name}{en}"
            )
        return name

    def _is_parameter(self, name: str) -> bool:
        return self._vocabulary.terms[name].is_parameter

    def _must_be_a_fact(self, name: str, token: Token) -> None:
        if self._is_parameter(name):
            of = self._vocabulary.of
            self._refuse(
                token,
                zh=f"{name} 对每个人都一样,要拿{of.zh}的一列与它比较",
                en=f"{name} is the same for everybody; compare a column of the {of.en} with it",
            )

    def _told(self, near: Sequence[str]) -> tuple[str, str]:
        """What is like it, behind a refusal; givers' conditions are refused in the words they always were."""
        if not near or self._vocabulary == NEED:
            return "", ""
        return f",是否指 {'、'.join(near)}?", f"; did you mean {', '.join(near)}?"

    def _column_like(self, column: str, token: Token) -> Column:
        other = self._column(token)
        if self._types[other] != self._types[column]:
            self._refuse_types(token, column, self._types[other])
        return Column(other)

    def _value_like(self, column: str, token: Token) -> Value:
        wanted = self._types[column]
        match token.type, wanted:
            case "WHOLE", "whole":
                return self._within(column, token, self._whole(token))
            case "YES_NO", "yes_no":
                return str(token) == "true"
            case "TEXT", "text":
                return self._known(column, token, unquoted(token))
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
        written = unquoted(token)
        try:
            return date.fromisoformat(written)
        except ValueError:
            self._refuse(
                token,
                zh=f"{written} 不是日期,请写成 2026-01-31 的样子",
                en=f"{written} is not a day; write it like 2026-01-31",
            )

    def _within(self, column: str, token: Token, value: int) -> int:
        """A number that the column can have."""
        term = self._vocabulary.terms[column]
        too_small = term.least is not None and value < term.least
        if too_small or (term.most is not None and value > term.most):
            low = "" if term.least is None else str(term.least)
            high = "…" if term.most is None else str(term.most)
            self._refuse(
                token,
                zh=f"{column} 只在 {low} 到 {high} 之间,不会是 {value}",
                en=f"{column} lies between {low} and {high} and is never {value}",
            )
        return value

    def _known(self, column: str, token: Token, value: str) -> str:
        """A text that the column can have: one of its categories, or a code of so many digits."""
        term = self._vocabulary.terms[column]
        if term.values and value not in (code for code, _words in term.values):
            zh, en = self._told(self._vocabulary.near_values(column, value))
            self._refuse(
                token, zh=f"{column} 没有 {token} 这个值{zh}", en=f"{column} is never {token}{en}"
            )
        is_code = len(value) == term.digits and value.isascii() and value.isdigit()
        if term.digits and not is_code:
            self._refuse(
                token,
                zh=f"{column} 是 {term.digits} 位代码,不会是 {token}",
                en=f"{column} is a code of {term.digits} digits and is never {token}",
            )
        return value

    def _refuse_types(self, token: Token, column: str, found: ColumnType) -> NoReturn:
        wanted_zh, wanted_en = WORDS[self._types[column]]
        found_zh, found_en = WORDS[found]
        self._refuse(
            token,
            zh=f"{column} 是{wanted_zh},不能和{found_zh} {token} 比较",
            en=f"{column} is {wanted_en} and cannot be compared with {found_en}, {token}",
        )

    def _refuse(self, token: Token, *, zh: str, en: str) -> NoReturn:
        raise CannotReadExpression(self._text, (token.start_pos or 0) + 1, zh=zh, en=en)


def unquoted(token: Token) -> str:
    return re.sub(r"\\(.)", r"\1", str(token)[1:-1])
