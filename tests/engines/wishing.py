"""Wishes for small cities, and the best plan that meets them, found by trying every one."""

import random
from itertools import product

import polars as pl
from hypothesis import strategies as st

from shanqiao.engines.allocation._slow import _edges, _elements, _limits, _within
from shanqiao.engines.allocation.repair import Wishes
from shanqiao.engines.eligibility import parse

from .spoiling import missing


def wishes_for(city, dice):
    """Wishes by dice: some needs, some resources, perhaps a limit on helpers."""
    return _wishes(
        city,
        [dice.random() < 0.4 for _ in range(city.needs.height)],
        [dice.choice([0, 0, 1, 2, 3]) for _ in range(city.resources.height)],
        [dice.choice([0, 0, 33, 50, 100]) for _ in range(city.resources.height)],
        dice.choice([None, 1, 2]),
    )


@st.composite
def with_wishes(draw, cities):
    """A city, and wishes in it."""
    city = draw(cities)
    return city, wishes_for(city, random.Random(draw(st.integers(0, 10**6))))


def _wishes(city, whole, minimum, share, most_helpers):
    return Wishes.of(
        city.needs.with_columns(whole=pl.Series(whole, dtype=pl.Boolean)),
        city.resources.with_columns(
            minimum=pl.Series(minimum, dtype=pl.Int64),
            spent_share=pl.Series(share, dtype=pl.Int64),
        ),
        most_helpers,
    )


class Wished:
    """What is wished for in a city, as anybody can read it from the rows."""

    def __init__(self, city, wishes):
        self.needs = {row["need"]: row for row in city.needs.to_dicts()}
        self.resources = {row["resource"]: row for row in city.resources.to_dicts()}
        self.edges = _edges(self.needs, self.resources)
        self.limits = _limits(self.edges, self.needs, self.resources, city.before.to_dicts())
        self.whole = set(wishes.needs["need"])
        rows = wishes.resources.to_dicts()
        self.minimum = {row["resource"]: row["minimum"] for row in rows}
        self.share = {row["resource"]: row["spent_share"] for row in rows}
        self.most_helpers = wishes.most_helpers or len(self.resources) + 1

    def inside(self, need, resource):
        """As the plan files say of a reserve: per person where one person may only get so much."""
        row, mine = self.resources[resource], [need]
        if row["person_cap"] is not None:
            person = self.needs[need]["person"]
            edges = [n for n, r in self.edges if r == resource]
            mine = [n for n in edges if self.needs[n]["person"] == person]
        condition = parse(row["reserved_for"])
        return all(condition.evaluate(self.needs[n]) is True for n in mine)

    def broken(self, give):
        """Which wishes a way to give breaks."""
        found = set()
        for need in self.needs:
            got = [count for (n, _), count in give.items() if n == need]
            if need in self.whole and 0 < sum(got) < missing(self.needs[need]):
                found.add("whole")
            if len(got) > self.most_helpers:
                found.add("most_helpers")
        for (_, resource), count in give.items():
            if count < self.minimum.get(resource, 0):
                found.add("minimum")
        for resource, share in self.share.items():
            given = {n: count for (n, r), count in give.items() if r == resource}
            inside = sum(count for n, count in given.items() if self.inside(n, resource))
            if 100 * inside < share * sum(given.values()):
                found.add("spent_share")
        return found


def best_value(city, policy, wishes):
    """The value of the best plan that keeps every limit and meets every wish."""
    wished = Wished(city, wishes)
    elements = _elements(wished.needs, policy)
    worth = {need: [(s, w) for n, s, w in elements if n == need] for need in wished.needs}
    ways = {need: list(_ways(wished, need)) for need in wished.needs}
    best = 0

    def go_on(todo, give, value, hope):
        nonlocal best
        if value + hope <= best:
            return
        if not todo:
            best = value if not wished.broken(give) else best
            return
        need, rest = todo[0], todo[1:]
        most = _value(worth[need], missing(wished.needs[need]))
        for way in ways[need]:
            more = give | way
            if _within(wished.limits, more):
                got = _value(worth[need], sum(way.values()))
                go_on(rest, more, value + got, hope - most)

    all_of_it = sum(_value(worth[n], missing(row)) for n, row in wished.needs.items())
    go_on(list(wished.needs), {}, 0, all_of_it)
    return best


def _ways(wished, need):
    """Every way to serve one need that keeps its own wishes, what gives most first."""
    rest = missing(wished.needs[need])
    givers = sorted(r for n, r in wished.edges if n == need)
    found = []
    for counts in product(range(rest + 1), repeat=len(givers)):
        way = {(need, r): count for r, count in zip(givers, counts, strict=True) if count}
        got = sum(counts)
        if (
            got > rest
            or len(way) > wished.most_helpers
            or (need in wished.whole and 0 < got < rest)
        ):
            continue
        if all(count >= wished.minimum.get(r, 0) for (_, r), count in way.items()):
            found.append(way)
    return sorted(found, key=lambda way: -sum(way.values()))


def _value(halves, amount):
    total = 0
    for size, worth in halves:  # the first half stands first
        filled = min(size, amount)
        total, amount = total + filled * worth, amount - filled
    return total
