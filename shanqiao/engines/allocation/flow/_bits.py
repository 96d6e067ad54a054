"""From kinds, streets, days and expressions to bits. See `_ports`.

An expression is cut at its outermost ``&&``. Each part looks at a few columns, and the answers of
those columns that occur in the city are few; so it is asked once for each of them, all parts about
the same columns fill one table of masks, and a need only remembers which row is its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import polars as pl

from ...eligibility import Expression, conjuncts, parse
from .._order import Flags, Ints
from ._ports import WORD, Codes, Words

MOST_ROWS = 4096  # of one table of masks; columns with more different values are asked need by need

Table = tuple[Codes, Flags]  # (k,) which row is mine, (t, m) who is content


def masks(tables: list[Table], needs: int, resources: int) -> tuple[Codes, Words]:
    """All tables under each other.

    Returns:
        code: (k, f) rows of ``mask`` for each need; at least one.
        mask: (t, w)
    """
    width = -(-resources // WORD)
    full = (np.zeros(needs, np.int32), np.ones((1, resources), np.bool_))
    binding = _merged([t for t in map(_different, tables) if not t[1].all()]) or [full]
    begins = np.cumsum([0, *(len(allowed) for _, allowed in binding)])
    code = np.stack([own + begin for (own, _), begin in zip(binding, begins, strict=False)], axis=1)
    packed = [packed_rows(allowed, width) for _, allowed in binding]
    return np.ascontiguousarray(code, np.int32), np.concatenate(packed)


def packed_rows(flags: Flags, width: int) -> Words:
    """(t, w) a bit for each flag."""
    padded = np.zeros((len(flags), width * 8), np.uint8)
    packed = np.packbits(flags, axis=1, bitorder="little")
    padded[:, : packed.shape[1]] = packed
    return padded.view(np.uint64)


def _different(table: Table) -> Table:
    """Answers that content the same resources are one: there are many ages and few limits of age."""
    own, allowed = table
    kept: dict[bytes, int] = {}
    rows = np.packbits(allowed, axis=1)
    number = np.array([kept.setdefault(row.tobytes(), len(kept)) for row in rows], np.int32)
    first = np.unique(number, return_index=True)[1]
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
    size = len(one[1]) * len(other[1])
    if size > 2**22:
        return None
    own = one[0].astype(np.int64) * len(other[1]) + other[0]
    used = np.bincount(own, minlength=size) > 0
    if used.sum() > MOST_ROWS:
        return None
    first, second = np.divmod(np.flatnonzero(used), len(other[1]))
    return (np.cumsum(used) - 1)[own].astype(np.int32), one[1][first] & other[1][second]


class Answers:
    """The values of every column of the needs as small numbers, worked out once for a city."""

    def __init__(self, needs: pl.DataFrame) -> None:
        self._needs = needs
        self._kept: dict[str, tuple[Ints, int]] = {}

    def of(self, column: str) -> tuple[Ints, int]:
        """(n,) a number below the second for each value; 0 for an empty cell."""
        if column not in self._kept:
            self._kept[column] = _numbered(self._needs[column])
        return self._kept[column]

    def classes(self, columns: tuple[str, ...], rows: Ints) -> tuple[Codes, pl.DataFrame] | None:
        """Needs with the same values in some columns: (k,) the class of each, and one of each class.

        None where there are too many of them.
        """
        code, size = np.zeros(len(rows), np.int64), 1
        for column in columns:
            number, count = self.of(column)
            if size * count > 2**62:
                return None
            code, size = code * count + number[rows], size * count
        if size <= 2**22:
            present = np.bincount(code, minlength=size) > 0
            if present.sum() > MOST_ROWS:
                return None
            first = np.full(size, -1)
            first[code[::-1]] = np.arange(len(code))[::-1]
            own = (np.cumsum(present) - 1)[code]
            first = first[present]
        else:
            _, first, own = np.unique(code, return_index=True, return_inverse=True)
            if len(first) > MOST_ROWS:
                return None
        return own.astype(np.int32), self._needs[rows[first]].select(columns)

    def asked(self, parts: list[Expression], rows: Ints) -> tuple[Codes, Flags]:
        """Every part asked of every need: (k,) which pattern of answers, (t, parts) the patterns."""
        needs = self._needs[rows]
        said = np.empty((len(rows), len(parts)), np.bool_)
        for at, part in enumerate(parts):
            said[:, at] = part.over(needs).fill_null(False).to_numpy()
        _, first, own = np.unique(
            np.packbits(said, axis=1), axis=0, return_index=True, return_inverse=True
        )
        return own.reshape(-1).astype(np.int32), said[first]


def _numbered(column: pl.Series) -> tuple[Ints, int]:
    if column.dtype == pl.String:
        number = column.cast(pl.Categorical).to_physical()
    else:
        number = column.to_physical().cast(pl.Int64)
        low, high = number.min(), number.max()
        if low is None or int(high) - int(low) > 2**20:  # type: ignore[arg-type]
            number = column.rank("dense")
        else:
            number = number - low
    codes = (number.cast(pl.Int64) + 1).fill_null(0).to_numpy()
    return codes, int(codes.max(initial=0)) + 1


def expressions(texts: pl.Series, answers: Answers, rows: Ints) -> Iterator[Table]:
    """One table for each set of columns that these expressions look at, a text per resource."""
    asking: dict[tuple[str, ...], dict[Expression, list[int]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for at, text in enumerate(texts.to_list()):
        for part in conjuncts(parse(text)):
            asking[tuple(sorted(part.columns))][part].append(at)
    for columns, parts in sorted(asking.items()):
        yield _table(columns, parts, answers, rows, len(texts))


def _table(
    columns: tuple[str, ...],
    parts: dict[Expression, list[int]],
    answers: Answers,
    rows: Ints,
    resources: int,
) -> Table:
    found = answers.classes(columns, rows) if columns else None
    if found is None:
        own, said = answers.asked(list(parts), rows)
    else:
        own, kinds = found
        said = np.stack([part.over(kinds).fill_null(False).to_numpy() for part in parts], axis=1)
    allowed = np.ones((len(said), resources), np.bool_)
    for at, askers in enumerate(parts.values()):
        allowed[:, askers] &= said[:, at, None]
    return own, allowed


def days(needs: Ints, resources: Ints, *, until: bool) -> Table:
    """Needs whose day is not after (``until``) or not before that of a resource."""
    low = int(needs.min(initial=0))
    own = (needs - low).astype(np.int32)
    span = low + np.arange(int(own.max(initial=0)) + 1)[:, None]
    if len(span) > MOST_ROWS:
        different, first = np.unique(needs, return_inverse=True)
        own, span = first.astype(np.int32), different[:, None]
    return own, span <= resources if until else span >= resources


def streets(codes: pl.Series, served: pl.Series) -> Table:
    """Needs in a street, or a district, that a resource serves; all where it names none."""
    names = codes.unique().sort()
    own = names.to_frame("street").with_row_index("at")
    mine = codes.to_frame("street").join(own, on="street", how="left", maintain_order="left")["at"]
    rows_of: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        rows_of[name].append(at)
        rows_of[name[:6]].append(at)
    allowed = np.zeros((len(names), len(served)), np.bool_)
    for at, listed in enumerate(served.to_list()):
        if not listed:
            allowed[:, at] = True
        for code in listed:
            allowed[rows_of.get(code, []), at] = True
    return mine.to_numpy().astype(np.int32), allowed


def kinds_and_items(needs: pl.DataFrame, resources: pl.DataFrame) -> Table:
    """Needs of a kind that a resource serves, with its item."""
    named = needs.select(pl.concat_str("kind", pl.lit("\n"), "item").cast(pl.Categorical))
    number = named.to_series().to_physical().cast(pl.Int64).to_numpy()
    _, first, own = np.unique(number, return_index=True, return_inverse=True)
    pairs = needs[first].select("kind", "item").rows()
    served = resources.select("kinds", "item").rows()
    allowed = [[kind in kinds and item == thing for kinds, thing in served] for kind, item in pairs]
    return own.astype(np.int32), np.array(allowed, np.bool_).reshape(len(pairs), len(served))
