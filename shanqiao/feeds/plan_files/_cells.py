"""From text to typed cells, a whole column at a time; what cannot be read is complained about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from ._complaints import LINE, Complaints
from ._reasons import Words

_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_WHOLE = r"^[+-]?[0-9]+$"
_STREET = r"^[0-9]{9}$"
_DISTRICT_OR_STREET = r"^([0-9]{6}|[0-9]{9})$"
_SHARE = r"^[0-9]*\.?[0-9]+$"
_NOISE = 1e-9  # of a decimal that went through a binary number: 0.35000000000000003


@dataclass(frozen=True)
class Column:
    """One column of a plan file: what it may hold, and what an empty cell stands for.

    Attributes:
        read: complains about the cells it cannot read, and gives the column typed.
        required: the file must have the column.
        empty: an empty cell is allowed, and becomes `default`.
    """

    name: str
    read: Reader
    dtype: pl.DataType
    required: bool = True
    empty: bool = False
    default: object = None


@dataclass(frozen=True)
class Cells:
    """One column of one file, as text, while it is being read."""

    file: str
    rows: pl.DataFrame  # LINE and the column
    name: str
    complaints: Complaints

    def complain(self, reason: str, where: pl.Expr, detail: Words | None = None) -> None:
        wrong = self.rows.filter(where.fill_null(False))
        words = detail or Words("", "")
        self.complaints.about_rows(self.file, reason, wrong, column=self.name, detail=words)

    @property
    def text(self) -> pl.Series:
        return self.rows[self.name]


Reader = Callable[[Cells], pl.Series]


def read_columns(
    file: str, rows: pl.DataFrame, columns: Mapping[str, Column], complaints: Complaints
) -> pl.DataFrame:
    """All columns of a file, typed, with `LINE`; a cell that could not be read is null."""
    typed = [rows[LINE]]
    for name, column in columns.items():
        if name not in rows.columns:
            if column.required:
                complaints.about_file(file, "missing_column", column=name)
            cells = Cells(file, rows.select(LINE, _empty(name)), name, complaints)
        else:
            cells = Cells(file, rows.select(LINE, name), name, complaints)
            if not column.empty:
                cells.complain("empty", pl.col(name).is_null())
        values = column.read(cells).cast(column.dtype)
        if column.default is not None:
            default = pl.Series([column.default], dtype=column.dtype)
            values = values.zip_with(cells.text.is_not_null(), default)
        typed.append(values.alias(name))
    return pl.DataFrame(typed)


def _empty(name: str) -> pl.Expr:
    return pl.lit(None, dtype=pl.String).alias(name)


def text(cells: Cells) -> pl.Series:
    return cells.text


def whole(low: int | None = None, high: int | None = None) -> Reader:
    """A reader of whole numbers from ``low`` to ``high``."""

    def read(cells: Cells) -> pl.Series:
        name = pl.col(cells.name)
        looks_whole = name.str.contains(_WHOLE)
        number = name.str.strip_prefix("+").cast(pl.Int64, strict=False)
        cells.complain("not_a_whole_number", ~looks_whole)
        cells.complain("too_large", looks_whole & number.is_null())
        outside = name.is_null() & looks_whole  # nowhere; a literal would fail on long files
        if low is not None:
            outside = outside | (number < low)
        if high is not None:
            outside = outside | (number > high)
        cells.complain("out_of_range", outside, _span(low, high))
        return cells.rows.select(pl.when(looks_whole & ~outside).then(number)).to_series()

    return read


def day(cells: Cells) -> pl.Series:
    name = pl.col(cells.name)
    date = name.str.to_date("%Y-%m-%d", strict=False)
    good = name.str.contains(_DAY) & date.is_not_null()
    cells.complain("not_a_date", ~good)
    return cells.rows.select(pl.when(good).then(date)).to_series()


def yes_no(cells: Cells) -> pl.Series:
    small = pl.col(cells.name).str.to_lowercase()
    cells.complain("not_true_or_false", ~small.is_in(["true", "false"]))
    return cells.rows.select(
        pl.when(small.is_in(["true", "false"])).then(small == "true")
    ).to_series()


def street(cells: Cells) -> pl.Series:
    good = pl.col(cells.name).str.contains(_STREET)
    cells.complain("not_a_street", ~good)
    return cells.rows.select(pl.when(good).then(pl.col(cells.name))).to_series()


def places(cells: Cells) -> pl.Series:
    """Codes of districts and streets with | between them; each once, in order."""
    parts = _parts(cells)
    wrong = parts.explode("part").filter(~pl.col("part").str.contains(_DISTRICT_OR_STREET))
    _complain_of_parts(cells, "not_a_place", wrong)
    return parts["part"].list.unique().list.sort()


def share(cells: Cells) -> pl.Series:
    """A share of 0 to 1 in hundredths."""
    number = pl.col(cells.name).cast(pl.Float64, strict=False)
    hundredths = (number * 100).round()
    plain = pl.col(cells.name).str.contains(_SHARE)
    good = plain & (number <= 1) & ((number - hundredths / 100).abs() < _NOISE)
    cells.complain("not_a_share", ~good)
    return cells.rows.select(pl.when(good).then(hundredths.cast(pl.Int64))).to_series()


def kinds(known: frozenset[str]) -> Reader:
    """A reader of kinds with | between them; each once, in order."""

    def read(cells: Cells) -> pl.Series:
        parts = _parts(cells)
        wrong = parts.explode("part").filter(~pl.col("part").is_in(list(known)))
        _complain_of_parts(cells, "unknown_kind", wrong)
        return parts["part"].list.unique().list.sort()

    return read


def kind(known: frozenset[str]) -> Reader:
    """A reader of one kind."""

    def read(cells: Cells) -> pl.Series:
        wrong = cells.rows.filter(~pl.col(cells.name).is_in(list(known)))
        _complain_of_parts(cells, "unknown_kind", wrong.with_columns(part=pl.col(cells.name)))
        return cells.text

    return read


def _parts(cells: Cells) -> pl.DataFrame:
    parts = pl.col(cells.name).str.split("|").list.eval(pl.element().str.strip_chars())
    return cells.rows.with_columns(part=parts)


def _complain_of_parts(cells: Cells, reason: str, wrong: pl.DataFrame) -> None:
    part = pl.col("part")
    cells.complaints.about_rows(cells.file, reason, wrong, column=cells.name, detail=(part, part))


def _span(low: int | None, high: int | None) -> Words:
    if high is None:
        return Words(f"不小于 {low}", f"{low} or more")
    return Words(f"在 {low} 到 {high} 之间", f"from {low} to {high}")
