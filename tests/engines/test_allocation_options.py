import numpy as np
from hypothesis import given

from shanqiao.engines.allocation import could_serve, options
from shanqiao.engines.allocation._fit import Fits

from .cities import a_city, a_need, a_resource, tiny_cities


def edges(city):
    """(need, resource) pairs as the planner finds them."""
    fits = Fits(city, np.arange(city.needs.height))
    names = city.needs["need"].to_list()
    return {
        (names[row], city.resources["resource"][fit.resource])
        for fit in fits
        for row in fit.needs[fit.edges]
    }


@given(tiny_cities())
def test_an_option_fits_exactly_where_the_planner_sees_an_edge(city):
    found = {
        (need["need"], resource)
        for need in city.needs.iter_rows(named=True)
        for resource, fits, _code in options(need, city.resources).iter_rows()
        if fits
    }

    assert found == edges(city)


@given(tiny_cities())
def test_a_resource_could_serve_exactly_the_needs_it_has_edges_to(city):
    found = {
        (need, resource["resource"])
        for resource in city.resources.iter_rows(named=True)
        for need in could_serve(resource, city.needs)["need"]
    }

    assert found == edges(city)


def test_who_had_all_one_person_may_get_is_no_option_any_more():
    city = a_city(
        [a_need("n1", person="had two"), a_need("n2", person="had one")],
        [a_resource("r", person_cap=2)],
        [("r", "had two", 1, True), ("r", "had two", 1, False), ("r", "had one", 1, False)],
    )
    needs, (resource,) = city.needs.to_dicts(), city.resources.to_dicts()

    told = [options(need, city.resources, city.before)["code"].item() for need in needs]

    assert told == ["person_cap", ""]
    assert could_serve(resource, city.needs, city.before)["need"].to_list() == ["n2"]


@given(tiny_cities())
def test_whatever_does_not_fit_says_why(city):
    for need in city.needs.iter_rows(named=True):
        told = options(need, city.resources)

        assert told["resource"].to_list() == city.resources["resource"].to_list()
        for _resource, fits, code in told.iter_rows():
            assert (code == "") == (fits is True) and (code == "unknown") == (fits is None)
