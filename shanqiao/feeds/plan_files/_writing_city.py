"""A city as the plan files that would be read as it."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from shanqiao.engines.allocation import City, Plan

from ._reasons import Language
from ._safe_folder import refuse_a_taken_folder, whole_or_not_at_all
from ._writing import Form, write_plan

_PARTS = ("city", "plan")


def refuse_to_overwrite_both(out: Path, *, force: bool) -> None:
    """Say before anything is computed that ``out`` may not be written.

    Raises:
        CannotWritePlan: it holds other things, or an earlier answer and not ``force``.
    """
    refuse_a_taken_folder(out, force=force, is_ours=lambda path: path.name in _PARTS)


def write_city_and_plan(
    out: Path,
    city: City,
    plan: Plan,
    *,
    form: Form = "csv",
    language: Language = "zh",
    force: bool = False,
) -> None:
    """``out/city``, the files the plan is of, and ``out/plan``, the plan; both or none.

    Raises:
        CannotWritePlan: see `refuse_to_overwrite_both`.
    """
    refuse_to_overwrite_both(out, force=force)
    with whole_or_not_at_all(out) as folder:
        (folder / "city").mkdir()
        for name, table in _tables(city).items():
            table.write_csv(folder / "city" / f"{name}.csv", line_terminator="\n")
        write_plan(
            folder / "plan", city, plan, rejected=None, timings=[], form=form, language=language
        )


def _tables(city: City) -> dict[str, pl.DataFrame]:
    share = pl.format(
        "{}.{}",
        pl.col("reserved_share") // 100,
        (pl.col("reserved_share") % 100).cast(pl.String).str.zfill(2),
    )
    resources = city.resources.with_columns(
        pl.col("kinds", "streets").list.join("|"), reserved_share=share
    )
    return {"needs": city.needs, "resources": resources, "kinds": city.kinds}
