"""A change of a city: rows put in, changed or taken out by their key, and the city that follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl

from ._doubts import NAMES, CannotUseCity
from ._facts import MAY_BE_EMPTY, NEED_COLUMNS, RESOURCE_COLUMNS, City
from ._misses import A_LITTLE_TIME
from ._words import Words

Row = Mapping[str, Any]  # columns and what they are to hold; one that is not named stays
Rows = Mapping[str, Row | None]  # by key; None takes the row out

CONDITIONS = ("eligible", "streets", "valid", "person_cap", "reserved", "capacity")

_UNSAID: dict[str, Any] = {
    "item": "",
    "covered": 0,
    "streets": [],
    "home": "",
    "reserved_share": 0,
    "reserved_for": "",
    "eligible": "",
}


@dataclass(frozen=True)
class Change:
    """What would be otherwise.

    Attributes:
        needs, resources: by key the columns that change. A key that is not there yet is added; of
            it every column must be named that the plan files require. None takes a row out.
    """

    needs: Rows = field(default_factory=dict)
    resources: Rows = field(default_factory=dict)


class CannotRelax(ValueError):
    """The resource is not there, or has no such condition."""


def changed(city: City, change: Change) -> City:
    """The city as it would be.

    What was granted before from a resource that is taken out is forgotten with it.

    Raises:
        CannotUseCity: a column is not known or lacks, a row to be taken out is not there, or the
            changed rows could not stand in plan files. All reasons at once.
    """
    doubts = [
        *_doubts(city.needs, "need", change.needs, NEED_COLUMNS),
        *_doubts(city.resources, "resource", change.resources, RESOURCE_COLUMNS),
    ]
    if doubts:
        raise CannotUseCity(doubts)
    needs = _put(city.needs, "need", change.needs, NEED_COLUMNS)
    resources = _put(city.resources, "resource", change.resources, RESOURCE_COLUMNS)
    gone = [key for key, row in change.resources.items() if row is None]
    before = city.before.filter(~pl.col("resource").is_in(gone))
    if change.needs:
        result = City.of(needs, resources, city.kinds, before)
    else:
        result = city.with_others(resources, before)
    backwards = sorted(_backwards(result, change) - _backwards(city, change))
    if backwards:
        raise CannotUseCity(backwards)
    return result


def relaxed(city: City, resource: str, condition: str) -> Change:
    """A resource with one of its conditions relaxed by the step that scarcity.csv speaks of.

    There a step is taken for one person alone; here the resource takes it for everybody:

    - ``eligible``: its expression falls away;
    - ``streets``: it serves the whole districts of its streets;
    - ``valid``: its span begins and ends 30 days wider;
    - ``person_cap``: one person may get one unit more;
    - ``reserved``: one hundredth less is reserved, the least that plan files can say;
    - ``capacity``: there is one unit more.

    Raises:
        CannotRelax: the resource is not there, or has no such condition that could be wider.
        ValueError: the condition is none of these.
    """
    if condition not in CONDITIONS:
        raise ValueError(f"a condition is one of {', '.join(CONDITIONS)}, not {condition}")
    found = city.resources.filter(pl.col("resource") == resource).to_dicts()
    if not found:
        raise CannotRelax(f"there is no resource {resource}")
    columns = _one_step(found[0], condition)
    if not columns:
        raise CannotRelax(f"{resource} has no {condition} that could be wider")
    return Change(resources={resource: columns})


def _one_step(row: Row, condition: str) -> Row:
    """The columns as they would be; {} where there is nothing to relax."""
    match condition:
        case "eligible":
            return {"eligible": ""} if row["eligible"] else {}
        case "streets":
            wide = sorted({code[:6] for code in row["streets"]})
            return {"streets": wide} if wide != row["streets"] else {}
        case "valid":
            begins: date = row["valid_from"]
            ends: date = row["valid_to"]
            a_little = timedelta(days=A_LITTLE_TIME)
            return {"valid_from": begins - a_little, "valid_to": ends + a_little}
        case "person_cap":
            cap = row["person_cap"]
            return {} if cap is None else {"person_cap": cap + 1}
        case "reserved":
            share: int = row["reserved_share"]
            return {"reserved_share": share - 1} if share else {}
        case _:
            return {"capacity": row["capacity"] + 1}


def _doubts(
    frame: pl.DataFrame, key: str, rows: Rows, columns: Mapping[str, pl.DataType]
) -> list[Words]:
    """What cannot even be written down as a row."""
    there = set(frame.filter(pl.col(key).is_in(list(rows)))[key])
    wrong = []
    for name, row in rows.items():
        zh, en = f"{NAMES[key]} {name} ", f"{key} {name}"
        if row is None:
            if name not in there:
                wrong.append((f"{zh}不存在，去不掉", f"{en} is not there and cannot be taken out"))
            continue
        strange = [column for column in row if column not in columns]
        if strange:
            listed = ", ".join(strange)
            wrong.append((f"{zh}没有 {listed} 这样的列", f"{en} has no column {listed}"))
        if row.get(key, name) != name:
            wrong.append((f"{zh}不能改名为 {row[key]}", f"{en} cannot be renamed to {row[key]}"))
        named = {key, *row, *_UNSAID, *MAY_BE_EMPTY}
        lacks = [column for column in columns if column not in named]
        if name not in there and lacks:
            listed = ", ".join(lacks)
            wrong.append((f"{zh}是新的，还缺 {listed}", f"{en} is new and lacks {listed}"))
    return wrong


def _put(
    frame: pl.DataFrame, key: str, rows: Rows, columns: Mapping[str, pl.DataType]
) -> pl.DataFrame:
    """The rows with those of the change instead of their old ones."""
    if not rows:
        return frame
    touched = pl.col(key).is_in(list(rows))
    old = {row[key]: row for row in frame.filter(touched).iter_rows(named=True)}
    unsaid = {column: _UNSAID.get(column) for column in columns}
    new = [
        {**old.get(name, unsaid), **row, key: name} for name, row in rows.items() if row is not None
    ]
    try:
        put = pl.DataFrame(new, schema=dict(columns), orient="row")
    except (pl.exceptions.PolarsError, TypeError, ValueError, OverflowError) as problem:
        says = (f"要改的{NAMES[key]}：{problem}", f"{key}s of the change: {problem}")
        raise CannotUseCity([says]) from None
    return pl.concat([frame.filter(~touched), put])


def _backwards(city: City, change: Change) -> set[Words]:
    """What the reader of plan files refuses in changed rows, beyond what makes a plan meaningless."""
    needs = city.needs.filter(pl.col("need").is_in(list(change.needs)))
    resources = city.resources.filter(pl.col("resource").is_in(list(change.resources)))
    rules = [
        (
            needs,
            pl.col("covered") > pl.col("quantity"),
            ("已落实的多于评估数量", "has more covered than its quantity"),
        ),
        (needs, pl.col("due_on") < pl.col("open_on"), ("截止早于开始", "is due before it opens")),
        (
            needs,
            ~pl.col("age").is_between(0, 130),
            ("年龄不在 0–130 之间", "has an age beyond 0–130"),
        ),
        (
            needs,
            ~pl.col("disability").is_between(0, 4),
            ("残疾等级不在 0–4 之间", "has a disability grade beyond 0–4"),
        ),
        (
            resources,
            pl.col("valid_to") < pl.col("valid_from"),
            ("结束早于开始", "ends before it begins"),
        ),
        (
            resources,
            (pl.col("reserved_share") > 0) & (pl.col("reserved_for") == ""),
            ("留了份额，却没有说给谁", "reserves a share for nobody"),
        ),
        (
            resources,
            (pl.col("home") != "") & ~pl.col("home").str.contains(r"^[0-9]{9}$"),
            ("所在地不是 9 位镇街代码", "has a home that is no 9-digit street"),
        ),
    ]
    return {
        (f"{NAMES[key]} {name} {zh}", f"{key} {name} {en}")
        for frame, wrong, (zh, en) in rules
        for key in frame.columns[:1]
        for name in frame.filter(wrong)[key]
    }
