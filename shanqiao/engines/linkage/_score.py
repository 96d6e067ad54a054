"""How probable it is that two registrations are one person: weights added up, and each in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from ._levels import LEVELS, Level
from ._model import Model
from ._prepared import SHARED

Bits = npt.NDArray[np.float32]

FIELDS = tuple(LEVELS)
SCORE_COLUMNS: dict[str, pl.DataType] = {
    "probability": pl.Float64(),
    **{f"weight_{field}": pl.Float32() for field in FIELDS},
    "weight_together": pl.Float32(),
}
_MOST = 60.0  # bits: beyond it a probability is 1 or 0 whatever else is known
_CODES = {field: {one.code.name: int(one.code) for one in LEVELS[field]} for field in FIELDS}


def score(comparison: pl.DataFrame, model: Model, *, rows: int) -> pl.DataFrame:
    """What each comparison says.

    Args:
        comparison: (pairs,) rows as ``compare`` gives them.
        model: how much each level weighs.
        rows: how many registrations the register has of which the pairs are.

    Returns:
        (pairs,) rows in the same order, columns ``SCORE_COLUMNS``: the probability that the pair is one person, the weight
        of each field in bits (for it above 0, against it below), and what they weigh together beyond that.

    Source:
        Fellegi and Sunter, A theory for record linkage, 1969; shares of values as in Winkler 1989.
    """
    weights, together = _weighed(comparison, model)
    total = _added(weights, together, model.prior_bits(rows))
    columns = {
        "probability": probability_of(total),
        **{f"weight_{field}": weights[field] for field in FIELDS},
        "weight_together": together,
    }
    return pl.DataFrame(columns, schema=SCORE_COLUMNS)


def total_bits(comparison: pl.DataFrame, model: Model, *, rows: int) -> npt.NDArray[np.float64]:
    """(pairs,) the odds, in bits, that ``score`` gives as probabilities."""
    weights, together = _weighed(comparison, model)
    return _added(weights, together, model.prior_bits(rows))


def _weighed(comparison: pl.DataFrame, model: Model) -> tuple[dict[str, Bits], Bits]:
    """(pairs,) the weight of each field, and what they weigh together."""
    table = _Table.of(model)
    levels = {field: comparison[field].to_numpy() for field in FIELDS}
    weights = {field: table.own[field][levels[field]] for field in FIELDS}
    for share, parts in table.shares.items():
        value = comparison[f"share_{share}"].to_numpy()
        there = ~np.isnan(value)
        known = np.where(there, value, np.float32(1))
        for field, strength, usual, rarest in parts:
            seldom = -np.log2(np.fmax(known, rarest[levels[field]]))
            corrected = strength[levels[field]] * (seldom - usual[levels[field]])
            weights[field] = weights[field] + np.where(there, corrected, np.float32(0))
    together = np.full(comparison.height, table.always, dtype=np.float32)
    for fields, bits in table.together.items():
        together += bits[tuple(levels[field] for field in fields)]
    return weights, together


def _added(weights: dict[str, Bits], together: Bits, prior: float) -> npt.NDArray[np.float64]:
    total = prior + together.astype(np.float64)
    for weight in weights.values():
        total += weight
    return total


def probability_of(bits: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Odds in bits as probabilities."""
    probability: npt.NDArray[np.float64] = 1 / (1 + np.exp2(-np.clip(bits, -_MOST, _MOST)))
    return probability


def bits_of(probability: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Probabilities as odds in bits, at most 60 either way."""
    least = 2.0**-_MOST
    sure = np.clip(probability, least, 1.0)
    odds: npt.NDArray[np.float64] = np.log2(sure) - np.log2(np.clip(1 - probability, least, 1.0))
    return np.clip(odds, -_MOST, _MOST)


def evidence_in_words(
    levels: Mapping[str, int], language: Literal["zh", "en"] = "zh"
) -> dict[str, str]:
    """What each field says, for the desk.

    Args:
        levels: the level of each field, as one row of ``compare`` has them; other keys are passed over.

    Returns:
        For each field that says something its words: {"name": "繁简不同，实为同名"}.
    """
    known: dict[str, Level] = {
        field: LEVELS[field][levels[field]] for field in FIELDS if levels.get(field)
    }
    return {field: one.zh if language == "zh" else one.en for field, one in known.items()}


@dataclass(frozen=True)
class _Table:
    """A model as arrays by level."""

    own: dict[str, Bits]
    shares: dict[str, list[tuple[str, Bits, Bits, Bits]]]  # field; strength, usual, rarest by level
    together: dict[tuple[str, ...], Bits]
    always: float

    @classmethod
    def of(cls, model: Model) -> _Table:
        own = {field: np.zeros(len(LEVELS[field]), dtype=np.float32) for field in FIELDS}
        shares: dict[str, dict[str, tuple[Bits, Bits, Bits]]] = {name: {} for name in SHARED}
        for field, levels in model.fields.items():
            for name, weight in levels.items():
                code = _CODES[field][name]
                own[field][code] = weight.bits
                if weight.share:
                    zeros = tuple(np.zeros(len(LEVELS[field]), dtype=np.float32) for _ in range(3))
                    parts = shares[weight.share].setdefault(field, zeros)  # type: ignore[arg-type]
                    parts[0][code] = weight.strength
                    parts[1][code] = -np.log2(weight.typical)
                    parts[2][code] = weight.rarest
        listed = {
            share: [(field, *parts) for field, parts in fields.items()]
            for share, fields in shares.items()
            if fields
        }
        together, always = _dense(model)
        return cls(own, listed, together, always)


def _dense(model: Model) -> tuple[dict[tuple[str, ...], Bits], float]:
    """Rules over the same fields as one table by their levels; a rule without fields always holds."""
    tables: dict[tuple[str, ...], Bits] = {}
    always = 0.0
    for one in model.together:
        fields = tuple(field for field in FIELDS if field in one.when)
        if not fields:
            always += one.bits
            continue
        shape = tuple(len(LEVELS[field]) for field in fields)
        table = tables.setdefault(fields, np.zeros(shape, dtype=np.float32))
        for codes in product(*([_CODES[f][level] for level in one.when[f]] for f in fields)):
            table[codes] += one.bits
    return tables, always
