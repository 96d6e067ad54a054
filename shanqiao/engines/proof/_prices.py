"""The prices of a certificate as arrays: one for every need and every limit, 0 where none is told."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from ._certificate import Certificate
from ._find import Ints
from ._people import People
from ._walk import Stop


@dataclass(frozen=True)
class Toll:
    """What a unit costs at one resource in one step.

    Attributes:
        resource, reserved: price of the capacity, and of what people outside a reserve may get.
        people: (p,) those whose own limit has a price, as numbers, ascending.
        own: (p,) that price.
        edge: (p,) the place of some edge of each, -1 where the person has none; those of one person
            cost the same.
        along: (k,) the price of a unit along each edge, all limits together.
    """

    resource: int
    reserved: int
    people: Ints
    own: Ints
    edge: Ints
    along: Ints


class LimitPrices:
    """The prices of one step on limits.

    Args:
        certificate: as `read_certificate` gives it.
        size: how many resources there are.
        step: "" or "step2_".
    """

    def __init__(self, certificate: Certificate, size: int, step: str) -> None:
        self._resource = prices_of(certificate, f"{step}resource", size)
        self._reserved = prices_of(certificate, f"{step}reserved", size)
        caps = certificate[f"{step}person_cap"].filter(pl.col("price") > 0).sort("number", "who")
        self._who, self._own = caps["who"].to_numpy(), caps["price"].to_numpy()
        self._begin = np.searchsorted(caps["number"].to_numpy(), np.arange(size + 1))

    def toll(self, stop: Stop, people: People) -> Toll:
        """The prices at one resource."""
        resource, reserved = int(self._resource[stop.at]), int(self._reserved[stop.at])
        priced = slice(self._begin[stop.at], self._begin[stop.at + 1])
        who, own = self._who[priced], self._own[priced]
        along = resource + reserved * stop.outside
        edge = np.full(len(who), -1)
        if len(who):
            place, whose = people.edges_of(who, stop.rows)
            along[place] += own[whose]
            edge[whose] = place
        return Toll(resource, reserved, who, own, edge, along)


def prices_of(certificate: Certificate, part: str, size: int) -> Ints:
    """(size,) the price of each need or resource in a part of the certificate."""
    prices = np.zeros(size, np.int64)
    prices[certificate[part]["number"].to_numpy()] = certificate[part]["price"].to_numpy()
    return prices
