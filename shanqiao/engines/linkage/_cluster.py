"""From pairs to people: who is put together, and what a person has to decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import polars as pl

from ._agglomerate import agglomerated
from ._hashes import NOTHING, Hashes
from ._model import Thresholds
from ._parts import parts_of, within
from ._score import bits_of

Rows = npt.NDArray[np.int64]
Chances = npt.NDArray[np.float64]
Scorer = Callable[[Rows, Rows], Chances]

QUEUE_COLUMNS: dict[str, pl.DataType] = {
    "first": pl.UInt32(),
    "second": pl.UInt32(),
    "probability": pl.Float64(),
    "reason": pl.String(),  # Reason
}
MOST = 40  # registrations of one person; of more, somebody has to look


class Reason(StrEnum):
    """Why a person has to decide about a pair."""

    UNSURE = "unsure"  # neither surely the same nor surely not
    NUMBERS = "numbers"  # together they would have two valid identity numbers
    AGAINST = "against"  # the pair says yes; others of the same person say no
    CROWD = "crowd"  # the cluster would be larger than people are


REASONS: dict[Reason, tuple[str, str]] = {
    Reason.UNSURE: ("相似，但不足以确定", "alike, and not surely the same"),
    Reason.NUMBERS: ("合并后会有两个不同的有效证件号", "together they would have two different valid numbers"),
    Reason.AGAINST: ("两条相似，但与同组其他记录不符", "alike, but others of the same group speak against it"),
    Reason.CROWD: ("合并后的组过大", "the group would be too large"),
}  # fmt: skip


@dataclass(frozen=True)
class Clusters:
    """Who is one person.

    Args:
        cluster: (n,) for each registration the lowest place in its cluster.
        queue: (pairs,) rows, columns ``QUEUE_COLUMNS``, by first and second.
    """

    cluster: Rows
    queue: pl.DataFrame


def cluster(
    pairs: pl.DataFrame,
    numbers: Hashes,
    thresholds: Thresholds,
    *,
    more: Scorer | None = None,
    most: int = MOST,
) -> Clusters:
    """Put registrations together.

    Parts that hang together by pairs of at least ``ask`` are looked at one by one, with all pairs in them. Two clusters
    become one, those with the best mean weight first, as long as the mean of all pairs between them is at least
    ``together``, they have not two valid numbers, and are not more than ``most``.

    Args:
        pairs: (p,) rows with first, second (places, first < second) and probability; each pair once, in any order.
        numbers: (n,) a hash of the valid identity number of each registration, 0 where it has none.
        more: the probability of pairs that met by no key; None counts them as unlike.
        most: how many registrations a cluster may have without a person looking at it.

    Returns:
        clusters, and the queue; the order of pairs says nothing.
    """
    ordered = pairs.select("first", "second", "probability").sort("first", "second")
    first, second = (ordered[name].to_numpy().astype(np.int64) for name in ("first", "second"))
    chance = ordered["probability"].to_numpy()
    likely = chance >= thresholds.ask
    part = parts_of(first[likely], second[likely], len(numbers))
    inner = within(part, first, second, chance, more, most=most)
    found = agglomerated(
        part, inner, numbers, float(bits_of(np.array([thresholds.together]))[0]), most
    )
    queue = _queue(found, inner, numbers, thresholds, most)
    return Clusters(found, queue)


def _queue(
    found: Rows, inner: tuple[Rows, Rows, Chances], numbers: Hashes, at: Thresholds, most: int
) -> pl.DataFrame:
    """Pairs from ``ask`` on that are not settled by pairs that are surely the same."""
    first, second, chance = inner
    sure = (chance >= at.same) & (found[first] == found[second])
    settled = parts_of(first[sure], second[sure], len(found))
    open_ = (chance >= at.ask) & (settled[first] != settled[second])
    first, second, chance = first[open_], second[open_], chance[open_]
    apart = found[first] != found[second]
    reason = np.full(len(first), Reason.UNSURE.value, dtype=object)
    reason[apart & (chance >= at.together)] = Reason.AGAINST.value
    sizes = np.bincount(found, minlength=len(found))
    reason[apart & (sizes[found[first]] + sizes[found[second]] > most)] = Reason.CROWD.value
    reason[apart & _two_numbers(found, numbers, first, second)] = Reason.NUMBERS.value
    columns = {"first": first, "second": second, "probability": chance, "reason": reason.tolist()}
    return pl.DataFrame(columns, schema_overrides=QUEUE_COLUMNS)


def _two_numbers(found: Rows, numbers: Hashes, first: Rows, second: Rows) -> npt.NDArray[np.bool_]:
    """Whether the clusters of the two have valid numbers, and different ones."""
    number = np.zeros(len(found), dtype=np.uint64)
    known = np.flatnonzero(numbers != NOTHING)
    number[found[known]] = numbers[known]
    one, other = number[found[first]], number[found[second]]
    two: npt.NDArray[np.bool_] = (one != NOTHING) & (other != NOTHING) & (one != other)
    return two
