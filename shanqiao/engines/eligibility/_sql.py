"""A condition as SQL. PostgreSQL's AND, OR and comparisons with NULL are Kleene's three values already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, assert_never

from ._columns import ColumnType, Value
from ._tree import Always, Among, Column, Compare, Every, Operator, Some, Tree

_SIGN: dict[Operator, str] = {
    "==": "=",
    "!=": "<>",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
}
_CAST: dict[ColumnType, str] = {
    "text": "text",
    "whole": "bigint",
    "yes_no": "boolean",
    "day": "date",
}


def sql_of(
    tree: Tree, columns: Mapping[str, str], types: Mapping[str, ColumnType]
) -> tuple[str, list[Any]]:
    """See `Expression.sql`."""
    match tree:
        case Always(yes):
            return ("TRUE" if yes else "FALSE"), []
        case Compare(column, sign, Column(name)):
            left, right = _column(column, columns, types), _column(name, columns, types)
            return f"{left} {_SIGN[sign]} {right}", []
        case Compare(column, sign, value):
            left = _column(column, columns, types)
            return f"{left} {_SIGN[sign]} %s::{_CAST[types[column]]}", [_plain(value)]
        case Among(column, values, inside):
            left = _column(column, columns, types)
            asked = "= ANY" if inside else "<> ALL"
            listed = [_plain(value) for value in values]
            return f"{left} {asked}(%s::{_CAST[types[column]]}[])", [listed]
        case Every(parts):
            return _joined(parts, " AND ", columns, types)
        case Some(parts):
            return _joined(parts, " OR ", columns, types)
        case other:
            assert_never(other)


def _joined(
    parts: tuple[Tree, ...],
    word: str,
    columns: Mapping[str, str],
    types: Mapping[str, ColumnType],
) -> tuple[str, list[Any]]:
    texts, values = [], []
    for part in parts:
        text, some = sql_of(part, columns, types)
        texts.append(text)
        values.extend(some)
    return f"({word.join(texts)})", values


def _column(name: str, columns: Mapping[str, str], types: Mapping[str, ColumnType]) -> str:
    """Texts are compared byte by byte, as Python compares them, whatever the order of the database is."""
    return f'({columns[name]}) COLLATE "C"' if types[name] == "text" else f"({columns[name]})"


def _plain(value: Value | Column) -> str | int | bool | date:
    assert not isinstance(value, Column)
    return value
