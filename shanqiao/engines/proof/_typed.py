"""Frames somebody hands in: the columns asked for, in their types, without empty cells."""

from __future__ import annotations

import polars as pl

from ._violation import Violation


def typed(
    name: str, frame: pl.DataFrame, columns: dict[str, type[pl.DataType]]
) -> tuple[pl.DataFrame, list[Violation]]:
    """The full rows of ``frame``, and what is unreadable in the others.

    Args:
        name: what the frame is, for words.
        columns: the type of each column; others are left behind.
    """
    wrong = []
    for column, kind in columns.items():
        if column not in frame.columns or frame.schema[column] != kind:
            wrong.append(
                Violation(
                    "unreadable",
                    (name, column),
                    f"{name} 没有可用的 {column} 列",
                    f"{name} has no column {column} of the right type",
                )
            )
    if wrong:
        return pl.DataFrame(schema=columns), wrong
    rows = frame.select(columns.keys())
    empty = rows.null_count().sum_horizontal().item()
    if empty:
        wrong.append(
            Violation(
                "unreadable",
                (name,),
                f"{name} 有 {empty} 个空格",
                f"{name} has {empty} empty cells",
            )
        )
    return rows.drop_nulls(), wrong
