"""Step 1 in bits and distances is step 1 by a flow solver, in every amount and every label."""

import numpy as np
import pytest
from hypothesis import given, settings

from shanqiao.engines.allocation._amounts import FirstStep
from shanqiao.engines.allocation._edges import edges_of, people_behind, resources_of
from shanqiao.engines.allocation._order import elements_of
from shanqiao.engines.allocation._parts import parts_of
from shanqiao.engines.allocation.flow import _serve as serving
from shanqiao.engines.allocation.flow import flows, groups_of, serve
from tests.engines.by_network import step_1_by_network
from tests.engines.cities import (
    a_city,
    a_large_city,
    a_need,
    a_resource,
    policies,
    tiny_cities,
)


def agree(city, policy):
    amounts, gain, loss, edges = step_1_by_network(city, policy)
    for part in parts_of(city, elements_of(city.needs, policy)):
        needs, resources = _rows(city, part.city)
        limits = resources_of(part.city)
        step = FirstStep(part, limits)
        prices = step.prices(people_behind(part.city, limits))
        assert step.amounts.tolist() == amounts[needs].tolist()
        assert prices.gain.need.tolist() == gain.need[needs].tolist()
        for place in ("resource", "general"):
            for ours, theirs in ((prices.gain, gain), (prices.loss, loss)):
                there = getattr(theirs, place)[resources].tolist()
                assert getattr(ours, place).tolist() == there, place
        own = edges.some(np.isin(edges.need, needs))
        here = edges_of(part.city, np.flatnonzero(part.elements.size.sum(axis=0)), limits)
        assert _worth_of_limits(prices.gain, here) == _worth_of_limits(gain, own)


def _rows(city, some):
    """Rows of the needs and the resources of a part."""
    return (
        np.flatnonzero(city.needs["need"].is_in(some.needs["need"].implode())),
        np.flatnonzero(city.resources["resource"].is_in(some.resources["resource"].implode())),
    )


def _worth_of_limits(gain, edges):
    """What every limit per person is worth, edge by edge."""
    behind = np.maximum(gain.behind_person(edges), gain.need[edges.need])
    worth = np.where(edges.limited, behind - gain.before_person(edges), 0)
    return np.maximum(worth, 0).tolist()


@pytest.mark.thorough
@settings(max_examples=1000, deadline=None)
@given(city=tiny_cities(most_needs=8, most_resources=5), policy=policies)
def test_a_thousand_small_cities_agree_with_a_flow_solver(city, policy):
    agree(city, policy)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("policy", ["basic_first", "gravest_first"])
def test_a_larger_city_with_many_limits_and_a_past_agrees_too(seed, policy):
    agree(a_large_city(needs=2_000, resources=100, seed=seed, before=300 * (seed % 2)), policy)


def test_running_out_of_records_only_makes_it_stop_and_go_on(monkeypatch):
    city = a_large_city(needs=600, resources=60, seed=5)
    elements, limits = elements_of(city.needs, "basic_first"), resources_of(city)
    open_needs = np.flatnonzero(elements.size.sum(axis=0))
    groups = list(groups_of(city, open_needs, limits))
    whole = [serve(group, elements).got.tolist() for group in groups]

    began = serving.nothing_held
    grown = []
    more = serving.with_more_room
    monkeypatch.setattr(serving, "nothing_held", lambda ports, room: began(ports, 4))
    monkeypatch.setattr(
        serving, "with_more_room", lambda held, room: grown.append(1) or more(held, room)
    )

    assert [serve(group, elements).got.tolist() for group in groups] == whole
    assert grown


def test_what_flows_keeps_every_limit():
    city = a_large_city(needs=2_000, resources=100, seed=3, before=200)
    elements, limits = elements_of(city.needs, "basic_first"), resources_of(city)
    open_needs = np.flatnonzero(elements.size.sum(axis=0))
    edges = edges_of(city, open_needs, limits)
    many = city.resources.height
    outside_of = dict(
        zip(
            (edges.need.astype(np.int64) * many + edges.resource).tolist(),
            edges.general,
            strict=True,
        )
    )
    cap_of = dict(
        zip(
            (edges.resource.astype(np.int64) * 10**6 + edges.person).tolist(),
            edges.cap,
            strict=True,
        )
    )
    person = dict(zip(edges.need.tolist(), edges.person.tolist(), strict=True))
    spent, outside = np.zeros(many, np.int64), np.zeros(many, np.int64)
    of_pair = {}
    for group in groups_of(city, open_needs, limits):
        for need, resource, count, is_outside in zip(
            *flows(group, serve(group, elements)), strict=True
        ):
            assert outside_of[need * many + resource] == is_outside  # an edge, on its side
            spent[resource] += count
            outside[resource] += count * is_outside
            pair = resource * 10**6 + person[need]
            of_pair[pair] = of_pair.get(pair, 0) + count
    assert (spent <= limits.capacity).all()
    assert (outside <= limits.general).all()
    assert all(count <= cap_of[pair] for pair, count in of_pair.items())
    assert spent.sum() > 0


def test_a_need_is_served_by_letting_three_others_move_on():
    needs = [
        a_need(f"n{place}", severity=90 - place, street=f"44010400{place}", quantity=1)
        for place in range(1, 5)
    ]
    resources = [
        a_resource(f"r{place}", streets=[f"44010400{place}", f"44010400{place + 1}"])
        for place in range(4)
    ]
    city = a_city(needs, resources)
    elements, limits = elements_of(city.needs, "basic_first"), resources_of(city)
    (group,) = groups_of(city, np.arange(4), limits)

    assert serve(group, elements).got.tolist() == [1, 1, 1, 1]


def test_conditions_about_more_different_values_than_a_table_holds_are_asked_need_by_need(
    monkeypatch,
):
    from shanqiao.engines.allocation.flow import _conditions

    monkeypatch.setattr(_conditions, "MOST_CLASSES", 3)
    agree(a_large_city(needs=400, resources=40, seed=2), "basic_first")
