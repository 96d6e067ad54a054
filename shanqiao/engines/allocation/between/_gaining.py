"""Why a need gets more from a resource than was proposed, what binds first standing first."""

from __future__ import annotations

from collections.abc import Iterator

from ._losing import ASKED, DAYS, GRAVITY, differing, others, why_less
from ._reason import Reason, because_of
from ._sides import Sides, gap, gravity


def why_more(sides: Sides, need: str, resource: str) -> Iterator[Reason]:
    """The reasons that fit."""
    if need not in sides.before.needs:
        yield Reason("new_need")
    if resource not in sides.before.resources:
        yield Reason("new_resource")
    if need in sides.before.needs:
        if resource in sides.before.resources:
            yield from _it_fits_now(sides, need, resource)
            yield from _more_is_there(sides, resource)
        yield from _more_is_wanted(sides, need)
    for lost in sides.lost_by.get(need, []):
        if lost != resource:
            yield from why_less(sides, need, lost, resource)
    if others(sides.losing.get(resource, []), need):
        yield Reason("freed")


def _it_fits_now(sides: Sides, need: str, resource: str) -> Iterator[Reason]:
    before, after = sides.before.needs[need], sides.after.needs[need]
    code = sides.before.in_the_way(before, resource)
    if code == "person_cap":
        yield Reason("cap")
    elif code and not sides.before.in_the_way(after, resource):
        columns = differing(before, after, (*ASKED, *GRAVITY, *DAYS))
        yield because_of("need", columns or [code])
    elif code:
        yield because_of("resource", [code])


def _more_is_there(sides: Sides, resource: str) -> Iterator[Reason]:
    before, after = sides.before.resources[resource], sides.after.resources[resource]
    if after["capacity"] > before["capacity"] <= sides.used_was.get(resource, 0):
        yield because_of("resource", ["more"])
    reserve = differing(before, after, ("reserved_share", "reserved_for"))
    if reserve:
        yield because_of("resource", reserve)
    old, cap = before["person_cap"], after["person_cap"]
    if old is not None and (cap is None or cap > old):
        yield Reason("cap")


def _more_is_wanted(sides: Sides, need: str) -> Iterator[Reason]:
    before, after = sides.before.needs[need], sides.after.needs[need]
    if sides.total_now[need] <= sides.total_was.get(need, 0):
        return
    if gap(before) < sides.total_now[need]:
        yield because_of("need", differing(before, after, ("quantity", "covered")))
    if gravity(after) > gravity(before):
        yield because_of("need", differing(before, after, GRAVITY))
