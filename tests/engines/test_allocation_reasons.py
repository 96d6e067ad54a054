"""Why, why not, what is scarce, and the figures."""

import json
from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given, settings

from shanqiao.engines.allocation import City, options, solve
from shanqiao.engines.eligibility import parse

from .cities import DAY, a_city, a_large_city, a_need, a_resource, tiny_cities

patient = settings(deadline=None, max_examples=40)  # each example plans many cities
CODES = {"no_resource", "not_eligible", "unknown", "exhausted", "person_cap", "reserved"} | {
    "not_in_time"
}


def the_unmet(needs, resources):
    """reason and nearest, by need."""
    unmet = solve(a_city(needs, resources)).unmet
    return {
        row["need"]: (row["reason"], json.loads(row["nearest"]))
        for row in unmet.iter_rows(named=True)
    }


def with_changes(city, resource, **columns):
    """The city with some cells of one resource set anew."""
    here = pl.col("resource") == resource
    values = [
        pl.when(here).then(pl.lit(value)).otherwise(pl.col(column)).alias(column)
        for column, value in columns.items()
    ]
    return City.of(city.needs, city.resources.with_columns(values), city.kinds)


def amounts(plan):
    return dict(plan.matches.group_by("need").agg(pl.col("quantity").sum()).iter_rows())


def objective(city):
    return solve(city).summary["objective"]


@patient
@given(city=tiny_cities())
def test_every_need_is_either_met_or_told_why_not(city):
    plan = solve(city)

    got = amounts(plan)
    missing = {
        need: quantity - covered - got.get(need, 0)
        for need, quantity, covered in city.needs.select("need", "quantity", "covered").iter_rows()
    }
    told = dict(plan.unmet.select("need", "missing").iter_rows())
    assert told == {need: count for need, count in missing.items() if count > 0}
    assert set(plan.unmet["reason"]) <= CODES
    assert all(plan.unmet["nearest_zh"].str.ends_with("。"))
    assert all(plan.unmet["nearest_en"].str.ends_with("."))


@patient
@given(city=tiny_cities())
def test_a_need_that_something_may_serve_is_told_of_limits_and_any_other_of_conditions(city):
    unmet = solve(city).unmet
    needs = {row["need"]: row for row in city.needs.iter_rows(named=True)}

    for name, reason in unmet.select("need", "reason").iter_rows():
        found = options(needs[name], city.resources)
        if found["fits"].any():
            assert reason in {"exhausted", "person_cap", "reserved"}
        elif (found["code"] == "unknown").any():
            assert reason == "unknown"
        elif (found["code"] == "not_eligible").any():
            assert reason == "not_eligible"
        elif (found["code"] == "time").any():
            assert reason == "not_in_time"
        else:
            assert reason == "no_resource"


@patient
@given(city=tiny_cities())
def test_a_higher_limit_or_smaller_reserve_that_is_told_to_be_enough_is_enough(city):
    plan = solve(city)
    told = plan.unmet.filter(pl.col("reason").is_in(["person_cap", "reserved"]))
    resources = {row["resource"]: row for row in city.resources.iter_rows(named=True)}

    for row in told.iter_rows(named=True):
        resource = resources[json.loads(row["nearest"])["resource"]]
        if row["reason"] == "person_cap":
            changed = {"person_cap": resource["person_cap"] + 1}
        else:
            changed = {"reserved_share": 0}
        other = solve(with_changes(city, resource["resource"], **changed))
        assert amounts(other) != amounts(plan)


def test_why_says_what_is_true_in_codes_and_words():
    needs = [a_need("n1", quantity=4, urgency=2, severity=80), a_need("n2", severity=1, quantity=9)]
    city = a_city(needs, [a_resource("r1", capacity=5)])

    first, second = solve(city).matches.iter_rows(named=True)

    assert first["why"].split("|") == [
        "same_street", "now", "grave", "only_one", "scarce", "half_met",
    ]  # fmt: skip
    assert second["why"].split("|") == ["same_street", "soon", "only_one", "scarce", "part_met"]
    assert first["why_zh"].startswith("就在同一镇街。这项需要现在就要解决。")
    assert first["why_en"].startswith("It is in the same street. The need cannot wait.")


