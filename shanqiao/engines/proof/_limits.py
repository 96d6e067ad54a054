"""Limits of one resource: none is exceeded, and only what is used up has a price."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from ._prices import Ints, LimitPrices
from ._violation import Violation, told
from ._walk import Stop

STEPS = {
    "": ("第一步", "step 1"),
    "step2_": ("第二步", "step 2"),
}


def violations_at(
    stop: Stop, prices: dict[str, LimitPrices], people: pl.Series
) -> Iterator[Violation]:
    """Everything wrong with the limits of one resource.

    Args:
        prices: by step, as in `STEPS`.
        people: the person behind each number.
    """
    name = stop.resource["resource"]
    spent, outside = int(stop.given.sum()), int(stop.given[stop.outside].sum())
    capacity, general = stop.resource["capacity"], stop.resource["general"]
    if spent > capacity:
        yield Violation(
            "over_capacity",
            (name,),
            f"{name} 一共给出 {spent}，可它只有 {capacity}",
            f"{name} gives {spent} altogether and has only {capacity}",
        )
    if outside > general:
        yield Violation(
            "over_reserve",
            (name,),
            f"{name} 给了预留人群以外的人 {outside}，最多只能给 {general}",
            f"{name} gives {outside} to people outside its reserve, who may get {general}",
        )
    who, got, cap = _per_person(stop)
    if stop.resource["person_cap"] is not None:
        yield from _told_of_people("over_person_cap", name, who[got > cap], people, OVER_CAP)
    for step, price in prices.items():
        zh, en = STEPS[step]
        if price.resource[stop.at] > 0 and spent < capacity:
            yield Violation(
                "priced_but_left",
                (f"{step}resource", name),
                f"{zh}：{name} 还有剩余，却有价格",
                f"{en}: {name} has some left and yet a price",
            )
        if price.reserved[stop.at] > 0 and outside < general:
            yield Violation(
                "priced_but_left",
                (f"{step}reserved", name),
                f"{zh}：{name} 预留以外还有剩余，预留却有价格",
                f"{en}: {name} has some left outside its reserve, and yet the reserve has a price",
            )
        priced = price.person_cap.get(stop.at, (who[:0],))[0]
        binding = np.isin(priced, who[got == cap])
        told_as = PRICED_CAP[0].format(step=zh), PRICED_CAP[1].format(step=en)
        yield from _told_of_people("priced_but_left", name, priced[~binding], people, told_as)


OVER_CAP = (
    "{person} 从 {resource} 得到的超过每人上限",
    "{person} gets more from {resource} than one person may",
)
PRICED_CAP = (
    "{step}：{{person}} 在 {{resource}} 未到每人上限，这个上限却有价格",
    "{step}: {{person}} has not got all one person may get from {{resource}}, yet that has a price",
)


def _per_person(stop: Stop) -> tuple[Ints, Ints, Ints]:
    """People as numbers, what each gets from the resource, and what each may still get."""
    who, first, place = np.unique(stop.who, return_index=True, return_inverse=True)
    got = np.zeros(len(who), np.int64)
    np.add.at(got, place, stop.given)
    return who, got, stop.cap[first]


def _told_of_people(
    code: str, resource: str, who: Ints, people: pl.Series, words: tuple[str, str]
) -> list[Violation]:
    if not len(who):
        return []
    rows = people.gather(who).to_frame("person").with_columns(resource=pl.lit(resource))
    return told(code, *words, rows, ("resource", "person"))
