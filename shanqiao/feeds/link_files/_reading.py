"""A list of people, read and checked: the good rows, and the bad ones with their reasons and without their secrets."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from shanqiao.engines.linkage import REGISTER_COLUMNS
from shanqiao.feeds.plan_files import LINE, Complaints

from ._cells import cells_of
from ._headings import BY_LINE, headings_of
from ._masks import masked, masked_heading
from ._reasons import REASONS

_LONGEST = 500
_LINES_SHOWN = 10
_COMPARED = ("name", "id_no", "dob", "phone", "address")
_GENDERS = (
    "男",
    "女",
    "男性",
    "女性",
    "M",
    "F",
    "MALE",
    "FEMALE",
    "1",
    "2",
    "0",
    "9",
    "不详",
    "未知",
)
_LOST = r"^\d(\.\d+)?[Ee]\+?\d{2}$"
_NUMBER = r"^(0|-?[1-9][0-9]{0,17})$"


@dataclass(frozen=True)
class People:
    """What a list holds.

    Attributes:
        rows: the good rows by rid, columns ``REGISTER_COLUMNS``: texts; rid whole numbers where all are.
        problems: what is wrong, columns as of plan files, values masked.
        warnings: what was left out without harm, in the same columns.
        stopped: the file as a whole cannot be used, so that skipping bad rows is no way out.
        read: how many rows the file has, good and bad.
        headings: the heading of the file that each column was read from.
        digest: SHA-256 of the file.
    """

    rows: pl.DataFrame
    problems: pl.DataFrame
    warnings: pl.DataFrame
    stopped: bool
    read: int
    headings: Mapping[str, str]
    digest: str


def read_people(path: Path, columns: Mapping[str, str]) -> People:
    """Read a list of people from a CSV, Parquet or XLSX file; everything wrong is found in one go.

    Args:
        columns: which heading a column has, where somebody said it (`read_columns`); others are recognised. An empty one
            says that the list has no such column.
    """
    problems, warnings = Complaints(REASONS), Complaints(REASONS)
    cells = cells_of(path, problems)
    headings: dict[str, str] = {}
    rows = pl.DataFrame(schema={LINE: pl.Int64, **dict.fromkeys(REGISTER_COLUMNS, pl.String)})
    if cells is not None:
        headings = _headings(path.name, cells, columns, problems, warnings)
        rows = _as_register(cells, headings)
        _check(path.name, rows, problems, warnings)
        rows = rows.with_columns(_kept("id_no"), _kept("phone"))
    bad = problems.lines(path.name)
    good = rows.filter(~pl.col(LINE).is_in(bad.implode())).drop(LINE)
    return People(
        rows=_with_numbers(good).sort("rid"),
        problems=_masked(problems.frame()),
        warnings=_masked(warnings.frame()),
        stopped=problems.stop_a_file,
        read=_rows_in(cells, problems.frame()),
        headings=headings,
        digest=hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
    )


def present_headings(path: Path) -> tuple[str, ...]:
    """The headings a file has, in its order; none where it cannot be read."""
    cells = cells_of(path, Complaints(REASONS))
    return () if cells is None else tuple(name for name in cells.columns if name != LINE)


def _headings(
    file: str,
    cells: pl.DataFrame,
    said: Mapping[str, str],
    problems: Complaints,
    warnings: Complaints,
) -> dict[str, str]:
    present = [name for name in cells.columns if name != LINE]
    found = headings_of(present, said)
    for column, heading in said.items():
        if heading and heading not in present and not (column == "rid" and heading == BY_LINE):
            problems.about_file(file, "no_such_heading", column=heading)
    if "rid" not in found and "rid" not in said:
        problems.about_file(file, "no_rid")
    if not set(found) & set(_COMPARED):
        problems.about_file(file, "nothing_to_compare")
    for extra in sorted(set(present) - set(found.values())):
        warnings.about_file(file, "unknown_column", column=masked_heading(extra))
    return found


def _as_register(cells: pl.DataFrame, headings: Mapping[str, str]) -> pl.DataFrame:
    """All ``REGISTER_COLUMNS`` as text, with the line; the line is the rid where none is named."""
    columns = [
        pl.col(headings[name]).alias(name)
        if name in headings
        else pl.lit(None, pl.String).alias(name)
        for name in REGISTER_COLUMNS
        if name != "rid" or name in headings
    ]
    rows = cells.select(LINE, *columns)
    if "rid" not in rows.columns:
        rows = rows.with_columns(pl.col(LINE).cast(pl.String).alias("rid"))
    return rows.select(LINE, *REGISTER_COLUMNS)


def _check(file: str, rows: pl.DataFrame, problems: Complaints, warnings: Complaints) -> None:
    problems.about_rows(file, "empty_rid", rows.filter(pl.col("rid").is_null()), column="rid")
    twice = rows.drop_nulls("rid").filter(pl.col("rid").is_duplicated())
    lines = pl.col(LINE).sort().head(_LINES_SHOWN).cast(pl.String)
    where = twice.group_by("rid").agg(zh=lines.str.join("、"), en=lines.str.join(", "))
    wrong = twice.join(where, on="rid", how="left", maintain_order="left")
    detail = (pl.format("第 {} 行", "zh"), pl.format("lines {}", "en"))
    problems.about_rows(file, "rid_twice", wrong, column="rid", detail=detail)
    for column in REGISTER_COLUMNS:
        letters = pl.col(column).str.len_chars()
        counted = letters.cast(pl.String)
        wrong = rows.filter(letters > _LONGEST)
        problems.about_rows(file, "too_long", wrong, column=column, detail=(counted, counted))
    nothing = rows.filter(pl.all_horizontal(pl.col(*_COMPARED).is_null()))
    warnings.about_rows(file, "empty_row", nothing, column="", value="rid")
    for column in ("id_no", "phone"):
        lost = rows.filter(pl.col(column).str.contains(_LOST))
        warnings.about_rows(file, "digits_lost", lost, column=column)
    gender = pl.col("gender").str.normalize("NFKC").str.to_uppercase()
    warnings.about_rows(file, "not_a_gender", rows.filter(~gender.is_in(_GENDERS)), column="gender")


def _kept(column: str) -> pl.Expr:
    """Without numbers whose last digits are lost."""
    return pl.when(~pl.col(column).str.contains(_LOST)).then(column).alias(column)


def _with_numbers(rows: pl.DataFrame) -> pl.DataFrame:
    """rid as whole numbers where every one is written as one, so that 9 comes before 10."""
    if rows.is_empty() or not rows["rid"].str.contains(_NUMBER).all():
        return rows
    return rows.with_columns(pl.col("rid").cast(pl.Int64))


def _masked(problems: pl.DataFrame) -> pl.DataFrame:
    """What was written is told without what it says of a person."""
    values = [
        value if reason == "ragged" else masked(column or "rid", value)
        for column, value, reason in problems.select("column", "value", "reason").iter_rows()
    ]
    return problems.with_columns(pl.Series("value", values, dtype=pl.String))


def _rows_in(cells: pl.DataFrame | None, problems: pl.DataFrame) -> int:
    ragged = problems.filter(pl.col("reason") == "ragged").height
    return (0 if cells is None else cells.height) + ragged


def same_kind_of_rid(one: pl.DataFrame, other: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Two lists whose rids are both numbers or both texts."""
    if one.schema["rid"] == other.schema["rid"]:
        return one, other
    as_text = pl.col("rid").cast(pl.String)
    return one.with_columns(as_text).sort("rid"), other.with_columns(as_text).sort("rid")
