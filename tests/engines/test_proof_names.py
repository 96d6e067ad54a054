"""Each fault of a plan or a certificate has its name."""

import polars as pl
import pytest

from shanqiao.engines.allocation import solve
from shanqiao.engines.proof import check

from .changed import given_as
from .cities import a_city, a_need, a_resource


def checked(city, plan, **instead):
    """The codes of what is wrong with a plan, some of its frames replaced."""
    frames = {"matches": plan.matches, "certificate": plan.certificate, "unmet": plan.unmet}
    return {violation.code for violation in check(city, plan.policy, **(frames | instead))}


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


def test_a_policy_nobody_knows_is_refused(city, plan):
    with pytest.raises(ValueError, match="youngest_first"):
        check(city, "youngest_first", plan.matches, plan.certificate)
