"""The lowest point of a smooth function of many numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

_REMEMBERED = 10  # steps
_ENOUGH = 1e-7  # of the value: when a step gains less, it is the last


def minimum(
    function: Callable[[Numbers], tuple[float, Numbers]], start: Numbers, passes: int
) -> Numbers:
    """Go down from ``start``.

    Args:
        function: gives its value and its slope (same shape as ``start``).
        start: (size,).
        passes: steps at most.

    Source:
        L-BFGS with halving of steps: Nocedal, Updating quasi-Newton matrices with limited storage, 1980.
    """
    here, (value, slope) = start, function(start)
    steps: list[tuple[Numbers, Numbers]] = []
    for _ in range(passes):
        way = _way(slope, steps)
        found = _along(function, here, value, slope, way)
        if found is None:
            break
        there, lower, slope_there = found
        step, turn = there - here, slope_there - slope
        if step @ turn > 1e-12:
            steps = [*steps[1 - _REMEMBERED :], (step, turn)]
        gained = value - lower
        here, value, slope = there, lower, slope_there
        if gained < _ENOUGH * abs(value):
            break
    return here


def _way(slope: Numbers, steps: list[tuple[Numbers, Numbers]]) -> Numbers:
    """Where to go, seen from what the last steps taught about how the slope turns."""
    way = slope.copy()
    shares = []
    for step, turn in reversed(steps):
        share = (step @ way) / (turn @ step)
        shares.append(share)
        way -= share * turn
    if steps:
        step, turn = steps[-1]
        way *= (step @ turn) / (turn @ turn)
    else:
        way /= max(1e-12, float(np.abs(slope).max()))
    for (step, turn), share in zip(steps, reversed(shares), strict=True):
        way += step * (share - (turn @ way) / (turn @ step))
    return -way


def _along(
    function: Callable[[Numbers], tuple[float, Numbers]],
    here: Numbers,
    value: float,
    slope: Numbers,
    way: Numbers,
) -> tuple[Numbers, float, Numbers] | None:
    """The first point on the way that is clearly lower; None where there is none."""
    length = 1.0
    while length > 1e-9:
        there = here + length * way
        lower, slope_there = function(there)
        if lower <= value + 1e-4 * length * float(slope @ way):
            return there, lower, slope_there
        length /= 2
    return None
