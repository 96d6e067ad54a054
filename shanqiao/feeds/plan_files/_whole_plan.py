"""A plan folder read with all its words and prices, to go on from it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from shanqiao.engines.allocation import Plan

from ._plan_folder import CannotReadPlan
from ._reasons import Words
from ._writing import FORMAT

_TEXT, _WHOLE = pl.String, pl.Int64
_MATCHES = {"need": _TEXT, "resource": _TEXT, "quantity": _WHOLE}
_MATCHES |= dict.fromkeys(("why", "why_zh", "why_en"), _TEXT)
_UNMET = {"need": _TEXT, "missing": _WHOLE, "reason": _TEXT}
_UNMET |= dict.fromkeys(("nearest", "nearest_zh", "nearest_en"), _TEXT)
_SCARCITY = {"resource": _TEXT, "left": _WHOLE, "worth_of_one_more": _WHOLE} | {
    f"{what}_{condition}": _WHOLE
    for condition in ("eligible", "streets", "valid", "person_cap", "reserved")
    for what in ("worth", "people")
}
_CERTIFICATE = dict.fromkeys(("part", "key1", "key2", "kind"), _TEXT) | {"price": _WHOLE}
_OF_THE_FOLDER = ("format", "city", "bad_rows_skipped", "rows")  # in summary.json, not the engine's


@dataclass(frozen=True)
class StandingPlan:
    """A plan as the engine made it, and what its folder says of its city.

    Attributes:
        plan: what ``solve`` gave.
        city: the digest of the city it was made of.
        bad_rows_skipped: whether bad rows of that city had been left out.
    """

    plan: Plan
    city: str
    bad_rows_skipped: bool


def read_whole_plan(folder: Path) -> StandingPlan:
    """Read everything ``shanqiao plan --out`` wrote but the pictures.

    Raises:
        CannotReadPlan: it is no plan folder, or a part of it is missing or was changed so that it
            cannot be read.
    """
    try:
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _cannot("summary.json", error) from error
    if not isinstance(summary, dict) or summary.get("format") != FORMAT:
        zh = f"{folder} 里的 summary.json 不是“{FORMAT}”。"
        raise CannotReadPlan(Words(zh, f"summary.json in {folder} is not a “{FORMAT}”."))
    figures = {name: figure for name, figure in summary.items() if name not in _OF_THE_FOLDER}
    plan = Plan(
        policy=str(summary.get("policy", "")),
        matches=_table(folder, "plan", _MATCHES),
        unmet=_table(folder, "unmet", _UNMET),
        scarcity=_table(folder, "scarcity", _SCARCITY),
        certificate=_table(folder, "certificate", _CERTIFICATE),
        summary=figures,
    )
    skipped = summary.get("bad_rows_skipped") is True
    return StandingPlan(plan, str(summary.get("city", "")), skipped)


def _table(folder: Path, name: str, columns: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    csv = folder / f"{name}.csv"
    file = csv if csv.exists() else folder / f"{name}.parquet"
    try:
        if file == csv:
            texts = pl.read_csv(csv, infer_schema=False).fill_null("")
        else:
            texts = pl.read_parquet(file)
        return texts.select(pl.col(column).cast(kind) for column, kind in columns.items())
    except (OSError, PolarsError) as error:
        raise _cannot(file.name, error) from error


def _cannot(name: str, error: Exception) -> CannotReadPlan:
    said = str(error).splitlines()[0]
    return CannotReadPlan(Words(f"读不了 {name}：{said}", f"{name} cannot be read: {said}"))
