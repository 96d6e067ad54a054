"""A register in, people out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from ._before import Before
from ._candidates import candidates
from ._cluster import Chances, Clusters, Rows, cluster
from ._compare import compare
from ._hashes import NOTHING, Hashes
from ._ids import IdKind
from ._keys import make_keys
from ._model import Model
from ._normal import CannotReadRegister, normalise
from ._prepared import Prepared, prepare
from ._run import STEPS, Run, Tell
from ._score import score

__all__ = ["STEPS", "Linked", "Tell", "link", "link_changed", "link_normal", "valid_numbers"]


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
    run = Run(tell)
    normal = run("normalise", lambda: normalise(register))
    return _linked(normal, model, run)


def link_changed(
    standing: Linked,
    changed: pl.DataFrame,
    model: Model,
    *,
    gone: Sequence[Any] = (),
    tell: Tell | None = None,
) -> Linked:
    """What ``link`` would find in the whole register after some rows have changed, in about half the time.

    Only the changed rows are brought into normal form, and only pairs with one of them are compared. How common values
    are changes with every row, so all pairs are weighed and clustered again.

    Args:
        standing: what was found before.
        changed: registrations that are new or written otherwise, by ``rid``.
        model: how much each likeness weighs.
        gone: rids that are no longer there.

    Raises:
        CannotReadRegister: rows cannot be told apart by ``rid``, or rids are of another type than before.
    """
    run = Run(tell)
    normal = run("normalise", lambda: _renewed(standing.normal, changed, gone))
    before = Before.of(standing.normal, standing.pairs, normal, changed["rid"])
    return _linked(normal, model, run, before)


def _renewed(normal: pl.DataFrame, changed: pl.DataFrame, gone: Sequence[Any]) -> pl.DataFrame:
    new = normalise(changed)
    if new.schema["rid"] != normal.schema["rid"]:
        raise CannotReadRegister("rids are of another type than before")
    left = pl.concat([new["rid"], pl.Series("rid", list(gone), dtype=normal.schema["rid"])])
    kept = normal.filter(~pl.col("rid").is_in(left.implode()))
    new = new.filter(~pl.col("rid").is_in(pl.Series(list(gone), dtype=new.schema["rid"]).implode()))
    return pl.concat([kept, new]).sort("rid")


def link_normal(normal: pl.DataFrame, model: Model, *, tell: Tell | None = None) -> Linked:
    """The same of rows that ``normalise`` gave."""
    run = Run(tell)
    run("normalise", lambda: normal)
    return _linked(normal, model, run)


def _linked(normal: pl.DataFrame, model: Model, run: Run, before: Before | None = None) -> Linked:
    keys = run("keys", lambda: make_keys(normal))
    pairs = run("candidates", lambda: candidates(keys))
    ready = run("prepare", lambda: prepare(normal))
    first, second = (pairs[name].to_numpy().astype(np.int64) for name in ("first", "second"))
    compared = run(
        "compare",
        lambda: (
            before.compared(ready, first, second)
            if before
            else compare(ready, first, ready, second)
        ),
    )
    scored = run("score", lambda: score(compared, model, rows=normal.height))
    pairs = pl.concat([pairs, compared, scored], how="horizontal")

    def more(a: Rows, b: Rows) -> Chances:
        found = score(compare(ready, a, ready, b), model, rows=normal.height)
        chances: Chances = found["probability"].to_numpy()
        return chances

    numbers = valid_numbers(ready)
    found = run("cluster", lambda: cluster(pairs, numbers, model.thresholds, more=more))
    return _told(normal, pairs, found, run.seconds)


def _told(
    normal: pl.DataFrame, pairs: pl.DataFrame, found: Clusters, seconds: dict[str, float]
) -> Linked:
    """The same with rids instead of places, and counts."""
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
    return Linked(normal, pairs, clusters, queue, counts, seconds)


def valid_numbers(ready: Prepared) -> Hashes:
    """(n,) hashes of valid identity numbers that nobody doubts, 0 of registrations without one."""
    own = (ready.id_kind == IdKind.VALID) & ~ready.id_doubted
    numbers: Hashes = np.where(own, ready.hashes["id"], NOTHING)
    return numbers
