"""How alike two texts in Latin letters are, as conditions of SQL."""

from __future__ import annotations

from collections.abc import Sequence

from .._like import Like
from ..by_splink._conditions import Rule
from ._columns import Column, Role

LEAST_FOR_TYPOS = 5  # letters of the shorter text
LEAST_FOR_PART = 3
LEAST_FOR_TYPO = 3


def rules_of(columns: Sequence[Column]) -> dict[str, tuple[Rule, ...]]:
    """The levels of each column as conditions of DuckDB, where column k is ``c{k}``, "" where missing."""
    names = {column.role: f"c{place}" for place, column in enumerate(columns)}
    other = {
        Role.GIVEN_NAME: names.get(Role.SURNAME),
        Role.SURNAME: names.get(Role.GIVEN_NAME),
    }
    return {
        column.name: _rules(f"c{place}", column.role, other.get(column.role))
        for place, column in enumerate(columns)
    }


def _rules(own: str, role: Role, partner: str | None) -> tuple[Rule, ...]:
    a, b = f"{own}_l", f"{own}_r"
    shorter = f"least(length({a}), length({b}))"
    longer = f"greatest(length({a}), length({b}))"
    apart = f"damerau_levenshtein({a}, {b})"
    fewer = (
        f"({longer} - {shorter})"  # at least so many letters are apart, and that is cheap to see
    )
    rows = [
        (Like.UNKNOWN, f"{a} = '' or {b} = ''"),
        (Like.SAME, f"{a} = {b}"),
        (Like.TYPO, f"{shorter} >= {LEAST_FOR_TYPO} and {fewer} <= 1 and {apart} = 1"),
        (Like.INITIAL, f"{shorter} = 1 and substr({a}, 1, 1) = substr({b}, 1, 1)"),
        (Like.TYPOS, f"{shorter} >= {LEAST_FOR_TYPOS} and {fewer} <= 2 and {apart} = 2"),
        (
            Like.PART,
            f"{shorter} >= {LEAST_FOR_PART} and substr({a}, 1, {shorter}) = substr({b}, 1, {shorter})",
        ),
        (
            Like.SIMILAR,
            f"{shorter} >= {LEAST_FOR_TYPOS} and 3 * {fewer} <= {longer} and 3 * {apart} <= {longer}",
        ),
    ]
    if partner:
        swapped = f"{a} = {partner}_r and {partner}_l = {b}"
        rows.insert(2, (Like.SWAPPED, swapped))
    if role == Role.BIRTH:
        turned = f"substr({b}, 1, 4) || substr({b}, 7, 2) || substr({b}, 5, 2)"
        rows.insert(2, (Like.SWAPPED, f"length({a}) = 8 and length({b}) = 8 and {a} = {turned}"))
    return (*(Rule(code, when) for code, when in rows), Rule(Like.DIFFERENT, "ELSE"))
