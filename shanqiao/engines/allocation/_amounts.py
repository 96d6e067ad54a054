"""Step 1 for one part of a city: who gets how much, and what a unit more or less is worth anywhere.

The work is done in `flow`; here the labels of its ports become those of the part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ._edges import Edges, People, Resources
from ._given import Given, given_on
from ._order import Ints
from ._parts import Part
from ._prices import NEVER, Labels, Prices


def amounts_and_prices(
    part: Part,
    limits: Resources,
    people: People,
    progress: Callable[[float], None] = lambda done: None,
) -> tuple[Ints, Prices, Given]:
    """The lexicographically greatest amounts, and the labels that prove them.

    Returns:
        amounts: (n,) in the unit of each need.
        prices: in rank weights.
        given: the way to give these amounts in which they were found.
    """
    from .flow import flows, groups_of, serve, worth_of  # numba takes a second to load

    elements = part.elements
    gain, loss = _labels_of_what_stands_alone(part, limits)
    amounts, given = np.zeros(part.city.needs.height, np.int64), given_on(Edges.none(people))
    groups = list(groups_of(part.city, elements.open_needs, limits))
    if groups:
        (group,) = groups  # a part is one: that is what parts are cut by
        served = serve(group, elements, progress)
        worth = worth_of(group, served, elements)
        amounts[group.needs] = served.got
        need, resource, quantity, outside = flows(group, served)
        given = given_on(Edges.between(need, resource, outside, people), quantity)
        at = group.resources
        gain.resource[at], loss.resource[at] = worth.gain[0], worth.loss[0]
        # What reaches the general part has gone through the resource as a whole.
        reserves = limits.reserves[at]
        gain.general[at] = np.maximum(worth.gain[0], np.where(reserves, worth.gain[1], 0))
        loss.general[at] = np.maximum(worth.loss[0], np.where(reserves, worth.loss[1], 0))
        gain.need[group.needs] = worth.gain_of_need
        pair = at[worth.full_resource] * people.count + group.people[worth.full_person]
        order = np.argsort(pair)
        gain = replace(gain, pair=pair[order], behind=worth.gain_of_full[order])
    loss.general[limits.general == 0] = NEVER
    return amounts, Prices(gain=gain, loss=loss), given


def _labels_of_what_stands_alone(part: Part, limits: Resources) -> tuple[Labels, Labels]:
    """What every place is worth without any edge."""
    needs, none = part.city.needs.height, np.zeros(len(limits.capacity), np.int64)
    unserved = part.elements.best_unfilled(np.zeros(needs, np.int64))
    return (
        Labels(none, none.copy(), unserved),
        Labels(
            np.where(limits.capacity > 0, 0, NEVER),
            np.where(limits.general > 0, 0, NEVER),
            np.full(needs, NEVER, np.int64),
        ),
    )
