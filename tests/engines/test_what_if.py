"""What if something were otherwise: solved again where it must be, and told exactly."""

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanqiao.engines.allocation import (
    CannotRelax,
    Change,
    relaxed,
    solve,
    what_if,
    worth_of_relaxing,
)
from shanqiao.engines.allocation._edges import edges_of

from .cities import (
    CONDITIONS as EXPRESSIONS,
)
from .cities import (
    DAY,
    STREETS,
    a_city,
    a_large_city,
    a_need,
    a_resource,
    groups_of_kinds,
    kinds,
    policies,
    tiny_cities,
)

SOME = settings(max_examples=100, deadline=None)
FEW = settings(max_examples=30, deadline=None)  # each tries every condition of every resource
TABLES = ("matches", "unmet", "scarcity", "certificate")

resource_columns = st.fixed_dictionaries(
    {},
    optional={
        "capacity": st.integers(0, 8),
        "person_cap": st.sampled_from([None, 1, 2, 3]),
        "streets": st.sampled_from([[], ["440104"], STREETS[:1]]),
        "eligible": st.sampled_from(EXPRESSIONS),
        "kinds": groups_of_kinds.filter(lambda kinds: kinds != ["goods"]),
        "valid_to": st.just(DAY + timedelta(days=60)),
    },
)
need_columns = st.fixed_dictionaries(
    {},
    optional={
        "quantity": st.integers(4, 6),
        "severity": st.integers(0, 100),
        "urgency": st.integers(0, 2),
        "street": st.sampled_from(STREETS),
        "age": st.sampled_from([None, 20, 70]),
    },
)


@st.composite
def cities_and_changes(draw):
    """A city and a few rows of it put in, changed or taken out."""
    city = draw(tiny_cities(most_needs=7, most_resources=4))
    resources, needs = {}, {}
    for name in draw(
        st.lists(st.sampled_from(["a new", "r0", "r1", "r1 new", "z new"]), max_size=2)
    ):
        columns = draw(resource_columns)
        there = name in set(city.resources["resource"])
        if there and draw(st.booleans()):
            resources[name] = None
        else:
            resources[name] = columns if there else a_resource(name, capacity=3) | columns
    for name in draw(
        st.lists(st.sampled_from(["a new", "n0", "n1", "n1 new", "z new"]), max_size=2)
    ):
        columns = draw(need_columns)
        there = name in set(city.needs["need"])
        if there and draw(st.booleans()):
            needs[name] = None
        else:
            person = draw(st.sampled_from([f"only {name}", "p0"]))
            new = a_need(name, kind=draw(kinds), person=person, item=f"of {name}")
            needs[name] = columns if there else new | columns
    return city, Change(needs=needs, resources=resources)


def assert_from_scratch(answer, policy):
    """The answer's plan is the one made of its city from scratch, in everything that is written."""
    scratch = solve(answer.city, policy=policy)
    for table in TABLES:
        made, expected = getattr(answer.plan, table), getattr(scratch, table)
        assert made.schema == expected.schema
        assert made.rows() == expected.rows(), table
    written, wanted = (json.dumps(plan.summary, sort_keys=True) for plan in (answer.plan, scratch))
    assert written == wanted


@pytest.mark.thorough
@SOME
@given(both=cities_and_changes(), policy=policies)
def test_what_is_solved_in_part_is_what_would_be_solved_whole(both, policy):
    city, change = both

    answer = what_if(city, solve(city, policy=policy), change)

    assert_from_scratch(answer, policy)


@pytest.mark.parametrize("policy", ["basic_first", "gravest_first"])
def test_in_a_large_city_too(policy):
    city = a_large_city(needs=900, resources=60, seed=11, before=40)
    plan = solve(city, policy=policy)
    changes = [
        relaxed(city, "R00003", "capacity"),
        Change(resources={"R00010": None}),
        Change(needs={city.needs["need"][5]: {"severity": 100, "urgency": 2}}),
        Change(needs={"N9": a_need("N9", kind="visit", quantity=30)}),
    ]

    for change in changes:
        answer = what_if(city, plan, change)

        assert_from_scratch(answer, policy)


@pytest.mark.parametrize("seed", [2, 14])
def test_what_is_equal_is_decided_as_from_scratch_where_resources_of_others_come_between(seed):
    city = a_large_city(needs=400, resources=30, seed=seed)
    between = [f"{place} {n}" for place in ("A", "R00010", "R00020") for n in range(7)]
    gifts = {name: a_resource(name, kinds=["counselling"]) for name in between}

    answer = what_if(city, solve(city), Change(resources=gifts))

    assert_from_scratch(answer, "basic_first")


def test_limits_behind_a_reserve_are_told_in_the_ranks_of_the_changed_city():
    young = [a_need(f"y{n}", age=20 + n, quantity=4, severity=30 + n) for n in range(4)]
    city = a_city(
        [*young, a_need("old", age=80)],
        [
            a_resource(
                "kitchen", capacity=10, person_cap=2, reserved_share=50, reserved_for="age >= 60"
            )
        ],
    )
    visit = a_need("visit", kind="visit", severity=0, urgency=0)

    answer = what_if(city, solve(city, policy="gravest_first"), Change(needs={"visit": visit}))

    assert answer.solved_again == {"visit"}
    caps = answer.plan.certificate.filter(part="person_cap")
    assert caps.height and answer.plan.certificate.filter(part="reserved")["price"][0] > 0
    assert_from_scratch(answer, "gravest_first")


