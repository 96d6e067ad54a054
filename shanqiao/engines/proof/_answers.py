"""Who meets a condition: asked once for a whole group of needs where several resources share it."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl

from ..eligibility import parse
from ._find import Flags, Ints
from ._spans import Group, Span

KEPT = 4096  # answers for whole groups, a bit per need: half a GiB with a million in one group

Bits = npt.NDArray[np.uint8]


class Answers:
    """What the conditions of all resources say about needs."""

    def __init__(self, open_needs: pl.DataFrame, resources: pl.DataFrame) -> None:
        self._needs = open_needs
        self._uses = Counter([*resources["eligible"], *resources["reserved_for"]])

        @lru_cache(maxsize=KEPT)
        def bits(text: str, whole: Span) -> Bits:
            begin, end = whole
            return np.packbits(_ask(text, open_needs[begin:end]), bitorder="little")

        self._bits = bits

    def yes(self, text: str, group: Group, rows: Ints) -> Flags:
        """(k,) whether the answer is yes, which unknown is not.

        Args:
            text: the condition as it is written.
            rows: (k,) rows of needs of that group.
        """
        if self._uses[text] == 1:
            # A frame without columns would have no rows either.
            columns = sorted(parse(text).columns) or ["row"]
            return _ask(text, self._needs.select(columns)[rows])
        place = rows - group.whole[0]
        bits = self._bits(text, group.whole)
        bit: Bits = (bits[place >> 3] >> (place & 7).astype(np.uint8)) & 1
        return bit.astype(np.bool_)


def _ask(text: str, needs: pl.DataFrame) -> Flags:
    answers: Flags = parse(text).over(needs).fill_null(False).to_numpy()
    return answers
