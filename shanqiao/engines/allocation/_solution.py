"""Everything known about a city once it is solved; words and figures are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from ._amounts import amounts_and_prices
from ._distance import distances
from ._edges import Edges, Resources, edges_of, resources_of
from ._facts import City
from ._network import networks_of
from ._order import Elements, Flags, Ints, elements_of
from ._people import people_of
from ._potentials import no_potentials
from ._prices import Labels, Prices, store
from ._tasks import Sharing, shared
from ._workers import ONE_BY_ONE, Progress, Workers


@dataclass(frozen=True)
class Solution:
    """A solved city in numbers.

    Attributes:
        given: (e,) what flows on each edge.
        amounts: (n,) what each need gets.
        distance: (e,) per unit.
        prices: gain and loss at every place, in rank weights.
        potentials: what proves step 2.
    """

    city: City
    policy: str
    elements: Elements
    limits: Resources
    edges: Edges
    distance: Ints
    given: Ints
    amounts: Ints
    prices: Prices
    potentials: Labels

    @cached_property
    def person(self) -> Ints:
        """(n,) the person of each need, as a number."""
        return people_of(self.city.needs)[0]

    @cached_property
    def at_cap(self) -> Flags:
        """(e,) where the person has got all they may from that resource, before or with this plan."""
        people = self.city.needs.height
        _, pair = np.unique(self.edges.pairs(people), return_inverse=True)
        got = _sums(pair, self.given, len(pair))[pair]
        at_cap: Flags = got >= self.edges.cap
        return at_cap

    @cached_property
    def unfilled(self) -> Ints:
        """(n,) rank weight of the first element of each need that misses something, or 0."""
        return self.elements.best_unfilled(self.amounts)

    @cached_property
    def missing(self) -> Ints:
        """(n,) what each need still misses under the plan."""
        missing: Ints = self.elements.size.sum(axis=0) - self.amounts
        return missing

    @cached_property
    def spent(self) -> Ints:
        """(m,) what each resource gives."""
        return _sums(self.edges.resource, self.given, len(self.limits.capacity))


def solution_of(
    city: City,
    policy: str,
    standing: pl.DataFrame | None,
    progress: Progress,
    workers: Workers = ONE_BY_ONE,
) -> Solution:
    """Steps 1 to 3 of the plan files, and the labels that prove them."""
    elements = elements_of(city.needs, policy)
    limits = resources_of(city)
    progress("edges", 0.0)
    edges = edges_of(city, np.flatnonzero(elements.size.sum(axis=0)), limits)
    distance = distances(city, edges)
    kept = _on_edges(city, edges, standing)
    needs, resources, count = city.needs.height, city.resources.height, len(edges.need)
    given = np.zeros(count, np.int64)
    amounts, prices = amounts_and_prices(
        city, elements, limits, edges, lambda done: progress("amounts", done / 2), workers
    )
    potentials = no_potentials(resources, needs, count)
    done = 0

    def tell(task: Sharing, step: str, part: float) -> None:
        progress(step, 0.5 + (done + part * len(task.distance)) / count / 2)

    progress("distance", 0.5)
    networks = networks_of(city, edges, limits, people_of(city.needs)[1])
    tasks = (
        Sharing(network, amounts[network.needs], distance[network.edges], kept[network.edges])
        for network in networks
    )
    for task, (flow, label) in workers.each(shared, tasks, tell):
        given[task.network.edges] = flow
        store(potentials, task.network, label)
        done += len(flow)
        progress("distance", 0.5 + done / count / 2)
    return Solution(
        city=city,
        policy=policy,
        elements=elements,
        limits=limits,
        edges=edges,
        distance=distance,
        given=given,
        amounts=amounts,
        prices=prices,
        potentials=potentials,
    )


def _on_edges(city: City, edges: Edges, standing: pl.DataFrame | None) -> Ints:
    """What a standing plan gives on each edge; what it gives elsewhere cannot be kept."""
    if standing is None:
        return np.zeros(len(edges.need), np.int64)
    pairs = pl.DataFrame(
        {
            "need": city.needs["need"].gather(edges.need),
            "resource": city.resources["resource"].gather(edges.resource),
        }
    )
    kept = standing.group_by("need", "resource").agg(pl.col("quantity").cast(pl.Int64).sum())
    joined = pairs.join(kept, on=["need", "resource"], how="left", maintain_order="left")
    return joined["quantity"].fill_null(0).clip(lower_bound=0).to_numpy()


def _sums(place: Ints, amounts: Ints, size: int) -> Ints:
    total = np.zeros(size, np.int64)
    np.add.at(total, place, amounts)
    return total
