"""Bringing one need as far as every limit and every wish allows, with what is free."""

from __future__ import annotations

from collections.abc import Callable

from ._giving import Giving


def attempt(giving: Giving, act: Callable[[], None]) -> bool:
    """Do something and keep it if the plan is worth more than before; take it back if not."""
    mark, before = giving.mark(), giving.worth
    act()
    if giving.worth > before:
        return True
    giving.back(mark)
    return False


def serve(giving: Giving, need: int, goal: int) -> None:
    """Give a need up to ``goal`` altogether; a little more where a minimum asks for it.

    A need that is met wholly or not at all gets all it misses, or is left as it is.
    """
    mark = giving.mark()
    goal = giving.size[need] if giving.whole[need] else goal
    if giving.got[need] >= goal:
        return
    doors = [door for door in giving.doors(need) if giving.may_move(door)]
    _more_from_helpers(giving, need, goal, doors)
    if giving.got[need] < goal:
        _from_new_helpers(giving, need, goal, doors)
    if giving.got[need] < goal:
        _by_sharing_anew(giving, need, goal, doors)
    if giving.whole[need] and giving.got[need] < goal:
        giving.back(mark)


def _more_from_helpers(giving: Giving, need: int, goal: int, doors: list[int]) -> None:
    for door in doors:
        if door in giving.helping[need]:
            more = min(giving.room(door), goal - giving.got[need])
            giving.put(door, giving.given[door] + more)


def _from_new_helpers(giving: Giving, need: int, goal: int, doors: list[int]) -> None:
    """The nearest first; where helpers are few, those first that can give most of it."""
    most = giving.ground.most_helpers
    fresh = [door for door in doors if door not in giving.helping[need]]
    if len(fresh) + len(giving.helping[need]) > most:
        missing = goal - giving.got[need]
        fresh.sort(key=lambda door: -min(missing, giving.room(door)))
    for door in fresh:
        missing = goal - giving.got[need]
        if missing <= 0 or len(giving.helping[need]) >= most:
            return
        least = giving.minimum[giving.resource[door]]
        amount = min(giving.room(door), max(missing, least))
        if least <= amount <= giving.size[need] - giving.got[need]:
            giving.put(door, amount)


def _by_sharing_anew(giving: Giving, need: int, goal: int, doors: list[int]) -> None:
    """A new helper that gives no less than its minimum, for which another one gives less."""
    if len(giving.helping[need]) >= giving.ground.most_helpers:
        return
    for door in doors:
        if door in giving.helping[need]:
            continue
        missing = goal - giving.got[need]
        least = giving.minimum[giving.resource[door]]
        too_much = least - missing
        if missing <= 0 or too_much <= 0 or giving.room(door) < least:
            continue
        for other in doors:
            kept = giving.given.get(other, 0) - too_much
            if kept >= giving.minimum[giving.resource[other]] and giving.can_lose(other, too_much):
                giving.put(other, kept)
                giving.put(door, least)
                return
