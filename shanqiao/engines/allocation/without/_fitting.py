"""The whole row of ports of a need: ``flow`` fills in only the words that can have a bit."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..flow._compiled import allocating
from ..flow._ports import Words, fits


@allocating
def fitting(ports: Any, need: int, row: Words, other: Words) -> None:
    """Fill ``row`` with the ports that may serve a need, and with nothing else.

    Args:
        row: (2w,) is filled.
        other: (2w,) is used up.
    """
    for word in range(len(row)):
        row[word] = np.uint64(0)
    fits(ports, need, row, other)
