"""The plan itself: amounts, distance, one answer."""

from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from shanqiao.engines.allocation import (
    CannotUseCity,
    City,
    options,
    solve,
    solve_slowly,
)

from .changed import given_as
from .cities import DAY, a_city, a_large_city, a_need, a_resource, policies, tiny_cities

patient = settings(deadline=None, max_examples=60)  # each example plans whole cities


def amounts(city, plan):
    """What each need gets, needs without anything included."""
    given = dict.fromkeys(city.needs["need"].to_list(), 0)
    for match in plan.matches.iter_rows(named=True):
        given[match["need"]] += match["quantity"]
    return given


def pairs(plan):
    return {(m["need"], m["resource"]): m["quantity"] for m in plan.matches.iter_rows(named=True)}


def changes(plan, standing):
    """The sum of |x - s|."""
    now = pairs(plan)
    return sum(abs(now.get(p, 0) - standing.get(p, 0)) for p in now.keys() | standing.keys())


def edges(city):
    """Where something could be given."""
    return [
        (need["need"], resource)
        for need in city.needs.iter_rows(named=True)
        if need["quantity"] > need["covered"]
        for resource in options(need, city.resources).filter("fits")["resource"]
    ]


def frame_of(standing):
    return given_as([(*pair, count) for pair, count in standing.items()])


def frames(plan):
    return {
        "matches": plan.matches,
        "unmet": plan.unmet,
        "scarcity": plan.scarcity,
        "certificate": plan.certificate,
    }


@pytest.mark.thorough
@patient
@given(city=tiny_cities(), policy=policies)
def test_the_plan_is_the_one_found_by_trying_everything(city, policy):
    slow = solve_slowly(city, policy=policy)

    plan = solve(city, policy=policy)

    assert amounts(city, plan) == slow.amounts
    assert plan.summary["objective"] == slow.objective
    assert plan.summary["distance"] == slow.distance


@pytest.mark.thorough
@patient
@given(city=tiny_cities(), policy=policies)
def test_no_plan_has_a_greater_value_than_the_prices_allow(city, policy):
    summary = solve(city, policy=policy).summary

    assert summary["objective"] == summary["bound"]


@pytest.mark.thorough
@patient
@given(city=tiny_cities(), dice=st.randoms())
def test_the_same_content_in_another_order_gives_the_same_plan(city, dice):
    def shuffled(frame):
        return frame[dice.sample(range(frame.height), frame.height)]

    lists_turned = city.resources.with_columns(pl.col("kinds", "streets").list.reverse())
    again = City.of(
        shuffled(city.needs), shuffled(lists_turned), shuffled(city.kinds), shuffled(city.before)
    )

    assert again.digest() == city.digest()
    first, second = solve(city), solve(again)
    for name, frame in frames(first).items():
        assert_frame_equal(frame, frames(second)[name])
    assert first.summary == second.summary


@pytest.mark.thorough
@patient
@given(city=tiny_cities(most_needs=4), dice=st.randoms())
def test_among_equal_plans_the_one_nearest_to_the_standing_plan_is_chosen(city, dice):
    standing = {pair: dice.randint(1, 3) for pair in edges(city) if dice.random() < 0.5}
    slow = solve_slowly(city, standing=standing)

    plan = solve(city, standing=frame_of(standing))

    assert amounts(city, plan) == slow.amounts
    assert plan.summary["distance"] == slow.distance
    assert changes(plan, standing) == slow.changes


@pytest.mark.thorough
@patient
@given(city=tiny_cities(), policy=policies)
def test_a_plan_asked_for_again_beside_itself_stays_as_it_is(city, policy):
    plan = solve(city, policy=policy)

    again = solve(city, policy=policy, standing=plan.matches)

    assert pairs(again) == pairs(plan)


def test_a_standing_plan_stays_where_another_is_only_equal_to_it():
    needs = [a_need("n1"), a_need("n2")]
    city = a_city(needs, [a_resource("r1"), a_resource("r2")])
    straight = {("n1", "r1"): 1, ("n2", "r2"): 1}
    crossed = {("n1", "r2"): 1, ("n2", "r1"): 1}

    plans = [solve(city, standing=frame_of(standing)) for standing in (straight, crossed)]

    assert [pairs(plan) for plan in plans] == [straight, crossed]


def test_a_standing_plan_gives_way_to_distance():
    city = a_city([a_need("n1")], [a_resource("far", home="440106001"), a_resource("near")])

    plan = solve(city, standing=frame_of({("n1", "far"): 1}))

    assert pairs(plan) == {("n1", "near"): 1}


def test_what_can_serve_only_one_need_is_kept_for_it():
    needs = [a_need("n1", severity=90, age=70), a_need("n2", severity=10, age=30)]
    old_only = a_resource("old only", eligible="age >= 60")
    city = a_city(needs, [a_resource("everybody"), old_only])

    plan = solve(city)

    assert pairs(plan) == {("n1", "old only"): 1, ("n2", "everybody"): 1}


def test_a_need_moves_to_another_giver_so_that_one_more_is_served():
    needs = [a_need(f"n{i}", severity=90 - i, street=street) for i, street in enumerate("abc")]
    places = {"a": "440104001", "b": "440104002", "c": "440106001"}
    needs = [need | {"street": places[need["street"]]} for need in needs]
    resources = [
        a_resource("r1", streets=["440104001", "440104002"]),
        a_resource("r2", streets=["440104002", "440106001"]),
        a_resource("r3", streets=["440104001"], home="440106001"),
    ]

    plan = solve(a_city(needs, resources))

    assert pairs(plan) == {("n0", "r3"): 1, ("n1", "r1"): 1, ("n2", "r2"): 1}


