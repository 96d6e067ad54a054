from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Crowd:
    """Groups ``first`` to ``last`` told as one; ``people`` different people are in them."""

    first: int
    last: int
    people: int


def crowds(groups: Sequence[Collection[Hashable]], *, fewest: int) -> list[Crowd]:
    """Put groups that follow each other together, until each crowd counts ``fewest`` different people.

    A crowd that is complete stays as it is, whatever follows: so what was told of it once is told for good, and two
    answers never differ by a few people. Groups at the end that are no crowd yet belong to none.

    Args:
        groups: who is in each, in order of time.
        fewest: at least 1.

    Raises:
        ValueError: ``fewest`` is less than 1.
    """
    if fewest < 1:
        raise ValueError(f"a crowd of {fewest} is none")
    found, first, people = [], 0, set()
    for n, group in enumerate(groups):
        people |= set(group)
        if len(people) >= fewest:
            found.append(Crowd(first, n, len(people)))
            first, people = n + 1, set()
    return found
