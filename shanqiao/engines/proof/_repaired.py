"""The examination of a repaired plan: allowed, every wish met, and how far it may be from the best.

No certificate says which plan is the best one that meets wishes. What can be proven is proven: the
plan before the repair, made again from the list of changes, is the best one without wishes, so
its value is a bound for every plan with wishes; and the repaired plan keeps every limit and wish.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from ._amounts import amounts_of, violations_of_amounts, violations_of_unmet
from ._examine import Verdict, examine, violations_of_strays
from ._facts import Files, read_had, read_needs, read_resources
from ._limits import violations_at
from ._matches import read_matches
from ._people import People, PersonCaps
from ._undone import undone
from ._value import objective_of
from ._walk import walk
from ._wished import Wished, WishesAt, violations_of_needs


def examine_repaired(
    city: Files,
    policy: str,
    matches: pl.DataFrame,
    certificate: pl.DataFrame,
    wished: Wished,
    changes: pl.DataFrame,
    unmet: pl.DataFrame | None = None,
) -> Verdict:
    """What is wrong with a repaired plan, its value, and the bound of the plan before.

    Args:
        matches: need, resource, quantity of the repaired plan.
        certificate: of the plan before the repair.
        changes: need, resource, before, after, wish.
        unmet: need, missing; must then be exactly what the repaired plan leaves unmet.

    Raises:
        ValueError: the policy is not known.
    """
    before, wrong = undone(matches, changes, wished)
    proven = examine(city, policy, before, certificate)
    for one in proven.violations:
        zh, en = f"满足心愿之前的方案：{one.zh}", f"the plan before the wishes: {one.en}"
        wrong.append(replace(one, zh=zh, en=en))

    needs, resources = read_needs(city, policy), read_resources(city)
    plan, unreadable = read_matches(needs, resources, matches)
    wrong += unreadable
    people = People(needs)
    caps = PersonCaps(people, resources, read_had(city))
    wishes = WishesAt(wished, needs, people)
    amounts = amounts_of(needs, plan)
    wrong += violations_of_amounts(needs, amounts)
    wrong += violations_of_needs(needs, plan, amounts, wished)
    distance = 0
    for stop in walk(needs, resources, plan):
        wrong += violations_of_strays(stop.resource["resource"], needs["need"], stop.stray)
        wrong += violations_at(stop, {}, people, caps)
        wrong += wishes.violations(stop)
        distance += int(stop.apart[stop.used] @ stop.given)
    wrong += violations_of_unmet(needs, amounts, unmet) if unmet is not None else []
    return Verdict(
        violations=tuple(wrong),
        objective=objective_of(needs, amounts),
        bound=proven.bound,
        distance=distance,
    )
