"""What a rule would change: who comes in, who goes out, and whose answer is not known.

What is not known is not no: whoever has something and cannot be said to have it any more does not go out, and whoever could
not be said to have it and now has it does not come in from a no. See docs/reference/rules.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from ._expression import Expression

IN, OUT, KEEPS = "in", "out", "keeps"
IN_DOUBT, NOW_KNOWN = "in_doubt", "now_known"
YES, UNKNOWN = "yes", "unknown"
COUNTS = (YES, UNKNOWN, IN, OUT, KEEPS, IN_DOUBT, NOW_KNOWN)


@dataclass(frozen=True, slots=True)
class Changes:
    """People counted by what a rule would change for them.

    Attributes:
        people: of whom all were asked.
        after, before: (yes, unknown) of the rule and of what it is compared with.
        came_in: people of whom the rule says yes and the other no.
        went_out: people of whom the other says yes and the rule no.
        keeps: people of whom both say yes.
        in_doubt: people of whom the other says yes, and of whom nobody knows what the rule says.
        now_known: people of whom nobody knew what the other says, and the rule says yes.
        unknown_by: (name of a cell, people whose answer it keeps from being known as it is empty),
            for every name the rule asks, the most first. A person counts with each of their cells.
        tables: for each name by which it was broken down, a frame [value, people, yes, unknown,
            in, out, keeps, in_doubt, now_known], one row per value, null for those who have none.
    """

    people: int
    after: tuple[int, int]
    before: tuple[int, int]
    came_in: int
    went_out: int
    keeps: int
    in_doubt: int
    now_known: int
    unknown_by: tuple[tuple[str, int], ...]
    tables: dict[str, pl.DataFrame]


def compare(
    frame: pl.DataFrame, after: Expression, before: Expression | None, by: Sequence[str] = ()
) -> Changes:
    """Ask two rules of the same people.

    Args:
        frame: (n,) people with the columns of both, and those of ``by``.
        after: the rule that is thought of, its parameters bound.
        before: what holds now; None where nobody is helped yet.
        by: columns of ``frame`` to break the counts down by.
    """
    new = after.over(frame)
    old = (
        before.over(frame)
        if before
        else pl.repeat(False, frame.height, dtype=pl.Boolean, eager=True)
    )
    is_new, was = new.fill_null(False), old.fill_null(False)
    is_not, was_not = ~new.fill_null(True), ~old.fill_null(True)
    told = pl.DataFrame(
        {
            YES: is_new,
            UNKNOWN: new.is_null(),
            IN: is_new & was_not,
            OUT: was & is_not,
            KEEPS: was & is_new,
            IN_DOUBT: was & new.is_null(),
            NOW_KNOWN: is_new & old.is_null(),
        }
    ).hstack(frame.select(by).get_columns())
    sums = {name: int(told[name].sum()) for name in COUNTS}
    empty = after.unknown_over(frame).sum()
    counted = [(name, int(empty[name][0])) for name in empty.columns]
    return Changes(
        people=frame.height,
        after=(sums[YES], sums[UNKNOWN]),
        before=(int(was.sum()), old.null_count()),
        came_in=sums[IN],
        went_out=sums[OUT],
        keeps=sums[KEEPS],
        in_doubt=sums[IN_DOUBT],
        now_known=sums[NOW_KNOWN],
        unknown_by=tuple(sorted(counted, key=lambda row: (-row[1], row[0]))),
        tables={name: _by(told, name) for name in by},
    )


def _by(told: pl.DataFrame, name: str) -> pl.DataFrame:
    return (
        told.group_by(pl.col(name).alias("value"))
        .agg(pl.len().alias("people"), *(pl.col(count).sum() for count in COUNTS))
        .sort("value", nulls_last=True)
    )
