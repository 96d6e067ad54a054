"""A change of a city as people write it: a JSON file, or columns in one line."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from shanqiao.engines.allocation import Change, City

from ._cells import Column, read_columns
from ._columns import need_columns, resource_columns
from ._complaints import LINE, Complaints
from ._reasons import Words

Cells = dict[str, str]  # column to what would stand in the cell of a CSV
_TABLES = {"needs": "need", "resources": "resource"}


class CannotReadChange(Exception):
    """It cannot be read as a change; ``words`` says why, ``problems`` which cells, as in `Reading`."""

    def __init__(self, words: Words, problems: pl.DataFrame | None = None) -> None:
        super().__init__(words.en)
        self.words = words
        self.problems = problems


def change_in_file(path: Path, city: City) -> Change:
    """``{"resources": {"r1": {"capacity": 500}, "r2": null}, "needs": {…}}``.

    A cell is what a CSV would hold, a number, true or false, null for empty, or a list of texts.

    Raises:
        CannotReadChange: the file is not there, no such JSON, or a cell cannot be read.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotReadChange(
            Words(f"读不了 {path}：{error}", f"{path} cannot be read: {error}")
        ) from error
    shaped = isinstance(content, dict) and content and set(content) <= set(_TABLES)
    if not shaped or not all(isinstance(rows, dict) for rows in content.values()):
        raise CannotReadChange(_SHAPE)
    rows: dict[str, dict[str, Cells | None]] = {}
    for table, named in content.items():
        if not all(row is None or isinstance(row, dict) for row in named.values()):
            raise CannotReadChange(_SHAPE)
        rows[table] = {
            key: None if row is None else {column: _as_text(cell) for column, cell in row.items()}
            for key, row in named.items()
        }
    return _change(rows, city, path.name)


def change_in_lines(city: City, *, gifts: list[str], needs: list[str]) -> Change:
    """Rows as ``kinds=cash_medical capacity=500000 streets=440106 eligible="age >= 60"``.

    A row that names the key of one that is there changes its columns. A new one may leave out its
    key, its span (then that of all needs) and what plan files may leave empty; a gift its funder;
    a need its person, severity (50), urgency (1) and hardship (none).

    Raises:
        CannotReadChange: a word is no ``column=value``, or a cell cannot be read.
    """
    rows: dict[str, dict[str, Cells | None]] = {"needs": {}, "resources": {}}
    for table, lines in (("resources", gifts), ("needs", needs)):
        there = set(getattr(city, table)[_TABLES[table]])
        for line in lines:
            cells = _cells(line)
            key = cells.pop(_TABLES[table], "") or _free(table, there | set(rows[table]))
            rows[table][key] = cells if key in there else _unsaid(table, key, city) | cells
    return _change(rows, city, "--gift / --need")


def together(*changes: Change) -> Change:
    """Several changes as one; what a later one says of a column counts."""
    needs: dict[str, Any] = {}
    resources: dict[str, Any] = {}
    for change in changes:
        for all_rows, rows in ((needs, change.needs), (resources, change.resources)):
            for key, row in rows.items():
                known = all_rows.get(key) or {}
                all_rows[key] = None if row is None else {**known, **row}
    return Change(needs=needs, resources=resources)


_SHAPE = Words(
    '变更文件应写成 {"resources": {"编号": {"列": 值}}, "needs": {…}}；要去掉一行就写 null。',
    'A change is written {"resources": {"key": {"column": value}}, "needs": {…}}; '
    "null takes a row out.",
)


def _change(rows: dict[str, dict[str, Cells | None]], city: City, file: str) -> Change:
    complaints = Complaints()
    known = frozenset(city.kinds["kind"])
    columns = {"needs": need_columns(known), "resources": resource_columns(known)}
    typed = {
        table: {
            key: None if cells is None else _typed(file, key, cells, columns[table], complaints)
            for key, cells in named.items()
        }
        for table, named in rows.items()
    }
    if len(complaints):
        words = Words(
            "变更里有读不懂的内容；什么也没有算。",
            "The change cannot be read; nothing was computed.",
        )
        raise CannotReadChange(words, complaints.frame())
    return Change(needs=typed.get("needs", {}), resources=typed.get("resources", {}))


def _typed(
    file: str, key: str, cells: Cells, columns: Mapping[str, Column], complaints: Complaints
) -> dict[str, Any]:
    """The cells of one row as the reader of plan files types them."""
    for strange in sorted(set(cells) - set(columns)):
        complaints.about_file(f"{file} · {key}", "no_such_column", column=strange)
    named = {column: cells[column] or None for column in columns if column in cells}
    if not named:
        return {}
    row = pl.DataFrame([named], schema=dict.fromkeys(named, pl.String), orient="row")
    row = row.with_columns(pl.lit(1, pl.Int64).alias(LINE))
    asked = {column: columns[column] for column in named}
    return read_columns(f"{file} · {key}", row, asked, complaints).drop(LINE).to_dicts()[0]


def _as_text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case list():
            return "|".join(str(part) for part in cell)
        case _:
            return str(cell)


def _cells(line: str) -> Cells:
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise CannotReadChange(
            Words(f"引号没有成对：{line}", f"Quotation marks do not match: {line}")
        ) from error
    wrong = [word for word in words if "=" not in word]
    if wrong or not words:
        says = wrong[0] if wrong else line
        raise CannotReadChange(
            Words(
                f'“{says}”不是“列=值”；值里有空格就加引号，例如 eligible="age >= 60"。',
                f"“{says}” is no column=value; quote a value with spaces, "
                'as in eligible="age >= 60".',
            )
        )
    return dict((part.strip() for part in word.split("=", 1)) for word in words)


def _free(table: str, taken: set[str]) -> str:
    """A key that nobody has: need-1, gift-1."""
    name = {"needs": "need", "resources": "gift"}[table]
    return next(key for n in range(1, len(taken) + 2) if (key := f"{name}-{n}") not in taken)


def _unsaid(table: str, key: str, city: City) -> Cells:
    spans = city.needs.select(pl.col("open_on").min(), pl.col("due_on").max()).row(0)
    first, last = ("" if day is None else day.isoformat() for day in spans)
    if table == "resources":
        return {"funder": key, "valid_from": first, "valid_to": last}
    usual = {"severity": "50", "urgency": "1", "hardship": "none"}
    return {"person": f"person of {key}", "open_on": first, "due_on": last} | usual
