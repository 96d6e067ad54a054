"""What is planned for each part of a city, and how the pieces make a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from ._bound import bound_of
from ._certificate import certificate_of, in_order
from ._facts import City
from ._misses import misses_of
from ._order import elements_of
from ._parts import Kinds, Part, parts_of
from ._scarcity import scarcity_of
from ._solution import Progress, solution_of
from ._unmet import unmet_of
from ._why import matches_of


@dataclass(frozen=True)
class Piece:
    """The plan of one part; the tables are those of a `Plan`.

    Attributes:
        edges: how many pairs may be served.
        objective, bound: in the value of the plan files.
    """

    matches: pl.DataFrame
    unmet: pl.DataFrame
    scarcity: pl.DataFrame
    certificate: pl.DataFrame
    edges: int
    objective: int
    bound: int


def pieces_of(
    city: City,
    policy: str,
    standing: pl.DataFrame | None,
    progress: Progress,
    kinds: Kinds | None = None,
) -> list[Piece]:
    """Plan one part after the other.

    Args:
        standing: see `solve`.
        kinds: only parts with some of them; all where None.

    Raises:
        ValueError: the policy is not known.
        CannotSolve: the numbers are too large for the flow solver.
    """
    every = max(1, city.needs.height)
    pieces, planned = [], 0
    for part in parts_of(city, elements_of(city.needs, policy)):
        if kinds is not None and not kinds & part.kinds:
            continue
        size = part.city.needs.height

        def tell(step: str, at: float, before: int = planned, of: int = size) -> None:
            progress(step, (before + of * at) / every)

        pieces.append(piece_of(part, standing, tell))
        planned += size
    return pieces


def piece_of(part: Part, standing: pl.DataFrame | None, progress: Progress) -> Piece:
    """Plan one part, with its reasons and its proof."""
    solution = solution_of(part, standing, lambda step, done: progress(step, 0.8 * done))
    progress("reasons", 0.8)
    misses = misses_of(solution)
    return Piece(
        matches=matches_of(solution),
        unmet=unmet_of(solution, misses),
        scarcity=scarcity_of(solution, misses),
        certificate=certificate_of(solution),
        edges=len(solution.edges.need),
        objective=part.elements.objective(solution.amounts),
        bound=bound_of(solution),
    )


def together(pieces: Iterable[Piece]) -> Piece:
    """One piece of several; at least one, none with a row of another."""
    all_of = list(pieces)
    return Piece(
        matches=pl.concat([piece.matches for piece in all_of]).sort("need", "resource"),
        unmet=pl.concat([piece.unmet for piece in all_of]).sort("need"),
        scarcity=pl.concat([piece.scarcity for piece in all_of]).sort("resource"),
        certificate=in_order(pl.concat([piece.certificate for piece in all_of])),
        edges=sum(piece.edges for piece in all_of),
        objective=sum(piece.objective for piece in all_of),
        bound=sum(piece.bound for piece in all_of),
    )
