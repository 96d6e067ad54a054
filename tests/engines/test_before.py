"""What was granted before counts: for the limit of one person, for a reserve, and in the proof."""

import json

import polars as pl
import pytest
from hypothesis import given, settings

from shanqiao.engines.allocation import CannotUseCity, City, solve
from shanqiao.engines.allocation._slow import is_allowed
from shanqiao.engines.proof import check, examine

from .changed import given_as
from .cities import a_city, a_large_city, a_need, a_resource, tiny_cities

patient = settings(deadline=None, max_examples=60)  # each example plans whole cities
YOUNG, OLD = {"age": 20}, {"age": 70}


def pairs(plan):
    return {
        (need, resource): count
        for need, resource, count in plan.matches.select("need", "resource", "quantity").iter_rows()
    }


def without_its_past(city):
    return City.of(city.needs, city.resources, city.kinds)


def test_of_a_limit_that_part_is_left_which_the_person_has_not_had():
    city = a_city(
        [a_need("n", person="p", quantity=9)],
        [a_resource("r", capacity=20, person_cap=10)],
        [("r", "p", 4, False), ("r", "p", 3, True), ("r", "somebody else", 9, False)],
    )

    assert pairs(solve(city)) == {("n", "r"): 3}


def test_several_needs_of_one_person_share_what_is_left_of_the_limit():
    needs = [
        a_need(kind, person="p", kind=kind, quantity=9) for kind in ("cash_living", "cash_medical")
    ]
    both = ["cash_living", "cash_medical"]
    city = a_city(
        needs, [a_resource("r", kinds=both, capacity=20, person_cap=10)], [("r", "p", 7, False)]
    )

    assert sum(pairs(solve(city)).values()) == 3


def test_who_has_had_it_all_gets_nothing_more_and_is_told_why():
    city = a_city(
        [a_need("n", person="p")],
        [a_resource("r", person_cap=10)],
        [("r", "p", 10, False)],
    )

    plan = solve(city)

    (unmet,) = plan.unmet.to_dicts()
    assert (pairs(plan), unmet["reason"]) == ({}, "person_cap")
    assert json.loads(unmet["nearest"]) == {
        "resource": "r",
        "change": ["person_cap"],
        "enough": True,
    }
    assert "with what was given before" in unmet["nearest_en"]
    assert "加上以前给过的" in unmet["nearest_zh"]


def test_what_was_had_before_is_told_where_it_fills_the_limit():
    city = a_city(
        [a_need("n", person="p", quantity=9)],
        [a_resource("r", capacity=20, person_cap=10)],
        [("r", "p", 7, False)],
    )

    why = solve(city).matches["why"].item().split("|")

    assert "person_cap_before" in why and "person_cap" not in why


def test_widening_a_condition_reaches_nobody_who_has_had_all_they_may():
    city = a_city(
        [a_need("n", person="p", **YOUNG)],
        [a_resource("r", person_cap=1, eligible="age >= 60")],
        [("r", "p", 1, False)],
    )

    row = solve(city).scarcity.row(0, named=True)

    assert (row["worth_eligible"], row["people_eligible"]) == (0, 0)


@pytest.mark.parametrize(
    ("inside", "outside", "left_for_all"),
    [
        pytest.param(0, 0, 2, id="half of the 4 that are there"),
        pytest.param(0, 4, 0, id="half of 8, and 4 went to others"),
        pytest.param(0, 2, 1, id="half of 6, and 2 went to others"),
        pytest.param(4, 0, 4, id="half of 8 went to those it is kept for, so the rest is open"),
        pytest.param(2, 2, 2, id="half of 8, and as much to the ones as to the others"),
        pytest.param(0, 9, 0, id="others had more than their half already"),
    ],
)
def test_a_reserve_is_a_share_of_all_there_ever_was(inside, outside, left_for_all):
    granted = [("r", "an old one", inside, False), ("r", "a young one", outside, True)]
    city = a_city(
        [a_need("n", quantity=9, **YOUNG)],
        [a_resource("r", capacity=4, reserved_share=50, reserved_for="age >= 60")],
        [row for row in granted if row[2]],
    )

    assert sum(pairs(solve(city)).values()) == left_for_all


