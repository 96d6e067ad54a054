"""Why a need gets less from a resource than was proposed, what binds first standing first."""

from __future__ import annotations

from collections.abc import Iterator

from ._reason import Reason, because_of, class_of
from ._sides import Row, Sides, gap, gravity

ASKED = ("kind", "item", "street", "age", "disability", "hardship", "illness", "local")
DAYS = ("open_on", "due_on")
GRAVITY = ("severity", "urgency")


def why_less(sides: Sides, need: str, resource: str, to: str = "") -> Iterator[Reason]:
    """The reasons that fit.

    Args:
        to: the resource it moved to, "" where it did not move.
    """
    if (need, resource) in sides.declined:
        yield Reason("declined")
    if need not in sides.after.needs:
        yield Reason("granted" if need in sides.granted else "withdrawn")
    elif resource not in sides.after.resources:
        yield because_of("resource", ["gone"])
    else:
        yield from _it_no_longer_fits(sides, need, resource)
        yield from _less_is_wanted(sides, need)
        yield from _less_is_there(sides, need, resource)
        yield from _others_come_before(sides, need, resource)
        if to and to in sides.after.resources:
            yield from _the_other_is_nearer(sides, need, resource, to)
        yield from _it_made_room(sides, need, resource)


def differing(before: Row, after: Row, columns: tuple[str, ...]) -> list[str]:
    """The columns in which two rows differ."""
    return [column for column in columns if before[column] != after[column]]


def others(named: list[str], need: str) -> list[str]:
    """The needs among ``named`` that are not this one."""
    return [other for other in named if other != need]


def _it_no_longer_fits(sides: Sides, need: str, resource: str) -> Iterator[Reason]:
    row = sides.after.needs[need]
    code = sides.after.in_the_way(row, resource)
    if not code:
        return
    if code == "person_cap":
        yield Reason("cap")
    elif resource in sides.before.resources and sides.before.in_the_way(row, resource):
        before = sides.before.needs.get(need, row)
        columns = differing(before, row, (*ASKED, *GRAVITY, *DAYS, "quantity", "covered"))
        yield because_of("need", columns or [code])
    else:
        yield because_of("resource", [code])


def _less_is_wanted(sides: Sides, need: str) -> Iterator[Reason]:
    before, after = sides.before.needs.get(need), sides.after.needs[need]
    if before is None or gap(after) >= sides.total_was[need]:
        return
    if after["covered"] > before["covered"]:
        yield Reason("granted") if need in sides.granted else because_of("need", ["covered"])
    if after["quantity"] < before["quantity"]:
        yield because_of("need", ["quantity"])


def _less_is_there(sides: Sides, need: str, resource: str) -> Iterator[Reason]:
    before, after = sides.before.resources.get(resource), sides.after.resources[resource]
    if before is None:
        return
    if after["capacity"] < min(before["capacity"], sides.used_was.get(resource, 0)):
        yield because_of("resource", ["capacity"])
    reserve = differing(before, after, ("reserved_share", "reserved_for"))
    if reserve:
        yield because_of("resource", reserve)
    if _cap_binds(sides, need, resource):
        yield Reason("cap")


def _cap_binds(sides: Sides, need: str, resource: str) -> bool:
    """Has the person all they may get, and did the limit come nearer or another need of theirs take it?"""
    person, cap = sides.after.needs[need]["person"], sides.after.resources[resource]["person_cap"]
    if cap is None:
        return False
    own = [other for other, row in sides.after.needs.items() if row["person"] == person]
    had = sides.after.had.get((resource, person), 0)
    if had + sum(sides.now.get((other, resource), 0) for other in own) < cap:
        return False
    old = sides.before.resources[resource]["person_cap"]
    mine = [other for other in others(sides.gaining.get(resource, []), need) if other in own]
    nearer = had > sides.before.had.get((resource, person), 0) or old is None or cap < old
    return nearer or bool(mine)


def _others_come_before(sides: Sides, need: str, resource: str) -> Iterator[Reason]:
    """Only for a need that gets less in all, at a resource of which nothing is left for it."""
    before, after = sides.before.needs.get(need), sides.after.needs[need]
    if sides.total_now.get(need, 0) >= min(sides.total_was[need], gap(after)):
        return
    if before is not None and gravity(after) < gravity(before):
        yield because_of("need", differing(before, after, GRAVITY))
    mine = _lost_rank(sides, need)
    gaining = [
        o for o in others(sides.gaining.get(resource, []), need) if _is_ahead(sides, o, mine)
    ]
    if gaining:
        gravest = max(gaining, key=lambda o: (gravity(sides.after.needs[o]), sides.rank[o]))
        yield _ahead(after, sides.after.needs[gravest])
    elif sides.price.get(resource, 0) >= mine and resource in sides.last_served:
        yield _ahead(after, sides.last_served[resource])


def _lost_rank(sides: Sides, need: str) -> int:
    """The rank weight of the first half of a need that is not served wholly."""
    row, given = sides.after.needs[need], sides.total_now.get(need, 0)
    first, rest = sides.rank[need]
    return first if row["covered"] + given < (row["quantity"] + 1) // 2 else rest


def _is_ahead(sides: Sides, other: str, rank: int) -> bool:
    return max(sides.rank[other]) > rank


def _ahead(mine: Row, other: Row) -> Reason:
    if gravity(other) > gravity(mine):
        return Reason("graver", class_of(other["urgency"], other["severity"]))
    return Reason("earlier" if gravity(other) == gravity(mine) else "basic")


def _the_other_is_nearer(sides: Sides, need: str, resource: str, to: str) -> Iterator[Reason]:
    if sides.distance(need, to) < sides.distance(need, resource):
        yield Reason("nearer")


def _it_made_room(sides: Sides, need: str, resource: str) -> Iterator[Reason]:
    after = sides.after.needs[need]
    whole = sides.total_now.get(need, 0) >= min(sides.total_was[need], gap(after))
    if whole and others(sides.gaining.get(resource, []), need):
        yield Reason("room")