@pytest.mark.parametrize(
    ("need", "resource", "code"),
    [
        ({"kind": "cash_living"}, {"kinds": ["cash_living"]}, "cash"),
        ({}, {"home": "440104009"}, "same_district"),
        ({}, {"home": "440106001"}, "elsewhere"),
        ({}, {"home": ""}, "city_wide"),
        ({}, {"capacity": 7}, "plenty"),
        ({}, {"reserved_share": 100, "reserved_for": "age >= 60"}, "reserved"),
        ({"quantity": 5}, {"person_cap": 3, "capacity": 9}, "person_cap"),
        ({"quantity": 5}, {"person_cap": 3, "capacity": 9}, "half_met"),
    ],
)
def test_each_reason_is_told_where_it_holds(need, resource, code):
    city = a_city([a_need("n1", **need)], [a_resource("r1", **resource)])

    (match,) = solve(city).matches.iter_rows(named=True)

    assert code in match["why"].split("|")


@pytest.mark.parametrize(
    ("need", "resource", "reason", "nearest"),
    [
        (
            {},
            {"kinds": ["visit"]},
            "no_resource",
            {"change": ["offer"], "item": "", "kind": "meal"},
        ),
        (
            {},
            {"streets": ["440104002"]},
            "no_resource",
            {"change": ["streets"], "enough": True, "resource": "r"},
        ),
        (
            {"open_on": DAY + timedelta(days=40), "due_on": DAY + timedelta(days=41)},
            {},
            "not_in_time",
            {"change": ["valid"], "days": 10, "enough": True, "resource": "r"},
        ),
        (
            {"age": 20},
            {"eligible": "age >= 60 && local"},
            "not_eligible",
            {"change": ["eligible"], "conditions": ["age >= 60"], "enough": True, "resource": "r"},
        ),
        (
            {"illness": None},
            {"eligible": 'illness == "C50"'},
            "unknown",
            {"change": ["unknown"], "columns": ["illness"], "enough": True, "resource": "r"},
        ),
        (
            {"age": 20},
            {"eligible": "age >= 60", "capacity": 0},
            "not_eligible",
            {"change": ["eligible"], "conditions": ["age >= 60"], "enough": False, "resource": "r"},
        ),
        (
            {},
            {"capacity": 0},
            "exhausted",
            {"change": ["capacity"], "enough": False, "resource": "r"},
        ),
        (
            {"quantity": 5},
            {"capacity": 9, "person_cap": 2},
            "person_cap",
            {"change": ["person_cap"], "enough": True, "resource": "r"},
        ),
        (
            {"age": 20, "quantity": 5},
            {"capacity": 6, "reserved_share": 50, "reserved_for": "age >= 60"},
            "reserved",
            {"change": ["reserved"], "enough": True, "resource": "r"},
        ),
    ],
)
def test_each_reason_comes_with_the_nearest_condition_that_would_change_it(
    need, resource, reason, nearest
):
    unmet = the_unmet([a_need("n", **need)], [a_resource("r", **resource)])

    assert unmet == {"n": (reason, nearest)}


def test_a_paper_that_is_missing_is_nearer_than_a_street_that_is_not_served():
    papers = a_resource("z papers", eligible="disability in [1, 2]")
    street = a_resource("a street", streets=["440104002"])

    unmet = the_unmet([a_need("n", disability=None)], [papers, street])

    assert unmet["n"][1]["resource"] == "z papers"


def test_a_change_that_helps_is_nearer_than_one_that_would_not():
    used_up = a_resource("a used up", eligible="age < 18", capacity=0)
    far = a_resource("far", streets=["440106"])

    unmet = the_unmet([a_need("n")], [used_up, far])

    assert unmet["n"][1] == {"change": ["streets"], "enough": True, "resource": "far"}


