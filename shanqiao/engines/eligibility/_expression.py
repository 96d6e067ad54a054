"""A condition that can be asked: of one need, of a frame of needs, and why the answer is not yes."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

import numpy as np
import numpy.typing as npt
import polars as pl

from ._columns import COLUMN_TYPES, STORED_AS
from ._tree import (
    Always,
    Among,
    Column,
    Compare,
    Every,
    Leaf,
    Operator,
    Some,
    Tree,
    columns_of,
    leaves,
)

_ASK: dict[Operator, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Expression:
    """A giver's condition. Answers are yes (True), no (False) and unknown (None).

    Unknown comes from an empty cell only, and spreads as in Kleene's three-valued logic: "no and
    unknown" is no, "yes or unknown" is yes, everything else with unknown in it is unknown.

    Attributes:
        text: as it was written; "" for everybody.
        tree: what it says.
    """

    text: str
    tree: Tree

    @property
    def columns(self) -> frozenset[str]:
        """The columns of the need it looks at."""
        return frozenset(name for leaf in leaves(self.tree) for name in columns_of(leaf))

    def evaluate(self, row: Mapping[str, object]) -> bool | None:
        """The answer for one need.

        Args:
            row: a value for each of `columns`, None for an empty cell.

        Raises:
            KeyError: ``row`` lacks one of `columns`.
        """
        return _answer(self.tree, row)

    def over(self, frame: pl.DataFrame) -> pl.Series:
        """The answers for many needs at once, equal to `evaluate` on each row.

        Args:
            frame: (n,) rows with at least `columns`, typed as in `COLUMN_TYPES`.

        Returns:
            (n,) Boolean, null for unknown.
        """
        if not self.columns:
            return pl.repeat(self.evaluate({}), frame.height, dtype=pl.Boolean, eager=True)
        return frame.select(_in_columns(self.tree)).to_series()

    def unknown_because(self, row: Mapping[str, object]) -> tuple[str, ...]:
        """The empty cells that keep the answer from being known; () where it is known."""
        return tuple(sorted(_empty_cells(self.tree, row)))

    def in_the_way(self, row: Mapping[str, object]) -> tuple[Leaf, ...]:
        """The fewest comparisons that would all have to turn out yes for the answer to be yes.

        Comparisons that are unknown count half: a paper can be brought, an age cannot be changed.
        Returns () where the answer is yes, and where nothing about the need could make it so.
        """
        found = _fewest(self.tree, row)
        return found if found is not None else ()


def yes(expressions: Sequence[Expression], frame: pl.DataFrame) -> npt.NDArray[np.bool_]:
    """(n, k) where each of k expressions answers yes, all asked in one go: see `Expression.over`."""
    asked = [
        pl.repeat(one.evaluate({}) is True, pl.len())
        if not one.columns
        else _in_columns(one.tree).fill_null(False)
        for one in expressions
    ]
    return frame.select(one.alias(str(at)) for at, one in enumerate(asked)).to_numpy()


def conjuncts(expression: Expression) -> list[Expression]:
    """Its parts at the outermost ``&&``: the answer is yes where each of them says yes."""
    tree = expression.tree
    parts = tree.parts if isinstance(tree, Every) else () if tree == Always(True) else (tree,)
    return [Expression(text=str(part), tree=part) for part in parts]


def comparisons(expression: Expression) -> list[Expression]:
    """Every comparison in it, from left to right."""
    return [Expression(text=str(leaf), tree=leaf) for leaf in leaves(expression.tree)]


def _answer(tree: Tree, row: Mapping[str, object]) -> bool | None:
    match tree:
        case Always(yes):
            return yes
        case Compare(column, sign, against):
            left = row[column]
            right = row[against.name] if isinstance(against, Column) else against
            return None if left is None or right is None else bool(_ASK[sign](left, right))
        case Among(column, values, inside):
            value = row[column]
            return None if value is None else (value in values) is inside
        case Every(parts):
            answers = [_answer(part, row) for part in parts]
            return False if False in answers else None if None in answers else True
        case Some(parts):
            answers = [_answer(part, row) for part in parts]
            return True if True in answers else None if None in answers else False
        case other:
            assert_never(other)


def _in_columns(tree: Tree) -> pl.Expr:
    match tree:
        case Always(yes):
            return pl.lit(yes)
        case Compare(column, sign, against):
            if isinstance(against, Column):
                right = pl.col(against.name)
            else:
                right = pl.lit(against, dtype=STORED_AS[COLUMN_TYPES[column]])
            asked: pl.Expr = _ASK[sign](pl.col(column), right)
            return asked
        case Among(column, values, inside):
            listed = pl.Series(values, dtype=STORED_AS[COLUMN_TYPES[column]]).implode()
            found = pl.col(column).is_in(listed)
            return found if inside else ~found
        case Every(parts):
            return pl.all_horizontal(_in_columns(part) for part in parts)
        case Some(parts):
            return pl.any_horizontal(_in_columns(part) for part in parts)
        case other:
            assert_never(other)


def _empty_cells(tree: Tree, row: Mapping[str, object]) -> set[str]:
    if _answer(tree, row) is not None:
        return set()
    match tree:
        case Compare() | Among():
            return {name for name in columns_of(tree) if row[name] is None}
        case Every(parts) | Some(parts):
            return set().union(*(_empty_cells(part, row) for part in parts))
        case _:
            return set()


def _fewest(tree: Tree, row: Mapping[str, object]) -> tuple[Leaf, ...] | None:
    """The comparisons to turn, or None where no comparison could help."""
    if _answer(tree, row) is True:
        return ()
    match tree:
        case Always():
            return None
        case Compare() | Among():
            return (tree,)
        case Every(parts):
            each = [_fewest(part, row) for part in parts]
            if any(found is None for found in each):
                return None
            return tuple(leaf for found in each for leaf in found or ())
        case Some(parts):
            ways = [found for found in (_fewest(part, row) for part in parts) if found is not None]
            return min(ways, key=lambda way: _effort(way, row), default=None)
        case other:
            assert_never(other)


def _effort(way: tuple[Leaf, ...], row: Mapping[str, object]) -> int:
    return sum(1 if _answer(leaf, row) is None else 2 for leaf in way)
