"""Step 1 for a whole city: who gets how much, and what a unit more or less is worth anywhere.

The work is done in `flow`, group by group; here the labels of its ports become those of the city.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ._edges import Edges, Resources
from ._facts import City
from ._order import Elements, Ints
from ._prices import NEVER, Labels, Prices
from ._tasks import Serving, served
from ._workers import ONE_BY_ONE, Workers


def amounts_and_prices(
    city: City,
    elements: Elements,
    limits: Resources,
    edges: Edges,
    progress: Callable[[float], None] = lambda done: None,
    workers: Workers = ONE_BY_ONE,
) -> tuple[Ints, Prices]:
    """The lexicographically greatest amounts, and the labels that prove them.

    Returns:
        amounts: (n,) in the unit of each need.
        prices: in rank weights.
    """
    from ._apart import groups_apart
    from .flow import groups_of  # numba takes a second to load, screens have none

    open_needs = elements.open_needs
    amounts = np.zeros(city.needs.height, np.int64)
    gain, loss = _labels_of_what_stands_alone(elements, limits, edges)
    full: dict[int, int] = {}
    done, people = 0.0, city.needs.height
    progress(done)
    groups = (groups_apart if workers.many else groups_of)(city, open_needs, limits)
    tasks = (Serving(group, elements) for group in groups)

    def tell(task: Serving, step: str, part: float) -> None:
        progress(done + part * len(task.group.needs) / len(open_needs))

    for task, (got, worth) in workers.each(served, tasks, tell):
        group = task.group
        amounts[group.needs] = got
        at = group.resources
        gain.resource[at], loss.resource[at] = worth.gain[0], worth.loss[0]
        # What reaches the general part has gone through the resource as a whole.
        reserves = limits.reserves[at]
        gain.general[at] = np.maximum(worth.gain[0], np.where(reserves, worth.gain[1], 0))
        loss.general[at] = np.maximum(worth.loss[0], np.where(reserves, worth.loss[1], 0))
        gain.need[group.needs] = worth.gain_of_need
        pairs = at[worth.full_resource] * people + group.people[worth.full_person]
        full |= dict(zip(pairs.tolist(), worth.gain_of_full.tolist(), strict=True))
        done += len(group.needs) / len(open_needs)
        progress(done)
    loss.general[limits.general == 0] = NEVER
    gain.edge[:] = _behind_limits(edges, gain, full, people)
    return amounts, Prices(gain=gain, loss=loss)


def _labels_of_what_stands_alone(
    elements: Elements, limits: Resources, edges: Edges
) -> tuple[Labels, Labels]:
    """What every place is worth without any edge."""
    needs, none = elements.size.shape[1], np.zeros(len(limits.capacity), np.int64)
    unserved = elements.best_unfilled(np.zeros(needs, np.int64))
    nothing = np.zeros(len(edges.need), np.int64)
    return (
        Labels(none, none.copy(), unserved, nothing),
        Labels(
            np.where(limits.capacity > 0, 0, NEVER),
            np.where(limits.general > 0, 0, NEVER),
            np.full(needs, NEVER, np.int64),
            nothing,
        ),
    )


def _behind_limits(edges: Edges, gain: Labels, full: dict[int, int], people: int) -> Ints:
    """(e,) the gain behind the limit per person, where it is reached; else the one before it."""
    before = gain.before_person(edges)
    if not full:
        return before
    known = np.array(sorted(full), np.int64)
    behind = np.array([full[pair] for pair in known.tolist()], np.int64)
    asked = edges.pairs(people)
    at = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return np.where(known[at] == asked, behind[at], before)
