"""From kinds, streets and days to bits, and tables of bits together. See `_ports`.

What a need answers in some columns says which row of a table of masks is its own. Expressions become
such tables in `_conditions`.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import polars as pl

from .._order import Flags
from ._answers import Here, different
from ._numbering import COUNTED, paired
from ._ports import WORD, Codes, Words

MOST_ROWS = 4096  # of a table that two are put together in

Table = tuple[Codes, Words]  # (k,) which row is mine, (t, w) who is content, a bit each


def masks(tables: list[Table], needs: int, resources: int) -> tuple[Codes, Words]:
    """All tables under each other.

    Returns:
        code: (k, f) rows of ``mask`` for each need; at least one.
        mask: (t, w)
    """
    everybody = packed_rows(np.ones((1, resources), np.bool_))
    full = (np.zeros(needs, np.int32), everybody)
    asking = [table for table in tables if (table[1] != everybody).any()]
    binding = _merged(asking) or [full]
    begins = np.cumsum([0, *(len(allowed) for _, allowed in binding)])
    code = np.stack([own + begin for (own, _), begin in zip(binding, begins, strict=False)], axis=1)
    return np.ascontiguousarray(code, np.int32), np.concatenate([table[1] for table in binding])


def packed_rows(flags: Flags) -> Words:
    """(t, w) a bit for each flag of some rows."""
    padded = np.zeros((len(flags), -(-flags.shape[1] // WORD) * 8), np.uint8)
    packed = np.packbits(flags, axis=1, bitorder="little")
    padded[:, : packed.shape[1]] = packed
    return padded.view(np.uint64)


def table_of(own: Codes, allowed: Words, pattern: Codes | None = None) -> Table:
    """Answers that content the same resources are one: there are many ages and few limits of age.

    Args:
        own: (k,) which answer each need gives.
        allowed: (t, w) who is content with each answer.
        pattern: where many answers are alike: which of ``allowed`` each of them stands for.
    """
    number, first = different(allowed)
    if pattern is not None:
        number = number[pattern]
    elif len(first) == len(allowed):
        return own, allowed
    return number[own], allowed[first]


def _merged(tables: list[Table]) -> list[Table]:
    """Small tables two by two in one: a need with fewer masks is looked at sooner."""
    merged: list[Table] = []
    waiting = sorted(tables, key=lambda table: len(table[1]))
    while waiting:
        table = waiting.pop(0)
        for at, other in enumerate(waiting):
            both = _both(table, other)
            if both is not None:
                del waiting[at]
                waiting = sorted([both, *waiting], key=lambda table: len(table[1]))
                break
        else:
            merged.append(table)
    return merged


def _both(one: Table, other: Table) -> Table | None:
    """Two tables in one, with a row for each two answers that some need gives; None if too many."""
    if len(one[1]) * len(other[1]) > COUNTED:
        return None
    number, met = paired(one[0], other[0], len(other[1]), len(one[1]), MOST_ROWS)
    if len(met) > MOST_ROWS:
        return None
    return number, one[1][one[0][met]] & other[1][other[0][met]]


def days(answers: Here, column: str, resources: pl.Series, *, until: bool) -> Table:
    """Needs whose day is not after (``until``) or not before that of a resource."""
    own, kinds = answers.classes(column)
    day, limit = (one.cast(pl.Int32).to_numpy() for one in (kinds[column], resources))
    return table_of(own, packed_rows(day[:, None] <= limit if until else day[:, None] >= limit))


def streets(answers: Here, served: pl.Series) -> Table:
    """Needs in a street, or a district, that a resource serves; all where it names none."""
    own, kinds = answers.classes("street")
    rows_of: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(kinds["street"]):
        rows_of[name].append(at)
        rows_of[name[:6]].append(at)
    allowed = np.zeros((len(kinds), len(served)), np.bool_)
    for at, listed in enumerate(served.to_list()):
        if not listed:
            allowed[:, at] = True
        for code in listed:
            allowed[rows_of.get(code, []), at] = True
    return table_of(own, packed_rows(allowed))


def kinds_and_items(answers: Here, resources: pl.DataFrame) -> Table:
    """Needs of a kind that a resource serves, with its item."""
    own, pairs = answers.classes("kind", "item")
    served = resources.select("kinds", "item").rows()
    allowed = [
        [kind in kinds and item == thing for kinds, thing in served] for kind, item in pairs.rows()
    ]
    flags = np.array(allowed, np.bool_).reshape(len(pairs), len(served))
    return table_of(own, packed_rows(flags))
