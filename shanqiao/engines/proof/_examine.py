"""The examination of a plan: feasible, and optimal in both steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from ._facts import Files, read_had, read_needs, read_resources
from ._limits import violations_at
from ._optimal import Found, violations_of_step_1
from ._prices import Ints, limit_prices
from ._rows import read_certificate, read_matches
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
    prices = {step: limit_prices(proof, needs, resources, step) for step in ("", "step2_")}
    people = needs.select("who", "person").unique().sort("who")["person"]
    amounts = _amounts(needs, plan)
    wrong += _over_need(needs, amounts)
    ranked = values_by_rank(needs)
    found = Found(needs.height, amounts, prices, proof, needs)
    bound = distance = 0
    for stop in walk(needs, resources, read_had(city), plan):
        wrong += _stray(stop.resource["resource"], needs["need"].gather(stop.stray))
        wrong += violations_at(stop, prices, people)
        wrong += found.look(stop)
        bound += bound_of_limits(stop, prices[""], ranked)
        distance += int((stop.apart * stop.given).sum())
    wrong += violations_of_step_1(needs, amounts, found, proof)
    wrong += _unmet(needs, amounts, unmet) if unmet is not None else []
    return Verdict(
        violations=tuple(wrong),
        objective=objective_of(needs, amounts),
        bound=bound + bound_of_needs(needs, found.cheapest, ranked),
        distance=distance,
    )


def _amounts(needs: pl.DataFrame, plan: pl.DataFrame) -> Ints:
    amounts = np.zeros(needs.height, np.int64)
    np.add.at(amounts, plan["row"].to_numpy(), plan["quantity"].to_numpy())
    return amounts


def _over_need(needs: pl.DataFrame, amounts: Ints) -> list[Violation]:
    over = needs.select("need", "missing", got=pl.Series(amounts, dtype=pl.Int64))
    return told(
        "over_need",
        "{need} 一共得到 {got}，可它只缺 {missing}",
        "{need} gets {got} altogether and misses only {missing}",
        over.filter(pl.col("got") > pl.col("missing")),
        ("need",),
    )


def _stray(resource: str, needs: pl.Series) -> list[Violation]:
    if not len(needs):
        return []
    return told(
        "not_an_edge",
        "{resource} 不可以帮 {need}：类别、镇街、日期或条件不符",
        "{resource} may not serve {need}: kind, street, days or conditions do not fit",
        needs.to_frame("need").with_columns(resource=pl.lit(resource)),
        ("need", "resource"),
    )


def _unmet(needs: pl.DataFrame, amounts: Ints, unmet: pl.DataFrame) -> list[Violation]:
    left = needs.select("need", left=pl.col("missing") - pl.Series(amounts, dtype=pl.Int64))
    said = unmet.select("need", said=pl.col("missing"))
    both = left.filter(pl.col("left") != 0).join(said, on="need", how="full", coalesce=True)
    both = both.with_columns(pl.col("left", "said").fill_null(0))
    wrong = told(
        "unmet",
        "{need} 还缺 {left}，未满足清单写的是 {said}",
        "{need} misses {left}, the list of what is unmet says {said}",
        both.filter(pl.col("left") != pl.col("said")),
        ("need",),
    )
    twice = unmet.filter(pl.col("need").is_duplicated()).unique("need")
    return wrong + told(
        "stands_twice",
        "未满足清单里 {need} 写了不止一次",
        "{need} stands more than once in the list of what is unmet",
        twice.select("need"),
        ("need",),
    )
