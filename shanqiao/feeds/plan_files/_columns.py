"""The columns of needs.csv, resources.csv and kinds.csv, as plan-files version 1 has them."""

from __future__ import annotations

import polars as pl

from ._cells import Column, day, kind, kinds, places, share, street, text, whole, yes_no
from ._conditions import condition

_LIST = pl.List(pl.String())


def need_columns(known: frozenset[str]) -> dict[str, Column]:
    """The columns of needs.csv, where ``known`` are the kinds there are."""
    return _by_name(
        Column("need", text, pl.String()),
        Column("person", text, pl.String()),
        Column("kind", kind(known), pl.String()),
        Column("item", text, pl.String(), required=False, empty=True, default=""),
        Column("quantity", whole(1), pl.Int64()),
        Column("covered", whole(0), pl.Int64(), required=False, empty=True, default=0),
        Column("severity", whole(0, 100), pl.Int64()),
        Column("urgency", whole(0, 2), pl.Int64()),
        Column("street", street, pl.String()),
        Column("age", whole(0, 130), pl.Int64(), required=False, empty=True),
        Column("disability", whole(0, 4), pl.Int64(), required=False, empty=True),
        Column("hardship", text, pl.String()),
        Column("illness", text, pl.String(), required=False, empty=True),
        Column("local", yes_no, pl.Boolean(), required=False, empty=True),
        Column("open_on", day, pl.Date()),
        Column("due_on", day, pl.Date()),
        Column("whole", yes_no, pl.Boolean(), required=False, empty=True, default=False),
    )


def resource_columns(known: frozenset[str]) -> dict[str, Column]:
    """The columns of resources.csv; ``reserved_share`` and ``spent_share`` come in hundredths."""
    return _by_name(
        Column("resource", text, pl.String()),
        Column("funder", text, pl.String()),
        Column("kinds", kinds(known), _LIST),
        Column("item", text, pl.String(), required=False, empty=True, default=""),
        Column("capacity", whole(0), pl.Int64()),
        Column("person_cap", whole(1), pl.Int64(), required=False, empty=True),
        Column("streets", places, _LIST, required=False, empty=True, default=[]),
        Column("home", street, pl.String(), required=False, empty=True, default=""),
        Column("valid_from", day, pl.Date()),
        Column("valid_to", day, pl.Date()),
        Column("reserved_share", share, pl.Int64(), required=False, empty=True, default=0),
        Column("reserved_for", condition, pl.String(), required=False, empty=True, default=""),
        Column("eligible", condition, pl.String(), required=False, empty=True, default=""),
        Column("minimum", whole(0), pl.Int64(), required=False, empty=True, default=0),
        Column("spent_share", share, pl.Int64(), required=False, empty=True, default=0),
    )


def kind_columns() -> dict[str, Column]:
    """The columns of kinds.csv."""
    return _by_name(
        Column("kind", text, pl.String()),
        Column("unit", text, pl.String()),
        Column("is_cash", yes_no, pl.Boolean()),
    )


def _by_name(*columns: Column) -> dict[str, Column]:
    return {column.name: column for column in columns}
