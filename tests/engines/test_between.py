"""What changed between two plans, and why."""

from __future__ import annotations

import json

import polars as pl
import pytest

from shanqiao.engines.allocation import solve
from shanqiao.engines.allocation.between import ANSWERED_COLUMNS, REASONS, changes_between
from tests.engines.cities import STREETS, a_city, a_need, a_resource
from tests.engines.next_day import two_days

NOBODY = pl.DataFrame(schema=ANSWERED_COLUMNS)


def told(before, after, answered=()):
    """(need, kind, before, after, reason) of every change between the plans of two cities."""
    return [
        (row["need"], row["kind"], row["before"], row["after"], row["reason"])
        for row in rows(before, after, answered)
    ]


def rows(before, after, answered=()):
    plan = solve(before)
    answers = pl.DataFrame(list(answered), schema=ANSWERED_COLUMNS, orient="row")
    standing = plan.matches.join(answers, on=["need", "resource"], how="anti")
    new = solve(after, standing=standing)
    return changes_between(before, after, plan.matches, new, answers).to_dicts()


def test_where_nothing_changes_nothing_is_told():
    city = a_city([a_need("a"), a_need("b")], [a_resource("r"), a_resource("s")])

    assert told(city, city) == []


def test_the_first_plan_brings_everything_as_new():
    city = a_city([a_need("a")], [a_resource("r")])

    changes = changes_between(None, city, solve(city).matches.clear(), solve(city), NOBODY)

    assert changes.select("kind", "after", "reason", "others").row(0) == ("came", 1, "new_need", 1)


@pytest.mark.parametrize(
    ("needs", "resources", "change"),
    [
        pytest.param([], [a_resource("r", capacity=4)], ("went", 4, 0, "withdrawn"), id="no need"),
        pytest.param(
            [a_need("a", quantity=3)],
            [a_resource("r", capacity=4)],
            ("less", 4, 3, "need"),
            id="less is needed",
        ),
        pytest.param([a_need("a", quantity=4)], [], ("went", 4, 0, "resource"), id="it is gone"),
        pytest.param(
            [a_need("a", quantity=4)],
            [a_resource("r", capacity=2)],
            ("less", 4, 2, "resource"),
            id="less is there",
        ),
        pytest.param(
            [a_need("a", quantity=4)],
            [a_resource("r", capacity=4, eligible="age >= 80")],
            ("went", 4, 0, "resource"),
            id="the givers ask for more",
        ),
        pytest.param(
            [a_need("a", quantity=4, street=STREETS[2])],
            [a_resource("r", capacity=4, streets=STREETS[:2])],
            ("went", 4, 0, "need"),
            id="moved house",
        ),
        pytest.param(
            [a_need("a", quantity=4)],
            [a_resource("r", capacity=4, person_cap=1)],
            ("less", 4, 1, "cap"),
            id="less for one person",
        ),
    ],
)
def test_one_proposal_is_less_or_gone_for_the_reason_that_binds(needs, resources, change):
    before = a_city([a_need("a", quantity=4)], [a_resource("r", capacity=4, streets=STREETS[:2])])

    assert told(before, a_city(needs, resources)) == [("a", *change)]


def test_a_graver_need_takes_precedence_and_only_its_class_is_told():
    grave = a_need("b", severity=97, urgency=2)
    before = a_city([a_need("a")], [a_resource("r")])

    went, came = rows(before, a_city([a_need("a"), grave], [a_resource("r")]))

    assert (went["need"], went["kind"], went["reason"]) == ("a", "went", "graver")
    assert json.loads(went["about"]) == {"urgency": 2, "severity": 80}
    assert (came["need"], came["kind"], came["reason"]) == ("b", "came", "new_need")


def test_the_first_half_of_a_lighter_need_comes_before_the_rest_of_a_graver_one():
    before = a_city([a_need("a", quantity=2)], [a_resource("r", capacity=2)])
    after = a_city(
        [a_need("a", quantity=2), a_need("b", severity=1)], [a_resource("r", capacity=2)]
    )

    assert told(before, after)[0] == ("a", "less", 2, 1, "basic")


def test_a_need_that_makes_room_for_another_loses_nothing_and_says_so():
    narrow = a_need("b", age=20)
    wide, narrow_too = a_resource("r"), a_resource("s", eligible="age >= 60", home=STREETS[1])
    before = a_city([a_need("a")], [wide, narrow_too])

    moved, came = rows(before, a_city([a_need("a"), narrow], [wide, narrow_too]))

    assert (moved["kind"], moved["left"], moved["resource"]) == ("moved", "r", "s")
    assert (moved["reason"], came["reason"]) == ("room", "new_need")


def test_a_nearer_resource_is_a_reason_to_move():
    before = a_city([a_need("a")], [a_resource("r", home=STREETS[2])])
    after = a_city([a_need("a")], [a_resource("r", home=STREETS[2]), a_resource("s")])

    assert told(before, after) == [("a", "moved", 1, 1, "nearer")]


def test_of_two_reasons_the_first_that_binds_is_told_and_the_other_counted():
    before = a_city([a_need("a")], [a_resource("r", home=STREETS[2])])
    after = a_city([a_need("a")], [a_resource("s")])

    (change,) = rows(before, after)

    assert (change["reason"], change["others"]) == ("resource", 1)  # gone; and the other is new


def test_what_was_granted_went_for_that_reason_and_what_comes_after_is_new():
    before = a_city([a_need("a", quantity=4)], [a_resource("r", capacity=2)])
    after = a_city([a_need("a", quantity=4, covered=2)], [a_resource("r", capacity=1)])

    changes = told(before, after, [("a", "r", 2, "granted")])

    assert ("a", "went", 2, 0, "granted") in changes and len(changes) == 2
    assert ("a", "came", 0, 1, "resource") in changes


def test_what_a_fund_declined_says_so():
    before = a_city([a_need("a")], [a_resource("r")])
    after = a_city([a_need("a")], [a_resource("r", eligible='!(need in ["a"])')])

    assert told(before, after, [("a", "r", 0, "declined")]) == [("a", "went", 1, 0, "declined")]


def test_a_place_another_need_left_is_told_as_free():
    before = a_city([a_need("a", severity=90), a_need("b")], [a_resource("r")])
    after = a_city([a_need("b")], [a_resource("r")])

    assert told(before, after) == [
        ("a", "went", 1, 0, "withdrawn"),
        ("b", "came", 0, 1, "freed"),
    ]


@pytest.fixture(scope="module", params=[1, 2])
def days(request):
    return two_days(needs=600, resources=90, seed=request.param)


def test_the_changes_lead_from_the_one_plan_to_the_other(days):
    (before, plan), (after, new), answered = days
    changes = changes_between(before, after, plan.matches, new, answered)

    amounts = {(n, r): q for n, r, q in plan.matches.select("need", "resource", "quantity").rows()}
    for change in sorted(changes.to_dicts(), key=lambda change: change["kind"] != "went"):
        amounts.pop((change["need"], change["left"]), None)
        amounts[change["need"], change["resource"]] = change["after"]

    there = {pair: amount for pair, amount in amounts.items() if amount}
    assert there == {
        (n, r): q for n, r, q in new.matches.select("need", "resource", "quantity").rows()
    }


def test_hardly_any_change_cannot_be_explained(days):
    (before, plan), (after, new), answered = days
    changes = changes_between(before, after, plan.matches, new, answered)

    assert set(changes["reason"]) <= set(REASONS) and changes.height > 30
    assert changes.filter(reason="unknown").height <= changes.height // 25
    assert not changes.filter(reason="nothing").height
