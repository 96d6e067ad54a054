"""Where numbers stand in an ascending row of numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def find(sought: Ints, among: Ints) -> tuple[Ints, Flags]:
    """Look for each of ``sought`` in ``among``.

    Args:
        sought: (k,) numbers.
        among: (n,) numbers, ascending, none twice.

    Returns:
        (k,) the place where it stands, and (k,) whether it does; the place means nothing where it
        does not.
    """
    if not len(among):
        return np.zeros(len(sought), np.int64), np.zeros(len(sought), np.bool_)
    place = np.minimum(np.searchsorted(among, sought), len(among) - 1)
    return place, among[place] == sought
