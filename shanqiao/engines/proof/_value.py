"""Objective and bound in the value of the plan files, summed in whole numbers of any size.

A price is read as the element of that rank: places priced in ranks are priced in values too, since
the values fall along the same order. The bound is the dual objective at those prices and
holds for whatever prices a certificate names.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from ._find import Ints
from ._people import PersonCaps
from ._prices import Toll
from ._walk import Stop


def values_by_rank(needs: pl.DataFrame) -> Ints:
    """(2n + 1,) the value weight of the element of each rank weight; 0 at 0."""
    values = np.zeros(2 * needs.height + 1, np.int64)
    for half in ("first", "rest"):
        values[needs[f"rank_{half}"].to_numpy()] = needs[f"value_{half}"].to_numpy()
    return values


def objective_of(needs: pl.DataFrame, amounts: Ints) -> int:
    """The sum over all elements of value weight times what is met."""
    first = np.minimum(amounts, needs["first"].to_numpy())
    parts = ((first, "value_first"), (amounts - first, "value_rest"))
    return sum(_product(met, needs[value].to_numpy()) for met, value in parts)


def bound_of_needs(needs: pl.DataFrame, cheapest: Ints, ranked: Ints) -> int:
    """What the sizes of elements contribute to the bound.

    Args:
        cheapest: (n,) the least price of a unit for each need.
    """
    asked, served = _value(cheapest, ranked), cheapest < len(ranked)
    total = 0
    for half in ("first", "rest"):
        surplus = np.maximum(0, needs[f"value_{half}"].to_numpy() - asked)
        total += _product(needs[half].to_numpy(), np.where(served, surplus, 0))
    return total


def bound_of_limits(stop: Stop, toll: Toll, caps: PersonCaps, ranked: Ints) -> int:
    """What the limits of one resource contribute to the bound.

    Args:
        toll: of step 1.
    """
    behind_capacity = np.array([toll.resource, toll.resource + toll.reserved])
    resource, reserve = _value(behind_capacity, ranked).tolist()
    total: int = stop.resource["capacity"] * resource
    total += stop.resource["general"] * (reserve - resource)
    if not len(toll.people):
        return total
    reached = toll.edge >= 0
    behind = toll.along[toll.edge[reached]]
    extra = _value(behind, ranked) - _value(behind - toll.own[reached], ranked)
    return total + _product(caps.left(stop.at, toll.people[reached]), extra)


def _value(prices: Ints, ranked: Ints) -> Ints:
    return ranked[np.clip(prices, 0, len(ranked) - 1)]


def _product(amounts: Ints, prices: Ints) -> int:
    largest = int(amounts.max(initial=0)) * int(prices.max(initial=0)) * len(amounts)
    if 0 <= largest < 2**63 and amounts.min(initial=0) >= 0 and prices.min(initial=0) >= 0:
        return int(amounts @ prices)
    return sum(a * p for a, p in zip(amounts.tolist(), prices.tolist(), strict=True) if a and p)
