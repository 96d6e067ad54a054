"""Why, why not, what is scarce, and the figures."""

import json
from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given, settings

from shanqiao.engines.allocation import options, solve
from shanqiao.engines.eligibility import parse

from .changed import amounts, with_changes
from .cities import DAY, a_city, a_need, a_resource, tiny_cities

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


@pytest.mark.thorough
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


@pytest.mark.thorough
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


@pytest.mark.thorough
@patient
@given(city=tiny_cities())
def test_a_higher_limit_or_smaller_reserve_that_is_told_to_be_enough_is_enough(city):
    plan = solve(city)
    told = plan.unmet.filter(pl.col("reason").is_in(["person_cap", "reserved"]))
    resources = {row["resource"]: row for row in city.resources.iter_rows(named=True)}

    for row in told.iter_rows(named=True):
        resource = resources[json.loads(row["nearest"])["resource"]]
        if row["reason"] == "person_cap":
            had = city.before.filter(resource=resource["resource"])["quantity"].sum()
            changed = {"person_cap": resource["person_cap"] + had + 1}
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


def test_the_limits_of_unknown_are_told_with_the_column():
    expression = parse("age >= 60 || disability in [1, 2]")

    unmet = the_unmet(
        [a_need("n", age=None, disability=None)], [a_resource("r", eligible=expression.text)]
    )

    assert unmet["n"][1]["columns"] == ["age", "disability"]