@pytest.mark.parametrize("frame", ["needs", "resources", "both"])
def test_an_empty_city_has_an_empty_plan(frame):
    needs = [] if frame in ("needs", "both") else [a_need("n1")]
    resources = [] if frame in ("resources", "both") else [a_resource("r1")]

    plan = solve(a_city(needs, resources))

    assert plan.matches.is_empty()
    assert plan.summary["objective"] == plan.summary["bound"] == 0
    assert plan.unmet.height == len(needs)
    assert plan.scarcity.height == len(resources)


def test_large_amounts_of_money_are_planned_to_the_fen():
    fen = 2**50
    needs = [a_need(f"n{i}", kind="cash_living", quantity=fen + i, severity=i) for i in range(3)]
    city = a_city(needs, [a_resource("fund", kinds=["cash_living"], capacity=2**53)])

    plan = solve(city)

    assert amounts(city, plan) == {f"n{i}": fen + i for i in range(3)}
    assert plan.summary["objective"] == plan.summary["bound"]


def test_progress_is_told_and_never_goes_back():
    told = []
    city = a_large_city(needs=1_000, resources=100, seed=5)

    solve(city, progress=lambda step, done: told.append((step, done)))

    shares = [done for _, done in told]
    assert shares == sorted(shares) and shares[-1] == 1.0
    assert {step for step, _ in told} >= {"edges", "amounts", "distance", "prices", "reasons"}


def test_a_policy_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="youngest_first"):
        solve(a_city([], []), policy="youngest_first")


@pytest.mark.parametrize(
    ("need", "resource", "says"),
    [
        ({"quantity": 0}, {}, "not above 0"),
        ({"covered": -1}, {}, "less than 0 covered"),
        ({"severity": 101}, {}, "severity"),
        ({"urgency": 3}, {}, "urgency"),
        ({"kind": "advice"}, {}, "kind that is not known"),
        ({"street": "440104"}, {}, "no 9-digit street"),
        ({"quantity": 2**54}, {}, "add up to more"),
        ({}, {"capacity": -1}, "capacity below 0"),
        ({}, {"capacity": 2**54}, "capacity above"),
        ({}, {"person_cap": 0}, "person_cap not above 0"),
        ({}, {"reserved_share": 101}, "reserved_share"),
        ({}, {"streets": ["4401"]}, "neither 6 nor 9 digits"),
        ({}, {"kinds": ["meal", "visit"]}, "mixes meal, visit"),
        ({}, {"kinds": ["advice"]}, "advice, which is not known"),
        ({}, {"kinds": []}, "serves no kind"),
        ({}, {"eligible": "age >"}, "eligible, at 6"),
        ({}, {"reserved_for": "income > 3"}, "no column income"),
        ({"need": None}, {}, "empty cells in need"),
    ],
)
def test_a_city_that_cannot_be_planned_is_refused_with_the_reason(need, resource, says):
    with pytest.raises(CannotUseCity, match=says):
        a_city([a_need("n1") | need], [a_resource("r1") | resource])


def test_identities_that_stand_twice_are_refused():
    twice = [a_need("n1"), a_need("n1", kind="visit")]
    same = [a_need("n1", person="p"), a_need("n2", person="p")]

    with pytest.raises(CannotUseCity, match="n1 stands twice"):
        a_city(twice, [])
    with pytest.raises(CannotUseCity, match="n1, n2 is not the only one"):
        a_city(same, [])
    with pytest.raises(CannotUseCity, match="r1 stands twice"):
        a_city([], [a_resource("r1"), a_resource("r1")])


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(CannotUseCity) as refused:
        a_city([a_need("n1", quantity=0, severity=200)], [a_resource("r1", capacity=-1)])

    assert len(refused.value.doubts) == 3
    assert "需要 n1" in refused.value.zh and refused.value.zh.count("；") == 2


def test_a_frame_that_lacks_a_column_is_refused():
    with pytest.raises(CannotUseCity, match="needs lacks person, kind"):
        City.of(pl.DataFrame({"need": ["n1"]}), pl.DataFrame())


@given(
    column=st.sampled_from(["quantity", "severity", "age", "item", "local", "due_on", "illness"])
)
def test_a_fingerprint_changes_with_any_cell(column):
    other = {
        "quantity": 2,
        "severity": 51,
        "age": None,
        "item": "x",
        "local": None,
        "due_on": DAY + timedelta(days=31),
        "illness": None,
    }

    before = a_city([a_need("n1")], [a_resource("r1")])
    after = a_city([a_need("n1") | {column: other[column]}], [a_resource("r1")])

    assert before.digest() != after.digest()


def test_a_fingerprint_tells_an_empty_text_from_an_empty_cell_and_where_a_text_ends():
    unknown, blank = (a_city([a_need("n1", illness=illness)], []) for illness in (None, ""))
    left = a_city([], [a_resource("r1", funder="ab", item="c")])
    right = a_city([], [a_resource("r1", funder="a", item="bc")])

    assert unknown.digest() != blank.digest()
    assert left.digest() != right.digest()
