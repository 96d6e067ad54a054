"""Wishes beyond the pure model: a repaired plan is allowed, meets them, and is never better than can be."""

import random

import pytest
from hypothesis import given, settings

from shanqiao.engines.allocation import solve
from shanqiao.engines.allocation._slow import is_allowed
from shanqiao.engines.allocation.repair import Wishes, repair

from .changed import amounts
from .cities import a_city, a_need, a_resource, policies, tiny_cities
from .spoiling import missing
from .wishing import Wished, best_value, wishes_for, with_wishes


def pairs(plan):
    rows = plan.matches.select("need", "resource", "quantity").iter_rows()
    return {(need, resource): count for need, resource, count in rows}


def repaired(needs, resources, *, most_helpers=None, whole=(), minimum=None, spent_share=None):
    """The repaired plan of a city in which some needs and resources wish for something."""
    city = a_city(needs, resources)
    wishes = Wishes.of(
        city.needs.with_columns(whole=city.needs["need"].is_in(list(whole))),
        city.resources.with_columns(
            _column(city, "minimum", minimum or {}), _column(city, "spent_share", spent_share or {})
        ),
        most_helpers,
    )
    return repair(city, solve(city), wishes)


def _column(city, name, values):
    column = city.resources["resource"].replace_strict(values, default=0)
    return column.cast(int).alias(name)


@pytest.mark.thorough
@given(wished=with_wishes(tiny_cities(most_needs=4)), policy=policies)
@settings(max_examples=60, deadline=None)
def test_a_repaired_plan_is_allowed_meets_every_wish_and_is_at_most_the_best(wished, policy):
    city, wishes = wished
    proven = solve(city, policy=policy)

    plan = repair(city, proven, wishes).plan

    give, value = pairs(plan), plan.summary["objective"]
    assert is_allowed(city, give)
    assert Wished(city, wishes).broken(give) == set()
    assert value <= best_value(city, policy, wishes) <= proven.summary["bound"]


@given(city=tiny_cities(), policy=policies)
@settings(max_examples=20, deadline=None)
def test_without_wishes_the_proven_plan_is_handed_back(city, policy):
    proven = solve(city, policy=policy)

    found = repair(city, proven, Wishes.of(city.needs, city.resources))

    assert found.plan is proven
    assert found.changes is None


@pytest.mark.thorough
@given(wished=with_wishes(tiny_cities(most_needs=4)))
@settings(max_examples=30, deadline=None)
def test_what_a_repair_tells_adds_up(wished):
    city, wishes = wished
    proven = solve(city)
    found = repair(city, proven, wishes)
    if not wishes:
        return

    before, after = pairs(proven), pairs(found.plan)
    told = {(row[0], row[1]): row[2:4] for row in found.changes.iter_rows()}
    changed = {pair for pair in before | after if before.get(pair) != after.get(pair)}
    assert told == {pair: (before.get(pair, 0), after.get(pair, 0)) for pair in changed}
    summary = found.plan.summary
    assert summary["bound"] == summary["wishes"]["bound"] == proven.summary["bound"]
    assert summary["wishes"]["gap"] == summary["bound"] - summary["objective"]
    got = amounts(found.plan)
    left = {row["need"]: missing(row) - got.get(row["need"], 0) for row in city.needs.to_dicts()}
    unmet = dict(found.plan.unmet.select("need", "missing").iter_rows())
    assert unmet == {need: count for need, count in left.items() if count}


def test_a_need_of_all_or_nothing_leaves_what_it_cannot_use_to_the_next():
    needs = [a_need("grave", quantity=4, severity=90), a_need("light", quantity=2, severity=10)]

    found = repaired(needs, [a_resource("r", capacity=3)], whole=["grave"])

    assert amounts(found.plan) == {"light": 2}
    words = {row["need"]: row["wish"] for row in found.changes.to_dicts()}
    assert words == {"grave": "whole", "light": "filled"}
    assert found.plan.summary["wishes"]["by_wish"] == [
        {"wish": "whole", "unit": "meal", "needs": 1, "lost": 2}
    ]
    reasons = dict(found.plan.unmet.select("need", "reason").iter_rows())
    assert reasons == {"grave": "whole"}


def test_an_all_or_nothing_need_is_completed_by_taking_from_those_less_grave():
    needs = [
        a_need("grave", quantity=8, severity=100, urgency=2),
        a_need("light", quantity=4, severity=0, urgency=0),
    ]

    found = repaired(needs, [a_resource("r", capacity=8)], whole=["grave"])

    assert amounts(found.plan) == {"grave": 8}
    assert found.changes.filter(need="light")["wish"].to_list() == ["moved"]


