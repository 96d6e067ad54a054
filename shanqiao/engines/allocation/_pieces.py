"""What is planned for each part of a city, and how the pieces make a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from ._bound import bound_of
from ._certificate import certificate_of, in_order
from ._facts import City
from ._misses import misses_of
from ._order import elements_of
from ._parts import Kinds, Part, parts_of
from ._scarcity import scarcity_of
from ._steps import Steps
from ._unmet import unmet_of
from ._why import matches_of
from ._workers import ONE_BY_ONE, Progress, Workers

Task = tuple[Part, pl.DataFrame | None]  # a part, and what stands of a plan made before


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
    workers: Workers = ONE_BY_ONE,
) -> list[Piece]:
    """Plan one part after the other.

    Args:
        standing: see `solve`.

    Raises:
        ValueError: the policy is not known.
        CannotSolve: the numbers are too large for the flow solver.
    """
    every, planned, pieces = max(1, city.needs.height), 0, []

    def tell(task: Task, step: str, done: float) -> None:
        progress(step, (planned + done * task[0].city.needs.height) / every)

    for (part, _), piece in workers.each(piece_of, tasks_of(city, policy, standing), tell):
        pieces.append(piece)
        planned += part.city.needs.height
        progress("reasons", planned / every)
    return pieces


def tasks_of(
    city: City, policy: str, standing: pl.DataFrame | None, kinds: Kinds | None = None
) -> Iterator[Task]:
    """The parts of a city, each with what stands of a plan made before.

    Args:
        kinds: only parts with some of them; all where None.
    """
    for part in parts_of(city, elements_of(city.needs, policy), kinds):
        yield part, _within(part, standing)


def piece_of(task: Task, progress: Progress) -> Piece:
    """Plan one part, with its reasons and its proof."""
    return piece_from(Steps(*task, lambda step, done: progress(step, 0.8 * done)), progress)


def piece_from(steps: Steps, progress: Progress) -> Piece:
    """The reasons and the proof of a part that is solved as far as it is."""
    solution = steps.solution
    progress("reasons", 0.8)
    misses = misses_of(solution)
    return Piece(
        matches=matches_of(solution),
        unmet=unmet_of(solution, misses),
        scarcity=scarcity_of(solution, misses),
        certificate=certificate_of(solution),
        edges=len(solution.edges.need),
        objective=steps.value,
        bound=bound_of(solution),
    )


def _within(part: Part, standing: pl.DataFrame | None) -> pl.DataFrame | None:
    """As much of a standing plan as speaks of needs of the part."""
    if standing is None:
        return None
    return standing.join(part.city.needs.select("need"), on="need", how="semi")


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
