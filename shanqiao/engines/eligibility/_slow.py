"""The slow way, straight from the definition: anybody can check it by reading. Tests hold the fast ways against it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from lark import Token, Tree

from ._parse import syntax_of
from ._typed import unquoted

_ASK: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
NO, UNKNOWN, YES = Fraction(0), Fraction(1, 2), Fraction(1)


def answer_slowly(text: str, row: Mapping[str, object]) -> bool | None:
    """The answer of a condition that can be read, for one row; parameters stand in the row as well.

    No is 0, unknown ½, yes 1; "and" is the least, "or" the greatest, "not" what is left to 1.

    Source:
        S. C. Kleene, Introduction to Metamathematics (1952), section 64, strong tables.
    """
    if not text.strip():
        return True
    found = _truth(syntax_of(text), row)
    return {NO: False, UNKNOWN: None, YES: True}[found]


def _truth(tree: Tree[Token], row: Mapping[str, object]) -> Fraction:
    children: list[Any] = tree.children
    match tree.data:
        case "start" | "group":
            return _truth(children[0], row)
        case "every":
            return min(_truth(child, row) for child in children)
        case "some":
            return max(_truth(child, row) for child in children)
        case "negation":
            return YES - _truth(children[0], row)
        case "alone":
            return _yes_no(_value(children[0], row))
        case "among":
            value = _value(children[0], row)
            if value is None:
                return UNKNOWN
            return max(_yes_no(value == _value(one, row, like=value)) for one in children[1:])
        case "comparison":
            left, sign, right = children
            return _compared(left, str(sign), right, row)
        case other:
            raise AssertionError(f"the grammar has no rule {other}")


def _compared(left: Token, sign: str, right: Token, row: Mapping[str, object]) -> Fraction:
    one, other = _value(left, row), _value(right, row)
    if one is None or other is None:
        return UNKNOWN
    one, other = _value(left, row, like=other), _value(right, row, like=one)
    return _yes_no(_ASK[sign](one, other))


def _yes_no(value: object) -> Fraction:
    return UNKNOWN if value is None else YES if value is True else NO


def _value(token: Token, row: Mapping[str, object], like: object = None) -> object:
    """What a name or a literal stands for; a text beside a day is a day."""
    match token.type:
        case "NAME":
            return row[str(token)]
        case "YES_NO":
            return str(token) == "true"
        case "WHOLE":
            return int(token)
        case _:
            text = unquoted(token)
            return date.fromisoformat(text) if isinstance(like, date) else text
