"""Which resource is scarce, which of its conditions binds, and who would be reached without it."""

from __future__ import annotations

import numpy as np
import polars as pl

from ._edges import Edges
from ._misses import Misses
from ._order import Flags, Ints
from ._solution import Solution


def scarcity_of(solution: Solution, misses: Misses) -> pl.DataFrame:
    """One row per resource, by resource.

    Worths are in the value of the plan files and exact for the first unit, everything else
    being as it is: what the best plan with the change is worth more than this one.

    Returns:
        ``resource``; ``left`` in its unit; ``worth_of_one_more`` of one more unit of capacity with
        what is reserved unchanged (so somebody outside the reserve may get it, unless they had
        too much before); and for each condition ``worth_…`` of relaxing it a little and
        ``people_…``, how many people would get something if it were relaxed for each of
        them alone:

        - ``eligible``: one person whose answer is no or unknown is served after all;
        - ``streets``: one person of a district is served, where so far only streets of that
          district are;
        - ``valid``: one person whose span is at most 30 days away from the resource's is served;
        - ``person_cap``: one person may get one unit more;
        - ``reserved``: one unit less is reserved.

        For the first three the person fails in this condition alone and has not got all that
        one person may get from the resource. For the last two nobody had more before than the
        condition allows: a little would not do.
    """
    caps, reserves = _person_caps(solution), _reserves(solution)
    value, gain = solution.elements.value_by_rank, solution.prices.gain
    one_more = np.where(solution.limits.overdrawn, gain.resource, gain.general)
    columns: dict[str, pl.Series | Ints] = {
        "resource": solution.city.resources["resource"],
        "left": solution.limits.capacity - solution.spent,
        "worth_of_one_more": value[one_more],
    }
    relaxed = {
        **{c: (misses.worth[c], misses.people[c]) for c in ("eligible", "streets", "valid")},
        "person_cap": caps,
        "reserved": reserves,
    }
    for condition, (worth, people) in relaxed.items():
        columns |= {f"worth_{condition}": worth, f"people_{condition}": people}
    return pl.DataFrame(columns)


def _person_caps(solution: Solution) -> tuple[Ints, Ints]:
    full, gain, loss = solution.full, solution.prices.gain, solution.prices.loss
    full = full.some(full.had <= solution.limits.cap[full.resource])
    above = np.maximum(gain.behind_person(full), gain.need[full.need])
    return _relaxed(solution, full, above, loss.before_person(full))


def _reserves(solution: Solution) -> tuple[Ints, Ints]:
    """Only where people outside the reserve have got all that they may get together."""
    gain, loss = solution.prices.gain, solution.prices.loss
    binding = binding_reserves(solution) & ~solution.limits.overdrawn
    outside = kept_out(solution, binding)
    return _relaxed(
        solution, outside, gain.general[outside.resource], loss.resource[outside.resource]
    )


def binding_reserves(solution: Solution) -> Flags:
    """(m,) where people outside the reserve have got all that is not reserved."""
    given, limits = solution.given, solution.limits
    outside = given.by_resource(len(limits.capacity), given.edges.general)
    binding: Flags = limits.reserves & (outside == limits.general)
    return binding


def kept_out(solution: Solution, binding: Flags) -> Edges:
    """The edges outside some reserves, (m,) flags, on which the person might get more."""
    edges = solution.edges
    outside = edges.some(edges.places(lambda some: some.general & binding[some.resource]))
    return outside.some(~solution.is_full(outside))


def _relaxed(solution: Solution, edges: Edges, gain: Ints, loss: Ints) -> tuple[Ints, Ints]:
    """(m,) the best worth over some edges, and how many people on them would get something."""
    value = solution.elements.value_by_rank
    size = len(solution.limits.capacity)
    worth, people = np.zeros(size, np.int64), np.zeros(size, np.int64)
    possible = loss < len(value)
    edges, gain, loss = edges.some(possible), gain[possible], loss[possible]
    np.maximum.at(worth, edges.resource, value[gain] - value[loss])
    reached = edges.some(value[solution.unfilled[edges.need]] > value[loss])
    _, once = np.unique(reached.pairs, return_index=True)
    np.add.at(people, reached.resource[once], 1)
    return worth, people
