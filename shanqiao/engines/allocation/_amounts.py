"""Step 1 for one part of a city: who gets how much, and what a unit more or less is worth anywhere.

The work is done in `flow`; here the labels of its ports become those of the part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ._edges import Edges, People, Resources
from ._given import Given, given_on
from ._order import Ints
from ._parts import Part
from ._prices import NEVER, Labels, Prices

if TYPE_CHECKING:
    from .flow import Group, Served


@dataclass(frozen=True)
class FirstStep:
    """The lexicographically greatest amounts; prices, and a way to give them, for whoever asks.

    Attributes:
        limits: of the part's resources.
        progress: called with how much of the serving is done, 0 to 1.
    """

    part: Part
    limits: Resources
    progress: Callable[[float], None] = lambda done: None

    @cached_property
    def amounts(self) -> Ints:
        """(n,) in the unit of each need."""
        amounts = np.zeros(self.part.city.needs.height, np.int64)
        if self._served:
            group, served = self._served
            amounts[group.needs] = served.got
        return amounts

    def prices(self, people: People) -> Prices:
        """The labels that prove the amounts, in rank weights."""
        limits = self.limits
        gain, loss = _labels_of_what_stands_alone(self.part, limits)
        if self._served:
            from .flow import worth_of

            group, served = self._served
            worth = worth_of(group, served, self.part.elements)
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
        return Prices(gain=gain, loss=loss)

    def given(self, people: People) -> Given:
        """The way to give the amounts in which they were found."""
        if not self._served:
            return given_on(Edges.none(people))
        from .flow import flows

        need, resource, quantity, outside = flows(*self._served)
        return given_on(Edges.between(need, resource, outside, people), quantity)

    @cached_property
    def _served(self) -> tuple[Group, Served] | None:
        from .flow import groups_of, serve  # numba takes a second to load

        elements = self.part.elements
        groups = list(groups_of(self.part.city, elements.open_needs, self.limits))
        if not groups:
            return None
        (group,) = groups  # a part is one: that is what parts are cut by
        return group, serve(group, elements, self.progress)


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
