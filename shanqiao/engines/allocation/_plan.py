"""The door: a city in, a plan with its reasons and its proof out."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ._facts import City
from ._order import elements_of
from ._pieces import Piece, pieces_of, together
from ._summary import summary_of
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
        workers: who plans the parts; it changes no byte.

    Raises:
        ValueError: the policy is not known.
        CannotSolve: the numbers are too large for the flow solver.
    """
    tell = progress or (lambda step, done: None)
    pieces = pieces_of(
        city, policy, standing, lambda step, done: tell(step, 0.95 * done), workers=workers
    )
    tell("figures", 0.95)
    plan = plan_of(city, policy, together(pieces))
    tell("done", 1.0)
    return plan


def plan_of(city: City, policy: str, piece: Piece) -> Plan:
    """The plan of a whole city whose parts are all in one piece."""
    elements = elements_of(city.needs, policy)
    figures = summary_of(
        city, elements, policy, piece.matches, edges=piece.edges, bound=piece.bound
    )
    return Plan(
        policy=policy,
        matches=piece.matches,
        unmet=piece.unmet,
        scarcity=piece.scarcity,
        certificate=piece.certificate,
        summary=figures,
    )
