"""The examination of a plan: feasible, and optimal in both steps."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ._amounts import amounts_of, violations_of_amounts, violations_of_unmet
from ._certificate import read_certificate
from ._facts import Files, read_had, read_needs, read_resources
from ._find import Ints
from ._limits import STEPS, violations_at
from ._matches import read_matches
from ._optimal import Found, violations_of_step_1
from ._people import People, PersonCaps
from ._prices import LimitPrices
from ._value import bound_of_limits, bound_of_needs, objective_of, values_by_rank
from ._violation import Violation, told
from ._walk import walk


@dataclass(frozen=True)
class Verdict:
    """What an examination found.

    Attributes:
        violations: everything that is not as it must be; empty for a plan that is the best one.
        objective: the value of the plan files, counted again.
        bound: what no plan can exceed, by the prices of the certificate alone.
        distance: the sum of step 2, counted again.
    """

    violations: tuple[Violation, ...]
    objective: int
    bound: int
    distance: int

    @property
    def holds(self) -> bool:
        """The plan is allowed, and none is better."""
        return not self.violations


def check(
    city: Files,
    policy: str,
    matches: pl.DataFrame,
    certificate: pl.DataFrame,
    unmet: pl.DataFrame | None = None,
) -> list[Violation]:
    """Everything that keeps a plan from being allowed and proven the best; [] when nothing does.

    Args:
        city: the needs, resources and kinds it was made for, and what was granted before if it
            has that.
        policy: the order it claims to follow.
        matches: need, resource, quantity.
        certificate: part, key1, key2, price; see the plan files.
        unmet: need, missing; must then be exactly what the plan leaves unmet.

    Raises:
        ValueError: the policy is not known.
    """
    return list(examine(city, policy, matches, certificate, unmet).violations)


def examine(
    city: Files,
    policy: str,
    matches: pl.DataFrame,
    certificate: pl.DataFrame,
    unmet: pl.DataFrame | None = None,
) -> Verdict:
    """`check`, with the value of the plan and the bound that its certificate gives."""
    needs, resources = read_needs(city, policy), read_resources(city)
    plan, wrong = read_matches(needs, resources, matches)
    proof, more = read_certificate(needs, resources, certificate)
    wrong += more
    people = People(needs)
    caps = PersonCaps(people, resources, read_had(city))
    prices = {step: LimitPrices(proof, resources.height, step) for step in STEPS}
    amounts = amounts_of(needs, plan)
    wrong += violations_of_amounts(needs, amounts)
    ranked = values_by_rank(needs)
    found = Found(amounts, plan.height, proof, needs["need"])
    bound = distance = 0
    for stop in walk(needs, resources, plan):
        tolls = {step: price.toll(stop, people) for step, price in prices.items()}
        wrong += violations_of_strays(stop.resource["resource"], needs["need"], stop.stray)
        wrong += violations_at(stop, tolls, people, caps)
        wrong += found.look(stop, tolls)
        bound += bound_of_limits(stop, tolls[""], caps, ranked)
        distance += int(stop.apart[stop.used] @ stop.given)
    wrong += violations_of_step_1(needs, plan, amounts, found, proof)
    wrong += violations_of_unmet(needs, amounts, unmet) if unmet is not None else []
    return Verdict(
        violations=tuple(wrong),
        objective=objective_of(needs, amounts),
        bound=bound + bound_of_needs(needs, found.cheapest, ranked),
        distance=distance,
    )


def violations_of_strays(resource: str, names: pl.Series, rows: Ints) -> list[Violation]:
    """Needs the plan gives to where there is no edge."""
    if not len(rows):
        return []
    return told(
        "not_an_edge",
        "{resource} 不可以帮 {need}：类别、镇街、日期或条件不符",
        "{resource} may not serve {need}: kind, street, days or conditions do not fit",
        names.gather(rows).to_frame("need").with_columns(resource=pl.lit(resource)),
        ("need", "resource"),
    )
