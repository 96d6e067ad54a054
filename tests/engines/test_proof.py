"""The examination finds nothing wrong with a right plan, and something wrong with any other."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanqiao.engines.allocation import solve, solve_slowly
from shanqiao.engines.allocation._slow import is_allowed
from shanqiao.engines.proof import check, examine

from .cities import a_city, a_large_city, a_need, a_resource, policies, tiny_cities

patient = settings(deadline=None, max_examples=60)  # each example plans whole cities


def codes(violations):
    return {violation.code for violation in violations}


def checked(city, plan, **instead):
    """The codes of what is wrong with a plan, some of its frames replaced."""
    frames = {"matches": plan.matches, "certificate": plan.certificate, "unmet": plan.unmet}
    return codes(check(city, plan.policy, **(frames | instead)))


def given_as(rows):
    schema = {"need": pl.String, "resource": pl.String, "quantity": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


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


@patient
@given(city=tiny_cities(), policy=policies)
def test_nothing_is_wrong_with_the_plan_of_the_planner(city, policy):
    plan = solve(city, policy=policy)

    verdict = examine(city, policy, plan.matches, plan.certificate, plan.unmet)

    assert verdict.violations == ()
    assert verdict.objective == verdict.bound == plan.summary["objective"]
    assert verdict.distance == plan.summary["distance"]


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


@patient
@given(city=tiny_cities())
def test_the_plan_of_the_other_policy_passes_only_where_it_is_the_same(city):
    grave = solve(city, policy="gravest_first")

    wrong = check(city, "basic_first", grave.matches, grave.certificate)

    if not wrong:
        assert is_right(city, "basic_first", grave.matches)


@pytest.fixture
def city():
    """Two who need meals and three who give some; every limit binds somewhere."""
    needs = [
        a_need("n1", person="p1", quantity=4, severity=90),
        a_need("n2", person="p2", quantity=4, severity=20, age=20),
        a_need("n3", person="p3", quantity=2, severity=10, street="440106001"),
        a_need("n4", person="p1", kind="care_hour", quantity=3),
        a_need("n5", person="p1", kind="counselling", quantity=3),
    ]
    resources = [
        a_resource("r1", capacity=4, reserved_share=50, reserved_for="age >= 60", person_cap=3),
        a_resource("r2", capacity=2, home="440106001"),
        a_resource("r3", capacity=9, kinds=["care_hour", "counselling"], person_cap=4),
    ]
    return a_city(needs, resources)


@pytest.fixture
def plan(city):
    return solve(city)


def test_the_plan_of_the_fixture_is_as_one_expects(plan):
    assert plan.matches.select("need", "resource", "quantity").rows() == [
        ("n1", "r1", 2),
        ("n1", "r2", 1),
        ("n2", "r1", 2),
        ("n3", "r2", 1),
        ("n4", "r3", 2),
        ("n5", "r3", 2),
    ]


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        (("n9", "r1", 1), "unknown_identity"),
        (("n1", "r9", 1), "unknown_identity"),
        (("n3", "r1", 0), "not_above_zero"),
        (("n3", "r1", -1), "not_above_zero"),
        (("n1", "r3", 1), "not_an_edge"),
        (("n3", "r1", 2**60), "over_need"),
        (("n3", "r1", 1), "over_capacity"),
    ],
)
def test_a_row_that_may_not_be_there_is_named(city, plan, extra, code):
    rows = plan.matches.select("need", "resource", "quantity").rows()

    assert code in checked(city, plan, matches=given_as([*rows, extra]))


def test_a_row_that_stands_twice_is_named(city, plan):
    twice = pl.concat([plan.matches, plan.matches[:1]])

    assert "stands_twice" in checked(city, plan, matches=twice)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("n1", "r1", 3), ("n1", "r2", 2)], "over_need"),
        ([("n1", "r1", 4)], "over_person_cap"),
        ([("n2", "r1", 3)], "over_reserve"),
        ([("n4", "r3", 3), ("n5", "r3", 2)], "over_person_cap"),
        ([], "unmet"),
        ([], "priced_but_left"),
    ],
)
def test_each_limit_has_its_name(city, plan, rows, code):
    assert code in checked(city, plan, matches=given_as(rows))


def test_a_unit_given_to_somebody_later_in_the_order_is_found(city):
    city = a_city(city.needs.to_dicts()[:2], [a_resource("r", capacity=2)])
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


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("need_third", "n1", "", 1)], "unknown_price"),
        ([("need_first", "n9", "", 1)], "unknown_price"),
        ([("resource", "r9", "", 1)], "unknown_price"),
        ([("person_cap", "r2", "p1", 1)], "unknown_price"),
        ([("person_cap", "r1", "p9", 1)], "unknown_price"),
        ([("resource", "r1", "p1", 1)], "unknown_price"),
        ([("person_cap", "r1", "p3", 1)], "priced_but_left"),
        ([("need_rest", "n3", "", -1)], "price_out_of_range"),
        ([("need_rest", "n3", "", 2**61)], "price_out_of_range"),
    ],
)
def test_a_price_that_means_nothing_is_named(city, plan, rows, code):
    schema = {"part": pl.String, "key1": pl.String, "key2": pl.String, "price": pl.Int64}
    extra = pl.DataFrame(rows, schema=schema, orient="row")
    keys = ["part", "key1", "key2"]
    others = plan.certificate.select(schema.keys()).join(extra, on=keys, how="anti")

    assert code in checked(city, plan, certificate=pl.concat([others, extra]))


def test_two_prices_of_one_thing_are_named(city, plan):
    twice = pl.concat([plan.certificate, plan.certificate[:1]])

    assert "price_twice" in checked(city, plan, certificate=twice)


def test_without_prices_nothing_is_proven(city, plan):
    assert "need_price_too_low" in checked(city, plan, certificate=plan.certificate[:0])


@pytest.mark.parametrize("column", ["need", "resource", "quantity"])
def test_a_plan_without_its_columns_cannot_be_checked(city, plan, column):
    assert "unreadable" in checked(city, plan, matches=plan.matches.drop(column))


def test_a_plan_with_an_empty_cell_is_refused(city, plan):
    rows = plan.matches.select("need", "resource", "quantity").rows()

    assert "unreadable" in checked(city, plan, matches=given_as([*rows, ("n1", "r1", None)]))


@pytest.mark.parametrize("change", ["less", "lost", "twice", "more"])
def test_what_is_unmet_must_be_said_exactly(city, plan, change):
    unmet = plan.unmet
    unmet = {
        "less": unmet.with_columns(pl.col("missing") - 1),
        "lost": unmet[1:],
        "twice": pl.concat([unmet, unmet[:1]]),
        "more": unmet.with_columns(pl.col("missing") * 2),
    }[change]

    assert checked(city, plan, unmet=unmet) & {"unmet", "stands_twice"}


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


def test_a_policy_nobody_knows_is_refused(city, plan):
    with pytest.raises(ValueError, match="youngest_first"):
        check(city, "youngest_first", plan.matches, plan.certificate)
