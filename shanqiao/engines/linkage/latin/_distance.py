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
    length_a, length_b = (one > 0).sum(axis=1), (other > 0).sum(axis=1)
    longest_a, longest_b = int(length_a.max(initial=0)), int(length_b.max(initial=0))
    # letter by letter, so that what is looked at together lies together
    a, b = np.ascontiguousarray(one[:, :longest_a].T), np.ascontiguousarray(other[:, :longest_b].T)
    every = np.arange(len(one))
    before = np.zeros((longest_b + 1, len(one)), dtype=np.int16)
    row = np.repeat(np.arange(longest_b + 1, dtype=np.int16)[:, None], len(one), axis=1)
    found: Counts = row[length_b, every]  # of the empty text
    for i in range(1, longest_a + 1):
        earlier, before = before, row
        row = np.empty_like(before)
        row[0] = i
        for j in range(1, longest_b + 1):
            best = np.minimum(before[j], row[j - 1]) + 1
            np.minimum(best, before[j - 1] + (a[i - 1] != b[j - 1]), out=best)
            if i > 1 and j > 1:
                swapped = (a[i - 1] == b[j - 2]) & (a[i - 2] == b[j - 1])
                best = np.where(swapped, np.minimum(best, earlier[j - 2] + 1), best)
            row[j] = best
        ends = length_a == i
        found[ends] = row[length_b[ends], every[ends]]
    return found
