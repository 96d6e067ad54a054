"""The four ways to help without a plan, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from .._counting import sums
from .._edges import resources_of
from .._facts import City
from .._order import Elements, Ints, elements_of
from ..flow import Group, groups_of
from ._applying import apply
from ._dice import numbers_of
from ._gifts import Gifts
from ._queueing import Places, queue


@dataclass(frozen=True)
class Outcome:
    """Who got what from whom.

    Attributes:
        need, resource, count: (g,) rows in the city of each gift, and how much it is; a pair may
            stand several times.
        amounts: (n,) what helps each need: what it got, at most what it missed.
        duplicates: (n,) what it got beyond that.
        spent: (m,) what each resource gave.
    """

    need: Ints
    resource: Ints
    count: Ints
    amounts: Ints
    duplicates: Ints
    spent: Ints


def outcome_of(city: City, policy: str, method: str) -> Outcome:
    """Help a city by one of `METHODS`.

    Args:
        policy: ``basic_first`` or ``gravest_first``; only ``greedy`` looks at it.

    Raises:
        ValueError: the policy is not known.
        KeyError: the method is not known.
    """
    way = METHODS[method]
    elements, limits = elements_of(city.needs, policy), resources_of(city)
    size = elements.size.sum(axis=0)
    parts = [
        _in_city(group, way(city, group, elements.of(group.needs)))
        for group in groups_of(city, np.flatnonzero(size), limits)
    ]
    nothing = (np.empty(0, np.int64),) * 3
    need, resource, count = (np.concatenate(part) for part in zip(nothing, *parts, strict=True))
    received = sums(need, count, len(size))
    amounts = np.minimum(received, size)
    spent = sums(resource, count, city.resources.height)
    return Outcome(need, resource, count, amounts, received - amounts, spent)


def _each_alone(city: City, group: Group, own: Elements) -> Gifts:
    return _apply(city, group, own, ledger=False)


def _shared_ledger(city: City, group: Group, own: Elements) -> Gifts:
    return _apply(city, group, own, ledger=True)


def _apply(city: City, group: Group, own: Elements, *, ledger: bool) -> Gifts:
    needs = numbers_of(city.needs["need"][group.needs])
    resources = numbers_of(city.resources["resource"][group.resources])
    size = own.size.sum(axis=0)
    return apply(group.ports, _first_come(city, group), size, needs, resources, ledger=ledger)


def _one_queue(city: City, group: Group, own: Elements) -> Gifts:
    order = _first_come(city, group)
    return queue(group.ports, order, own.size.sum(axis=0)[order], _places(city, group))


def _greedy(city: City, group: Group, own: Elements) -> Gifts:
    tier, need = np.nonzero(own.size)
    order = np.argsort(-own.rank[tier, need])
    return queue(group.ports, need[order], own.size[tier, need][order], _places(city, group))


METHODS: dict[str, Callable[[City, Group, Elements], Gifts]] = {
    "each_alone": _each_alone,
    "shared_ledger": _shared_ledger,
    "one_queue": _one_queue,
    "greedy": _greedy,
}


def _first_come(city: City, group: Group) -> Ints:
    """(k,) needs of the group by the day they are open, then by need as text."""
    opens = city.needs["open_on"][group.needs].cast(pl.Int32).to_numpy()
    return np.argsort(opens, kind="stable")  # a city has its needs by name


def _places(city: City, group: Group) -> Places:
    cash = city.kinds.filter("is_cash")["kind"].implode()
    needs = city.needs.select(pl.col("street").cast(pl.Int64), cash=pl.col("kind").is_in(cash))[
        group.needs
    ]
    home = city.resources["home"][group.resources].cast(pl.Int64, strict=False).fill_null(-1)
    by_name = np.argsort(group.resources)  # a city has its resources by name
    return Places(
        street=needs["street"].to_numpy(),
        home=home.to_numpy(),
        cash=needs["cash"].to_numpy(),
        name=np.argsort(by_name),
        by_name=by_name,
    )


def _in_city(group: Group, gifts: Gifts) -> tuple[Ints, Ints, Ints]:
    made, half = int(gifts.made[0]), len(gifts.spent)
    resource = gifts.port[:made] % half
    return group.needs[gifts.need[:made]], group.resources[resource], gifts.quantity[:made]
