"""Kinds of mutation of the matches of a plan; each gives the mutants of one case."""

from dataclasses import replace
from itertools import pairwise

from shanqiao.engines.allocation import solve

from .spoiling import Case, apart, general, missing

# Amounts are unique, so that whatever changes what a need gets altogether is wrong.
KINDS = {}


def kind(*codes, name=None):
    """A kind of mutation; one of ``codes`` must be told, or anything where none is named."""

    def remember(spoil):
        KINDS[name or spoil.__name__.replace("_", " ")] = spoil, set(codes)
        return spoil

    return remember


@kind()
def one_unit_more_on_a_match(case):
    for pair, count in case.given.items():
        yield case.with_given({pair: count + 1})


@kind()
def one_unit_less_on_a_match(case):
    for pair, count in case.given.items():
        yield case.with_given({pair: count - 1 or None})


@kind()
def a_match_dropped(case):
    for pair in case.given:
        yield case.with_given({pair: None})


@kind("stands_twice")
def a_match_doubled(case):
    for pair, count in case.given.items():
        yield replace(case, more_given=((*pair, count),))


@kind("stands_twice")
def a_match_split_in_two_rows(case):
    for pair, count in case.given.items():
        if count > 1:
            yield replace(case.with_given({pair: count - 1}), more_given=((*pair, 1),))


@kind()
def a_match_moved_to_a_resource_farther_away(case):
    for (need, resource), count in case.given.items():
        for other, row in case.resources.items():
            far = apart(row, case.needs[need]) > apart(case.resources[resource], case.needs[need])
            if far and need in case.edges(other):
                there = case.given.get((need, other), 0)
                yield case.with_given({(need, resource): None, (need, other): there + count})


@kind("not_an_edge")
def a_match_moved_to_a_resource_that_may_not_serve_it(case):
    for (need, resource), count in case.given.items():
        for other in case.resources:
            if need not in case.edges(other):
                yield case.with_given({(need, resource): None, (need, other): count})


@kind()
def a_match_moved_to_another_need(case):
    for (need, resource), count in case.given.items():
        for other in case.edges(resource):
            if (other, resource) not in case.given:
                yield case.with_given({(need, resource): None, (other, resource): count})


@kind()
def amounts_of_two_needs_swapped(case):
    for (need, resource), count in case.given.items():
        for other in case.edges(resource):
            if case.given.get((other, resource), count) != count:
                there = case.given[other, resource]
                yield case.with_given({(need, resource): there, (other, resource): count})


@kind()
def one_unit_handed_on_to_another_need(case):
    for (need, resource), count in case.given.items():
        for other in case.edges(resource):
            if other != need:
                there = case.given.get((other, resource), 0)
                changes = {(need, resource): count - 1 or None, (other, resource): there + 1}
                yield case.with_given(changes)


@kind("not_an_edge")
def a_match_that_was_never_possible(case):
    for resource in case.resources:
        for need in sorted(set(case.needs) - set(case.edges(resource))):
            if missing(case.needs[need]):
                yield replace(case, more_given=((need, resource, 1),))


@kind("over_need")
def a_need_served_beyond_its_rest(case):
    for pair in case.given:
        yield case.with_given({pair: missing(case.needs[pair[0]]) + 1})


@kind("over_need")
def a_need_served_beyond_its_rest_by_two_together(case):
    for need, row in case.needs.items():
        able = [resource for resource in case.resources if need in case.edges(resource)]
        for one, other in pairwise(able):
            yield case.with_given({(need, one): missing(row), (need, other): 1})


@kind("over_need")
def a_need_that_misses_nothing_served(case):
    for need, row in case.needs.items():
        if not missing(row):
            yield replace(case, more_given=((need, "r0", 1),))


@kind("over_capacity")
def a_resource_that_gives_more_than_it_has(case):
    for resource, row in case.resources.items():
        edges = case.edges(resource)
        left = row["capacity"] - case.gives(resource, edges)
        yield from beyond(case, resource, edges, left)


@kind("over_person_cap")
def a_person_who_gets_more_than_one_person_may(case):
    for resource, row in case.resources.items():
        edges = case.edges(resource)
        for person in {case.needs[need]["person"] for need in edges}:
            theirs = [need for need in edges if case.needs[need]["person"] == person]
            if row["person_cap"] is not None:
                left = row["person_cap"] - case.gives(resource, theirs)
                yield from beyond(case, resource, theirs, left)


@kind("over_reserve")
def people_outside_a_reserve_who_get_a_part_of_it(case):
    for resource, row in case.resources.items():
        outside = case.outside(resource)
        left = general(row) - case.gives(resource, outside)
        yield from beyond(case, resource, outside, left)


def beyond(case, resource, edges, left):
    """One unit more than is left, for any of the edges that misses as much."""
    for need in edges:
        count = case.given.get((need, resource), 0) + left + 1
        if count <= missing(case.needs[need]):
            yield case.with_given({(need, resource): count})


@kind("not_above_zero")
def a_match_of_nothing_or_less(case):
    for resource in case.resources:
        for need in case.edges(resource):
            for count in (0, -1):
                yield replace(case, more_given=((need, resource, count),))


@kind("unknown_identity")
def a_match_with_a_name_nobody_has(case):
    for need, resource in case.given:
        yield replace(case, more_given=((f"{need} ", resource, 1),))
        yield replace(case, more_given=((need, f"{resource} ", 1),))


@kind()
def the_plan_of_the_other_order(case):
    other = "gravest_first" if case.policy == "basic_first" else "basic_first"
    plan = solve(case.city, policy=other)
    there = Case.of(case.city, other, plan)
    if any(case.gets(need) != there.gets(need) for need in case.needs):
        yield replace(there, policy=case.policy)
