"""Moves that take from one need, or bring another nearer, so that a third one can be served."""

from __future__ import annotations

from functools import partial

from ._breaking import least_grave_first
from ._giving import Giving
from ._serving import attempt, serve

LOOKED_AT = 24  # of those who could give something up at one door


def swap_a_helper(giving: Giving, need: int) -> bool:
    """Where no more may help: one of those who do steps back for others."""

    def without(door: int) -> None:
        amount = giving.given[door]
        if giving.can_lose(door, amount):
            giving.put(door, 0)
            serve(giving, need, giving.size[need])

    if len(giving.helping[need]) < giving.ground.most_helpers:
        return False
    doors = sorted(giving.helping[need], key=lambda door: (giving.given[door], door))
    return any(attempt(giving, partial(without, door)) for door in doors)


def invite(giving: Giving, need: int) -> bool:
    """Where a share of what is spent stands in the way: people inside come over from elsewhere."""
    some = [door for door in giving.doors(need) if giving.strange_at[door]]
    return any(attempt(giving, partial(_invite_at, giving, door)) for door in some)


def take_from_others(giving: Giving, need: int) -> bool:
    """Others give something up, the least grave first, and are served again as far as can be."""
    doors = giving.doors(need)
    goals = {giving.first[need], giving.size[need]} - {0}
    for goal in sorted(goal for goal in goals if goal > giving.got[need]):
        missing = goal - giving.got[need]
        alone = [[door] for door in doors if _can_do_something(giving, door, missing)]
        for some in [*alone, doors]:
            if attempt(giving, partial(_take_for, giving, need, goal, some)):
                return True
    return False


def _can_do_something(giving: Giving, door: int, missing: int) -> bool:
    """Whether a door alone could serve its need, whoever steps back."""
    j = giving.resource[door]
    most = giving.left[j] + giving.spent[j]
    return most >= (missing if giving.whole[giving.need[door]] else giving.minimum[j])


def _take_for(giving: Giving, need: int, goal: int, doors: list[int]) -> None:
    missing, lost = goal - giving.got[need], []
    for door in doors:
        wanted = max(missing, giving.minimum[giving.resource[door]])
        lost += _free_at(giving, door, wanted)
        missing -= min(missing, giving.room(door))
        if not missing:
            break
    had = giving.got[need]
    if lost:
        serve(giving, need, goal)
    if giving.got[need] == had:
        return
    lost.sort(key=lambda other: -giving.next_rank(other))
    for other in lost:
        if giving.got[other] < giving.size[other]:
            serve(giving, other, giving.size[other])


def _free_at(giving: Giving, door: int, wanted: int) -> list[int]:
    """Make room at a door, and say which needs lost something."""
    lost = []
    able = [d for d in giving.served[giving.resource[door]] if giving.need[d] != giving.need[door]]
    chosen = least_grave_first(giving, able)[:LOOKED_AT]
    chosen.sort(key=lambda other: not _is_served_elsewhere(giving, other))
    for other in chosen:
        short = wanted - giving.room(door)
        if short <= 0:
            break
        mark, before = giving.mark(), giving.room(door)
        if not _give_up(giving, other, short) or giving.room(door) <= before:
            giving.back(mark)
            continue
        lost.append(giving.need[other])
    return lost


def _is_served_elsewhere(giving: Giving, door: int) -> bool:
    """Whether something free could take the place of a door."""
    return any(
        giving.left[giving.resource[other]] > 0
        and other != door
        and giving.room(other) >= giving.minimum[giving.resource[other]]
        for other in giving.doors(giving.need[door])
    )


def _give_up(giving: Giving, door: int, amount: int) -> bool:
    """Let a door give so much less, or nothing where a wish leaves no other way."""
    need, has = giving.need[door], giving.given[door]
    if giving.whole[need]:
        doors = sorted(giving.helping[need])
        if not all(giving.can_lose(other, giving.given[other]) for other in doors):
            return False
        for other in doors:
            giving.put(other, 0)
        return True
    kept = has - amount
    kept = kept if kept >= giving.minimum[giving.resource[door]] else 0
    if not giving.can_lose(door, has - kept):
        return False
    giving.put(door, kept)
    return True


def _invite_at(giving: Giving, door: int) -> None:
    """Just so many come over as are needed for what the need misses, or the resource can hold."""
    need, j = giving.need[door], giving.resource[door]
    share = giving.share[j]
    if share == 100:
        return
    most = (giving.left[j] + giving.spent[j]) * (100 - share) // 100
    strange = min(most, giving.strange[j] + giving.size[need] - giving.got[need])
    meant = -(-strange * share // (100 - share))
    begin, end = giving.ground.at[j : j + 2].tolist()
    guests = [d for d in range(begin, end) if not giving.strange_at[d]]
    guests = [d for d in guests if giving.got[giving.need[d]] > giving.given.get(d, 0)]
    for guest in guests[:LOOKED_AT]:
        short = meant - (giving.spent[j] - giving.strange[j])
        if short <= 0:
            break
        _come_over(giving, guest, short)
    serve(giving, need, giving.size[need])


def _come_over(giving: Giving, guest: int, wanted: int) -> None:
    """What a need gets from elsewhere comes from this door, as far as wishes allow."""
    need, least = giving.need[guest], giving.minimum[giving.resource[guest]]
    for other in sorted(giving.helping[need] - {guest}):
        has, here = giving.given[other], giving.given.get(guest, 0)
        amount = min(has, giving.room(guest), max(wanted, least - here))
        if 0 < has - amount < giving.minimum[giving.resource[other]]:
            amount = has if giving.room(guest) >= has else 0
        is_one_more = not here and amount < has
        too_many = is_one_more and len(giving.helping[need]) >= giving.ground.most_helpers
        allowed = here + amount >= least and not too_many and giving.can_lose(other, amount)
        if amount > 0 and allowed:
            giving.put(other, has - amount)
            giving.put(guest, here + amount)
            wanted -= amount
        if wanted <= 0:
            return
