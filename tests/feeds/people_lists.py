"""Lists of people as stations send them; everybody in them is invented."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import polars as pl

from bench.registers import Register, a_register

HEADINGS = {
    "rid": "登记号",
    "source": "登记单位",
    "station_street": "所属镇街",
    "reg_date": "登记日期",
    "name": "姓名",
    "gender": "性别",
    "id_no": "身份证号码",
    "dob": "出生日期",
    "phone": "联系电话",
    "address": "现住址",
}


def a_person(rid: object = 1, **cells: object) -> dict[str, object]:
    """One row: 陈伟强, whom two stations know."""
    whole: dict[str, object] = {
        "rid": rid,
        "name": "陈伟强",
        "gender": "男",
        "id_no": "44010219580312123X",
        "dob": "1958-03-12",
        "phone": "13912340987",
        "address": "越秀区文德北路12号502房",
    }
    return whole | cells


def a_list(path: Path, *people: dict[str, object], encoding: str = "utf-8", **how: Any) -> Path:
    """A CSV file of some people under the headings of our own names, or of ``headings``."""
    headings = how.pop("headings", {})
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\n", **how)
        writer.writerow([headings.get(name, name) for name in people[0]])
        writer.writerows(one.values() for one in people)
    return path


def a_small_register(seed: int = 4, size: int = 400) -> Register:
    """An invented register with its truth."""
    return a_register(size=size, seed=seed)


def as_written(register: Register) -> pl.DataFrame:
    """Its registrations as texts under Chinese headings."""
    return register.registrations.with_columns(pl.col("reg_date").cast(pl.String)).rename(HEADINGS)


def among_others(path: Path, *people: dict[str, object]) -> Path:
    """The same file with 400 other registrations in it, so that likeness is judged as in a city."""
    others = a_small_register().registrations.with_columns(
        pl.col("rid").cast(pl.String), pl.col("reg_date").cast(pl.String)
    )
    named = [{name: str(cell) for name, cell in one.items()} for one in people]
    pl.concat([others, pl.DataFrame(named)], how="diagonal").write_csv(path)
    return path