def test_an_all_or_nothing_need_is_completed_by_moving_another_to_its_second_helper():
    whole = a_need("whole", quantity=4, severity=10, age=70)
    other = a_need("other", quantity=4, severity=90, age=20)
    givers = [
        a_resource("for the old", capacity=1, eligible="age >= 60"),
        a_resource("for all", capacity=4),
        a_resource("for the young", capacity=4, eligible="age < 60", home=""),
    ]

    found = repaired([whole, other], givers, whole=["whole"], minimum={"for the old": 2})

    assert pairs(found.plan) == {("whole", "for all"): 4, ("other", "for the young"): 4}


def test_a_minimum_is_reached_by_letting_another_helper_give_less():
    givers = [
        a_resource("near", capacity=5),
        a_resource("far", capacity=9, home=""),
    ]

    found = repaired([a_need("n", quantity=6)], givers, minimum={"far": 3})

    assert pairs(found.plan) == {("n", "near"): 3, ("n", "far"): 3}


def test_a_resource_with_a_minimum_gives_nothing_to_a_need_that_misses_less():
    givers = [a_resource("r", capacity=9)]

    found = repaired([a_need("n", quantity=2)], givers, minimum={"r": 3})

    assert pairs(found.plan) == {}
    (row,) = found.changes.to_dicts()
    assert (row["before"], row["after"], row["wish"]) == (2, 0, "minimum")
    assert "3" in row["why_zh"]
    assert "3" in row["why_en"]


def test_where_few_may_help_the_one_who_can_give_most_does():
    givers = [
        a_resource("a", capacity=3),
        a_resource("b", capacity=3),
        a_resource("c", capacity=5, home=""),
    ]

    found = repaired([a_need("n", quantity=6)], givers, most_helpers=1)

    assert pairs(found.plan) == {("n", "c"): 5}


def test_of_what_is_spent_a_share_goes_to_those_it_is_meant_for():
    old = a_need("old", quantity=2, age=80, severity=0)
    young = a_need("young", quantity=9, age=20, severity=90)
    giver = a_resource("r", capacity=9, reserved_for="age >= 60")

    found = repaired([old, young], [giver], spent_share={"r": 50})

    assert amounts(found.plan) == {"old": 2, "young": 2}


def test_who_is_meant_comes_over_from_elsewhere_so_that_others_get_more():
    old = a_need("old", quantity=4, age=80, severity=90)
    young = a_need("young", quantity=4, age=20, severity=10)
    givers = [
        a_resource("mixed", capacity=8, home="", reserved_for="age >= 60"),
        a_resource("old only", capacity=4, eligible="age >= 60"),
    ]

    found = repaired([old, young], givers, spent_share={"mixed": 50})

    assert amounts(found.plan) == {"old": 4, "young": 4}


@pytest.mark.thorough
def test_repairs_of_many_small_cities_come_near_to_the_best_there_is():
    found = best = 0
    for seed in range(30):
        dice = random.Random(seed)
        city = a_small_cash_city(dice)
        wishes = wishes_for(city, dice)
        found += repair(city, solve(city), wishes).plan.summary["objective"]
        best += best_value(city, "basic_first", wishes)

    assert 0.95 * best <= found <= best


def a_small_cash_city(dice):
    needs = [
        a_need(
            f"n{i}",
            kind=["cash_medical", "cash_living"][i % 2],
            quantity=dice.randint(1, 5),
            severity=dice.choice([0, 40, 70]),
            age=dice.choice([20, 70]),
        )
        for i in range(5)
    ]
    kinds = [["cash_medical"], ["cash_living"], ["cash_living", "cash_medical"]]
    givers = [
        a_resource(f"r{j}", kinds=each, capacity=dice.randint(2, 8), reserved_for="age >= 60")
        for j, each in enumerate(kinds)
    ]
    return a_city(needs, givers)


def test_the_same_content_gives_the_same_repair_in_any_order_of_rows():
    dice = random.Random(7)
    city = a_small_cash_city(dice)
    wishes = wishes_for(city, dice)
    turned = a_city(city.needs.reverse().to_dicts(), city.resources.reverse().to_dicts())
    other = Wishes.of(wishes.needs.reverse(), wishes.resources.reverse(), wishes.most_helpers)

    one, two = repair(city, solve(city), wishes), repair(turned, solve(turned), other)

    assert one.changes.equals(two.changes)
    assert one.plan.matches.equals(two.plan.matches)
    assert one.plan.summary == two.plan.summary


@pytest.mark.parametrize(
    ("minimum", "share", "most_helpers", "says"),
    [
        (-1, 0, None, "minimum is below 0"),
        (0, 101, None, "spent_share is beyond"),
        (0, -1, None, "spent_share is beyond"),
        (0, 0, 0, "at least 1 resource"),
    ],
)
def test_a_wish_out_of_its_range_is_refused(minimum, share, most_helpers, says):
    with pytest.raises(ValueError, match=says):
        repaired(
            [a_need("n")],
            [a_resource("r")],
            minimum={"r": minimum},
            spent_share={"r": share},
            most_helpers=most_helpers,
        )