def test_a_reserve_does_not_shrink_from_plan_to_plan():
    """What each plan gives to people outside the reserve stays within their part of the whole."""
    left, given = 100, 0
    for _month in range(5):
        city = a_city(
            [a_need("n", person="p", quantity=100, **YOUNG)],
            [a_resource("r", capacity=left, reserved_share=40, reserved_for="age >= 60")],
            [("r", "p", given, True)] if given else [],
        )
        now = sum(pairs(solve(city)).values())
        left, given = left - now, given + now

    assert (given, left) == (60, 40)


@pytest.mark.thorough
@patient
@given(city=tiny_cities())
def test_a_plan_that_forgets_what_was_granted_before_is_refused_where_it_gives_too_much(city):
    forgetful = solve(without_its_past(city))

    wrong = check(city, "basic_first", forgetful.matches, forgetful.certificate)

    give = {(m["need"], m["resource"]): m["quantity"] for m in forgetful.matches.to_dicts()}
    if not is_allowed(city, give):
        assert {v.code for v in wrong} & {"over_person_cap", "over_reserve"}


def test_the_proof_finds_somebody_who_gets_more_than_was_left_of_the_limit():
    city = a_city(
        [a_need("n", person="p", quantity=9)],
        [a_resource("r", capacity=20, person_cap=10)],
        [("r", "p", 7, False)],
    )
    plan = solve(without_its_past(city))

    wrong = check(city, "basic_first", given_as([("n", "r", 9)]), plan.certificate)

    assert ("over_person_cap", ("r", "p")) in [(v.code, v.about) for v in wrong]


def test_the_proof_finds_a_reserve_that_was_given_away_bit_by_bit():
    city = a_city(
        [a_need("n", quantity=2, **YOUNG), a_need("o", **OLD)],
        [a_resource("r", capacity=4, reserved_share=50, reserved_for="age >= 60")],
        [("r", "a young one", 4, True)],
    )
    plan = solve(without_its_past(city))

    wrong = check(city, "basic_first", plan.matches, plan.certificate)

    assert [(v.code, v.about) for v in wrong] == [("over_reserve", ("r",))]


@pytest.mark.parametrize("policy", ["basic_first", "gravest_first"])
def test_a_city_with_a_long_past_is_planned_and_proven(policy):
    city = a_large_city(needs=4_000, resources=150, seed=11, before=6_000)
    plan = solve(city, policy=policy)

    verdict = examine(city, policy, plan.matches, plan.certificate, plan.unmet)

    assert city.before.height > 5_000
    assert verdict.violations == ()
    assert verdict.objective == verdict.bound > 0
    assert verdict.objective < solve(without_its_past(city), policy=policy).summary["objective"]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([("r", "p", 0, True)], "r granted nothing above 0 before"),
        ([("gone", "p", 1, True)], "gone granted something before and is not there"),
        ([("r", "p", 1, True), ("r", "p", 2, True)], "r granted a person twice before"),
        ([("r", "p", 2**54, True)], "r granted more than"),
        ([("r", None, 1, True)], "before has empty cells in person"),
    ],
)
def test_a_past_that_cannot_be_is_refused(rows, says):
    with pytest.raises(CannotUseCity, match=says):
        a_city([], [a_resource("r")], rows)


def test_without_a_past_a_fingerprint_is_that_of_the_files_and_any_grant_changes_it():
    needs, resources = [a_need("n", person="p")], [a_resource("r")]
    city, empty = a_city(needs, resources), a_city(needs, resources, [])
    rows = [("r", "p", 1, True), ("r", "p", 1, False), ("r", "p", 2, True), ("r", "q", 1, True)]

    digests = {a_city(needs, resources, [row]).digest() for row in rows}

    assert city.digest() == empty.digest() == without_its_past(city).digest()
    assert len(digests | {city.digest()}) == 5


def test_the_digest_of_the_file_form_is_what_it_always_was():
    """A digest stands on old plans and on printed reports: it may not change with a new table."""
    city = a_city([a_need("n")], [a_resource("r")])

    assert city.digest() == "d5a10056b6ccece69d1df4f6cbdc8a4c0819d735a4b1bd6329196cb1a2201f87"
    assert city.before.schema == {
        "resource": pl.String,
        "person": pl.String,
        "quantity": pl.Int64,
        "outside": pl.Boolean,
    }
