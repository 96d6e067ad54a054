"""What a list shows, all pages of it, as a file."""

from django.http import HttpResponse
from django.utils.timezone import localdate
from tablib import Dataset

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def exported(table, *, kind, name):
    """A file for a spreadsheet.

    Args:
        kind: csv (UTF-8 with the mark by which spreadsheets know it) or xlsx.
        name: of the file, before the day and the ending.
    """
    heading, *rows = table.as_values()
    return file_of(heading=heading, rows=rows, kind=kind, name=name)


def file_of(*, heading, rows, kind, name):
    """Some rows as a file for a spreadsheet; see `exported`."""
    data = Dataset(*[[plain(cell) for cell in row] for row in rows], headers=heading)
    content = data.export(kind)
    if kind == "csv":
        content = f"\ufeff{content}".encode()
    answer = HttpResponse(content, content_type=_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}-{localdate():%Y-%m-%d}.{kind}"'
    return answer


def plain(cell):
    """Text that begins like a formula stays text, whatever a spreadsheet would make of it."""
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{cell}"
    return cell
