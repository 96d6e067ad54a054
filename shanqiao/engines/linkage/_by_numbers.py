"""Pairs that identity numbers decide: what a city can learn from before anybody has decided anything."""

from __future__ import annotations

import numpy as np
import polars as pl

from ._candidates import candidates
from ._compare import compare
from ._hashes import NOTHING
from ._keys import make_keys
from ._learn import Decided
from ._link import valid_numbers
from ._normal import normalise
from ._prepared import prepare

UNSEEN = ("id", "gender")  # a number of the other sex is doubted, and decides nothing


def decided_by_numbers(register: pl.DataFrame) -> Decided:
    """Pairs of which both have a valid number that nobody doubts: one person where it is the same, else two.

    They are found and compared as if no number were written, so that they teach how those are told apart who have none.

    Args:
        register: (n,) rows as ``normalise`` reads them.

    Returns:
        Decided pairs, ``UNSEEN`` of what they teach.

    Raises:
        CannotReadRegister: rows cannot be told apart by ``rid``.
    """
    numbers = valid_numbers(prepare(normalise(register)))
    hidden = normalise(register.with_columns(pl.lit(None, pl.String).alias("id_no")))
    pairs = candidates(make_keys(hidden))
    first, second = (pairs[name].to_numpy().astype(np.int64) for name in ("first", "second"))
    known = (numbers[first] != NOTHING) & (numbers[second] != NOTHING)
    first, second = first[known], second[known]
    ready = prepare(hidden)
    compared = compare(ready, first, ready, second)
    return Decided(compared, numbers[first] == numbers[second], hidden.height, UNSEEN)
