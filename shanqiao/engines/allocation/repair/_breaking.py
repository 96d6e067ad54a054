"""Taking out what breaks a wish, until nothing does.

Each step only takes away, so it comes to an end. Where there is a choice the least grave gives
first; needs and resources are numbered by their text, so ties go by text.
"""

from __future__ import annotations

from ._giving import Giving

Causes = dict[int, str]  # which wish took something from a door first


def take_out(giving: Giving) -> Causes:
    """Take out whatever breaks a wish, and say for each door which wish it was."""
    causes: Causes = {}
    needs = range(len(giving.size))
    resources = range(len(giving.left))
    while True:
        mark = giving.mark()
        for j in resources:
            _below_a_minimum(giving, j, causes)
        for need in needs:
            _too_many_helpers(giving, need, causes)
        for need in needs:
            _not_whole(giving, need, causes)
        for j in resources:
            _share_too_small(giving, j, causes)
        if giving.mark() == mark:
            return causes


def least_grave_first(giving: Giving, doors: list[int]) -> list[int]:
    """Doors that give something, those of needs that come last in the strict order first."""
    return sorted(doors, key=lambda door: (giving.last_rank(giving.need[door]), door))


def _below_a_minimum(giving: Giving, resource: int, causes: Causes) -> None:
    least = giving.minimum[resource]
    if least > 1:
        for door in sorted(giving.served[resource]):
            if giving.given[door] < least:
                _take(giving, door, 0, "minimum", causes)


def _too_many_helpers(giving: Giving, need: int, causes: Causes) -> None:
    """Those that give most stay; among equals the first by text."""
    most = giving.ground.most_helpers
    if len(giving.helping[need]) > most:
        doors = sorted(giving.helping[need], key=lambda d: (-giving.given[d], giving.resource[d]))
        for door in doors[most:]:
            _take(giving, door, 0, "most_helpers", causes)


def _not_whole(giving: Giving, need: int, causes: Causes) -> None:
    if giving.whole[need] and 0 < giving.got[need] < giving.size[need]:
        for door in sorted(giving.helping[need]):
            _take(giving, door, 0, "whole", causes)


def _share_too_small(giving: Giving, resource: int, causes: Causes) -> None:
    share = giving.share[resource]
    if not share:
        return
    doors = [door for door in giving.served[resource] if giving.strange_at[door]]
    for door in least_grave_first(giving, doors):
        inside = giving.spent[resource] - giving.strange[resource]
        over = giving.strange[resource] - (100 - share) * inside // share
        if over <= 0:
            return
        kept = giving.given[door] - over
        _take(giving, door, kept if kept >= giving.minimum[resource] else 0, "spent_share", causes)


def _take(giving: Giving, door: int, kept: int, wish: str, causes: Causes) -> None:
    """A need that was to be met wholly or not at all loses all of it at the next look."""
    causes.setdefault(door, wish)
    giving.put(door, kept)
