"""The examination finds nothing wrong with a right plan, and something wrong with any other."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanqiao.engines.allocation import solve, solve_slowly
from shanqiao.engines.allocation._slow import is_allowed
from shanqiao.engines.proof import check, examine

from .changed import given_as
from .cities import a_city, a_large_city, a_need, a_resource, policies, tiny_cities

patient = settings(deadline=None, max_examples=60)  # each example plans whole cities


def codes(violations):
    return {violation.code for violation in violations}


def is_right(city, policy, matches):
    """By trying everything: allowed, and in amounts and distance the best plan?"""
    give = {(m["need"], m["resource"]): m["quantity"] for m in matches.to_dicts()}
    if len(give) < matches.height or not is_allowed(city, give):
        return False
    slow = solve_slowly(city, policy=policy)
    got = dict.fromkeys(city.needs["need"].to_list(), 0)
    for need, count in matches.select("need", "quantity").iter_rows():
        got[need] += count
    return got == slow.amounts and distance(city, matches) == slow.distance


def distance(city, matches):
    streets = dict(city.needs.select("need", "street").iter_rows())
    kinds = dict(city.needs.select("need", "kind").iter_rows())
    homes = dict(city.resources.select("resource", "home").iter_rows())
    total = 0
    for need, resource, count in matches.select("need", "resource", "quantity").iter_rows():
        street, home = streets[need], homes[resource]
        near = kinds[need].startswith("cash") or street == home
        total += count * (0 if near else 1 if street[:6] == home[:6] else 2)
    return total


@pytest.mark.thorough
@patient
@given(city=tiny_cities(), policy=policies)
def test_nothing_is_wrong_with_the_plan_of_the_planner(city, policy):
    plan = solve(city, policy=policy)

    verdict = examine(city, policy, plan.matches, plan.certificate, plan.unmet)

    assert verdict.violations == ()
    assert verdict.objective == verdict.bound == plan.summary["objective"]
    assert verdict.distance == plan.summary["distance"]


@pytest.mark.thorough
@patient
@given(city=tiny_cities(), policy=policies, data=st.data())
def test_a_plan_with_some_quantity_changed_is_refused_unless_it_is_as_good(city, policy, data):
    plan = solve(city, policy=policy)
    pairs = [(n, r) for n in city.needs["need"] for r in city.resources["resource"]]
    moved = {(m["need"], m["resource"]): m["quantity"] for m in plan.matches.to_dicts()}
    for _ in range(data.draw(st.integers(1, 3)) if pairs else 0):
        pair = data.draw(st.sampled_from(pairs))
        moved[pair] = max(0, moved.get(pair, 0) + data.draw(st.sampled_from([-1, 1])))
    matches = given_as([(*pair, count) for pair, count in moved.items() if count])

    wrong = check(city, policy, matches, plan.certificate)

    if not wrong:
        assert is_right(city, policy, matches)


@pytest.mark.thorough
@patient
@given(city=tiny_cities(), policy=policies, data=st.data())
def test_no_certificate_makes_a_wrong_plan_pass(city, policy, data):
    plan = solve(city, policy=policy)
    matches = plan.matches[: data.draw(st.integers(0, plan.matches.height))]
    prices = plan.certificate.with_columns(
        price=pl.col("price") + pl.Series(
            data.draw(
                st.lists(
                    st.integers(-2, 2),
                    min_size=plan.certificate.height,
                    max_size=plan.certificate.height,
                )
            ),
            dtype=pl.Int64,
        )
    )  # fmt: skip

    verdict = examine(city, policy, matches, prices)

    if verdict.holds:
        assert is_right(city, policy, matches)
    assert verdict.bound >= solve_slowly(city, policy=policy).objective


@pytest.mark.thorough
@patient
@given(city=tiny_cities())
def test_the_plan_of_the_other_policy_passes_only_where_it_is_the_same(city):
    grave = solve(city, policy="gravest_first")

    wrong = check(city, "basic_first", grave.matches, grave.certificate)

    if not wrong:
        assert is_right(city, "basic_first", grave.matches)


def test_a_unit_given_to_somebody_later_in_the_order_is_found():
    needs = [a_need("n1", quantity=4, severity=90), a_need("n2", quantity=4, severity=20)]
    city = a_city(needs, [a_resource("r", capacity=2)])
    plan = solve(city)

    wrong = check(city, "basic_first", given_as([("n2", "r", 2)]), plan.certificate)

    assert [(v.code, v.about) for v in wrong] == [("priced_but_unfilled", ("n1",))]


def test_a_unit_fetched_from_farther_away_is_found():
    city = a_city([a_need("n1")], [a_resource("far", home="440106001"), a_resource("near")])
    plan = solve(city)

    wrong = check(city, "basic_first", given_as([("n1", "far", 1)]), plan.certificate)

    assert codes(wrong) == {"step2_not_nearest"}


def test_equal_in_value_but_not_in_order_is_found():
    needs = [a_need("n1"), a_need("n2")]
    city = a_city(needs, [a_resource("r", capacity=1)])
    plan = solve(city)

    other = examine(city, "basic_first", given_as([("n2", "r", 1)]), plan.certificate)

    assert other.objective == other.bound
    assert not other.holds


def test_a_thousand_faults_of_one_sort_are_counted_and_not_all_listed():
    city = a_large_city(needs=600, resources=40, seed=2)
    plan = solve(city)

    wrong = check(city, "basic_first", plan.matches, plan.certificate[:0])

    too_low = [v for v in wrong if v.code == "need_price_too_low" and v.about]
    assert len(too_low) <= 100
    assert any("more" in v.en for v in wrong)
    assert all(v.zh and v.en for v in wrong)


@pytest.mark.parametrize("policy", ["basic_first", "gravest_first"])
def test_a_city_of_thousands_is_planned_and_proven(policy):
    city = a_large_city(needs=4_000, resources=150, seed=11)
    plan = solve(city, policy=policy)

    verdict = examine(city, policy, plan.matches, plan.certificate, plan.unmet)

    assert verdict.holds
    assert verdict.objective == verdict.bound > 0
