"""A folder of plan files, read and checked: the good rows typed, the bad ones with their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from shanqiao.engines.allocation import KINDS, NEED_COLUMNS, RESOURCE_COLUMNS

from ._cells import Column, read_columns
from ._columns import kind_columns, need_columns, resource_columns
from ._complaints import LINE, Complaints
from ._reasons import Words
from ._rows import check_kinds, check_needs, check_resources
from ._tables import find_file, read_table

# a plan's objective weighs a unit with at most 131 + p = 262, and must itself fit into 64 bits
_MOST = (2**63 - 1) // 262


@dataclass(frozen=True)
class Reading:
    """What a folder holds.

    Attributes:
        needs, resources, kinds: the good rows, typed as the engines take them.
        need_wishes: need, whole; of the good rows.
        resource_wishes: resource, minimum, spent_share (in hundredths); of the good rows.
        problems: what is wrong, a row per bad cell, row or file (see `COMPLAINT_COLUMNS`).
        warnings: what was left out without harm, in the same columns.
        stopped: a file as a whole cannot be used, so that skipping bad rows is no way out.
        rows: how many rows each file has, good and bad.
    """

    needs: pl.DataFrame
    resources: pl.DataFrame
    kinds: pl.DataFrame
    need_wishes: pl.DataFrame
    resource_wishes: pl.DataFrame
    problems: pl.DataFrame
    warnings: pl.DataFrame
    stopped: bool
    rows: dict[str, int]


def read_folder(folder: Path) -> Reading:
    """Read needs, resources and, where it is there, kinds, as .csv or .parquet.

    Every problem is found in one go; nothing is raised for what a file holds.
    """
    problems, warnings = Complaints(), Complaints()
    rows: dict[str, int] = {}
    kinds = _kinds(folder, problems, warnings)
    known = frozenset(kinds["kind"])

    file, needs = _table(folder, "needs", need_columns(known), problems, warnings)
    rows["needs"] = needs.height
    check_needs(file, needs, problems)
    needs = _good(file, needs, problems)
    _countable(file, needs, "quantity", problems)

    file, resources = _table(folder, "resources", resource_columns(known), problems, warnings)
    rows["resources"] = resources.height
    check_resources(file, resources, kinds, problems)
    resources = _good(file, resources, problems)
    _countable(file, resources, "capacity", problems)

    return Reading(
        needs=needs.select(NEED_COLUMNS.keys()),
        resources=resources.select(RESOURCE_COLUMNS.keys()),
        kinds=kinds,
        need_wishes=needs.select("need", "whole"),
        resource_wishes=resources.select("resource", "minimum", "spent_share"),
        problems=problems.frame(),
        warnings=warnings.frame(),
        stopped=problems.stop_a_file,
        rows=rows,
    )


def _kinds(folder: Path, problems: Complaints, warnings: Complaints) -> pl.DataFrame:
    """The built-in kinds and what kinds.csv adds."""
    path = find_file(folder, "kinds", problems, required=False)
    if path is None:
        return KINDS
    file, added = _table(folder, "kinds", kind_columns(), problems, warnings)
    check_kinds(file, added, KINDS, problems)
    added = _good(file, added, problems)
    return pl.concat([KINDS, added.select(KINDS.columns)]).unique("kind").sort("kind")


def _table(
    folder: Path,
    name: str,
    columns: Mapping[str, Column],
    problems: Complaints,
    warnings: Complaints,
) -> tuple[str, pl.DataFrame]:
    """The file's name and its rows, typed; no rows when it is not there or cannot be read."""
    path = find_file(folder, name, problems, required=True)
    file = path.name if path else f"{name}.csv"
    rows = read_table(path, problems) if path else None
    if rows is None:
        schema = {LINE: pl.Int64(), **{column.name: column.dtype for column in columns.values()}}
        return file, pl.DataFrame(schema=schema)
    for extra in sorted(set(rows.columns) - set(columns) - {LINE}):
        warnings.about_file(file, "unknown_column", column=extra)
    return file, read_columns(file, rows, columns, problems)


def _good(file: str, rows: pl.DataFrame, problems: Complaints) -> pl.DataFrame:
    bad = problems.lines(file)
    return rows.filter(~pl.col(LINE).is_in(bad.implode())).drop(LINE)


def _countable(file: str, rows: pl.DataFrame, column: str, problems: Complaints) -> None:
    """Amounts that only together are too many to count are refused together."""
    total = rows[column].cast(pl.Int128).sum()
    if total > _MOST:
        most = Words(f"{_MOST}", f"{_MOST}")
        problems.about_file(file, "too_much_together", column=column, detail=most)
