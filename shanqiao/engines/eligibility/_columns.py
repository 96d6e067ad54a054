"""What kinds of value there are, and how each is stored and called."""

from __future__ import annotations

from datetime import date
from typing import Literal

import polars as pl

ColumnType = Literal["text", "whole", "yes_no", "day"]
Value = str | int | bool | date

STORED_AS: dict[ColumnType, type[pl.DataType]] = {
    "text": pl.String,
    "whole": pl.Int64,
    "yes_no": pl.Boolean,
    "day": pl.Date,
}

# Text and yes/no have no order of their own that a giver could mean.
ORDERED: frozenset[ColumnType] = frozenset({"whole", "day"})

WORDS: dict[ColumnType, tuple[str, str]] = {
    "text": ("文字", "text"),
    "whole": ("整数", "a whole number"),
    "yes_no": ("是否", "yes or no"),
    "day": ("日期", "a day"),
}
