"""Books with many gifts: one host, one bank account all go through, lines, a year of days, uses, blocks."""

import time
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

from django.db import connection

from shanqiao.apps.books.actions import Given, Row, post, post_many
from shanqiao.apps.books.lines import open_line, place_of, way_in, way_out
from shanqiao.apps.books.sealing import lay_everything, seal
from shanqiao.apps.registry.models import Organisation

GIFTS_A_LINE = 1_000
BATCH = 10_000
FIRST = date(2025, 1, 1)
AT = datetime(2026, 1, 1, tzinfo=UTC)


def key(n):
    """Keys in the order of time, as those of a client that counts (UUID version 7)."""
    return UUID(int=(0x0190_0000_0000 << 80 | 7 << 76 | 2 << 62) + n)


def fill(size):
    """(what there is, how long it took)."""
    host = Organisation.objects.create(
        name="某慈善会", name_en="A charity", uscc="53440000MJ00000000", form="association",
        registered_on=date(2010, 1, 1),
    )  # fmt: skip
    lines = [
        open_line(host=host, unit="fen", name=f"line {n}")
        for n in range(max(2, min(1_000, size // GIFTS_A_LINE)))
    ]
    city = SimpleNamespace(
        host=host,
        lines=lines,
        bank=place_of(host=host, unit="fen"),
        ins=[way_in(line) for line in lines],
        outs=[way_out(line) for line in lines],
    )
    told = {"gifts_s": _timed(lambda: _give(city, size))}
    told["laid_s"] = _timed(lay_everything)
    city.uses = []
    told["uses_s"] = _timed(lambda: _use(city, size))
    rows = size + len(city.uses)
    told["sealed_s"] = _timed(lambda: seal(at=AT))
    told["sealed_rows_a_second"] = rows / told["sealed_s"]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return city, told


def _timed(do):
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _give(city, size):
    bank, ins = city.bank.pk, [account.pk for account in city.ins]
    for low in range(0, size, BATCH):
        post_many(
            kind="gift",
            at=AT,
            movements=(
                Given(key(n), f"gift:{n}", FIRST + timedelta(days=n * 365 // size), bank,
                      ins[n * 7919 % len(ins)], 100 + n % 900)
                for n in range(low, min(low + BATCH, size))
            ),
        )  # fmt: skip


def _use(city, size):
    """One use for each hundred gifts: each takes about half of what a hundred gave."""
    for n in range(size // 100):
        rows = [Row(city.outs[n % len(city.outs)], city.bank, 25_000)]
        on = FIRST + timedelta(days=n * 36_500 // size)
        made = post(key=key(2**40 + n), kind="use", rows=rows, about=f"grant:{n}", at=AT, on=on)
        city.uses += made
