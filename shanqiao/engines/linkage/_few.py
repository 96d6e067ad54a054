"""One registration beside a few kept ones: the same as ``compare`` and ``score``, without tables of columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ._compare import columns_of
from ._model import Model
from ._prepared import Prepared
from ._score import FIELDS, added, probability_of, weights_of


@dataclass(frozen=True, slots=True)
class Beside:
    """How one of a few is like the one who came.

    Args:
        probability: that both are one person.
        levels: of each field, as in ``LEVELS``.
        weights: of each field in bits, for one person above 0; and ``together``.
    """

    probability: float
    levels: dict[str, int]
    weights: dict[str, float]


def weigh_few(one: Prepared, few: Prepared, model: Model, *, rows: int) -> list[Beside]:
    """Weigh one registration against each of a few.

    Args:
        one: a single registration.
        few: (n,) others.
        model: how much each level weighs.
        rows: how many registrations the register has.

    Returns:
        (n,) in the order of ``few``.
    """
    size = len(few.kind)
    columns = columns_of(one, np.zeros(size, dtype=np.int64), few, np.arange(size))
    weights, together = weights_of(columns, model)
    probable = probability_of(added(weights, together, model.prior_bits(rows))).tolist()
    names = (*FIELDS, "together")
    levels = zip(*(columns[field].tolist() for field in FIELDS), strict=True)
    told = zip(*(weights[field].tolist() for field in FIELDS), together.tolist(), strict=True)
    return [
        Beside(
            probability,
            dict(zip(FIELDS, level, strict=True)),
            dict(zip(names, bits, strict=True)),
        )
        for probability, level, bits in zip(probable, levels, told, strict=True)
    ]
