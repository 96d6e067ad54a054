"""What a city would get without a plan."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings

from shanqiao.engines.allocation import City, solve
from shanqiao.engines.allocation._slow import is_allowed
from shanqiao.engines.allocation.without import METHODS, outcome_of, without_a_plan

from .cities import DAY, STREETS, a_city, a_large_city, a_need, a_resource, policies, tiny_cities

FEW = settings(max_examples=60, deadline=None)
WITHOUT_DUPLICATES = [method for method in METHODS if method != "each_alone"]


def gifts_of(city, policy, method):
    """{(need, resource): quantity}."""
    outcome, gifts = outcome_of(city, policy, method), {}
    for need, resource, count in zip(outcome.need, outcome.resource, outcome.count, strict=True):
        pair = city.needs["need"][int(need)], city.resources["resource"][int(resource)]
        gifts[pair] = gifts.get(pair, 0) + int(count)
    return gifts


def amounts_of_a_plan(city, policy):
    given = dict(solve(city, policy=policy).matches.group_by("need").agg(pl.sum("quantity")).rows())
    return np.array([given.get(need, 0) for need in city.needs["need"]], np.int64)


@FEW
@given(city=tiny_cities(most_needs=7, most_resources=4), policy=policies)
def test_nobody_gives_what_a_plan_may_not_give(city, policy):
    for method in WITHOUT_DUPLICATES:
        assert is_allowed(city, gifts_of(city, policy, method))


@FEW
@given(city=tiny_cities(most_needs=7, most_resources=4), policy=policies)
def test_who_knows_of_no_other_still_keeps_his_own_limits(city, policy):
    gifts = gifts_of(city, policy, "each_alone")
    missing = pl.col("quantity") - pl.col("covered")
    misses = dict(city.needs.select("need", missing).rows())

    assert all(count <= misses[need] for (need, _), count in gifts.items())
    for resource in city.resources["resource"]:
        its = {pair: count for pair, count in gifts.items() if pair[1] == resource}
        assert is_allowed(city, its)


@pytest.mark.thorough
@FEW
@given(city=tiny_cities(most_needs=7, most_resources=4), policy=policies)
def test_no_way_without_a_plan_is_worth_more_than_the_plan(city, policy):
    table = without_a_plan(city, policy, amounts_of_a_plan(city, policy))

    best = dict(table.filter(pl.col("method") == "plan").select("is_cash", "value").rows())
    assert all(value <= best[cash] for cash, value in table.select("is_cash", "value").iter_rows())


@pytest.mark.thorough
@FEW
@given(city=tiny_cities(most_needs=7, most_resources=4), policy=policies)
def test_only_who_knows_of_no_other_helps_twice(city, policy):
    table = without_a_plan(city, policy)

    assert not table.filter((pl.col("method") != "each_alone") & (pl.col("duplicates") > 0)).height
    assert (table["left"] >= 0).all()


@pytest.mark.parametrize("method", METHODS)
def test_the_order_of_rows_makes_no_difference(method):
    city = a_large_city(needs=900, resources=60, seed=3, before=40)
    shuffled = City.of(
        city.needs.sample(fraction=1, shuffle=True, seed=5),
        city.resources.sample(fraction=1, shuffle=True, seed=6),
        before=city.before,
    )

    gifts = gifts_of(city, "basic_first", method)

    assert gifts and gifts == gifts_of(shuffled, "basic_first", method)


def test_somebody_more_at_the_end_of_the_queue_changes_nothing_for_the_others():
    city = a_large_city(needs=600, resources=40, seed=4)
    last = a_need("Z", kind="meal", street=city.needs["street"][0], open_on=DAY + timedelta(60))
    more = pl.concat([city.needs, pl.DataFrame([last], schema=city.needs.schema, orient="row")])
    longer = City.of(more, city.resources)

    for method in ("each_alone", "shared_ledger", "one_queue"):
        gifts = gifts_of(longer, "basic_first", method)
        assert {p: c for p, c in gifts.items() if p[0] != "Z"} == gifts_of(
            city, "basic_first", method
        )


def test_a_plan_is_worth_most_and_a_queue_without_sight_least():
    city = a_large_city(needs=3000, resources=300, seed=2)

    table = without_a_plan(city, "basic_first", amounts_of_a_plan(city, "basic_first"))

    for is_cash in (False, True):
        value = dict(table.filter(is_cash=is_cash).select("method", "value").rows())
        assert value["plan"] > value["greedy"] > value["one_queue"] > value["each_alone"]


def a_street_with_two_givers():
    """The early bird, light, could go to either; the late one, grave, only to the canteen."""
    return a_city(
        [
            a_need("early", quantity=4, severity=10, urgency=0, age=70),
            a_need("late", quantity=4, severity=60, urgency=0, age=30, open_on=DAY + timedelta(1)),
        ],
        [
            a_resource("canteen", capacity=4),
            a_resource("for the old", capacity=6, eligible="age >= 60", home=STREETS[2]),
        ],
    )


def test_an_example_worked_by_hand():
    city = a_street_with_two_givers()

    table = without_a_plan(city, "basic_first", amounts_of_a_plan(city, "basic_first"))

    meals = table.filter(~pl.col("is_cash")).rows_by_key("method", named=True, unique=True)
    # Elements: late and early miss 2 + 2 each; worth 192 and 142 in the first half, 61 and 11 then.
    early, late = 2 * 142 + 2 * 11, 2 * 192 + 2 * 61
    # Early gets 4 meals from the canteen and 4 from the other, who does not know; nothing for late.
    alone = meals["each_alone"]
    assert (alone["given"], alone["duplicates"], alone["duplicates_share"]) == (8, 4, 0.5)
    assert (alone["value"], alone["left"], alone["people_with_basic_share"]) == (early, 2, 1)
    # The nearest is the canteen, and the canteen is all that late could ask.
    queue = meals["one_queue"]
    assert (queue["given"], queue["value"], queue["left"]) == (4, early, 6)
    # First halves: late 2, early 2, both from the canteen; then early's rest from the other.
    greedy = meals["greedy"]
    assert (greedy["value"], greedy["people_with_basic_share"]) == (early + 2 * 192, 2)
    # A plan sends early to the other giver.
    assert (meals["plan"]["value"], meals["plan"]["of_plan"]) == (early + late, 1.0)
    assert meals["plan"]["left_share"] == 0.2


def test_with_a_ledger_the_second_giver_gives_only_the_rest():
    city = a_street_with_two_givers()

    table = without_a_plan(city, "basic_first").filter(method="shared_ledger", is_cash=False)

    # Early gets its 4 from one or from both; what the canteen still has goes to late.
    assert table["duplicates"].item() == 0
    assert table["given"].item() in (4, 8)


def test_applications_are_few():
    resources = [a_resource(f"r{number}", capacity=9) for number in range(8)]
    city = a_city([a_need("n", quantity=5)], resources)

    outcome = outcome_of(city, "basic_first", "each_alone")

    assert len(outcome.need) == 3
    assert (outcome.amounts.tolist(), outcome.duplicates.tolist()) == ([5], [10])


def test_what_was_granted_before_counts_for_the_limit_of_a_person():
    city = a_city(
        [a_need("n", person="p", quantity=9)],
        [a_resource("r", capacity=9, person_cap=5)],
        before=[("r", "p", 3, False)],
    )

    assert {sum(gifts_of(city, "basic_first", method).values()) for method in METHODS} == {2}


def test_an_empty_city_gets_nothing():
    table = without_a_plan(a_city([], []), "basic_first")

    assert table["given"].sum() == 0
    assert table["of_plan"].null_count() == table.height


def test_a_policy_that_is_not_known_is_refused():
    with pytest.raises(ValueError, match="policy"):
        without_a_plan(a_city([], []), "loudest_first")


def test_who_may_choose_takes_from_the_nearest_and_then_by_name():
    homes = {"a": STREETS[2], "b": STREETS[1], "c": STREETS[0], "d": STREETS[0]}
    resources = [a_resource(name, capacity=2, home=home) for name, home in homes.items()]
    city = a_city([a_need("n", quantity=7)], resources)

    gifts = gifts_of(city, "basic_first", "one_queue")

    assert gifts == {("n", "c"): 2, ("n", "d"): 2, ("n", "b"): 2, ("n", "a"): 1}
