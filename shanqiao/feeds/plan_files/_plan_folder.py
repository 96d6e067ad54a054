"""A plan that was written earlier, read again: to be checked, or to stay near to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from ._cells import Column, read_columns, text, whole
from ._complaints import LINE, Complaints
from ._reasons import Words
from ._tables import find_file, read_table
from ._writing import FORMAT

_MATCHES = {
    "need": Column("need", text, pl.String()),
    "resource": Column("resource", text, pl.String()),
    "quantity": Column("quantity", whole(), pl.Int64()),
}
_UNMET = {
    "need": Column("need", text, pl.String()),
    "missing": Column("missing", whole(), pl.Int64()),
    "reason": Column("reason", text, pl.String()),
}
_CHANGES = {
    "need": Column("need", text, pl.String()),
    "resource": Column("resource", text, pl.String()),
    "before": Column("before", whole(), pl.Int64()),
    "after": Column("after", whole(), pl.Int64()),
    "wish": Column("wish", text, pl.String()),
}
_CERTIFICATE = {
    "part": pl.String,
    "key1": pl.String,
    "key2": pl.String,
    "kind": pl.String,
    "price": pl.Int64,
}


class CannotReadPlan(Exception):
    """The folder holds no plan that can be read; ``words`` says why in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True)
class WrittenPlan:
    """What a plan folder says.

    Attributes:
        summary: what summary.json claims.
        matches: need, resource, quantity.
        unmet: need, missing, reason.
        certificate: the prices that are to prove it.
        changes: need, resource, before, after, wish; no rows where nothing was repaired.
        problems: cells that could not be read, as in `Reading`.
    """

    summary: dict[str, object]
    matches: pl.DataFrame
    unmet: pl.DataFrame
    certificate: pl.DataFrame
    changes: pl.DataFrame
    problems: pl.DataFrame

    @property
    def policy(self) -> str:
        """The order the plan claims to have served in."""
        return str(self.summary.get("policy", ""))

    @property
    def bad_rows_skipped(self) -> bool:
        """Whether it was made with --skip-bad."""
        return self.summary.get("bad_rows_skipped") is True

    @property
    def wishes(self) -> dict[str, object]:
        """What it tells of wishes; nothing where it tells of none."""
        told = self.summary.get("wishes")
        return told if isinstance(told, dict) else {}

    @property
    def most_helpers(self) -> int | None:
        """How many resources may serve one need, where it says so."""
        most = self.wishes.get("most_helpers")
        return most if isinstance(most, int) and most is not True and most > 0 else None


def read_plan(folder: Path) -> WrittenPlan:
    """Read what ``shanqiao plan --out`` wrote.

    Raises:
        CannotReadPlan: it is no plan folder, or a part of it is missing.
    """
    summary = _summary(folder)
    problems = Complaints()
    matches = _table(folder, "plan", _MATCHES, problems)
    unmet = _table(folder, "unmet", _UNMET, problems)
    return WrittenPlan(
        summary=summary,
        matches=matches.drop(LINE),
        unmet=unmet.drop(LINE),
        certificate=_certificate(folder),
        changes=_table(folder, "repair", _CHANGES, problems, required=False).drop(LINE),
        problems=problems.frame(),
    )


def read_standing(
    path: Path, needs: pl.DataFrame, resources: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Read a plan already made: its plan.csv or plan.parquet, or the folder it is in.

    Returns:
        (need, resource, quantity; problems; warnings): rows of needs or resources that are no
        longer there are left out with a warning.
    """
    problems, warnings = Complaints(), Complaints()
    file = find_file(path, "plan", problems, required=True) if path.is_dir() else path
    rows = read_table(file, problems) if file else None
    if file is None or rows is None:
        return pl.DataFrame(), problems.frame(), warnings.frame()
    standing = read_columns(file.name, rows, _MATCHES, problems)
    if len(problems):
        return standing, problems.frame(), warnings.frame()
    for column, there in (("need", needs), ("resource", resources)):
        gone = ~pl.col(column).is_in(there[column].implode())
        warnings.about_rows(file.name, "unknown_identity", standing.filter(gone), column=column)
        standing = standing.filter(~gone)
    return standing.drop(LINE), problems.frame(), warnings.frame()


def _summary(folder: Path) -> dict[str, object]:
    try:
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _cannot("summary.json", error) from error
    if not isinstance(summary, dict) or summary.get("format") != FORMAT:
        raise CannotReadPlan(
            Words(
                f"{folder} 里的 summary.json 不是“{FORMAT}”。",
                f"summary.json in {folder} is not a “{FORMAT}”.",
            )
        )
    return summary


def _certificate(folder: Path) -> pl.DataFrame:
    try:
        prices = pl.read_parquet(folder / "certificate.parquet")
        return prices.select(pl.col(name).cast(kind) for name, kind in _CERTIFICATE.items())
    except (OSError, PolarsError) as error:
        raise _cannot("certificate.parquet", error) from error


def _table(
    folder: Path,
    name: str,
    columns: dict[str, Column],
    problems: Complaints,
    *,
    required: bool = True,
) -> pl.DataFrame:
    file = find_file(folder, name, problems, required=required)
    rows = read_table(file, problems) if file else None
    if file is None or rows is None:
        schema = {LINE: pl.Int64(), **{column.name: column.dtype for column in columns.values()}}
        return pl.DataFrame(schema=schema)
    return read_columns(file.name, rows, columns, problems)


def _cannot(name: str, error: Exception) -> CannotReadPlan:
    return CannotReadPlan(Words(f"读不了 {name}：{error}", f"{name} cannot be read: {error}"))
