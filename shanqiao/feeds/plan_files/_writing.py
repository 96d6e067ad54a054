"""A plan as a folder of files, there whole or not at all; the same plan gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import polars as pl

from shanqiao.engines.allocation import City, Plan

from ._complaints import COMPLAINT_COLUMNS
from ._reasons import Language, Words
from ._safe_folder import refuse_a_taken_folder, whole_or_not_at_all
from .report import summary_html

Form = Literal["csv", "parquet"]
FORMAT = "shanqiao plan 1"
_TABLES = ("plan", "unmet", "scarcity", "worth")
_REPAIR = "repair"  # there only where something was wished for
FILES = frozenset(
    {
        *(f"{table}.{form}" for table in (*_TABLES, _REPAIR) for form in ("csv", "parquet")),
        "certificate.parquet",
        "rejected.csv",
        "summary.html",
        "summary.json",
        "timings.json",
    }
)


def refuse_to_overwrite(out: Path, *, force: bool) -> None:
    """Say before anything is computed that ``out`` may not be written.

    Raises:
        CannotWritePlan: it holds other things, or an earlier plan and not ``force``.
    """
    refuse_a_taken_folder(out, force=force, is_ours=_is_of_a_plan)


def write_plan(
    out: Path,
    city: City,
    plan: Plan,
    *,
    rejected: pl.DataFrame | None,
    timings: Sequence[tuple[str, Words, float]],
    changes: pl.DataFrame | None = None,
    form: Form = "csv",
    language: Language = "zh",
    force: bool = False,
    worth: pl.DataFrame | None = None,
) -> None:
    """Write the files of plan-files version 1.

    Args:
        rejected: the bad rows that were left out (`Reading.problems`), or None when none may be.
        changes: what was changed so that wishes are met, or None where nothing is wished for.
        timings: each step as (code, words, seconds). They go into timings.json and summary.html
            only, so that every other file depends on nothing but the content.
        worth: what the plan is worth (`worth_of_plan`), or None where nobody asked.

    Raises:
        CannotWritePlan: see `refuse_to_overwrite`.
    """
    refuse_to_overwrite(out, force=force)
    summary = _summary(city, plan, rejected, worth)
    with whole_or_not_at_all(out) as folder:
        for name, table in zip(
            _TABLES, (plan.matches, plan.unmet, plan.scarcity, worth), strict=True
        ):
            if table is not None:
                _write_table(folder / f"{name}.{form}", table)
        if changes is not None:
            _write_table(folder / f"{_REPAIR}.{form}", changes)
        _write_table(folder / "certificate.parquet", plan.certificate)
        if rejected is not None:
            _write_table(folder / "rejected.csv", rejected.select(COMPLAINT_COLUMNS))
        _write_json(folder / "summary.json", summary)
        _write_json(folder / "timings.json", {code: round(s, 3) for code, _, s in timings})
        page = summary_html(
            needs=city.needs,
            resources=city.resources,
            kinds=city.kinds,
            matches=plan.matches,
            scarcity=plan.scarcity,
            summary=summary,
            timings=[(words, seconds) for _, words, seconds in timings],
            language=language,
            worth=worth,
        )
        (folder / "summary.html").write_text(page, encoding="utf-8")


def _is_of_a_plan(path: Path) -> bool:
    return path.name in FILES and path.is_file()


def _summary(
    city: City, plan: Plan, rejected: pl.DataFrame | None, worth: pl.DataFrame | None
) -> dict[str, object]:
    """What the engine says of the plan, and what it was made of."""
    return {
        **plan.summary,
        **({} if worth is None else {"worth": worth.drop("what_zh", "what_en").to_dicts()}),
        "format": FORMAT,
        "policy": plan.policy,
        "city": city.digest(),
        "bad_rows_skipped": rejected is not None,
        "rows": {"needs": city.needs.height, "resources": city.resources.height},
    }


def _write_table(path: Path, table: pl.DataFrame) -> None:
    if path.suffix == ".parquet":
        table.write_parquet(path, compression="zstd", statistics=False)
    else:
        table.write_csv(path, line_terminator="\n")


def _write_json(path: Path, content: Mapping[str, object]) -> None:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
