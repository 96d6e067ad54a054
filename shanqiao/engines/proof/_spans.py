"""Needs stand by kind, item and street: those a resource may look at are a few spans of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

from ._find import Ints

Span = tuple[int, int]  # the first row, and the one behind the last


@dataclass(frozen=True)
class Group:
    """The needs of one kind and item.

    Attributes:
        whole: the span of all of them.
        of: the span of each street, by its 9-digit code, and of each district, by its 6 digits.
    """

    whole: Span
    of: dict[str, Span]

    def rows(self, streets: Iterable[str]) -> Ints:
        """(k,) the rows of needs in ``streets``, ascending; those of all needs where none is named."""
        spans = [self.of[code] for code in streets if code in self.of]
        parts, behind = [np.arange(0)], 0
        for begin, end in sorted(spans) if streets else [self.whole]:
            # A street may be named beside its district, and stands there twice.
            parts.append(np.arange(max(begin, behind), max(end, behind)))
            behind = max(end, behind)
        return np.concatenate(parts)


def groups_of(open_needs: pl.DataFrame) -> dict[tuple[str, str], Group]:
    """The groups by kind and item.

    Args:
        open_needs: those that miss something, as `read_needs` gives them.
    """
    district = pl.col("street").str.slice(0, 6)
    span = pl.col("row").min().alias("begin"), (pl.col("row").max() + 1).alias("end")
    whole = open_needs.group_by("kind", "item").agg(span)
    groups = {(kind, item): Group((b, e), {}) for kind, item, b, e in whole.iter_rows()}
    streets = open_needs.group_by("kind", "item", "street").agg(span)
    # Districts come last: a code of 6 digits is a district even where a street is written so.
    for codes in (streets, streets.with_columns(street=district)):
        merged = codes.group_by("kind", "item", "street").agg(
            pl.col("begin").min(), pl.col("end").max()
        )
        for kind, item, code, begin, end in merged.iter_rows():
            groups[kind, item].of[code] = (begin, end)
    return groups
