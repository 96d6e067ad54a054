"""People out of pairs that somebody else found and weighed."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from ._cluster import Chances, Rows, cluster
from ._compare import compare
from ._link import Linked, _told, valid_numbers
from ._model import Model
from ._normal import normalise
from ._prepared import prepare
from ._run import Run, Tell
from ._score import score


def link_scored(
    register: pl.DataFrame,
    model: Model,
    scored: Callable[[pl.DataFrame], pl.DataFrame],
    *,
    tell: Tell | None = None,
) -> Linked:
    """The same as ``link``, with pairs from elsewhere (Splink).

    Args:
        register: (n,) rows as ``normalise`` reads them.
        model: how much each likeness weighs, for pairs of one cluster that met by no key.
        scored: gives of the normal form the columns of ``candidates``, ``compare`` and ``score``, by first and second.
        tell: is told (step, how many are done, of how many); finding, comparing and weighing are one step, ``score``.

    Raises:
        CannotReadRegister: rows cannot be told apart by ``rid``.
    """
    run = Run(tell)
    normal = run("normalise", lambda: normalise(register))
    pairs = run("score", lambda: scored(normal))
    ready = run("prepare", lambda: prepare(normal))

    def more(a: Rows, b: Rows) -> Chances:
        found = score(compare(ready, a, ready, b), model, rows=normal.height)
        chances: Chances = found["probability"].to_numpy()
        return chances

    numbers = valid_numbers(ready)
    found = run("cluster", lambda: cluster(pairs, numbers, model.thresholds, more=more))
    return _told(normal, pairs, found, run.seconds)
