"""The figures of a plan."""

import json

import pytest

from shanqiao.engines.allocation import solve

from .cities import a_city, a_large_city, a_need, a_resource


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
