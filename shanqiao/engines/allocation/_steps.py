"""Steps 1 to 3 of the plan files for one part of a city, and the labels that prove them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from ._amounts import FirstStep
from ._distance import Distances
from ._edges import Edges, People, Resources, edges_of, people_behind, resources_of
from ._given import Given
from ._order import Ints
from ._parts import Part
from ._potentials import no_potentials, potentials_of
from ._prices import Labels, Prices
from ._sharing import Standing, share
from ._solution import Solution
from ._workers import Progress


@dataclass(frozen=True)
class Steps:
    """A part that is solved as far as somebody asks: each step is taken once, and only if asked for.

    Who gets how much needs the first one alone, and takes a small part of the time of all.

    Attributes:
        standing: see `solve`.
        progress: called with the name of a step and how much is done, 0 to 1.
    """

    part: Part
    standing: pl.DataFrame | None
    progress: Progress

    @property
    def amounts(self) -> Ints:
        """(n,) what each need gets."""
        return self._first.amounts

    @property
    def value(self) -> int:
        """Of these amounts, in the value of the plan files."""
        return self.part.elements.objective(self.amounts)

    @cached_property
    def given(self) -> Given:
        """What flows on which edges. Where nothing makes one way better than another, that of step 1."""
        amounts, near = self.amounts, Standing.of(self.part.city, self.standing)
        if not (self._distances.matter or len(near.code)) or not len(self.edges.need):
            return self._first.given(self._people)
        self.progress("distance", 0.6)
        gain = self._prices.gain
        return share(self.edges, self._limits, self._distances, amounts, gain, near)

    @cached_property
    def solution(self) -> Solution:
        """Everything that words and figures are made from."""
        given = self.given
        return Solution(
            city=self.part.city,
            elements=self.part.elements,
            limits=self._limits,
            edges=self.edges,
            given=given,
            amounts=self.amounts,
            distances=self._distances,
            prices=self._prices,
            potentials=self._potentials,
        )

    @cached_property
    def _limits(self) -> Resources:
        return resources_of(self.part.city)

    @cached_property
    def _people(self) -> People:
        return people_behind(self.part.city, self._limits)

    @cached_property
    def _distances(self) -> Distances:
        return Distances(self.part.city)

    @cached_property
    def _first(self) -> FirstStep:
        self.progress("amounts", 0.0)
        return FirstStep(self.part, self._limits, lambda done: self.progress("amounts", 0.4 * done))

    @cached_property
    def _prices(self) -> Prices:
        return self._first.prices(self._people)

    @cached_property
    def edges(self) -> Edges:
        """All pairs that may be served."""
        self.progress("edges", 0.4)
        open_needs = np.flatnonzero(self.part.elements.size.sum(axis=0))
        return edges_of(self.part.city, open_needs, self._limits, self._people)

    @property
    def _potentials(self) -> Labels:
        if not self._distances.matter or not len(self.edges.need):
            return no_potentials(self.part.city.resources.height, self.part.city.needs.height)
        self.progress("prices", 0.8)
        distances = self._distances.on(self.edges)
        return potentials_of(self.edges, self._limits, self.given, distances)
