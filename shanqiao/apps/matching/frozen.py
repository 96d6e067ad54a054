"""The facts of a plan as bytes that keep their meaning for years, and back."""

import io
import json
import zipfile

import polars as pl

from shanqiao.engines.allocation import (
    BEFORE_COLUMNS,
    KIND_COLUMNS,
    NEED_COLUMNS,
    RESOURCE_COLUMNS,
    City,
)

_TABLES = {
    "needs": NEED_COLUMNS,
    "resources": RESOURCE_COLUMNS,
    "kinds": KIND_COLUMNS,
    "before": BEFORE_COLUMNS,
}
STANDING_COLUMNS = {"need": pl.String(), "resource": pl.String(), "quantity": pl.Int64()}


def freeze(city, standing=None):
    """A ZIP with one table of JSON lines for needs, resources, kinds and what was granted before: readable without shanqiao.

    Args:
        standing: rows of `STANDING_COLUMNS`, the proposals that waited when the engine was asked; None for a plan that
            was asked without any.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in _TABLES:
            _write(archive, name, getattr(city, name))
        if standing is not None:
            _write(archive, "standing", standing)
    return buffer.getvalue()


def thaw(content):
    """The city that was frozen; plans frozen first knew nothing of what was granted before."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return City.of(
            **{
                name: _read(archive.read(f"{name}.jsonl"), columns)
                for name, columns in _TABLES.items()
                if f"{name}.jsonl" in archive.namelist()
            }
        )


def standing_in(content):
    """The proposals that waited when the engine was asked, or None: plans frozen first were asked without them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "standing.jsonl" not in archive.namelist():
            return None
        return _read(archive.read("standing.jsonl"), STANDING_COLUMNS)


def _write(archive, name, frame):
    entry = zipfile.ZipInfo(f"{name}.jsonl", date_time=(1980, 1, 1, 0, 0, 0))
    archive.writestr(entry, frame.write_ndjson(), zipfile.ZIP_DEFLATED)


def _read(lines, columns):
    rows = [json.loads(line) for line in lines.splitlines()]
    dates = [name for name, kind in columns.items() if kind == pl.Date]
    plain = {name: pl.String if name in dates else kind for name, kind in columns.items()}
    return pl.DataFrame(rows, schema=plain).with_columns(pl.col(dates).str.to_date())
