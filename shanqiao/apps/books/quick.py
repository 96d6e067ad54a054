"""One statement that is asked all the time, with as little between it and the server as is safe."""

import threading

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import RawCursor

# Note [A cursor for each thread]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A gift costs the server about 0.2 ms of a processor. Making a cursor and Django's wrapper around it for each cost the
# client a quarter of that again, so one is kept: of its thread, as connections are, and only as long as its connection is
# the one in use. Its places are written $1, as the server wants them, so that psycopg need not look for others in the
# text. What Django sees to is kept: a broken transaction is not gone on with, errors are Django's, and where somebody
# listens to what is asked (tests that count, debugging), everything goes the usual way.


class _OfThisThread(threading.local):
    cursor = None


_kept = _OfThisThread()


def ask_quickly(call, words):
    """What a function of the database returns; the server parses and plans the question once for each connection.

    Args:
        call: with places $1, $2, …
    """
    database = connections[DEFAULT_DB_ALIAS]
    database.close_if_health_check_failed()
    database.ensure_connection()
    if database.queries_logged or database.execute_wrappers:
        with database._prepare_cursor(RawCursor(database.connection)) as cursor:
            cursor.execute(f"SELECT {call}", words)
            return cursor.fetchone()[0]
    database.validate_thread_sharing()
    database.validate_no_broken_transaction()
    with database.wrap_database_errors:
        cursor = _cursor_of(database.connection)
        cursor.execute(f"SELECT {call}", words)
        return cursor.fetchone()[0]


def _cursor_of(connection):
    """The cursor of this thread, see Note [A cursor for each thread]."""
    if _kept.cursor is None or _kept.cursor.connection is not connection:
        _kept.cursor = RawCursor(connection)
    return _kept.cursor
