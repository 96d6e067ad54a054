"""Lines, gifts and uses of the books themselves, without a fund."""

from django.db import connection

from shanqiao.apps.books.actions import Row, post
from shanqiao.apps.books.lines import open_line, place_of, way_in, way_out
from tests.factories import NOON, TODAY, a_host


def a_line(host=None, unit="fen"):
    return open_line(host=host or a_host(), unit=unit, name="a line")


def a_gift(line, amount, key, on=TODAY):
    rows = [Row(place_of(host=line.host, unit=line.unit), way_in(line), amount)]
    return post(key=key, kind="gift", rows=rows, about="a gift", at=NOON, on=on)[0]


def a_use(line, amount, key, hold=None):
    rows = [Row(way_out(line), place_of(host=line.host, unit=line.unit), amount)]
    return post(key=key, kind="use", rows=rows, about="a use", at=NOON, hold=hold)[0]


def without_triggers(change):
    """What somebody may do who owns the tables."""
    tables = ("books_posting", "books_stretch", "books_block")
    off, on = (
        ";".join(f"ALTER TABLE {table} {word} TRIGGER USER" for table in tables)
        for word in ("DISABLE", "ENABLE")
    )
    with connection.cursor() as cursor:
        for statement in ("SET CONSTRAINTS ALL IMMEDIATE", off, change, on):
            cursor.execute(statement)
