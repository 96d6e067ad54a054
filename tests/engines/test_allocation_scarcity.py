"""What is scarce, and what each condition is worth."""

from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given, settings

from shanqiao.engines.allocation import City, solve

from .changed import objective, with_changes
from .cities import DAY, a_city, a_need, a_resource, tiny_cities

patient = settings(deadline=None, max_examples=40)  # each example plans many cities


@pytest.mark.thorough
@patient
@given(city=tiny_cities())
def test_one_more_unit_is_worth_exactly_what_the_plan_with_it_gains(city):
    scarcity = solve(city).scarcity
    before = objective(city)

    for row in city.resources.iter_rows(named=True):
        granted = city.before.filter(resource=row["resource"])["quantity"].sum()
        whole, share = row["capacity"] + granted, row["reserved_share"]
        if -(-share * whole // 100) != -(-share * (whole + 1) // 100):
            continue  # one more unit would be reserved: another change than the one we ask about
        after = objective(with_changes(city, row["resource"], capacity=row["capacity"] + 1))
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


@pytest.mark.thorough
@patient
@given(city=tiny_cities())
def test_a_higher_limit_for_everybody_gains_at_least_what_it_is_worth_for_one(city):
    scarcity = solve(city).scarcity
    before = objective(city)

    for row in city.resources.filter(pl.col("person_cap").is_not_null()).iter_rows(named=True):
        after = objective(with_changes(city, row["resource"], person_cap=row["person_cap"] + 1))
        worth = scarcity.filter(resource=row["resource"])["worth_person_cap"].item()
        assert after - before >= worth


@pytest.mark.thorough
@patient
@given(city=tiny_cities())
def test_a_condition_is_worth_something_exactly_where_lifting_it_for_one_person_gains(city):
    alone = city.needs.with_columns(person=pl.col("need"))
    city = City.of(alone, city.resources, city.kinds, city.before)
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


@pytest.mark.thorough
@patient
@given(city=tiny_cities())
def test_a_longer_span_gains_at_least_what_it_is_worth_for_one(city):
    alone = city.needs.with_columns(person=pl.col("need"))
    city = City.of(alone, city.resources, city.kinds, city.before)
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


def test_one_more_unit_is_worth_what_somebody_outside_the_reserve_would_get_of_it():
    young = a_need("n", age=20, severity=0, urgency=0, quantity=8)
    resource = a_resource("r", capacity=4, reserved_share=30, reserved_for="age >= 60")

    row = solve(a_city([young], [resource])).scarcity.row(0, named=True)

    assert (row["left"], row["worth_of_one_more"]) == (2, 132)


def test_a_higher_limit_is_worth_what_the_person_would_get():
    needs = [a_need("n1", severity=0, urgency=0, quantity=4)]

    row = solve(a_city(needs, [a_resource("r", capacity=4, person_cap=1)])).scarcity.row(
        0, named=True
    )

    assert (row["worth_person_cap"], row["people_person_cap"]) == (132, 1)
