"""A repaired plan passes its examination, and whoever changes anything in it is found out."""

import random
from dataclasses import dataclass, replace
from itertools import islice

import polars as pl
import pytest

from shanqiao.engines.allocation import City, Plan, solve
from shanqiao.engines.allocation.repair import Wishes, repair
from shanqiao.engines.proof import Wished, examine_repaired

from .changed import given_as
from .spoiling import a_busy_city, missing
from .wishing import Wished as AsWritten
from .wishing import wishes_for

CASES, ENOUGH, FEWEST = 60, 10, 6
CHANGES = {
    "need": pl.String,
    "resource": pl.String,
    "before": pl.Int64,
    "after": pl.Int64,
    "wish": pl.String,
}


@dataclass(frozen=True)
class Case:
    """A repaired plan in plain rows.

    Attributes:
        given: the plan, by (need, resource).
        changes: before, after and wish, by (need, resource).
    """

    city: City
    wishes: Wishes
    plan: Plan
    given: dict
    changes: dict
    more_changes: tuple = ()
    certificate: pl.DataFrame | None = None
    unmet: dict | None = None

    def verdict(self):
        rows = [(*pair, *change) for pair, change in self.changes.items()]
        left = self.unmet if self.unmet is not None else self.left()
        return examine_repaired(
            self.city,
            self.plan.policy,
            given_as([(*pair, count) for pair, count in self.given.items()]),
            self.plan.certificate if self.certificate is None else self.certificate,
            Wished(self.wishes.needs, self.wishes.resources, self.wishes.most_helpers),
            pl.DataFrame([*rows, *self.more_changes], schema=CHANGES, orient="row"),
            pl.DataFrame(
                list(left.items()), schema={"need": pl.String, "missing": pl.Int64}, orient="row"
            ),
        )

    def codes(self):
        return {violation.code for violation in self.verdict().violations}

    def left(self):
        got = {}
        for (need, _), count in self.given.items():
            got[need] = got.get(need, 0) + count
        rows = {row["need"]: missing(row) for row in self.city.needs.to_dicts()}
        return {n: rest - got.get(n, 0) for n, rest in rows.items() if rest != got.get(n, 0)}

    def with_given(self, pair, count):
        """Another plan whose list of changes says so, so that this does not give it away."""
        before, was, wish = self.changes.get(pair, (self.given.get(pair, 0), 0, ""))
        wish = wish if (count < before) == (was < before) and wish else "moved"
        wish = "filled" if count > before else "moved" if wish == "filled" else wish
        changes = self.changes | {pair: (before, count, wish)}
        given = self.given | {pair: count}
        return replace(
            self,
            given={key: n for key, n in given.items() if n},
            changes={key: change for key, change in changes.items() if change[0] != change[1]},
        )


@pytest.fixture(scope="module")
def cases():
    made = []
    for seed in range(CASES):
        dice = random.Random(seed)
        city = a_busy_city(dice)
        wishes = wishes_for(city, dice)
        found = repair(city, solve(city), wishes)
        rows = found.changes.select(CHANGES.keys()).iter_rows()
        given = found.plan.matches.select("need", "resource", "quantity").iter_rows()
        made.append(
            Case(
                city,
                wishes,
                found.plan,
                {(need, resource): count for need, resource, count in given},
                {(need, resource): tuple(change) for need, resource, *change in rows},
            )
        )
    return made


@pytest.mark.thorough
def test_a_repaired_plan_passes_and_its_value_bound_and_distance_are_counted_again(cases):
    for case in cases:
        verdict = case.verdict()
        summary = case.plan.summary

        assert verdict.violations == ()
        assert (verdict.objective, verdict.bound, verdict.distance) == (
            summary["objective"],
            summary["bound"],
            summary["distance"],
        )


KINDS = {}


def kind(*codes):
    """A kind of mutation, and what must be told of it."""

    def remember(spoil):
        KINDS[spoil.__name__.replace("_", " ")] = spoil, set(codes)
        return spoil

    return remember


@kind("wish_whole")
def a_whole_need_that_gets_a_part(case):
    for need, resource in case.given:
        if need in set(case.wishes.needs["need"]) and case.given[need, resource] > 1:
            yield case.with_given((need, resource), case.given[need, resource] - 1)


