"""A statement as one long table: a number in each row, its place said in words and codes."""

from tablib import Dataset

from shanqiao.apps.places.models import District
from shanqiao.www.parts.statement import FUND_COLUMNS

HEADERS = ("table", "district_code", "district", "kind_or_fund", "what", "unit", "number", "hidden")


def rows_as_csv(body):
    """UTF-8 with the mark by which spreadsheets know it; money in fen; a hidden number is empty."""
    data = Dataset(*_rows(body), headers=HEADERS)
    return f"\ufeff{data.export('csv')}".encode()


def _rows(body):
    names = dict(District.objects.values_list("code", "name"))
    yield _row("people", what="people", unit="person", number=body["people"])
    for row in body["helped"]:
        place = {
            "code": row["district"],
            "district": names.get(row["district"], ""),
            "name": row["kind"],
        }
        yield _row("helped", **place, what="helps", unit="help", number=row["helps"])
        yield _row("helped", **place, what="amount", unit=row["unit"], number=row["amount"])
    for row in body["funds"]:
        for what in FUND_COLUMNS:
            if what not in row:  # published before it was told
                continue
            name = _plain(row["name"] or row["fund"])
            yield _row("funds", name=name, what=what, unit=row["unit"], number=row[what])
    for table, unit in (("needs", "need"), ("confirmations", "confirmation")):
        for what, number in body[table].items():
            yield _row(table, what=what, unit=unit, number=number)


def _row(table, *, what, unit, number, code="", district="", name=""):
    hidden = number is None
    return (table, code, district, name, what, unit, "" if hidden else number, int(hidden))


def _plain(name):
    """A name that begins like a formula stays a name, whatever a spreadsheet would make of it."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name
