"""A small city in which every limit binds, its plan, and what about it can be spoilt."""

from dataclasses import dataclass, replace
from datetime import timedelta

import polars as pl

from shanqiao.engines.allocation import City, Plan
from shanqiao.engines.eligibility import parse
from shanqiao.engines.proof import check

from .changed import given_as
from .cities import CONDITIONS, DAY, STREETS, a_city, a_need, a_resource

PRICES = {"part": pl.String, "key1": pl.String, "key2": pl.String, "price": pl.Int64}


@dataclass(frozen=True)
class Case:
    """A city with its plan, in plain rows.

    Attributes:
        given: the plan, by (need, resource).
        prices: the certificate, by (part, key1, key2).
        unmet: what each need misses, those that miss something.
        more_given, more_prices, more_unmet: rows that stand there besides.
    """

    city: City
    policy: str
    given: dict
    prices: dict
    unmet: dict
    more_given: tuple = ()
    more_prices: tuple = ()
    more_unmet: tuple = ()

    @classmethod
    def of(cls, city: City, policy: str, plan: Plan) -> "Case":
        def table(frame, *columns):
            return {tuple(keys): value for *keys, value in frame.select(columns).iter_rows()}

        return cls(
            city,
            policy,
            table(plan.matches, "need", "resource", "quantity"),
            table(plan.certificate, "part", "key1", "key2", "price"),
            table(plan.unmet, "need", "missing"),
        )

    @property
    def needs(self):
        return {need["need"]: need for need in self.city.needs.iter_rows(named=True)}

    @property
    def resources(self):
        return {row["resource"]: row for row in self.city.resources.iter_rows(named=True)}

    def edges(self, resource):
        """The needs a resource may serve."""
        return [n for n in self.needs if may_serve(self.resources[resource], self.needs[n])]

    def gets(self, need):
        return sum(count for (name, _), count in self.given.items() if name == need)

    def gives(self, resource, needs):
        return sum(self.given.get((need, resource), 0) for need in needs)

    def outside(self, resource):
        """The edges of a resource outside its reserve."""
        row, edges = self.resources[resource], self.edges(resource)
        if general(row) == row["capacity"]:
            return []
        inside = parse(row["reserved_for"])
        found = [need for need in edges if inside.evaluate(self.needs[need]) is not True]
        if row["person_cap"] is None:
            return found
        people = {self.needs[need]["person"] for need in found}
        return [need for need in edges if self.needs[need]["person"] in people]

    def codes(self):
        """What the examination finds."""
        rows = [(*pair, count) for pair, count in self.given.items()] + list(self.more_given)
        prices = [(*keys, price) for keys, price in self.prices.items()] + list(self.more_prices)
        certificate = pl.DataFrame(prices, schema=PRICES, orient="row")
        left = [(need, count) for (need,), count in self.unmet.items()] + list(self.more_unmet)
        unmet = pl.DataFrame(left, schema={"need": pl.String, "missing": pl.Int64}, orient="row")
        return {v.code for v in check(self.city, self.policy, given_as(rows), certificate, unmet)}

    def with_given(self, changes):
        """Another plan; its list of what is unmet says so, so that this does not give it away."""
        given = {pair: count for pair, count in (self.given | changes).items() if count is not None}
        other = replace(self, given=given)
        left = {(need,): missing(row) - other.gets(need) for need, row in self.needs.items()}
        return replace(other, unmet={need: count for need, count in left.items() if count})

    def with_price(self, keys, price):
        prices = self.prices | {keys: price}
        return replace(self, prices={k: p for k, p in prices.items() if p is not None})


def missing(need):
    return max(0, need["quantity"] - need["covered"])


def first_half(need):
    return max(0, (need["quantity"] + 1) // 2 - need["covered"])


def general(resource):
    """What people outside the reserve may get."""
    return (100 - resource["reserved_share"]) * resource["capacity"] // 100


def may_serve(resource, need):
    streets = resource["streets"]
    return (
        missing(need) > 0
        and need["kind"] in resource["kinds"]
        and need["item"] == resource["item"]
        and (not streets or need["street"] in streets or need["street"][:6] in streets)
        and need["open_on"] <= resource["valid_to"]
        and need["due_on"] >= resource["valid_from"]
        and parse(resource["eligible"]).evaluate(need) is True
    )


def apart(resource, need):
    if need["kind"].startswith("cash") or resource["home"] == need["street"]:
        return 0
    return 1 if resource["home"][:6] == need["street"][:6] else 2


def a_busy_city(dice):
    """A dozen needs and a handful of resources, so scarce that every limit binds somewhere."""
    needs, resources = [], []
    for person in range(6):
        for kind in dice.sample(["meal", "care_hour", "cash_medical", "cash_living"], 2):
            quantity, begin = dice.randint(1, 6), DAY + timedelta(days=dice.randint(0, 3))
            need = a_need(
                f"n{len(needs)}",
                person=f"p{person}",
                kind=kind,
                quantity=quantity,
                covered=dice.choice([0, 0, 0, 1, quantity]),
                severity=dice.choice([20, 50, 50, 80]),
                urgency=dice.randint(0, 2),
                street=dice.choice(STREETS),
                age=dice.choice([None, 20, 70, 70]),
                hardship=dice.choice(["none", "dibao"]),
                local=dice.choice([True, True, False, None]),
                open_on=begin,
                due_on=begin + timedelta(days=dice.randint(0, 20)),
            )
            needs.append(need)
    cash = ["cash_living", "cash_medical"]
    for kinds in [["meal"], ["meal"], ["meal"], ["care_hour"], ["care_hour"], cash, cash[:1]]:
        begin = DAY + timedelta(days=dice.randint(0, 3))
        resource = a_resource(
            f"r{len(resources)}",
            kinds=kinds,
            capacity=dice.randint(0, 8),
            person_cap=dice.choice([None, 1, 2, 3]),
            streets=dice.choice([[], [], [], ["440104"], STREETS[:2]]),
            home=dice.choice(STREETS),
            valid_from=begin,
            valid_to=begin + timedelta(days=dice.randint(0, 20)),
            reserved_share=dice.choice([0, 30, 50, 60]),
            reserved_for=dice.choice(CONDITIONS[1:]),
            eligible=dice.choice([*CONDITIONS[:3], "", "", ""]),
        )
        resources.append(resource)
    return a_city(needs, resources)
