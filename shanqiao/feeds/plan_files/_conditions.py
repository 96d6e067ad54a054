"""The conditions of givers in resources.csv: each different one is read once."""

from __future__ import annotations

import polars as pl

from shanqiao.engines.eligibility import CannotReadExpression, parse

from ._cells import Cells
from ._reasons import Words


def condition(cells: Cells) -> pl.Series:
    """Leaves the text as it is, and complains about what the engine could not read."""
    for written in cells.text.drop_nulls().unique(maintain_order=True):
        try:
            parse(written)
        except CannotReadExpression as problem:
            where = Words(
                f"第 {problem.position} 个字符处，{problem.zh}",
                f"at character {problem.position}, {problem.en}",
            )
            cells.complain("bad_expression", pl.col(cells.name) == written, where)
    return cells.text
