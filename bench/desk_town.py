"""A database made for one run, with everybody in it."""

import contextlib
import time

import polars as pl
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from shanqiao.apps.likeness.bulk import FACES, learn_register


@contextlib.contextmanager
def town(known):
    """Learn everybody; afterwards the database is gone.

    Yields:
        what it took: seconds, and bytes in the database.
    """
    made = setup_databases(verbosity=0, interactive=False)
    try:
        wall, cpu = time.perf_counter(), time.process_time()
        people = known["pid"]
        learn_register(_numbered(known))
        told = {
            "learning_wall_s": time.perf_counter() - wall,
            "learning_cpu_s": time.process_time() - cpu,
        }
        _names(known)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
            sizes = [_bytes(cursor, table) for table in ("likeness_key", "likeness_face")]
        PEOPLE[:] = people.to_list()
        yield {**told, "kept": known.height, "key_bytes": sizes[0], "face_bytes": sizes[1]}
    finally:
        teardown_databases(made, verbosity=0)


PEOPLE = []  # pid of each resident, by their number


def _numbered(known):
    numbers = pl.int_range(known.height, dtype=pl.Int64)
    return known.with_columns(rid=numbers * (1 << FACES)).drop("pid")


def _names(known):
    """What the peer searches: the name as written, under an index of similar letters."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("CREATE TABLE written (resident bigint, name text)")
        with cursor.copy("COPY written FROM STDIN") as copy:
            for number, name in enumerate(known["name"]):
                copy.write_row((number, name))
        cursor.execute("CREATE INDEX ON written USING gin (name gin_trgm_ops)")


def _bytes(cursor, table):
    cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [table])
    return cursor.fetchone()[0]
