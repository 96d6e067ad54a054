"""A register in, people out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import polars as pl

from ._candidates import candidates
from ._cluster import Chances, Rows, cluster
from ._compare import compare
from ._hashes import NOTHING, Hashes
from ._ids import IdKind
from ._keys import make_keys
from ._model import Model
from ._normal import normalise
from ._prepared import Prepared, prepare
from ._score import score

T = TypeVar("T")
Tell = Callable[[str, int, int], None]
STEPS = ("normalise", "keys", "candidates", "prepare", "compare", "score", "cluster")


@dataclass(frozen=True)
class Linked:
    """What was found in n registrations.

    Args:
        normal: (n,) rows in normal form, by ``rid``.
        pairs: (pairs,) rows: first, second (places in ``normal``), found_by, the levels and shares of ``compare``, and the
            columns of ``score``.
        clusters: (n,) rows: rid, cluster (the lowest rid in it).
        queue: rows: rid_a, rid_b, probability, reason: what a person has to decide.
        counts: registrations, pairs, people, queue.
        seconds: what each of ``STEPS`` took.
    """

    normal: pl.DataFrame
    pairs: pl.DataFrame
    clusters: pl.DataFrame
    queue: pl.DataFrame
    counts: dict[str, int]
    seconds: dict[str, float]


def link(register: pl.DataFrame, model: Model, *, tell: Tell | None = None) -> Linked:
    """Find who is one person in a register.

    Args:
        register: (n,) rows as ``normalise`` reads them.
        model: how much each likeness weighs.
        tell: is told (step, how many of ``STEPS`` are done, of how many).

    Raises:
        CannotReadRegister: rows cannot be told apart by ``rid``.
    """
    run = _Run(tell)
    normal = run("normalise", lambda: normalise(register))
    return _linked(normal, model, run)


def link_normal(normal: pl.DataFrame, model: Model, *, tell: Tell | None = None) -> Linked:
    """The same of rows that ``normalise`` gave."""
    run = _Run(tell)
    run("normalise", lambda: normal)
    return _linked(normal, model, run)


def link_scored(
    register: pl.DataFrame,
    model: Model,
    scored: Callable[[pl.DataFrame], pl.DataFrame],
    *,
    tell: Tell | None = None,
) -> Linked:
    """The same, with pairs that somebody else found and weighed.

    Args:
        scored: gives of the normal form the columns of ``candidates``, ``compare`` and ``score``.
    """
    run = _Run(tell)
    normal = run("normalise", lambda: normalise(register))
    pairs = run("score", lambda: scored(normal))
    ready = run("prepare", lambda: prepare(normal))
    return _people(normal, ready, pairs, model, run)


class _Run:
    """Does one step after the other, takes its time, and tells."""

    def __init__(self, tell: Tell | None) -> None:
        self.seconds: dict[str, float] = {}
        self._tell = tell

    def __call__(self, step: str, do: Callable[[], T]) -> T:
        begun = time.perf_counter()
        done = do()
        self.seconds[step] = time.perf_counter() - begun
        if self._tell:
            self._tell(step, len(self.seconds), len(STEPS))
        return done


def _linked(normal: pl.DataFrame, model: Model, run: _Run) -> Linked:
    keys = run("keys", lambda: make_keys(normal))
    pairs = run("candidates", lambda: candidates(keys))
    ready = run("prepare", lambda: prepare(normal))
    first, second = (pairs[name].to_numpy().astype(np.int64) for name in ("first", "second"))
    compared = run("compare", lambda: compare(ready, first, ready, second))
    scored = run("score", lambda: score(compared, model, rows=normal.height))
    pairs = pl.concat([pairs, compared, scored], how="horizontal")
    return _people(normal, ready, pairs, model, run)


def _people(
    normal: pl.DataFrame, ready: Prepared, pairs: pl.DataFrame, model: Model, run: _Run
) -> Linked:
    def more(a: Rows, b: Rows) -> Chances:
        return _chances(ready, a, b, model, normal.height)

    numbers = valid_numbers(ready)
    found = run("cluster", lambda: cluster(pairs, numbers, model.thresholds, more=more))
    rids = normal["rid"]
    queue = found.queue.select(
        rids.gather(found.queue["first"]).alias("rid_a"),
        rids.gather(found.queue["second"]).alias("rid_b"),
        "probability",
        "reason",
    )
    clusters = pl.DataFrame({"rid": rids, "cluster": rids.gather(found.cluster)})
    counts = {
        "registrations": normal.height,
        "pairs": pairs.height,
        "people": int(clusters["cluster"].n_unique()),
        "queue": queue.height,
    }
    return Linked(normal, pairs, clusters, queue, counts, run.seconds)


def valid_numbers(ready: Prepared) -> Hashes:
    """(n,) hashes of valid identity numbers that nobody doubts, 0 of registrations without one."""
    own = (ready.id_kind == IdKind.VALID) & ~ready.id_doubted
    numbers: Hashes = np.where(own, ready.hashes["id"], NOTHING)
    return numbers


def _chances(ready: Prepared, a: Rows, b: Rows, model: Model, rows: int) -> Chances:
    chances: Chances = score(compare(ready, a, ready, b), model, rows=rows)[
        "probability"
    ].to_numpy()
    return chances