def test_only_what_is_touched_is_solved_again():
    city = a_large_city(needs=300, resources=40, seed=2)
    meals = city.resources.filter(kinds=["meal"])["resource"][0]

    answer = what_if(city, solve(city), Change(resources={meals: {"capacity": 10_000}}))

    assert answer.solved_again == {"meal"}
    assert set(answer.changes["kind"]) == {"meal"}
    assert answer.worth > 0


def test_it_says_who_gains_and_who_loses_and_what_moves():
    city = a_city(
        [a_need("grave", severity=90, quantity=2), a_need("light", severity=10, quantity=2)],
        [a_resource("kitchen", capacity=2)],
    )
    plan = solve(city)

    answer = what_if(city, plan, Change(needs={"graver": a_need("graver", severity=95)}))

    assert answer.changes.select("need", "before", "after").rows() == [
        ("graver", 0, 1),
        ("light", 1, 0),
    ]
    assert (answer.gaining["need"].to_list(), answer.losing["need"].to_list()) == (
        ["graver"],
        ["light"],
    )
    assert (answer.people_reached, answer.moved) == (1, {"meal": 2})


def test_without_a_plan_at_hand_the_answer_is_the_same():
    city = a_large_city(needs=900, resources=60, seed=11, before=40)
    for change in (
        relaxed(city, "R00003", "eligible"),
        Change(needs={city.needs["need"][5]: {"severity": 100, "quantity": 900}}),
        Change(),
    ):
        with_it = what_if(city, solve(city, policy="gravest_first"), change)
        without = what_if(city, None, change, policy="gravest_first")

        for table in ("changes", "given"):
            assert getattr(without, table).rows() == getattr(with_it, table).rows(), table
        assert (without.moved, without.worth) == (with_it.moved, with_it.worth)
        assert without.value_after == with_it.value_after == with_it.plan.summary["objective"]
        assert without.plan.matches.rows() == with_it.plan.matches.rows()


def test_who_gains_is_known_before_anybody_looks_who_could_help_whom(monkeypatch):
    city = a_city(
        [a_need("grave", severity=90, quantity=2), a_need("light", severity=10, quantity=2)],
        [a_resource("kitchen", capacity=2)],
    )
    answer = what_if(city, solve(city), relaxed(city, "kitchen", "capacity"))
    looked = []
    monkeypatch.setattr(
        "shanqiao.engines.allocation._steps.edges_of",
        lambda *asked: looked.append(asked) or edges_of(*asked),
    )

    assert (answer.people_reached, answer.changes["need"].to_list()) == (1, ["grave"])
    assert answer.worth > 0 and not looked

    assert answer.moved == {"meal": 1} and looked
    assert_from_scratch(answer, "basic_first")
    assert len(looked) == 2  # once here, once from scratch


def test_a_gift_says_to_whom_it_would_go():
    city = a_city(
        [a_need("n1", quantity=3), a_need("n2", quantity=1, kind="care_hour")],
        [a_resource("kitchen", capacity=1)],
    )
    gift = a_resource("new kitchen", capacity=9)

    answer = what_if(city, solve(city), Change(resources={"new kitchen": gift}))

    assert answer.given.select("resource", "need", "before", "after").rows() == [
        ("new kitchen", "n1", 0, 2)
    ]
    assert answer.value_after - answer.value_before == answer.worth > 0


def test_a_resource_taken_out_is_forgotten_with_what_it_granted_before():
    city = a_city(
        [a_need("n1")],
        [a_resource("kitchen"), a_resource("other", eligible="age < 18")],
        [("kitchen", "somebody", 1, False)],
    )

    answer = what_if(city, solve(city), Change(resources={"kitchen": None}))

    assert answer.losing["need"].to_list() == ["n1"]
    assert answer.city.before.height == 0


@pytest.mark.thorough
@FEW
@given(city=tiny_cities(most_needs=7, most_resources=4), policy=policies)
def test_relaxing_for_everybody_is_worth_at_least_what_scarcity_says_of_one(city, policy):
    plan = solve(city, policy=policy)
    for row in plan.scarcity.iter_rows(named=True):
        for condition in ("eligible", "streets", "valid", "person_cap"):
            try:
                answer = worth_of_relaxing(city, plan, row["resource"], condition)
            except CannotRelax:
                assert row[f"worth_{condition}"] == 0
            else:
                assert answer.worth >= row[f"worth_{condition}"]


@pytest.mark.thorough
@SOME
@given(city=tiny_cities(most_needs=7, most_resources=4), policy=policies)
def test_one_unit_more_is_worth_exactly_what_scarcity_says(city, policy):
    plan = solve(city, policy=policy)
    for row in plan.scarcity.iter_rows(named=True):
        share = city.resources.filter(resource=row["resource"])["reserved_share"][0]
        if not share:
            answer = worth_of_relaxing(city, plan, row["resource"], "capacity")
            assert answer.worth == row["worth_of_one_more"]
