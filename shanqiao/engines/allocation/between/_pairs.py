"""Which pairs of need and resource get another amount, and which of them are one move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

Pair = tuple[str, str]  # need, resource
Amounts = dict[Pair, int]


@dataclass(frozen=True)
class Step:
    """What became of one pair, or of two of the same need between which it moved.

    Attributes:
        kind: came, went, more, less or moved.
        resource: the one it has now; of a pair that went, the one it had.
        left: the resource it moved away from, "" where it did not move.
        before, after: what was proposed, and what is.
    """

    kind: str
    need: str
    resource: str
    left: str
    before: int
    after: int

    @property
    def lost(self) -> str:
        """The resource from which the need gets less, or ""."""
        if self.kind == "moved":
            return self.left
        return self.resource if self.after < self.before else ""

    @property
    def gained(self) -> str:
        """The resource from which the need gets more, or ""."""
        return self.resource if self.kind == "moved" or self.after > self.before else ""


def amounts_of(frame: pl.DataFrame) -> Amounts:
    """(need, resource, quantity) as amounts by pair."""
    summed = frame.group_by("need", "resource").agg(pl.col("quantity").cast(pl.Int64).sum())
    return {(need, resource): quantity for need, resource, quantity in summed.iter_rows()}


def steps_between(was: Amounts, now: Amounts) -> Iterator[Step]:
    """Every pair that differs, by need and resource; what went and what came for one need is a move."""
    differing = sorted(pair for pair in was.keys() | now.keys() if was.get(pair) != now.get(pair))
    by_need: dict[str, list[str]] = {}
    for need, resource in differing:
        by_need.setdefault(need, []).append(resource)
    for need, resources in by_need.items():
        went = [r for r in resources if (need, r) not in now]
        came = [r for r in resources if (need, r) not in was]
        moves = dict(zip(came, went, strict=False))
        for resource in resources:
            before, after = was.get((need, resource), 0), now.get((need, resource), 0)
            if resource in moves:
                left = moves[resource]
                yield Step("moved", need, resource, left, was[need, left], after)
            elif resource not in moves.values():
                yield Step(_kind(before, after), need, resource, "", before, after)


def _kind(before: int, after: int) -> str:
    if not before:
        return "came"
    if not after:
        return "went"
    return "more" if after > before else "less"
