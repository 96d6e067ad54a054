"""The volunteers' tables, row by row with the line each begins on."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path


def rows_of(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row of a CSV as (line, cells by column name); cells are trimmed."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        _ = reader.fieldnames  # reads the header, so that line_num stands on it
        begins = reader.line_num + 1
        for row in reader:
            yield begins, {name: (cell or "").strip() for name, cell in row.items() if name}
            begins = reader.line_num + 1
