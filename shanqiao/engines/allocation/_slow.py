"""The plan as anybody can check it by reading: every way to give is tried. For tiny cities only.

Nothing here knows of flows, networks or prices. The constraints are the sums of the plan files,
written down as they stand there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ..eligibility import parse
from ._facts import City

Row = dict[str, object]
Give = dict[tuple[str, str], int]
Limits = list[tuple[list[tuple[str, str]], int]]  # groups of edges, and the most of each group


@dataclass(frozen=True)
class SlowPlan:
    """What every right plan has in common.

    Attributes:
        amounts: what each need gets.
        objective: the value of the plan files.
        distance: the least sum of distance times quantity with these amounts.
        changes: with that distance, the least sum of |x - s| to the standing plan.
    """

    amounts: dict[str, int]
    objective: int
    distance: int
    changes: int


def solve_slowly(
    city: City, *, policy: str = "basic_first", standing: Give | None = None
) -> SlowPlan:
    """Serve one element after the other, unit by unit, and try every way to do so."""
    needs = {str(row["need"]): row for row in city.needs.to_dicts()}
    resources = {str(row["resource"]): row for row in city.resources.to_dicts()}
    edges = _edges(needs, resources)
    limits = _limits(edges, needs, resources, city.before.to_dicts())
    amounts = dict.fromkeys(needs, 0)
    value = 0
    for need, size, worth in _elements(needs, policy):
        for _ in range(size):
            more = amounts | {need: amounts[need] + 1}
            if next(_ways(more, edges, limits), None) is None:
                break
            amounts, value = more, value + worth
    best = min(
        (_distance(way, city, needs, resources), _changes(way, standing or {}, edges))
        for way in _ways(amounts, edges, limits)
    )
    return SlowPlan(amounts, value, *best)


def is_allowed(city: City, give: Give) -> bool:
    """Whether a way to give keeps within every edge and every limit."""
    needs = {str(row["need"]): row for row in city.needs.to_dicts()}
    resources = {str(row["resource"]): row for row in city.resources.to_dicts()}
    edges = _edges(needs, resources)
    if not give.keys() <= edges or min(give.values(), default=1) < 1:
        return False
    if any(_got(give, need) > _missing(row) for need, row in needs.items()):
        return False
    return _within(_limits(edges, needs, resources, city.before.to_dicts()), give)


def _got(give: Give, need: str) -> int:
    return sum(count for (served, _), count in give.items() if served == need)


def _missing(row: Row) -> int:
    return max(0, _int(row["quantity"]) - _int(row["covered"]))


def _within(limits: Limits, give: Give) -> bool:
    return all(sum(give.get(edge, 0) for edge in group) <= most for group, most in limits)


def _elements(needs: dict[str, Row], policy: str) -> list[tuple[str, int, int]]:
    """(need, size, worth of a unit) in the order in which they are served."""
    found = []
    for name, row in needs.items():
        quantity, covered = _int(row["quantity"]), _int(row["covered"])
        missing = _missing(row)
        first = max(0, (quantity + 1) // 2 - covered)
        p = 1 + _int(row["severity"]) + 15 * _int(row["urgency"])
        gravest = (-p, str(row["open_on"]), name)
        if policy == "basic_first":
            found += [((0, *gravest), name, first, 131 + p)]
            found += [((1, *gravest), name, missing - first, p)]
        else:
            found += [((0, *gravest), name, first, p), ((0, *gravest), name, missing - first, p)]
    return [(name, size, worth) for _, name, size, worth in sorted(found, key=lambda e: e[0])]


def _edges(needs: dict[str, Row], resources: dict[str, Row]) -> set[tuple[str, str]]:
    return {
        (need, resource)
        for need, n in needs.items()
        for resource, r in resources.items()
        if n["kind"] in _list(r["kinds"])
        and n["item"] == r["item"]
        and _missing(n) > 0
        and (not r["streets"] or {n["street"], str(n["street"])[:6]} & set(_list(r["streets"])))
        and str(n["open_on"]) <= str(r["valid_to"])
        and str(r["valid_from"]) <= str(n["due_on"])
        and parse(str(r["eligible"])).evaluate(n) is True
    }


def _ways(amounts: dict[str, int], edges: set[tuple[str, str]], limits: Limits) -> Iterator[Give]:
    """Every way to give these amounts that keeps within all limits."""
    resources = sorted({resource for _, resource in edges})

    def give(todo: list[str], way: Give) -> Iterator[Give]:
        if not todo:
            yield dict(way)
            return
        need, rest = todo[0], todo[1:]
        givers = [resource for resource in resources if (need, resource) in edges]
        for split in _splits(amounts[need], len(givers)):
            more = way | {(need, r): count for r, count in zip(givers, split, strict=True) if count}
            if _within(limits, more):
                yield from give(rest, more)

    return give([need for need, amount in amounts.items() if amount], {})


def _limits(
    edges: set[tuple[str, str]],
    needs: dict[str, Row],
    resources: dict[str, Row],
    before: list[Row],
) -> Limits:
    """Groups of edges, and the most that each group may give together; less what it had before."""
    limits: Limits = []
    for resource, r in resources.items():
        here = [edge for edge in sorted(edges) if edge[1] == resource]
        earlier = [row for row in before if row["resource"] == resource]
        capacity = _int(r["capacity"])
        limits.append((here, capacity))
        outside = []
        by_person = sorted(here, key=lambda edge: str(needs[edge[0]]["person"]))
        for person, group in groupby(by_person, key=lambda edge: str(needs[edge[0]]["person"])):
            mine = list(group)
            if r["person_cap"] is not None:
                had = sum(_int(row["quantity"]) for row in earlier if row["person"] == person)
                limits.append((mine, max(0, _int(r["person_cap"]) - had)))
            reserved_for = parse(str(r["reserved_for"]))
            strange = [edge for edge in mine if reserved_for.evaluate(needs[edge[0]]) is not True]
            # With a limit per person the person is inside or outside as a whole.
            outside += mine if strange and r["person_cap"] is not None else strange
        whole = capacity + sum(_int(row["quantity"]) for row in earlier)
        reserved = -(-_int(r["reserved_share"]) * whole // 100)
        had = sum(_int(row["quantity"]) for row in earlier if row["outside"])
        limits.append((outside, max(0, whole - reserved - had)))
    return limits


def _splits(amount: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to write ``amount`` as a sum of ``parts`` whole numbers."""
    if parts == 0:
        if amount == 0:
            yield ()
        return
    if parts == 1:
        yield (amount,)
        return
    for first in range(amount + 1):
        for rest in _splits(amount - first, parts - 1):
            yield (first, *rest)


def _distance(way: Give, city: City, needs: dict[str, Row], resources: dict[str, Row]) -> int:
    cash = {row["kind"] for row in city.kinds.to_dicts() if row["is_cash"]}
    total = 0
    for (need, resource), count in way.items():
        street, home = str(needs[need]["street"]), str(resources[resource]["home"])
        if needs[need]["kind"] in cash or street == home:
            continue
        total += count * (1 if street[:6] == home[:6] else 2)
    return total


def _changes(way: Give, standing: Give, edges: set[tuple[str, str]]) -> int:
    return sum(abs(way.get(edge, 0) - standing.get(edge, 0)) for edge in edges)


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value


def _list(value: object) -> list[str]:
    assert isinstance(value, list)
    return value
