"""What the bits say of a need and a resource is what asking them one by one says."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanqiao.engines.allocation._edges import resources_of
from shanqiao.engines.allocation.flow import _bits, _conditions, _groups, _numbering, groups_of
from shanqiao.engines.allocation.without._fitting import fitting
from shanqiao.engines.eligibility import conjuncts, parse
from tests.engines.cities import a_city, a_large_city, a_need, a_resource, tiny_cities


def by_bits(city):
    """(need, resource) to whether the need counts as outside the reserve."""
    found = {}
    every = np.arange(city.needs.height)
    for group in groups_of(city, every, resources_of(city)):
        width = len(group.ports.capped)
        row, other = np.zeros(2 * width, np.uint64), np.zeros(2 * width, np.uint64)
        for at, need in enumerate(group.needs.tolist()):
            fitting(group.ports, at, row, other)
            bits = np.unpackbits(row.view(np.uint8), bitorder="little").reshape(2, -1)
            for outside, place in np.argwhere(bits).tolist():
                found[need, int(group.resources[place])] = bool(outside)
    return found


def one_by_one(city):
    needs, resources = city.needs.to_dicts(), city.resources.to_dicts()
    reserves = resources_of(city).reserves
    edges = {}
    for j, resource in enumerate(resources):
        for i, need in enumerate(needs):
            if _may_serve(resource, need):
                inside = parse(resource["reserved_for"]).evaluate(need) is True
                edges[i, j] = bool(reserves[j] and not inside)
    return {
        (i, j): outside or _another_is_outside(needs, resources, edges, i, j)
        for (i, j), outside in edges.items()
    }


def _may_serve(resource, need):
    return (
        need["kind"] in resource["kinds"]
        and need["item"] == resource["item"]
        and (
            not resource["streets"]
            or {need["street"], need["street"][:6]} & set(resource["streets"])
        )
        and need["open_on"] <= resource["valid_to"]
        and need["due_on"] >= resource["valid_from"]
        and parse(resource["eligible"]).evaluate(need) is True  # unknown is not yes
    )


def _another_is_outside(needs, resources, edges, i, j):
    """With a limit per person the person is outside with every need if with one."""
    return resources[j]["person_cap"] is not None and any(
        edges.get((other, j), False)
        for other, need in enumerate(needs)
        if need["person"] == needs[i]["person"]
    )


@pytest.mark.thorough
@settings(max_examples=300, deadline=None)
@given(city=tiny_cities(most_needs=8, most_resources=5))
def test_bits_are_what_one_by_one_says(city):
    assert by_bits(city) == one_by_one(city)


@pytest.mark.parametrize(
    "limit",
    [None, (_bits, "MOST_ROWS"), (_conditions, "MOST_CLASSES"), (_numbering, "COUNTED")],
    ids=lambda limit: limit[1] if limit else "as it is",
)
def test_so_they_are_in_a_larger_city_whatever_a_table_holds(monkeypatch, limit):
    if limit:
        monkeypatch.setattr(*limit, 3)
    city = a_large_city(needs=300, resources=80, seed=4)

    edges = by_bits(city)

    assert edges == one_by_one(city)
    assert any(edges.values())
    assert not all(edges.values())


@pytest.mark.parametrize(
    ("condition", "served"),
    [
        ("age >= 60", False),
        ("!(age >= 60)", False),
        ("age >= 60 || local", True),
        ("age >= 60 && local", False),
        ("age < 60 || age >= 60", False),
        ("local && (disability in [0] || age >= 60)", True),
        ("open_on < due_on && local", True),
        ("quantity > covered", True),
        ("true", True),
        ("false", False),
    ],
)
def test_what_depends_on_an_empty_cell_is_not_yes(condition, served):
    city = a_city([a_need("n", age=None)], [a_resource("r", eligible=condition)])

    assert ((0, 0) in by_bits(city)) == served


def test_a_condition_is_cut_at_its_outermost_and_only():
    parts = conjuncts(parse("age >= 60 && (local || severity > 3 && urgency == 2) && age < 90"))

    assert [part.text for part in parts] == [
        "age >= 60",
        "local == true || severity > 3 && urgency == 2",
        "age < 90",
    ]
    assert conjuncts(parse("")) == []
    assert [part.evaluate({}) for part in conjuncts(parse("false"))] == [False]


def spans_by_hand(words):
    """Begin and end of two spans that hold all words in use, cut at the first of the widest gaps."""
    if not words:
        return [0, 0, 0, 0]
    gaps = [second - first for first, second in pairwise(words)]
    if not gaps or max(gaps) == 1:
        return [words[0], words[-1] + 1, 0, 0]
    cut = gaps.index(max(gaps))
    return [words[0], words[cut] + 1, words[cut + 1], words[-1] + 1]


@given(
    used=st.integers(1, 9).flatmap(
        lambda width: st.lists(
            st.lists(st.booleans(), min_size=width, max_size=width), min_size=1, max_size=6
        )
    )
)
def test_near_words_lie_in_two_spans_cut_at_the_widest_gap(used):
    words = [[at for at, flag in enumerate(row) if flag] for row in used]

    spans = _groups._two_spans(np.array(used))

    assert spans.tolist() == [spans_by_hand(row) for row in words]


@given(
    pairs=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6)), max_size=40),
    most=st.one_of(st.none(), st.integers(0, 12)),
)
def test_pairs_are_numbered_as_they_are_met(pairs, most):
    one, other = np.array(pairs, np.int32).reshape(-1, 2).T
    different = list(dict.fromkeys(pairs))

    number, first = _numbering.paired(one.copy(), other.copy(), 7, 5, most)

    if most is not None and len(different) > most:
        assert len(first) > most
    else:
        assert number.tolist() == [different.index(pair) for pair in pairs]
        assert first.tolist() == [pairs.index(pair) for pair in different]
