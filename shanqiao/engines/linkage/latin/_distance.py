"""How many letters have to be changed, for many pairs of texts at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Letters = npt.NDArray[np.uint8]  # (n, width), 0 behind the end
Counts = npt.NDArray[np.int16]


def letters_of(texts: list[str], width: int) -> Letters:
    """Texts of ASCII as a matrix; longer ones are cut."""
    flat = np.array([text[:width] for text in texts], dtype=f"S{width}")
    return flat.view(np.uint8).reshape(len(texts), width)


def distances(one: Letters, other: Letters) -> Counts:
    """(n,) how many letters are put in, left out, changed, or swapped with their neighbour, at least.

    Args:
        one, other: (n, width) each.

    Source:
        Damerau 1964; the form in which no letter is touched twice (optimal string alignment).
    """
    count, width = one.shape
    length_a, length_b = (one > 0).sum(axis=1), (other > 0).sum(axis=1)
    before = np.zeros((count, width + 1), dtype=np.int16)
    row = np.tile(np.arange(width + 1, dtype=np.int16), (count, 1))
    found = row[np.arange(count), length_b].copy()  # of the empty text
    for i in range(1, width + 1):
        earlier, before = before, row
        row = np.empty_like(before)
        row[:, 0] = i
        for j in range(1, width + 1):
            same = one[:, i - 1] == other[:, j - 1]
            best = np.minimum(before[:, j], row[:, j - 1]) + 1
            best = np.minimum(best, before[:, j - 1] + ~same)
            if i > 1 and j > 1:
                swapped = (one[:, i - 1] == other[:, j - 2]) & (one[:, i - 2] == other[:, j - 1])
                best = np.where(swapped, np.minimum(best, earlier[:, j - 2] + 1), best)
            row[:, j] = best
        ends = length_a == i
        found[ends] = row[ends, length_b[ends]]
    counts: Counts = found
    return counts
