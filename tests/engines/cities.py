"""Generated cities: tiny ones in which everything can happen, and large ones that look like a city."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
from hypothesis import strategies as st

from shanqiao.engines.allocation import BEFORE_COLUMNS, NEED_COLUMNS, RESOURCE_COLUMNS, City

DAY = date(2026, 3, 1)
STREETS = ["440104001", "440104002", "440106001"]
CONDITIONS = ["", "age >= 60", "local", 'hardship == "dibao"', "severity >= 50 && age >= 60"]
ITEM_OF = {"goods": ["rice", "milk"]}


def a_need(need, **facts):
    """One need line; what the test does not say is filled in."""
    return {
        "need": need,
        "person": f"person of {need}",
        "kind": "meal",
        "item": "",
        "quantity": 1,
        "covered": 0,
        "severity": 50,
        "urgency": 1,
        "street": STREETS[0],
        "age": 70,
        "disability": 0,
        "hardship": "dibao",
        "illness": "none",
        "local": True,
        "open_on": DAY,
        "due_on": DAY + timedelta(days=30),
    } | facts


def a_resource(resource, **facts):
    """One resource; what the test does not say is open to everybody."""
    return {
        "resource": resource,
        "funder": f"funder of {resource}",
        "kinds": ["meal"],
        "item": "",
        "capacity": 1,
        "person_cap": None,
        "streets": [],
        "home": STREETS[0],
        "valid_from": DAY,
        "valid_to": DAY + timedelta(days=30),
        "reserved_share": 0,
        "reserved_for": "",
        "eligible": "",
    } | facts


def a_city(needs, resources, before=()):
    """A city; ``before`` are rows of (resource, person, quantity, outside)."""
    return City.of(
        pl.DataFrame(needs, schema=NEED_COLUMNS, orient="row"),
        pl.DataFrame(resources, schema=RESOURCE_COLUMNS, orient="row"),
        before=pl.DataFrame(list(before), schema=BEFORE_COLUMNS, orient="row"),
    )


days = st.builds(lambda days: DAY + timedelta(days=days), st.integers(0, 4))
kinds = st.sampled_from(["meal", "cash_medical", "cash_living", "goods"])
groups_of_kinds = st.sampled_from(
    [["meal"], ["cash_medical"], ["cash_living"], ["cash_medical", "cash_living"], ["goods"]]
)


@st.composite
def tiny_cities(draw, most_needs=5, most_resources=3):
    """Cities in which every limit binds now and then, and people have several needs and a past."""
    needs = []
    for number in range(draw(st.integers(0, most_needs))):
        kind = draw(kinds)
        quantity = draw(st.integers(1, 4))
        begin = draw(days)
        needs.append(
            a_need(
                f"n{number}",
                person=draw(st.sampled_from(["p0", "p1", f"only {number}"])),
                kind=kind,
                item=draw(st.sampled_from(ITEM_OF.get(kind, [""]))),
                quantity=quantity,
                covered=draw(st.sampled_from([0, 0, 0, 1, quantity])),
                severity=draw(st.sampled_from([0, 40, 55, 70])),
                urgency=draw(st.integers(0, 2)),
                street=draw(st.sampled_from(STREETS)),
                age=draw(st.sampled_from([None, 20, 70, 70])),
                hardship=draw(st.sampled_from(["none", "dibao"])),
                local=draw(st.sampled_from([True, True, False, None])),
                open_on=begin,
                due_on=begin + timedelta(days=draw(st.integers(0, 20))),
            )
        )
    needs = list({(n["person"], n["kind"], n["item"]): n for n in needs}.values())
    resources = []
    for number in range(draw(st.integers(0, most_resources))):
        served = draw(groups_of_kinds)
        begin = draw(days)
        resources.append(
            a_resource(
                f"r{number}",
                kinds=served,
                item=draw(st.sampled_from(ITEM_OF.get(served[0], [""]))),
                capacity=draw(st.integers(0, 6)),
                person_cap=draw(st.sampled_from([None, None, 1, 2])),
                streets=draw(st.sampled_from([[], [], ["440104"], STREETS[:1], STREETS[1:]])),
                home=draw(st.sampled_from([*STREETS, ""])),
                valid_from=begin,
                valid_to=begin + timedelta(days=draw(st.integers(0, 20))),
                reserved_share=draw(st.sampled_from([0, 0, 30, 50, 100])),
                reserved_for=draw(st.sampled_from(CONDITIONS)),
                eligible=draw(st.sampled_from([*CONDITIONS[:4], "", ""])),
            )
        )
    return a_city(needs, resources, draw(grants_before(needs, resources)))


@st.composite
def grants_before(draw, needs, resources):
    """What was granted to some of these people and to others, from some of these resources."""
    people = sorted({need["person"] for need in needs} | {"somebody helped long ago"})
    pairs = [(r["resource"], p, o) for r in resources for p in people for o in (False, True)]
    if not pairs or draw(st.booleans()):
        return []
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=4, unique=True))
    return [(r, person, draw(st.integers(1, 4)), outside) for r, person, outside in chosen]


policies = st.sampled_from(["basic_first", "gravest_first"])


def a_large_city(*, needs, resources, seed, before=0):
    """A city with the restrictions and the scarcity that real ones have, generated.

    A need has about ``resources`` / 150 edges; some resources are plentiful, most scarce. So many
    grants were made ``before``.
    """
    dice = np.random.default_rng(seed)
    streets = np.array([f"4401{d:02d}{s:03d}" for d in range(3, 14) for s in range(1, 17)])
    table = _some_needs(dice, needs + needs // 2 + 10, streets)
    table = table.unique(["person", "kind"], keep="first", maintain_order=True)[:needs]
    givers = _some_resources(dice, resources, streets, table)
    if not before:
        return City.of(table, givers)
    return City.of(table, givers, before=_some_grants(dice, before, givers, table))


def _some_grants(dice, count, givers, needs):
    """Grants of up to half of a resource, many of them to people with needs today."""
    rows = givers[dice.integers(0, givers.height, count).tolist()]
    people = [*needs["person"].unique().sort().to_list(), "of last year"]
    quantity = 1 + (rows["capacity"].to_numpy() * dice.random(count) / 20).astype(np.int64)
    return pl.DataFrame(
        {
            "resource": rows["resource"],
            "person": [people[i] for i in dice.integers(0, len(people), count)],
            "quantity": quantity,
            "outside": dice.random(count) < 0.5,
        }
    ).unique(["resource", "person", "outside"], keep="first", maintain_order=True)


def _some_needs(dice, count, streets):
    """Three lines in a row are of one person, sometimes of one kind."""
    kinds = ["cash_medical", "cash_living", "cash_education", "meal", "care_hour", "visit"]
    kind = dice.choice(kinds, count, p=[0.25, 0.2, 0.1, 0.2, 0.15, 0.1])
    quantity = dice.integers(2, 40, count) * np.where(np.char.startswith(kind, "cash"), 100_00, 1)
    age = pl.Series(dice.integers(0, 100, count))
    return pl.DataFrame(
        {
            "need": [f"N{i:07d}" for i in range(count)],
            "person": [f"P{i // 3:07d}" for i in range(count)],
            "kind": kind,
            "item": [""] * count,
            "quantity": quantity,
            "covered": np.where(dice.random(count) < 0.15, quantity // 4, 0),
            "severity": dice.integers(0, 101, count),
            "urgency": dice.choice(3, count, p=[0.6, 0.3, 0.1]),
            "street": streets[dice.integers(0, len(streets), count)],
            "age": age.set(pl.Series(dice.random(count) < 0.05), None),
            "disability": dice.choice(5, count, p=[0.7, 0.05, 0.05, 0.1, 0.1]),
            "hardship": dice.choice(["none", "edge", "low_income", "dibao", "tekun"], count),
            "illness": dice.choice(["none", "C50", "N18"], count),
            "local": dice.random(count) < 0.7,
            "open_on": [DAY + timedelta(days=int(d)) for d in dice.integers(0, 60, count)],
        }
    ).with_columns(due_on=pl.col("open_on") + pl.duration(days=60))


def _some_resources(dice, resources, streets, needs):
    groups = [["cash_medical"], ["cash_living", "cash_education"], ["cash_education"]]
    groups += [["cash_medical", "cash_living"], ["meal"], ["care_hour"], ["visit"]]
    conditions = ["", "local", "age >= 60", "disability in [1, 2] || age >= 80"]
    conditions += ['hardship in ["dibao", "tekun"]', "age < 18", 'illness != "none" && local']
    total = dict(needs.group_by("kind").agg(pl.col("quantity").sum()).iter_rows())
    rows = []
    for number in range(resources):
        served = groups[dice.integers(len(groups))]
        home = streets[dice.integers(len(streets))]
        where = dice.choice(["city", "district", "street"], p=[0.02, 0.3, 0.68])
        share = sum(total.get(kind, 0) for kind in served) / len(served)
        near = [s for s in streets if s[:6] == home[:6]]
        rows.append(
            a_resource(
                f"R{number:05d}",
                funder=f"F{number % 97:03d}",
                kinds=served,
                capacity=int(share / resources * 7 * dice.exponential(0.7)) + 1,
                person_cap=(30_000 if served[0].startswith("cash") else 10)
                if dice.random() < 0.4
                else None,
                streets={"city": [], "district": [home[:6]]}.get(
                    where, [home, *dice.choice(near, 3)]
                ),
                home=home,
                valid_from=DAY + timedelta(days=int(dice.integers(0, 60))),
                valid_to=DAY + timedelta(days=int(dice.integers(60, 180))),
                reserved_share=int(dice.choice([0, 20, 33, 50], p=[0.7, 0.1, 0.1, 0.1])),
                reserved_for=conditions[dice.integers(1, len(conditions))],
                eligible=conditions[dice.integers(len(conditions))],
            )
        )
    return pl.DataFrame(rows, schema=RESOURCE_COLUMNS, orient="row")
