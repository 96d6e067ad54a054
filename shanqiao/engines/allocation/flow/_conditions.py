"""What all givers of a city ask for, answered once for every sort of need.

An expression is cut at its outermost ``&&``. Each part looks at a few columns, and the answers of
those columns that occur in the city are few; so it is asked once for each of them, all parts about
the same columns fill one table of masks, and a need only remembers which row is its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
import polars as pl

from ...eligibility import Expression, conjuncts, parse, yes
from .._order import Flags
from ._answers import Here, patterns
from ._bits import Table, packed_rows, table_of
from ._ports import Codes

MOST_CLASSES = 2**16  # of columns with more different values every need of a group is asked

Columns = tuple[str, ...]


class Conditions:
    """The parts of all expressions of a city, and what its needs say to them when somebody asks."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Cut every expression into its parts; the parts about the same columns are numbered."""
        self._numbers: dict[Columns, dict[Expression, int]] = defaultdict(dict)
        self._parts = {text: self._cut(text) for text in dict.fromkeys(texts)}
        self._said: dict[Columns, tuple[Codes, Flags]] = {}

    def tables(self, texts: Iterable[str], here: Here) -> Iterator[Table]:
        """One table for each set of columns that these expressions look at, a text per resource."""
        asking: dict[Columns, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        count = 0
        for count, text in enumerate(texts, 1):
            for columns, part in self._parts[text]:
                asking[columns][part].append(count - 1)
        for columns, askers in sorted(asking.items()):
            own, pattern, said = self._answered(columns, list(askers), here)
            allowed = np.ones((len(said), count), np.bool_)
            for at, resources in enumerate(askers.values()):
                allowed[:, resources] &= said[:, at, None]
            yield table_of(own, packed_rows(allowed), pattern)

    def _cut(self, text: str) -> list[tuple[Columns, int]]:
        found = []
        for part in conjuncts(parse(text)):
            columns = tuple(sorted(part.columns)) or ("kind",)
            numbers = self._numbers[columns]
            found.append((columns, numbers.setdefault(part, len(numbers))))
        return found

    def _answered(
        self, columns: Columns, parts: list[int], here: Here
    ) -> tuple[Codes, Codes, Flags]:
        """What the needs of a group say.

        Returns:
            (k,) the class of each need; (c,) which pattern of answers each class gives; (t, parts).
        """
        asked = list(self._numbers[columns])
        own, kinds = here.classes(*columns)
        if len(kinds) > MOST_CLASSES:
            own, said = here.asked([asked[part] for part in parts])
            return own, np.arange(len(said), dtype=np.int32), said
        if columns not in self._said:
            self._said[columns] = patterns(yes(asked, kinds))
        pattern, said = self._said[columns]
        return own, pattern, said[:, parts]


def texts_of(*columns: pl.Series) -> list[str]:
    """All expressions that stand in some columns."""
    return [text for column in columns for text in column.unique(maintain_order=True)]
