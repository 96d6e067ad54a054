"""Whoever carries out the parts of a plan, it is the same plan, to the byte."""

from __future__ import annotations

import pickle

import polars as pl
import pytest
from hypothesis import given, settings
from polars.testing import assert_frame_equal

from shanqiao.engines.allocation import solve
from shanqiao.engines.allocation._apart import groups_apart
from shanqiao.engines.allocation._edges import resources_of
from shanqiao.engines.allocation._order import elements_of
from tests.engines.cities import (
    STREETS,
    a_city,
    a_large_city,
    a_need,
    a_resource,
    policies,
    tiny_cities,
)


class Elsewhere:
    """Many who see nothing but what was sent to them, and of whom the last begins first."""

    many = True

    def __init__(self):
        self.sent = []

    def each(self, work, tasks, tell):
        """Carry out copies of all tasks, the last one first; see `Workers`."""
        asked = list(tasks)
        letters = [pickle.dumps(task) for task in asked]
        self.sent += letters
        done = [work(pickle.loads(letter), lambda step, part: None) for letter in letters[::-1]]
        yield from zip(asked, pickle.loads(pickle.dumps(done[::-1])), strict=True)


def the_same_elsewhere(city, policy, standing=None):
    there = Elsewhere()
    one = solve(city, policy=policy, standing=standing)
    other = solve(city, policy=policy, standing=standing, workers=there)
    assert other.summary == one.summary
    for table in ("matches", "unmet", "scarcity", "certificate"):
        assert_frame_equal(getattr(other, table), getattr(one, table))
    return one, there


def parts_of(city):
    open_needs = elements_of(city.needs, "basic_first").open_needs
    return [
        (
            sorted(city.needs["need"].gather(group.needs)),
            city.resources["resource"].gather(group.resources).to_list(),
        )
        for group in groups_apart(city, open_needs, resources_of(city))
    ]


@settings(max_examples=200, deadline=None)
@given(city=tiny_cities(most_needs=8, most_resources=5), policy=policies)
def test_two_hundred_small_cities_have_one_plan_wherever_it_is_made(city, policy):
    the_same_elsewhere(city, policy)


@pytest.mark.parametrize("policy", ["basic_first", "gravest_first"])
def test_a_larger_city_with_a_past_has_one_plan_too_and_one_that_stands_is_kept(policy):
    city = a_large_city(needs=2_000, resources=100, seed=7, before=200)

    plan, _ = the_same_elsewhere(city, policy)

    standing = plan.matches.select("need", "resource", "quantity").gather_every(2)
    the_same_elsewhere(city, policy, standing)


def test_districts_that_share_no_giver_are_parts_of_their_own_until_one_gives_to_both():
    first, second = a_need("n1", street=STREETS[0]), a_need("n2", street=STREETS[2])
    apart = [
        a_resource("r1", streets=[STREETS[0][:6]]),
        a_resource("r2", streets=[STREETS[2]]),
    ]

    assert parts_of(a_city([first, second], apart)) == [(["n1"], ["r1"]), (["n2"], ["r2"])]

    both = a_resource("r3", streets=[STREETS[0], STREETS[2]])
    ((needs, resources),) = parts_of(a_city([first, second], [*apart, both]))
    assert needs == ["n1", "n2"]
    assert sorted(resources) == ["r1", "r2", "r3"]


def test_somebody_with_needs_in_two_parts_keeps_a_limit_reached_before():
    one, cash = "one person", ["cash_living", "cash_medical"]
    city = a_city(
        [
            a_need("n1", person=one, kind="cash_living", street=STREETS[0], quantity=3),
            a_need("n2", person=one, kind="cash_medical", street=STREETS[2], quantity=3),
        ],
        [
            a_resource("r1", kinds=cash, streets=[STREETS[0]], capacity=3, person_cap=2),
            a_resource("r2", kinds=cash, streets=[STREETS[2]], capacity=3, person_cap=2),
        ],
        before=[("r1", one, 2, False)],
    )
    assert len(parts_of(city)) == 2

    plan, _ = the_same_elsewhere(city, "basic_first")

    given = plan.matches.select("need", "resource", pl.col("quantity").cast(pl.Int64)).rows()
    assert given == [("n2", "r2", 2)]


def test_nothing_that_names_somebody_is_sent():
    city = a_large_city(needs=300, resources=30, seed=1)

    _, there = the_same_elsewhere(city, "basic_first")

    letters = b"".join(there.sent)
    assert letters
    named = [*city.needs["person"], *city.needs["street"], *city.resources["funder"]]
    assert [name for name in {*named} if name.encode() in letters] == []
