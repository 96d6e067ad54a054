"""A condition that can be asked: of one need, of a frame of needs, and why the answer is not yes."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, assert_never

import numpy as np
import numpy.typing as npt
import polars as pl

from ._columns import STORED_AS, ColumnType, Value
from ._sql import sql_of
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
    filled,
    leaves,
)
from ._vocabulary import NEED, Vocabulary, Words

_ASK: dict[Operator, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class LacksParameter(KeyError):
    """A parameter that a rule asks for has no value on that day.

    Attributes:
        names: of those that lack one.
    """

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"no value for {', '.join(names)}")
        self.names = tuple(names)


@dataclass(frozen=True, slots=True)
class Expression:
    """A giver's condition. Answers are yes (True), no (False) and unknown (None).

    Unknown comes from an empty cell only, and spreads as in Kleene's three-valued logic: "no and
    unknown" is no, "yes or unknown" is yes, everything else with unknown in it is unknown.

    Attributes:
        text: as it was written; "" for everybody.
        tree: what it says.
        vocabulary: the names it uses, and what is known of them.
    """

    text: str
    tree: Tree
    vocabulary: Vocabulary = NEED

    @property
    def columns(self) -> frozenset[str]:
        """The columns of the need it looks at; of parameters, those that were not bound."""
        return frozenset(name for leaf in leaves(self.tree) for name in columns_of(leaf))

    @property
    def parameters(self) -> frozenset[str]:
        """The parameters that have no value yet. See `bind`."""
        terms = self.vocabulary.terms
        return frozenset(name for name in self.columns if terms[name].is_parameter)

    def bind(self, values: Mapping[str, int | date]) -> Expression:
        """The same expression with the values its parameters have on some day.

        Args:
            values: by name; those it does not ask for are left alone.

        Raises:
            LacksParameter: a parameter it asks for has no value.
        """
        lacking = sorted(self.parameters - set(values))
        if lacking:
            raise LacksParameter(lacking)
        bound: dict[str, Value] = {name: values[name] for name in self.parameters}
        return Expression(self.text, filled(self.tree, bound), self.vocabulary)

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
        return frame.select(_in_columns(self.tree, self.vocabulary.types)).to_series()

    def sql(self, columns: Mapping[str, str]) -> tuple[str, list[Any]]:
        """The condition for PostgreSQL: true, false and NULL where `evaluate` says yes, no, unknown.

        Args:
            columns: for each of `columns` the SQL of its column, written by us and never by who
                typed the condition; its type is as in the vocabulary.

        Returns:
            (SQL with %s for each value, the values). No value stands in the SQL itself.
        """
        return sql_of(self.tree, columns, self.vocabulary.types)

    def unknown_because(self, row: Mapping[str, object]) -> tuple[str, ...]:
        """The empty cells that keep the answer from being known; () where it is known."""
        return tuple(sorted(_empty_cells(self.tree, row)))

    def unknown_over(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Which empty cells keep the answers from being known, equal to `unknown_because` on each row.

        Returns:
            (n,) rows with a Boolean for each of `columns`, in the order of their names.
        """
        types = self.vocabulary.types
        blamed = [_blamed(self.tree, name, types).alias(name) for name in sorted(self.columns)]
        return frame.select(blamed)

    def missing_papers(self, row: Mapping[str, object]) -> tuple[Words, ...]:
        """The documents that would tell what keeps the answer from being known, each once."""
        terms = self.vocabulary.terms
        papers = (terms[name].paper for name in self.unknown_because(row))
        return tuple(dict.fromkeys(paper for paper in papers if paper))

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
        else _in_columns(one.tree, one.vocabulary.types).fill_null(False)
        for one in expressions
    ]
    return frame.select(one.alias(str(at)) for at, one in enumerate(asked)).to_numpy()


def conjuncts(expression: Expression) -> list[Expression]:
    """Its parts at the outermost ``&&``: the answer is yes where each of them says yes."""
    tree = expression.tree
    parts = tree.parts if isinstance(tree, Every) else () if tree == Always(True) else (tree,)
    return [Expression(str(part), part, expression.vocabulary) for part in parts]


def comparisons(expression: Expression) -> list[Expression]:
    """Every comparison in it, from left to right."""
    return [Expression(str(leaf), leaf, expression.vocabulary) for leaf in leaves(expression.tree)]


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


def _in_columns(tree: Tree, types: Mapping[str, ColumnType]) -> pl.Expr:
    match tree:
        case Always(yes):
            return pl.lit(yes)
        case Compare(column, sign, against):
            if isinstance(against, Column):
                right = pl.col(against.name)
            else:
                right = pl.lit(against, dtype=STORED_AS[types[column]])
            asked: pl.Expr = _ASK[sign](pl.col(column), right)
            return asked
        case Among(column, values, inside):
            listed = pl.Series(values, dtype=STORED_AS[types[column]]).implode()
            found = pl.col(column).is_in(listed)
            return found if inside else ~found
        case Every(parts):
            return pl.all_horizontal(_in_columns(part, types) for part in parts)
        case Some(parts):
            return pl.any_horizontal(_in_columns(part, types) for part in parts)
        case other:
            assert_never(other)


def _blamed(tree: Tree, name: str, types: Mapping[str, ColumnType]) -> pl.Expr:
    """Whether the empty cell ``name`` keeps ``tree`` from an answer; `_empty_cells` in columns."""
    match tree:
        case Compare() | Among():
            return pl.col(name).is_null() if name in columns_of(tree) else pl.lit(False)
        case Every(parts) | Some(parts):
            anywhere = pl.any_horizontal(_blamed(part, name, types) for part in parts)
            return _in_columns(tree, types).is_null() & anywhere
        case _:
            return pl.lit(False)


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
