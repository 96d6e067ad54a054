"""Limits of one resource: none is exceeded, and only what is used up has a price."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from ._find import Ints, find
from ._people import People, PersonCaps
from ._prices import Toll
from ._violation import Violation, told
from ._walk import Stop

STEPS = {
    "": ("第一步", "step 1"),
    "step2_": ("第二步", "step 2"),
}


def violations_at(
    stop: Stop, tolls: dict[str, Toll], people: People, caps: PersonCaps
) -> Iterator[Violation]:
    """Everything wrong with the limits of one resource.

    Args:
        tolls: by step, as in `STEPS`.
    """
    name, resource = stop.resource["resource"], stop.resource
    spent, outside = int(stop.given.sum()), int(stop.given[stop.outside[stop.used]].sum())
    if spent > resource["capacity"]:
        yield Violation(
            "over_capacity",
            (name,),
            f"{name} 一共给出 {spent}，可它只有 {resource['capacity']}",
            f"{name} gives {spent} altogether and has only {resource['capacity']}",
        )
    if outside > resource["general"]:
        yield Violation(
            "over_reserve",
            (name,),
            f"{name} 给了预留人群以外的人 {outside}，最多只能给 {resource['general']}",
            f"{name} gives {outside} to people outside its reserve, who may get {resource['general']}",
        )
    yield from _of_people(stop, tolls, people, caps)
    for step, toll in tolls.items():
        zh, en = STEPS[step]
        if toll.resource > 0 and spent < resource["capacity"]:
            yield Violation(
                "priced_but_left",
                (f"{step}resource", name),
                f"{zh}：{name} 还有剩余，却有价格",
                f"{en}: {name} has some left and yet a price",
            )
        if toll.reserved > 0 and outside < resource["general"]:
            yield Violation(
                "priced_but_left",
                (f"{step}reserved", name),
                f"{zh}：{name} 预留以外还有剩余，预留却有价格",
                f"{en}: {name} has some left outside its reserve, and yet the reserve has a price",
            )


def _of_people(
    stop: Stop, tolls: dict[str, Toll], people: People, caps: PersonCaps
) -> Iterator[Violation]:
    if stop.resource["person_cap"] is None:
        return
    name = stop.resource["resource"]
    who, got = _per_person(people.who[stop.rows[stop.used]], stop.given)
    over = who[got > caps.left(stop.at, who)]
    yield from _told_of_people(
        "over_person_cap",
        "{person} 从 {resource} 得到的超过每人上限",
        "{person} gets more from {resource} than one person may",
        name,
        people.names,
        over,
    )
    for step, toll in tolls.items():
        zh, en = STEPS[step]
        place, gets_some = find(toll.people, who)
        gets = np.zeros(len(toll.people), np.int64)
        gets[gets_some] = got[place[gets_some]]
        is_full = (toll.edge >= 0) & (gets == caps.left(stop.at, toll.people))
        yield from _told_of_people(
            "priced_but_left",
            f"{zh}：{{person}} 在 {{resource}} 未到每人上限，这个上限却有价格",
            f"{en}: {{person}} has not got all one person may get from {{resource}}, yet that has a price",
            name,
            people.names,
            toll.people[~is_full],
        )


def _per_person(who: Ints, given: Ints) -> tuple[Ints, Ints]:
    """People as numbers, ascending, and what each gets altogether."""
    once, place = np.unique(who, return_inverse=True)
    got = np.zeros(len(once), np.int64)
    np.add.at(got, place, given)
    return once, got


def _told_of_people(
    code: str, zh: str, en: str, resource: str, names: pl.Series, who: Ints
) -> list[Violation]:
    if not len(who):
        return []
    rows = names.gather(who).to_frame("person").with_columns(resource=pl.lit(resource))
    return told(code, zh, en, rows, ("resource", "person"))