@kind("wish_minimum")
def a_match_below_its_minimum(case):
    least = dict(case.wishes.resources.select("resource", "minimum").iter_rows())
    for pair in case.given:
        if least.get(pair[1], 0) > 1:
            yield case.with_given(pair, least[pair[1]] - 1)


@kind("wish_most_helpers")
def one_helper_fewer_is_wished(case):
    helpers = [need for need, _ in case.given]
    most = max((helpers.count(need) for need in helpers), default=0)
    if most > 1:
        yield replace(case, wishes=replace(case.wishes, most_helpers=most - 1))


@kind("wish_spent_share")
def all_that_is_spent_is_wished_for_some(case):
    read = AsWritten(case.city, case.wishes)
    for need, resource in case.given:
        if read.resources[resource]["reserved_for"] and not read.inside(need, resource):
            wish = pl.DataFrame(
                {"resource": [resource], "minimum": [0], "spent_share": [100]},
                schema=case.wishes.resources.schema,
            )
            others = case.wishes.resources.filter(pl.col("resource") != resource)
            yield replace(case, wishes=replace(case.wishes, resources=pl.concat([others, wish])))


@kind("over_need", "over_capacity", "over_person_cap", "over_reserve")
def a_match_beyond_what_may_be(case):
    for pair in case.given:
        yield case.with_given(pair, case.given[pair] + 100)


@kind("change")
def a_changed_match_that_says_otherwise_than_the_list(case):
    for pair in case.changes:
        yield replace(case, given=case.given | {pair: case.given.get(pair, 0) + 1})


@kind()
def a_change_that_is_not_told(case):
    for pair in case.changes:
        yield replace(case, changes={k: c for k, c in case.changes.items() if k != pair})


@kind()
def a_change_that_says_there_was_more_before(case):
    for pair, (before, after, wish) in case.changes.items():
        if after < before:
            yield replace(case, changes=case.changes | {pair: (before + 1, after, wish)})


@kind("stands_twice")
def a_change_told_twice(case):
    for pair, change in case.changes.items():
        yield replace(case, more_changes=((*pair, *change),))


@kind("change_without_wish")
def a_change_because_of_a_wish_nobody_has(case):
    whole = set(case.wishes.needs["need"])
    for pair, (before, after, _) in case.changes.items():
        if pair[0] not in whole:
            yield replace(case, changes=case.changes | {pair: (before, after, "whole")})


@kind("need_price_too_low", "need_price_too_high", "priced_but_left", "not_cheapest")
def a_price_of_a_resource_that_is_not_the_one(case):
    prices = case.plan.certificate
    here = (pl.col("part") == "resource") & (pl.col("price") > 0)
    empty = case.city.resources.filter(pl.col("capacity") == 0)["resource"]
    for resource in sorted({*prices.filter(here)["key1"]} - {*empty}):
        changed = pl.when(here & (pl.col("key1") == resource)).then(pl.col("price") + 1)
        yield replace(
            case, certificate=prices.with_columns(price=changed.otherwise(pl.col("price")))
        )


@kind("unmet")
def a_need_said_to_miss_another_amount(case):
    for need, count in case.left().items():
        yield replace(case, unmet=case.left() | {need: count + 1})


@pytest.mark.thorough
@pytest.mark.parametrize("name", KINDS)
def test_a_mutation_of_a_repaired_plan_is_refused(name, cases):
    spoil, expected = KINDS[name]
    dice = random.Random(name)
    spoilt = (list(spoil(case)) for case in dice.sample(cases, CASES))
    mutants = list(islice((dice.choice(some) for some in spoilt if some), ENOUGH))

    for mutant in mutants:
        found = mutant.codes()
        assert found & expected if expected else found, mutant
    assert len(mutants) >= FEWEST


@pytest.mark.thorough
def test_what_is_wrong_with_the_plan_before_says_so(cases):
    mutant = next(a_change_that_is_not_told(next(case for case in cases if case.changes)))

    found = mutant.verdict().violations

    assert any(one.en.startswith("the plan before the wishes: ") for one in found)
    assert any(one.zh.startswith("满足心愿之前的方案：") for one in found)
