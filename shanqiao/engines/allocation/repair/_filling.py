"""What is free goes to whoever comes first, in the strict order of elements, keeping every wish."""

from __future__ import annotations

import numpy as np

from ._giving import Giving
from ._serving import serve

PASSES = 4  # what one need gets may open a share of what is spent to another


def fill(giving: Giving) -> None:
    """Serve every need that something free may serve, element by element."""
    for _ in range(PASSES):
        mark = giving.mark()
        _fill_once(giving)
        if giving.mark() == mark:
            return


def _fill_once(giving: Giving) -> None:
    elements, edges = giving.ground.elements, giving.ground.edges
    got, size = np.array(giving.got, np.int64), elements.size
    free = np.array(giving.left, np.int64)[edges.resource] > 0
    able = np.zeros(len(got), np.bool_)
    able[edges.need[free]] = True
    able &= got < size.sum(axis=0)
    half, need = np.nonzero(np.stack([able & (got < size[0]), able & (size[1] > 0)]))
    first_to_last = np.argsort(-elements.rank[half, need])
    for tier, row in zip(half[first_to_last].tolist(), need[first_to_last].tolist(), strict=True):
        goal = giving.first[row] if tier == 0 else giving.size[row]
        serve(giving, row, goal)
