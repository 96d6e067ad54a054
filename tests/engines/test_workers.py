"""Whoever carries out the parts of a plan, it is the same plan, to the byte."""

from __future__ import annotations

import pickle

import polars as pl
import pytest
from hypothesis import given, settings
from polars.testing import assert_frame_equal

from shanqiao.engines.allocation import solve
from tests.engines.cities import (
    a_city,
    a_large_city,
    a_need,
    a_resource,
    policies,
    tiny_cities,
)


class Elsewhere:
    """Many who see nothing but what was sent to them, and of whom the last begins first."""

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


@pytest.mark.thorough
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


def test_what_no_resource_ties_together_is_a_part_of_its_own():
    needs = [a_need("n1", kind="meal"), a_need("n2", kind="care_hour"), a_need("n3", kind="visit")]
    resources = [a_resource("r1", kinds=["meal"]), a_resource("r2", kinds=["care_hour"])]

    _, there = the_same_elsewhere(a_city(needs, resources), "basic_first")

    assert len(there.sent) == 3


def test_somebody_with_needs_in_two_parts_keeps_a_limit_reached_before():
    one = "one person"
    city = a_city(
        [
            a_need("n1", person=one, kind="cash_living", quantity=3),
            a_need("n2", person=one, kind="cash_medical", quantity=3),
        ],
        [
            a_resource("r1", kinds=["cash_living"], capacity=3, person_cap=2),
            a_resource("r2", kinds=["cash_medical"], capacity=3, person_cap=2),
        ],
        before=[("r1", one, 2, False)],
    )
    plan, _ = the_same_elsewhere(city, "basic_first")

    given = plan.matches.select("need", "resource", pl.col("quantity").cast(pl.Int64)).rows()
    assert given == [("n2", "r2", 2)]