def test_conditions_are_told_in_plain_words():
    needs = [a_need("n", age=20, disability=3, hardship="none", local=False)]
    eligible = 'age >= 60 && disability in [1, 2] && !(hardship in ["none"]) && local'
    unmet = solve(a_city(needs, [a_resource("r", eligible=eligible)])).unmet

    assert unmet["nearest_zh"].item() == (
        "r：条件是年龄 ≥ 60，残疾等级为1、2之一，困难类别不为none，本市户籍 = 是。"
    )
    assert unmet["nearest_en"].item() == (
        "r: it asks for age ≥ 60 and disability grade among 1, 2 and hardship not among none and "
        "household registration in the city = yes."
    )


@patient
@given(city=tiny_cities())
def test_one_more_unit_is_worth_exactly_what_the_plan_with_it_gains(city):
    scarcity = solve(city).scarcity
    before = objective(city)

    for row in city.resources.iter_rows(named=True):
        capacity, share = row["capacity"], row["reserved_share"]
        if -(-share * capacity // 100) != -(-share * (capacity + 1) // 100):
            continue  # one more unit would be reserved: another change than the one we ask about
        after = objective(with_changes(city, row["resource"], capacity=capacity + 1))
        told = scarcity.filter(resource=row["resource"])["worth_of_one_more"].item()
        assert told == after - before


@patient
@given(city=tiny_cities())
def test_what_is_left_is_what_was_there_without_what_is_given(city):
    plan = solve(city)

    given = dict(plan.matches.group_by("resource").agg(pl.col("quantity").sum()).iter_rows())
    assert dict(plan.scarcity.select("resource", "left").iter_rows()) == {
        resource: capacity - given.get(resource, 0)
        for resource, capacity in city.resources.select("resource", "capacity").iter_rows()
    }


@patient
@given(city=tiny_cities())
def test_a_higher_limit_for_everybody_gains_at_least_what_it_is_worth_for_one(city):
    scarcity = solve(city).scarcity
    before = objective(city)

    for row in city.resources.filter(pl.col("person_cap").is_not_null()).iter_rows(named=True):
        after = objective(with_changes(city, row["resource"], person_cap=row["person_cap"] + 1))
        worth = scarcity.filter(resource=row["resource"])["worth_person_cap"].item()
        assert after - before >= worth


@patient
@given(city=tiny_cities())
def test_a_condition_is_worth_something_exactly_where_lifting_it_for_one_person_gains(city):
    alone = city.needs.with_columns(person=pl.col("need"))
    city = City.of(alone, city.resources, city.kinds)
    scarcity = solve(city).scarcity
    before = objective(city)

    for row in city.resources.filter(pl.col("eligible") != "").iter_rows(named=True):
        gains = []
        for need in city.needs["need"]:
            lifted = f'{row["eligible"]} || need == "{need}"'
            gains.append(objective(with_changes(city, row["resource"], eligible=lifted)) - before)
        told = scarcity.filter(resource=row["resource"]).row(0, named=True)
        assert (told["worth_eligible"] > 0) == any(gain > 0 for gain in gains)
        assert told["worth_eligible"] <= max(gains, default=0)
        assert told["people_eligible"] <= sum(gain > 0 for gain in gains)


@patient
@given(city=tiny_cities())
def test_a_longer_span_gains_at_least_what_it_is_worth_for_one(city):
    alone = city.needs.with_columns(person=pl.col("need"))
    city = City.of(alone, city.resources, city.kinds)
    scarcity = solve(city).scarcity
    before = objective(city)

    for row in city.resources.iter_rows(named=True):
        wider = with_changes(
            city,
            row["resource"],
            valid_from=row["valid_from"] - timedelta(days=30),
            valid_to=row["valid_to"] + timedelta(days=30),
        )
        told = scarcity.filter(resource=row["resource"]).row(0, named=True)
        assert objective(wider) - before >= told["worth_valid"]


def test_relaxed_conditions_are_worth_the_first_unit_and_reach_the_people_who_would_get_it():
    needs = [
        a_need("n1", age=20, severity=70, quantity=2),
        a_need("n2", age=None, severity=40),
        a_need("n3", street="440104002", severity=30),
        a_need("n4", street="440106001", severity=99),
        a_need("n5", open_on=DAY + timedelta(days=60), due_on=DAY + timedelta(days=70)),
        a_need("n6", open_on=DAY + timedelta(days=61), due_on=DAY + timedelta(days=70)),
    ]
    resource = a_resource("r", eligible="age >= 60", streets=["440104001"], capacity=3)

    row = solve(a_city(needs, [resource])).scarcity.row(0, named=True)

    first_half = 131 + 1 + 15  # with urgency 1; severity on top
    assert (row["worth_eligible"], row["people_eligible"]) == (first_half + 70, 2)
    assert (row["worth_streets"], row["people_streets"]) == (first_half + 30, 1)
    assert (row["worth_valid"], row["people_valid"]) == (first_half + 50, 1)
    assert row["worth_of_one_more"] == 0


def test_a_smaller_reserve_is_worth_what_somebody_outside_would_get():
    needs = [a_need("n1", age=20, severity=0, urgency=0, quantity=4), a_need("n2", age=70)]
    resource = a_resource("r", capacity=4, reserved_share=75, reserved_for="age >= 60")

    row = solve(a_city(needs, [resource])).scarcity.row(0, named=True)

    assert (row["left"], row["worth_reserved"], row["people_reserved"]) == (2, 132, 1)


def test_a_higher_limit_is_worth_what_the_person_would_get():
    needs = [a_need("n1", severity=0, urgency=0, quantity=4)]

    row = solve(a_city(needs, [a_resource("r", capacity=4, person_cap=1)])).scarcity.row(
        0, named=True
    )

    assert (row["worth_person_cap"], row["people_person_cap"]) == (132, 1)


def test_the_figures_add_up_and_never_mix_units():
    city = a_large_city(needs=400, resources=40, seed=3)
    plan = solve(city)
    summary = plan.summary

    planned = plan.matches["quantity"].sum()
    for rows in ("by_kind", "by_district", "by_hardship", "by_funder", "flows"):
        assert sum(row["planned"] for row in summary[rows]) == planned
        assert all(row["unit"] for row in summary[rows])
    assert sum(row["unmet"] for row in summary["by_kind"]) == plan.unmet["missing"].sum()
    assert sum(row["needed"] for row in summary["by_kind"]) == city.needs["quantity"].sum()
    assert sum(row["left"] for row in summary["by_funder"]) == plan.scarcity["left"].sum()
    json.dumps(summary)


def test_people_whose_first_half_is_met_are_those_with_half_of_every_need():
    needs = [
        a_need("n1", person="p1", quantity=3, covered=1),
        a_need("n2", person="p2", quantity=5),
        a_need("n3", person="p3", quantity=4, covered=2, severity=0),
    ]

    (row,) = solve(a_city(needs, [a_resource("r", capacity=3)])).summary["by_kind"]

    assert (row["people"], row["people_first_half_met"]) == (3, 2)
    assert (row["needed"], row["covered"], row["planned"], row["unmet"]) == (12, 3, 3, 6)


@pytest.mark.parametrize(
    ("capacities", "gini"),
    [([2, 2], 0.0), ([4, 0], 0.5), ([0, 0], 0.0)],
)
def test_evenness_is_nought_when_all_get_the_same_share_and_grows_with_the_difference(
    capacities, gini
):
    streets = ["440104001", "440104002"]
    needs = [a_need(f"n{s}", street=s, quantity=4) for s in streets]
    resources = [
        a_resource(f"r{s}", streets=[s], capacity=c)
        for s, c in zip(streets, capacities, strict=True)
    ]

    equity = solve(a_city(needs, resources)).summary["equity"]["all"]

    assert equity["gini"] == gini
    assert equity["lorenz"][0] == [0.0, 0.0] and equity["lorenz"][-1] == [1.0, 1.0]


def test_the_limits_of_unknown_are_told_with_the_column():
    expression = parse("age >= 60 || disability in [1, 2]")

    unmet = the_unmet(
        [a_need("n", age=None, disability=None)], [a_resource("r", eligible=expression.text)]
    )

    assert unmet["n"][1]["columns"] == ["age", "disability"]
