"""Instances that others published, solved to the optima that others published.

Where each is from: docs/explanation/instances.md. How a network becomes needs and resources, and why
that is right: `instances`.
"""

import numpy as np
import pytest

from shanqiao.engines.allocation import solve
from shanqiao.engines.allocation._amounts import FirstStep
from shanqiao.engines.allocation._distance import shares_in
from shanqiao.engines.allocation._edges import resources_of
from shanqiao.engines.allocation._given import given_on
from shanqiao.engines.allocation._network import network_of
from shanqiao.engines.allocation._order import elements_of
from shanqiao.engines.allocation._parts import parts_of
from shanqiao.engines.allocation._potentials import potentials_of
from shanqiao.engines.proof import examine

from .instances import Flows, as_city, as_matching, as_transport, from_networkx, transport_of

PLANTS = [350, 600]  # Seattle, San Diego; cases
MARKETS = [325, 300, 275]  # New York, Chicago, Topeka; cases
MILES = [[25, 17, 18], [25, 18, 14]]  # hundreds

BRADLEY = Flows.of(
    [20, 0, 0, -5, -15],
    [
        (0, 1, 15, 4),
        (0, 2, 8, 4),
        (1, 2, 20, 2),
        (1, 3, 4, 2),
        (1, 4, 10, 6),
        (2, 3, 15, 1),
        (2, 4, 5, 3),
        (3, 4, 20, 2),
        (4, 2, 4, 1),
    ],
)  # 20 where the book sets no limit: no more than 20 units go anywhere

SQUARE = [[400, 150, 400], [400, 450, 600], [300, 225, 300]]  # who does what, at which cost
PAIRS = [(0, 7), (0, 8), (2, 6), (2, 9), (3, 8), (4, 8), (4, 9), (5, 11)]  # who knows whom


def least_cost(transport):
    """What step 2 finds, after its potentials have proven that nothing costs less.

    Let y be the potential of a need and z >= 0 that of a resource. If y <= z + cost on every edge,
    any plan that gives these amounts costs at least amounts x y - capacities x z, as one sees by
    adding up its edges (weak duality). The plan that was found costs just that.
    """
    edges, limits, amounts, distance = transport
    nothing = np.zeros(len(distance), np.int64)
    shares = shares_in(network_of(edges, limits), amounts, distance, nothing)
    assert shares.min() >= 0
    assert (np.bincount(edges.need, shares) == amounts).all()
    given = given_on(edges, shares)
    assert (given.by_resource(len(limits.capacity)) <= limits.capacity).all()

    labels = potentials_of(edges, limits, given, distance)
    y, z = labels.need, labels.resource
    assert (z >= 0).all()
    assert (y[edges.need] <= z[edges.resource] + distance).all()
    cost = int(shares @ distance)
    assert cost == int(amounts @ y) - int(limits.capacity @ z)
    return cost


def is_proven(city, plan):
    verdict = examine(city, plan.policy, plan.matches, plan.certificate, plan.unmet)
    return verdict.violations == ()


def test_dantzigs_canning_plants_send_to_the_nearest_market_they_can():
    # 153.675 thousand dollars at 90 dollars for 1000 miles
    cost = least_cost(transport_of(MILES, PLANTS, MARKETS))

    assert cost * 90 * 100 == 153_675_000


def test_the_flow_of_bradley_hax_and_magnanti_costs_150():
    transport, more = as_transport(BRADLEY)

    assert least_cost(transport) - more == 150


def test_a_network_of_netgen_costs_what_network_simplex_finds():
    transport, more = as_transport(from_networkx("netgen-2"))

    assert least_cost(transport) - more == 6_749_969_302


def test_three_do_three_things_for_850():
    assert least_cost(transport_of(SQUARE, [1, 1, 1], [1, 1, 1])) == 850


def test_everybody_who_knows_somebody_is_matched():
    # Nobody else that knows 8 must take it from 3, who knows nobody but 8.
    city = as_matching(range(6), PAIRS)

    plan = solve(city)

    assert plan.matches["quantity"].sum() == 5
    assert plan.unmet["need"].to_list() == ["000000001"]
    assert is_proven(city, plan)


@pytest.mark.thorough
def test_a_plan_meets_as_much_as_the_greatest_flow_of_gl1_lets_through():
    flows = from_networkx("gl1")
    city = as_city(flows)

    plan = solve(city)

    assert flows.leaving[0] - plan.unmet["missing"].sum() == 156_545
    assert is_proven(city, plan)


@pytest.mark.parametrize(("name", "most"), [("gw1", 1_202_018), ("wlm3", 11_875_108)])
def test_step_1_meets_as_much_as_the_greatest_flow_lets_through(name, most):
    flows = from_networkx(name)
    city = as_city(flows)
    (part,) = parts_of(city, elements_of(city.needs, "basic_first"))
    limits = resources_of(city)

    amounts = FirstStep(part, limits).amounts

    assert flows.leaving[0] - (city.needs["quantity"].sum() - amounts.sum()) == most
