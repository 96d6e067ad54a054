"""Weights learnt from a register without labels, by Splink's expectation maximisation; see Note [Which pairs teach what]."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import polars as pl

from .._by_numbers import decided_by_numbers
from .._candidates import candidates
from .._compare import compare
from .._keys import make_keys
from .._learn import learn
from .._levels import LEVELS
from .._model import LevelWeight, Model
from .._normal import normalise
from .._run import Run, Tell
from .._score import score
from ._conditions import rules
from ._learn import UNSEEN, Learner, Pass, Shares, with_buckets
from ._table import SqlForm, sql_form

_PAIRS = 20_000_000  # drawn by chance
_SEED = 20_261_126
FEWEST_DECIDED = 200
_ESTIMATING = 8  # steps
_ROUNDS = 4  # until the number of partners stands still


PASSES = (
    Pass("the same number", ("key_id",), ("name", "birth", "phone", "address", "street", "gender")),
    Pass(
        "the same name and birthday",
        ("pinyin", "year", "month", "day"),
        ("id", "phone", "address", "street", "gender"),
    ),
    Pass(
        "the same name and telephone",
        ("pinyin", "key_phone"),
        ("id", "birth", "address", "street", "gender"),
    ),
    Pass(
        "the same name and address", ("pinyin", "key_address"), ("id", "birth", "phone", "gender")
    ),
)
SHARED_LEVELS = {
    "name": {"SAME": "name", "SAME_SIMPLIFIED": "name"},
    "birth": {"SAME": "birth"},
    "phone": {"SAME": "phone"},
    "address": {"SAME": "address", "SAME_BUILDING": "address"},
}
_RAREST = 1e-6


def train(
    register: pl.DataFrame,
    *,
    tell: Tell | None = None,
    version: str = "trained",
    on_day: str = "",
    source: str = "",
    pairs: int = _PAIRS,
) -> Model:
    """Learn all that can be learnt from a register without labels: ``estimate``, and what its valid numbers decide.

    Args:
        register: (n,) rows as ``normalise`` reads them.
        tell: is told (step, how many are done, of how many).
        version, on_day, source, pairs: as ``estimate`` has them.

    Returns:
        A model of profile chinese; where fewer than ``FEWEST_DECIDED`` pairs have one valid number, that of ``estimate``.

    Raises:
        CannotReadRegister, CannotTrain: as ``estimate``.
    """

    def told(step: str, done: int, _: int) -> None:
        if tell:
            tell(step, done, _ESTIMATING + 1)

    model = estimate(
        register, tell=told, version=version, on_day=on_day, source=source, pairs=pairs
    )
    decided = decided_by_numbers(register)
    if int(decided.same.sum()) >= FEWEST_DECIDED:
        trained = {**model.trained, "together": "learnt from pairs that valid numbers decide"}
        model = replace(learn([decided], model, trained=trained), version=model.version)
    told("together", _ESTIMATING + 1, 0)
    return model


def estimate(
    register: pl.DataFrame,
    *,
    tell: Tell | None = None,
    base: Model | None = None,
    version: str = "trained",
    on_day: str = "",
    source: str = "",
    seed: int = _SEED,
    pairs: int = _PAIRS,
) -> Model:
    """Learn from a register how much each likeness weighs; nobody has to say who is whom.

    Args:
        register: (n,) rows as ``normalise`` reads them; ten thousand are little, a hundred thousand enough.
        tell: is told (step, how many are done, of how many).
        base: a model whose thresholds and ``together`` are kept; None for 0.5 and 0.99, and nothing together.
        version: what the model will be called.
        on_day: the day it is learnt, 2026-11-26.
        source: which register it is learnt from, in words.
        seed: draws the pairs from which u is learnt.
        pairs: how many of them, about.

    Returns:
        A model of profile chinese. What likenesses say ``together`` (a family has one surname, telephone and address) cannot
        be learnt without labels: it is that of ``base``, and ``trained`` says so.

    Raises:
        CannotReadRegister: rows cannot be told apart by ``rid``.
        CannotTrain: there are few registrations, or hardly anybody is registered twice.

    Source:
        Fellegi and Sunter, A theory for record linkage, 1969; Winkler, Using the EM algorithm for weight computation, 1988;
        carried out by Splink 5 on DuckDB.
    """
    steps = Run(tell, _ESTIMATING)
    normal = steps("normalise", lambda: normalise(register))
    form = steps("prepare", lambda: sql_form(normal))
    learner = Learner(with_buckets(form.table, seed, pairs), rules(), PASSES)
    u = steps("u", lambda: learner.u(learner.start(), None, 1e-9))
    m = steps("m", lambda: learner.m(u))
    partners = steps("partners", lambda: _partners(normal, form, _model(m, u, base)))
    u = steps("u again", lambda: learner.u(u, m, partners / (normal.height - 1)))
    m = steps("m again", lambda: learner.m(u))
    model = _model(m, u, base)
    partners = steps("partners again", lambda: _partners(normal, form, model))
    trained = {
        "on": on_day,
        "how": "expectation maximisation by Splink",
        "from": source,
        "rows": normal.height,
        "labels": False,
        "passes": [one.name for one in PASSES],
        "pairs by chance": learner.drawn,
        "seed": seed,
        "unseen": UNSEEN,
        "together": f"of {base.version}" if base and base.together else "none",
    }
    return replace(model, version=version, partners=round(partners, 4), trained=trained)


def _partners(normal: pl.DataFrame, form: SqlForm, model: Model) -> float:
    """How many other registrations of the same person one has on average, as the model itself sees it."""
    found = candidates(make_keys(normal))
    first, second = (found[name].to_numpy().astype(np.int64) for name in ("first", "second"))
    compared = compare(form.ready, first, form.ready, second)
    for _ in range(_ROUNDS):
        total = score(compared, model, rows=normal.height)["probability"].sum()
        model = replace(model, partners=max(1e-6, 2 * float(total) / max(1, normal.height)))
    return model.partners


def _model(m: Shares, u: Shares, base: Model | None) -> Model:
    fields = {
        field: {
            one.code.name: _weight(field, one.code.name, m[field], u[field])
            for one in LEVELS[field]
            if one.code != 0
        }
        for field in LEVELS
    }
    model = Model("untold", "chinese", {}, 1.0, fields)
    return replace(model, together=base.together, thresholds=base.thresholds) if base else model


def _weight(field: str, level: str, m: Mapping[str, float], u: Mapping[str, float]) -> LevelWeight:
    weight = LevelWeight(_rounded(m[level]), _rounded(u[level]))
    share = SHARED_LEVELS.get(field, {}).get(level)
    if share is None:
        return weight
    return replace(weight, share=share, typical=weight.u, strength=1.0, rarest=_RAREST)


def _rounded(share: float) -> float:
    """Four places that say something."""
    return float(f"{share:.4g}")
