"""Whoever changes anything in a plan, its certificate or its list of what is unmet is found out.

A kind of mutation is a function that yields every version of a case it can spoil in its way; some of
them are chosen by dice of a fixed seed, and each must be refused. Where a change could leave
something equally right, such as another price of a limit of nothing, the kind leaves it out.
"""

import random
from dataclasses import replace
from itertools import islice

import pytest

from shanqiao.engines.allocation import solve
from shanqiao.engines.proof._certificate import OF_NEEDS, OF_PEOPLE, OF_RESOURCES, PARTS

from .mutations import KINDS, kind
from .spoiling import Case, a_busy_city, first_half, general, missing

CASES = 90
ENOUGH = 14  # mutants of a kind, each of another case
FEWEST = 10  # fewer would prove nothing

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def cases():
    made = []
    for seed in range(CASES):
        city = a_busy_city(random.Random(seed))
        policy = ["basic_first", "gravest_first"][seed % 2]
        made.append(Case.of(city, policy, solve(city, policy=policy)))
    return made


def test_what_is_not_mutated_passes(cases):
    assert [case.codes() for case in cases[:ENOUGH]] == [set()] * ENOUGH


# Prices. A price matters where it is of something: of a half of some size that may be served, of a
# limit of more than nothing. There it follows from the plan and the other prices, so that any
# other number is wrong.


def places(case, part):
    """The keys under which a price of that part matters."""
    if part in OF_NEEDS:
        size = {"need_first": first_half, "need_rest": lambda n: missing(n) - first_half(n)}
        for need, row in case.needs.items():
            if (size[part](row) if part in size else case.gets(need)) > 0:
                yield part, need, ""
    if part in OF_RESOURCES:
        for resource, row in case.resources.items():
            if (general(row) if part.endswith("reserved") else row["capacity"]) > 0:
                yield part, resource, ""
    if part in OF_PEOPLE:
        for resource, row in case.resources.items():
            if row["person_cap"] is not None:
                for person in sorted({need["person"] for need in case.needs.values()}):
                    yield part, resource, person


def priced(case, part):
    return [keys for keys in places(case, part) if case.prices.get(keys, 0) != 0]


def kinds_of_prices(part):
    @kind(name=f"{part} raised")
    def raised(case):
        for keys in places(case, part):
            yield case.with_price(keys, case.prices.get(keys, 0) + 1)

    @kind(name=f"{part} lowered")
    def lowered(case):
        for keys in priced(case, part):
            yield case.with_price(keys, case.prices[keys] - 1)

    @kind(name=f"{part} dropped")
    def dropped(case):
        for keys in priced(case, part):
            yield case.with_price(keys, None)


for part in PARTS:
    kinds_of_prices(part)


@kind("price_twice")
def a_price_doubled(case):
    for keys, price in case.prices.items():
        yield replace(case, more_prices=((*keys, price),))


@kind("unknown_price")
def a_price_of_a_name_nobody_has(case):
    for part, key1, key2 in case.prices:
        yield case.with_price((part, f"{key1} ", key2), 1)


@kind("unknown_price")
def a_price_of_a_person_it_is_not_of(case):
    for part, key1, key2 in case.prices:
        yield case.with_price((part, key1, f"{key2} "), 1)


@kind("price_out_of_range")
def a_price_below_what_it_can_be(case):
    for keys in case.prices:
        yield case.with_price(keys, -(2**60) - 1 if keys[0] == "step2_need" else -1)


@kind("price_out_of_range")
def a_price_above_what_it_can_be(case):
    for keys in case.prices:
        yield case.with_price(keys, 2**60 + 1)


@kind("unknown_price")
def a_part_nobody_knows(case):
    for part, key1, key2 in case.prices:
        yield case.with_price((f"{part}s", key1, key2), 1)


@kind("unknown_price")
def a_limit_per_person_where_there_is_none(case):
    for resource, row in case.resources.items():
        if row["person_cap"] is None:
            yield case.with_price(("person_cap", resource, "p0"), 1)


# What is unmet.


@kind("unmet")
def a_need_said_to_miss_another_amount(case):
    for need, count in case.unmet.items():
        yield replace(case, unmet=case.unmet | {need: count + 1})
        yield replace(case, unmet=case.unmet | {need: count - 1})


@kind("unmet")
def an_unmet_need_not_told(case):
    for need in case.unmet:
        yield replace(case, unmet={key: n for key, n in case.unmet.items() if key != need})


@kind("unmet")
def a_met_need_said_to_miss_something(case):
    for need in case.needs:
        if (need,) not in case.unmet:
            yield replace(case, unmet=case.unmet | {(need,): 1})


@kind("unmet")
def an_unmet_need_nobody_has(case):
    yield replace(case, unmet=case.unmet | {("n99",): 1})


@kind("stands_twice")
def an_unmet_need_told_twice(case):
    for (need,), count in case.unmet.items():
        yield replace(case, more_unmet=((need, count),))


@pytest.mark.parametrize("name", KINDS)
def test_a_mutation_is_refused(name, cases):
    spoil, expected = KINDS[name]
    dice = random.Random(name)
    spoilt = (list(spoil(case)) for case in dice.sample(cases, CASES))
    mutants = list(islice((dice.choice(some) for some in spoilt if some), ENOUGH))

    for mutant in mutants:
        found = mutant.codes()
        assert found & expected if expected else found, mutant
    assert len(mutants) >= FEWEST
