"""The door: what the needs of a city would get without a plan, beside what they get with one."""

from __future__ import annotations

import numpy as np
import polars as pl

from .._facts import City
from .._order import Elements, Ints, elements_of
from ._methods import METHODS, outcome_of

PLAN = "plan"
SCHEMA = {
    "method": pl.String,
    "is_cash": pl.Boolean,
    "value": pl.Int64,
    "of_plan": pl.Float64,
    "given": pl.Int64,
    "duplicates": pl.Int64,
    "duplicates_share": pl.Float64,
    "left": pl.Int64,
    "left_share": pl.Float64,
    "people": pl.Int64,
    "people_with_basic_share": pl.Int64,
}


def without_a_plan(city: City, policy: str, amounts: Ints | None = None) -> pl.DataFrame:
    """What each way to help is worth, without a plan and, where one is given, with it.

    Every way keeps edges, capacities, limits per person and reserves as a plan does.

    | method | how |
    |---|---|
    | each_alone | a need applies to three resources that would serve it, drawn by dice from its name; each gives what the need misses, first come first served, and knows of no other |
    | shared_ledger | the same, but a resource sees what others gave and gives only the rest |
    | one_queue | first come first served; everybody takes from any resource that fits and has something left, nearest first |
    | greedy | the same in the strict order of the policy, by elements; nobody moves for anybody |
    | plan | ``amounts`` |

    Args:
        policy: ``basic_first`` or ``gravest_first``.
        amounts: (n,) what a plan gives to each need, in the order of ``city.needs``.

    Returns:
        two rows for each method in this order, help in kind and then cash:

        - method, is_cash;
        - value: the objective of the plan files; of_plan: its share of the plan's, null where there
          is no plan or it is worth nothing;
        - given: what resources gave, in fen; in kind the units of all kinds are added up, as in the
          objective; duplicates: how much of it went beyond what was missed; duplicates_share: that
          by ``given``, 0 where nothing is;
        - left: what resources still have; left_share: that by all they had;
        - people: with a need of that sort; people_with_basic_share: those of them for whom the first
          half of each such need is met, by this or before.

    Raises:
        ValueError: the policy is not known.
    """
    elements = elements_of(city.needs, policy)
    cash = city.kinds.filter("is_cash")["kind"].implode()
    sort = city.needs.select(pl.col("kind").is_in(cash)).to_series().to_numpy()
    giver = city.resources.select(pl.col("kinds").list.first().is_in(cash)).to_series().to_numpy()
    nothing = np.zeros(city.needs.height, np.int64)
    ways = {method: _of(city, policy, method) for method in METHODS}
    if amounts is not None:
        ways[PLAN] = (amounts, nothing)
    rows = []
    for method, (helping, duplicates) in ways.items():
        for is_cash in (False, True):
            here = sort == is_cash
            capacity = int(city.resources["capacity"].filter(giver == is_cash).sum())
            best = _value(elements, amounts, here) if amounts is not None else 0
            value = _value(elements, helping, here)
            double = int(duplicates[here].sum())
            given = int(helping[here].sum()) + double
            people, basic = _people(city, elements, helping, here)
            rows.append(
                (
                    method,
                    is_cash,
                    value,
                    value / best if best else None,
                    given,
                    double,
                    double / given if given else 0.0,
                    capacity - given,
                    (capacity - given) / capacity if capacity else 0.0,
                    people,
                    basic,
                )
            )
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _of(city: City, policy: str, method: str) -> tuple[Ints, Ints]:
    outcome = outcome_of(city, policy, method)
    return outcome.amounts, outcome.duplicates


def _value(elements: Elements, amounts: Ints, here: Ints) -> int:
    return int((elements.filled(amounts) * elements.value)[:, here].sum())


def _people(city: City, elements: Elements, amounts: Ints, here: Ints) -> tuple[int, int]:
    met = pl.Series("met", amounts >= elements.size[0])
    each = city.needs.select("person", met).filter(pl.Series(here))
    by_person = each.group_by("person").agg(pl.col("met").all())
    return by_person.height, int(by_person["met"].sum())
