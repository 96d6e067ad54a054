"""What was found as a folder of files, there whole or not at all; the same content gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from shanqiao.engines.linkage import Judgement, Model, write_model
from shanqiao.feeds.plan_files import (
    COMPLAINT_COLUMNS,
    Language,
    Words,
    refuse_a_taken_folder,
    whole_or_not_at_all,
)

from ._linking import Engine, Outcome
from ._reading import People
from ._summary import summary_of
from ._tables import pairs_table, queue_table
from .report import report_html

FILES = frozenset(
    {
        *(f"{table}.parquet" for table in ("pairs", "clusters", "queue", "answers")),
        "summary.json",
        "timings.json",
        "report.html",
        "rejected.csv",
        "model.json",
    }
)
_WHAT = Words("比对结果", "a linking")


def refuse_to_overwrite(out: Path, *, force: bool) -> None:
    """Say before anything is computed that ``out`` may not be written.

    Raises:
        CannotWritePlan: it holds other things, or an earlier linking and not ``force``.
    """
    refuse_a_taken_folder(out, force=force, is_ours=_is_ours, what=_WHAT)


def write_linking(
    out: Path,
    outcome: Outcome,
    model: Model,
    *,
    people: People,
    register: People | None = None,
    engine: Engine = "own",
    judgement: Judgement | None = None,
    rejected: pl.DataFrame | None = None,
    trained: bool = False,
    timings: Sequence[tuple[str, Words, float]] = (),
    language: Language = "zh",
    force: bool = False,
) -> dict[str, Any]:
    """Write the files of link-files version 1, and give what summary.json says.

    Args:
        people, register: what was read, good rows and bad.
        judgement: how good it is, where the truth is known.
        rejected: the bad rows that were left out, or None when none may be.
        trained: the model was learnt just now, and is written too.
        timings: each step as (code, words, seconds), for timings.json alone.

    Raises:
        CannotWritePlan: see `refuse_to_overwrite`.
    """
    refuse_to_overwrite(out, force=force)
    summary = summary_of(
        outcome, model, people=people, register=register, engine=engine, judgement=judgement
    )
    with whole_or_not_at_all(out) as folder:
        _parquet(folder / "pairs.parquet", pairs_table(outcome, model))
        _parquet(folder / "clusters.parquet", outcome.clusters.sort("rid"))
        _parquet(folder / "queue.parquet", queue_table(outcome))
        if outcome.answers is not None:
            answers = outcome.answers.with_columns(pl.col("probability").round(6))
            _parquet(folder / "answers.parquet", answers)
        if rejected is not None:
            rejected.select(COMPLAINT_COLUMNS).write_csv(
                folder / "rejected.csv", line_terminator="\n"
            )
        if trained:
            write_model(model, folder / "model.json")
        _json(folder / "summary.json", summary)
        _json(folder / "timings.json", {code: round(s, 3) for code, _, s in timings})
        page = report_html(outcome, model, summary, judgement, language=language)
        (folder / "report.html").write_text(page, encoding="utf-8")
    return summary


def _is_ours(path: Path) -> bool:
    return path.name in FILES and path.is_file()


def _parquet(path: Path, table: pl.DataFrame) -> None:
    table.write_parquet(path, compression="zstd", statistics=False)


def _json(path: Path, content: Mapping[str, object]) -> None:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
