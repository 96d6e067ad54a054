"""What no plan can exceed, in the value of the plan files: the dual objective, summed up.

The gains are labels of places, and each is the rank weight of an element or 0. Read in value
weights instead they are dual feasible for the value, because the two orders agree; so whatever the
plan, its value is at most what is summed up here.
"""

from __future__ import annotations

import numpy as np

from ._solution import Solution


def bound_of(solution: Solution) -> int:
    """An upper bound of the objective, equal to it when the plan is best."""
    gain, limits, full = solution.prices.gain, solution.limits, solution.full
    value = solution.elements.value_by_rank
    resource, general, need = (value[label] for label in (gain.resource, gain.general, gain.need))
    of_elements = np.maximum(0, solution.elements.value - need) * solution.elements.size
    of_capacity = _exact(limits.capacity, resource)
    of_reserves = _exact(limits.general, general - resource)

    extra = value[gain.behind_person(full)] - value[gain.before_person(full)]
    _, once = np.unique(full.pairs, return_index=True)
    of_caps = _exact(full.some(once).cap, np.maximum(0, extra[once]))
    return int(of_elements.sum()) + of_capacity + of_reserves + of_caps


def _exact(amounts: np.ndarray, prices: np.ndarray) -> int:
    """The sum of products in whole numbers of any size: a capacity may be far above all needs."""
    return sum(a * p for a, p in zip(amounts.tolist(), prices.tolist(), strict=True) if p)
