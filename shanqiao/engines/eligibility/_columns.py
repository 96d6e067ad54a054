"""What a condition may ask about: the columns of a need, and what kind of value each holds."""

from __future__ import annotations

from datetime import date
from typing import Literal

import polars as pl

ColumnType = Literal["text", "whole", "yes_no", "day"]
Value = str | int | bool | date

COLUMN_TYPES: dict[str, ColumnType] = {
    "need": "text",
    "person": "text",
    "kind": "text",
    "item": "text",
    "quantity": "whole",
    "covered": "whole",
    "severity": "whole",
    "urgency": "whole",
    "street": "text",
    "age": "whole",
    "disability": "whole",
    "hardship": "text",
    "illness": "text",
    "local": "yes_no",
    "open_on": "day",
    "due_on": "day",
}

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
