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

from ...eligibility import Expression, conjuncts, parse, yes
from .._order import Flags, Ints
from ._numbering import numbered
from ._ports import WORD, Codes, Words

MOST_ROWS = 4096  # of one table of masks; columns with more different values are asked need by need

Table = tuple[Codes, Words]  # (k,) which row is mine, (t, w) who is content, a bit each


def masks(tables: list[Table], needs: int, resources: int) -> tuple[Codes, Words]:
    """All tables under each other.

    Returns:
        code: (k, f) rows of ``mask`` for each need; at least one.
        mask: (t, w)
    """
    everybody = packed_rows(np.ones((1, resources), np.bool_))
    full = (np.zeros(needs, np.int32), everybody)
    different = [_different(table) for table in tables]
    binding = _merged([t for t in different if (t[1] != everybody).any()]) or [full]
    begins = np.cumsum([0, *(len(allowed) for _, allowed in binding)])
    code = np.stack([own + begin for (own, _), begin in zip(binding, begins, strict=False)], axis=1)
    return np.ascontiguousarray(code, np.int32), np.concatenate([table[1] for table in binding])


def packed_rows(flags: Flags) -> Words:
    """(t, w) a bit for each flag of some rows."""
    padded = np.zeros((len(flags), -(-flags.shape[1] // WORD) * 8), np.uint8)
    packed = np.packbits(flags, axis=1, bitorder="little")
    padded[:, : packed.shape[1]] = packed
    return padded.view(np.uint64)


def _different(table: Table) -> Table:
    """Answers that content the same resources are one: there are many ages and few limits of age."""
    own, allowed = table
    kept: dict[bytes, int] = {}
    number = np.array([kept.setdefault(row.tobytes(), len(kept)) for row in allowed], np.int32)
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
        self.needs = needs
        self._kept: dict[str, tuple[Codes, int]] = {}

    def of(self, column: str) -> tuple[Codes, int]:
        """(n,) a number below the second for each value; an empty cell is a value too."""
        if column not in self._kept:
            self._kept[column] = _numbered(self.needs[column])
        return self._kept[column]

    def within(self, rows: Ints) -> Here:
        """Those of some needs."""
        return Here(self, rows)


class Here:
    """The answers of the needs of one group."""

    def __init__(self, answers: Answers, rows: Ints) -> None:
        self._answers, self._rows = answers, rows
        self._kept: dict[str, tuple[Ints, int]] = {}

    def of(self, column: str) -> tuple[Ints, int]:
        """(k,) as `Answers.of`."""
        if column not in self._kept:
            number, count = self._answers.of(column)
            self._kept[column] = number[self._rows].astype(np.int64), count
        return self._kept[column]

    def classes(self, *columns: str) -> tuple[Codes, pl.DataFrame]:
        """Needs with the same values in some columns: (k,) the class of each, and one of each class."""
        code, size = self.of(columns[0])
        for column in columns[1:]:
            number, count = self.of(column)
            if size * count > 2**62:
                _, code = np.unique(code, return_inverse=True)
                size = len(code)
            code, size = code * count + number, size * count
        one, own = _one_of_each(code, size)
        return own, self._answers.needs.select(columns)[self._rows[one]]

    def asked(self, parts: list[Expression]) -> tuple[Codes, Flags]:
        """Every part asked of every need: (k,) which pattern of answers, (t, parts) the patterns."""
        columns = sorted(set().union(*(part.columns for part in parts)))
        said = yes(parts, self._answers.needs.select(columns)[self._rows])
        _, first, own = np.unique(
            np.packbits(said, axis=1), axis=0, return_index=True, return_inverse=True
        )
        return own.reshape(-1).astype(np.int32), said[first]


def _one_of_each(code: Ints, size: int) -> tuple[Ints, Codes]:
    """Where one of each number below a size stands, and (k,) which of them each is."""
    if size > 2**22:
        _, one, own = np.unique(code, return_index=True, return_inverse=True)
        return one, own.astype(np.int32)
    present = np.zeros(size, np.bool_)
    present[code] = True
    one = np.empty(size, np.int64)
    one[code] = np.arange(len(code))
    return one[present], (np.cumsum(present, dtype=np.int32) - 1)[code]


def _numbered(column: pl.Series) -> tuple[Codes, int]:
    if column.dtype == pl.String:
        codes, first = numbered(column.fill_null(""))
        if not column.null_count():
            return codes, len(first)
        return np.where(column.is_null().to_numpy(), 0, codes + 1), len(first) + 1
    number = column.to_physical().cast(pl.Int64)
    low, high = number.min(), number.max()
    near = isinstance(low, int) and isinstance(high, int) and high - low <= 2**20
    number = number - low if near else column.rank("dense")
    codes = (number.cast(pl.Int32) + 1).fill_null(0).to_numpy()
    return codes, int(codes.max(initial=0)) + 1


def expressions(texts: pl.Series, answers: Here) -> Iterator[Table]:
    """One table for each set of columns that these expressions look at, a text per resource."""
    asking: dict[tuple[str, ...], dict[Expression, list[int]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for at, text in enumerate(texts.to_list()):
        for part in conjuncts(parse(text)):
            asking[tuple(sorted(part.columns)) or ("kind",)][part].append(at)
    for columns, parts in sorted(asking.items()):
        yield _table(columns, parts, answers, len(texts))


def _table(
    columns: tuple[str, ...],
    parts: dict[Expression, list[int]],
    answers: Here,
    resources: int,
) -> Table:
    own, kinds = answers.classes(*columns)
    if len(kinds) > MOST_ROWS:
        own, said = answers.asked(list(parts))
    else:
        said = yes(list(parts), kinds)
    allowed = np.ones((len(said), resources), np.bool_)
    for at, askers in enumerate(parts.values()):
        allowed[:, askers] &= said[:, at, None]
    return own, packed_rows(allowed)


def days(answers: Here, column: str, resources: pl.Series, *, until: bool) -> Table:
    """Needs whose day is not after (``until``) or not before that of a resource."""
    own, kinds = answers.classes(column)
    day, limit = (one.cast(pl.Int32).to_numpy() for one in (kinds[column], resources))
    return own, packed_rows(day[:, None] <= limit if until else day[:, None] >= limit)


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
    return own, packed_rows(allowed)


def kinds_and_items(answers: Here, resources: pl.DataFrame) -> Table:
    """Needs of a kind that a resource serves, with its item."""
    own, pairs = answers.classes("kind", "item")
    served = resources.select("kinds", "item").rows()
    allowed = [
        [kind in kinds and item == thing for kinds, thing in served] for kind, item in pairs.rows()
    ]
    return own, packed_rows(np.array(allowed, np.bool_).reshape(len(pairs), len(served)))
