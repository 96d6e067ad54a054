"""The two sorts of work a plan is made of, each a plain function of arrays that can be pickled.

Only numbers travel: amounts, limits, ranks and bits. Who somebody is, where they live and what a
giver wrote stays with the process that knows the city.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ._distance import flow_in
from ._network import Network
from ._order import Elements, Ints
from ._potentials import potentials_of
from ._workers import Progress

if TYPE_CHECKING:  # numba takes a second to load, screens have none
    from .flow import Group, Worth


@dataclass(frozen=True)
class Serving:
    """Step 1 of one group.

    Attributes:
        elements: of all needs of the city; it travels with those of the group alone.
    """

    group: Group
    elements: Elements

    def __reduce__(self) -> tuple[type[Serving], tuple[Group, Elements]]:
        needs = self.group.needs
        alone = replace(
            self.group,
            kinds="",
            needs=np.arange(len(needs)),
            resources=np.empty(0, np.int64),
            people=np.empty(0, np.int64),
        )
        return Serving, (alone, self.elements.of(needs))


def served(task: Serving, progress: Progress) -> tuple[Ints, Worth]:
    """(k,) what each need of the group gets, and the labels that prove it."""
    from .flow import serve, worth_of

    done = serve(task.group, task.elements, lambda part: progress("amounts", part))
    return done.got, worth_of(task.group, done, task.elements)


@dataclass(frozen=True)
class Sharing:
    """Steps 2 and 3 of one network; see `flow_in` for what stands in it."""

    network: Network
    amounts: Ints
    distance: Ints
    standing: Ints


def shared(task: Sharing, progress: Progress) -> tuple[Ints, Ints]:
    """(e,) what flows on each edge of the network, and (nodes,) the labels that prove it."""
    progress("distance", 0.0)
    flow = flow_in(task.network, task.amounts, task.distance, task.standing)
    progress("prices", 0.5)
    return flow[task.network.edge], potentials_of(task.network, flow, task.distance)
