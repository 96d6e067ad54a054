"""A few rounds of local improvement for those whom the wishes cost something."""

from __future__ import annotations

from .._order import Ints
from ._filling import fill
from ._giving import Giving
from ._making_room import invite, swap_a_helper, take_from_others

ROUNDS = 5
MOST_LOOKS = 2_000_000  # rather than seconds: the same work, so the same plan, on every machine
MOVES = (swap_a_helper, take_from_others, invite)


def improve(giving: Giving, proven: Ints) -> None:
    """Move and fill until nothing improves, or enough was tried.

    Args:
        proven: (n,) what each need got in the proven plan.
    """
    most: list[int] = proven.tolist()
    for _ in range(ROUNDS):
        before = giving.worth
        lost = [need for need, got in enumerate(giving.got) if got < most[need]]
        lost.sort(key=lambda need: -giving.next_rank(need))
        for need in lost:
            for move in MOVES:
                while giving.looks < MOST_LOOKS and giving.got[need] < giving.size[need]:
                    if not move(giving, need):
                        break
        fill(giving)
        if giving.worth == before:
            return
