"""Writers in processes of their own: ours, and the same row into a table without anything behind it."""

import multiprocessing
import time

from django.db import connection, connections

from bench import books_pgbench
from bench.books_filling import AT, FIRST, key
from shanqiao.apps.books.actions import Given, Row, post, post_many

RAW = """
CREATE TABLE bench_raw (LIKE books_posting INCLUDING ALL)
"""
_INSERT = """
INSERT INTO bench_raw (key, part, kind, debit_id, credit_id, amount, about, "on", at, turn)
"""


class Ways:
    """How fast each way writes, in postings a second."""

    def __init__(self, city, hordak):
        self.city, self.hordak, self._next = city, hordak, 2**50
        with connection.cursor() as cursor:
            cursor.execute(RAW)
            # as large as ours, so that its indexes are as deep
            cursor.execute(
                "INSERT INTO bench_raw OVERRIDING SYSTEM VALUE SELECT * FROM books_posting"
            )
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('bench_raw', 'id'), max(id)) FROM bench_raw"
            )
            cursor.execute("VACUUM ANALYZE bench_raw")

    def rate(self, kind, client, clients, hot, batch, seconds):
        if client == "pgbench":
            return books_pgbench.rate(kind, self.city, clients, seconds)
        connections.close_all()
        start, results = multiprocessing.Barrier(clients), multiprocessing.Queue()
        workers = [
            multiprocessing.Process(
                target=_work,
                args=(kind, self.city, n, hot, batch, seconds, self._some_keys(), start, results),
            )
            for n in range(clients)
        ]
        for worker in workers:
            worker.start()
        # a writer that died is not waited for
        rates = [results.get(timeout=seconds + 60) for _ in workers]
        for worker in workers:
            worker.join()
        return sum(rates)

    def _some_keys(self):
        self._next += 10_000_000
        return self._next


def _work(kind, city, n, hot, batch, seconds, first, start, results):
    connections.close_all()
    connection.ensure_connection()
    write = {
        ("raw", 1): _raw, ("raw", 1000): _raw_many, ("ours", 1): _ours, ("ours", 1000): _ours_many,
    }[kind, batch]  # fmt: skip
    place = 0 if hot else 1 + n * 100 % (len(city.ins) - 1)
    for warm in range(3):
        write(city, place, first - (warm + 1) * batch, batch)
    start.wait()
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        write(city, place, first + done, batch)
        done += batch
    results.put(done / (time.perf_counter() - began))
    connections.close_all()


def _ours(city, place, n, _batch):
    post(
        key=key(n),
        kind="gift",
        rows=[Row(city.bank, city.ins[place], 100)],
        about=f"gift:{n}",
        at=AT,
        on=FIRST,
    )


def _ours_many(city, place, n, batch):
    ins, bank = city.ins, city.bank.pk
    post_many(
        kind="gift",
        at=AT,
        movements=(
            Given(key(m), f"gift:{m}", FIRST, bank, ins[(place + m) % len(ins)].pk, 100)
            for m in range(n, n + batch)
        ),
    )


def _raw(city, place, n, _batch):
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT
            + "VALUES (%s, 1, 'gift', %s, %s, %s, %s, %s, %s, pg_current_xact_id()::text::bigint)"
            " RETURNING id",
            [key(n), city.bank.pk, city.ins[place].pk, 100, f"gift:{n}", FIRST, AT],
        )
        cursor.fetchone()


def _raw_many(city, place, n, batch):
    ins, bank = city.ins, city.bank.pk
    keys = [key(m) for m in range(n, n + batch)]
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT + 'SELECT r.key, 1, %s, r.debit, r.credit, r.amount, r.about, r."on", %s,'
            " pg_current_xact_id()::text::bigint"
            " FROM unnest(%s::uuid[], %s::text[], %s::date[], %s::bigint[], %s::bigint[], %s::bigint[])"
            ' AS r(key, about, "on", debit, credit, amount)',
            [
                "gift", AT, keys, [f"gift:{m}" for m in range(n, n + batch)], [FIRST] * batch,
                [bank] * batch, [ins[(place + m) % len(ins)].pk for m in range(n, n + batch)],
                [100] * batch,
            ],
        )  # fmt: skip
