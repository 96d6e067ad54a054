"""A condition as a tree. `!` is pushed down to the leaves when the tree is made, so that none of
the walks over it needs to know about it: three-valued "not (a < b)" is exactly "a >= b"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, assert_never

from ._columns import Value

Operator = Literal["==", "!=", "<", "<=", ">", ">="]

OPPOSITE: dict[Operator, Operator] = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
}
MIRRORED: dict[Operator, Operator] = {
    "==": "==",
    "!=": "!=",
    "<": ">",
    ">": "<",
    "<=": ">=",
    ">=": "<=",
}


@dataclass(frozen=True, slots=True)
class Column:
    name: str


@dataclass(frozen=True, slots=True)
class Compare:
    """``age >= 60``: a column against a value or against another column."""

    column: str
    operator: Operator
    against: Value | Column

    def __str__(self) -> str:
        return f"{self.column} {self.operator} {_written(self.against)}"


@dataclass(frozen=True, slots=True)
class Among:
    """``disability in [1, 2]``, or with ``inside`` False the opposite."""

    column: str
    values: tuple[Value, ...]
    inside: bool

    def __str__(self) -> str:
        listed = f"{self.column} in [{', '.join(_written(value) for value in self.values)}]"
        return listed if self.inside else f"!({listed})"


@dataclass(frozen=True, slots=True)
class Always:
    """``true`` or ``false``: the same answer for everybody."""

    yes: bool

    def __str__(self) -> str:
        return "true" if self.yes else "false"


@dataclass(frozen=True, slots=True)
class Every:
    """All parts joined by ``&&``."""

    parts: tuple[Tree, ...]

    def __str__(self) -> str:
        return " && ".join(
            f"({part})" if isinstance(part, Some) else str(part) for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Some:
    """All parts joined by ``||``."""

    parts: tuple[Tree, ...]

    def __str__(self) -> str:
        return " || ".join(str(part) for part in self.parts)


Leaf = Compare | Among
Tree = Leaf | Always | Every | Some


def negate(tree: Tree) -> Tree:
    """The tree that says yes where ``tree`` says no, and unknown where it does not know."""
    match tree:
        case Compare(column, operator, against):
            return Compare(column, OPPOSITE[operator], against)
        case Among(column, values, inside):
            return Among(column, values, not inside)
        case Always(yes):
            return Always(not yes)
        case Every(parts):
            return Some(tuple(negate(part) for part in parts))
        case Some(parts):
            return Every(tuple(negate(part) for part in parts))
        case other:
            assert_never(other)


def filled(tree: Tree, values: Mapping[str, Value]) -> Tree:
    """The tree in which a comparison with a name in ``values`` is one with its value."""
    match tree:
        case Compare(column, operator, Column(name)) if name in values:
            return Compare(column, operator, values[name])
        case Compare() | Among() | Always():
            return tree
        case Every(parts):
            return Every(tuple(filled(part, values) for part in parts))
        case Some(parts):
            return Some(tuple(filled(part, values) for part in parts))
        case other:
            assert_never(other)


def leaves(tree: Tree) -> Iterator[Leaf]:
    """Every comparison in the tree, from left to right."""
    match tree:
        case Compare() | Among():
            yield tree
        case Always():
            return
        case Every(parts) | Some(parts):
            for part in parts:
                yield from leaves(part)
        case other:
            assert_never(other)


def columns_of(leaf: Leaf) -> tuple[str, ...]:
    """The one or two columns a comparison looks at."""
    if isinstance(leaf, Compare) and isinstance(leaf.against, Column):
        return (leaf.column, leaf.against.name)
    return (leaf.column,)


def _written(value: Value | Column) -> str:
    match value:
        case Column(name):
            return name
        case bool():
            return "true" if value else "false"
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case date():
            return f'"{value.isoformat()}"'
        case _:
            return str(value)
