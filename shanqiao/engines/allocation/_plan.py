"""The door: a city in, a plan with its reasons and its proof out."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ._certificate import certificate_of
from ._facts import City
from ._misses import misses_of
from ._scarcity import scarcity_of
from ._solution import solution_of
from ._summary import summary_of
from ._unmet import unmet_of
from ._why import matches_of
from ._workers import ONE_BY_ONE, Progress, Workers


@dataclass(frozen=True)
class Plan:
    """Who gets how much from whom, why, and what proves that no plan is better.

    Attributes:
        policy: the order in which needs were served.
        matches: need, resource, quantity (> 0), why (codes joined by "|"), why_zh, why_en; by
            need and resource.
        unmet: need, missing, reason, nearest, nearest_zh, nearest_en; by need. See `unmet_of`.
        scarcity: one row per resource. See `scarcity_of`.
        certificate: part, key1, key2, kind, price. See `certificate_of`.
        summary: figures; plain lists, texts and numbers. See `summary_of`.
    """

    policy: str
    matches: pl.DataFrame
    unmet: pl.DataFrame
    scarcity: pl.DataFrame
    certificate: pl.DataFrame
    summary: dict[str, object]


def solve(
    city: City,
    *,
    policy: str = "basic_first",
    standing: pl.DataFrame | None = None,
    progress: Progress | None = None,
    workers: Workers = ONE_BY_ONE,
) -> Plan:
    """The plan of the plan files: amounts in strict order, then distance, then one answer.

    The same content gives the same plan, whatever order its rows came in.

    Args:
        policy: ``basic_first`` or ``gravest_first``.
        standing: need, resource, quantity of a plan already made. Among plans that are equal in
            amounts and distance the one nearest to it is chosen.
        progress: called with the name of a step and how much of the whole is done, 0 to 1.
        workers: who carries out the parts; it changes no byte.

    Raises:
        ValueError: the policy is not known.
        CannotSolve: the numbers are too large for the flow solver.
    """
    tell = progress or (lambda step, done: None)
    solution = solution_of(
        city, policy, standing, lambda step, done: tell(step, 0.8 * done), workers
    )
    tell("reasons", 0.8)
    misses = misses_of(solution)
    plan = Plan(
        policy=policy,
        matches=matches_of(solution),
        unmet=unmet_of(solution, misses),
        scarcity=scarcity_of(solution, misses),
        certificate=certificate_of(solution),
        summary=summary_of(solution),
    )
    tell("done", 1.0)
    return plan
