"""How probable it is that two registrations in Latin letters are one person."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from .._like import Like
from .._model import Model
from .._score import probability_of

Bits = npt.NDArray[np.float64]


def bits_latin(comparison: pl.DataFrame, model: Model) -> dict[str, Bits]:
    """What each column says.

    Args:
        comparison: (pairs,) rows as ``compare_latin`` gives them.
        model: of profile latin.

    Returns:
        For each column (pairs,) its weight in bits.
    """
    return {field: _weights(comparison, field, model) for field in model.fields}


def probabilities(bits: dict[str, Bits], model: Model, rows: int) -> Bits:
    """(pairs,) the probability that they are one person, in a register of so many rows."""
    total = np.full(len(next(iter(bits.values()))), model.prior_bits(rows))
    for weight in bits.values():
        total += weight
    return probability_of(total)


def _weights(comparison: pl.DataFrame, field: str, model: Model) -> Bits:
    own, strength, usual, rarest = (np.zeros(len(Like)) for _ in range(4))
    for name, weight in model.fields[field].items():
        level = Like[name]
        own[level] = weight.bits
        if weight.share:
            strength[level], usual[level] = weight.strength, np.log2(weight.typical)
            rarest[level] = weight.rarest
    levels = comparison[field].to_numpy()
    share = comparison[f"share_{field}"].to_numpy()
    known = np.fmax(np.where(np.isnan(share), 1.0, share), rarest[levels])
    corrected = strength[levels] * (usual[levels] - np.log2(known))
    weights: Bits = own[levels] + np.where(np.isnan(share), 0.0, corrected)
    return weights
