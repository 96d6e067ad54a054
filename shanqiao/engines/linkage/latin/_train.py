"""Weights of a register in Latin letters, learnt from it without labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import polars as pl

from .._like import Like
from .._model import LATIN, LevelWeight, Model, Thresholds
from .._run import Run, Tell
from ..by_splink._learn import UNSEEN, CannotTrain, Learner, Pass, Shares, with_buckets
from ._columns import Column, Role, checked
from ._compare import compare_latin
from ._keys import candidates_latin, keys_of
from ._levels import rules_of
from ._normal import normalise_latin
from ._score import bits_latin, probabilities

_PAIRS = 1_000_000  # counting letters is slow
_SEED = 20_261_126
_ROUNDS = 4
_PASSES = 8
_THRESHOLDS = Thresholds(0.5, 0.99, 0.5)


def train_latin(
    register: pl.DataFrame,
    columns: Sequence[Column],
    *,
    tell: Tell | None = None,
    version: str = "trained",
    on_day: str = "",
    source: str = "",
    seed: int = _SEED,
    pairs: int = _PAIRS,
) -> Model:
    """Learn from a register in Latin letters how much each likeness weighs; nobody has to say who is whom.

    Args:
        register: (n,) rows with ``rid`` and the columns.
        columns: what is compared, see ``columns_of``.
        tell: is told (step, how many are done, of how many).
        version, on_day, source: what the model says about itself.
        seed: draws the pairs from which u is learnt.
        pairs: how many of them, about.

    Returns:
        A model of profile latin, which knows its columns.

    Raises:
        CannotReadRegister, CannotReadColumns: the register has not what is asked for.
        CannotTrain: there are few registrations, or hardly anybody is registered twice.

    Source:
        As ``by_splink.train``.
    """
    columns, steps = checked(columns), Run(tell, 7)
    normal = steps("normalise", lambda: normalise_latin(register, columns))
    table, passes = _sql_form(normal, columns)
    learner = Learner(with_buckets(table, seed, pairs), rules_of(columns), passes)
    u = steps("u", lambda: learner.u(learner.start(), None, 1e-9))
    m = steps("m", lambda: learner.m(u))
    partners = steps("partners", lambda: _partners(normal, columns, _model(m, u, columns)))
    u = steps("u again", lambda: learner.u(u, m, partners / (normal.height - 1)))
    m = steps("m again", lambda: learner.m(u))
    model = _model(m, u, columns)
    partners = steps("partners again", lambda: _partners(normal, columns, model))
    trained = {
        "on": on_day,
        "how": "expectation maximisation by Splink",
        "from": source,
        "rows": normal.height,
        "labels": False,
        "columns": {column.name: column.role.value for column in columns},
        "passes": [one.name for one in passes],
        "pairs by chance": learner.drawn,
        "seed": seed,
        "unseen": UNSEEN,
    }
    return replace(model, version=version, partners=round(partners, 4), trained=trained)


def _partners(normal: pl.DataFrame, columns: Sequence[Column], model: Model) -> float:
    found = candidates_latin(normal, columns)
    compared = compare_latin(normal, columns, found["first"], found["second"])
    bits = bits_latin(compared, model)
    for _ in range(_ROUNDS):
        total = float(probabilities(bits, model, normal.height).sum())
        model = replace(model, partners=max(1e-6, 2 * total / max(1, normal.height)))
    return model.partners


def _sql_form(
    normal: pl.DataFrame, columns: Sequence[Column]
) -> tuple[pl.DataFrame, tuple[Pass, ...]]:
    """The columns for SQL and keys of the passes: two columns that say much, or the number of a person.

    See Note [Which pairs teach what]: a column says much that has many values.
    """
    said = {
        column.name: normal[column.name].drop_nulls().n_unique() / max(1, normal.height)
        for column in columns
    }
    numbers = [(column.name,) for column in columns if column.role == Role.NUMBER]
    telling = sorted(said, key=lambda name: -said[name])[:5]
    kinds = (numbers + list(combinations(telling, 2)))[: _PASSES + len(numbers)]
    if not kinds:
        raise CannotTrain("no two columns say enough")
    hashes = keys_of(normal, columns)
    made: dict[str, pl.Series] = {"place": pl.Series(np.arange(normal.height, dtype=np.int64))}
    for place, column in enumerate(columns):
        made[f"c{place}"] = normal[column.name].fill_null("")
    passes = []
    for number, kind in enumerate(kinds):
        ordered = tuple(name for name in said if name in kind)
        key = pl.Series(hashes[ordered].view(np.int64))
        made[f"key_{number}"] = key.set(key == 0, None)
        rest = tuple(name for name in said if name not in kind)
        passes.append(Pass(f"the same {' and '.join(kind)}", (f"key_{number}",), rest))
    return pl.DataFrame(made), tuple(passes)


def _model(m: Shares, u: Shares, columns: Sequence[Column]) -> Model:
    fields = {column.name: _weights(column, m[column.name], u[column.name]) for column in columns}
    about = {"columns": {column.name: column.role.value for column in columns}}
    return Model("untold", LATIN, about, 1.0, fields, (), _THRESHOLDS)


def _weights(
    column: Column, m: Mapping[str, float], u: Mapping[str, float]
) -> dict[str, LevelWeight]:
    weights = {
        level: LevelWeight(float(f"{m[level]:.4g}"), float(f"{u[level]:.4g}")) for level in m
    }
    same = Like.SAME.name
    weights[same] = replace(weights[same], share=column.name, typical=weights[same].u, strength=1.0)
    return weights
