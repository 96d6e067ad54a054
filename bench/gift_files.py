"""A month of a platform becomes gifts: as a file, one by one, and the limit of the tables themselves, in one process.

python -m shanqiao.host.borrow .venv/bin/python -m bench.gift_files --size 10000
    hands in files of so many gifts, in a database made for this, and tells how many rows a second the worker reads and
    takes, how many are taken one by one (as before there was a worker for it), and how many the tables would take with
    nothing behind them. Written to bench/results/gift_files.md and .json.

Half of the rows are of nobody known, a fifth bear a telephone, the rest a name alone; each bears a number of the platform.
Limits, in batches as large as ours: the movements alone (`post_many`), and the same gift rows into a table with the same
columns, checks and indexes, from a table that is there (no trigger, no giver, no movement, no line in the record).
"""

import argparse
import csv
import io
import json
import os
import random
import statistics
import time
import uuid
from datetime import timedelta
from pathlib import Path

from bench.report import machine

RESULTS = Path(__file__).parent / "results"
WAYS = {
    "read": "read and judged by the worker",
    "taken": "taken in by the worker",
    "single": "taken one by one",
    "movements": "limit: the movements alone",
    "raw": "limit: the gift rows alone",
}


def main():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--size", type=int, default=10_000, help="rows of a file")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--single", type=int, default=300, help="gifts taken one by one, a round")
    options.add_argument("--results", type=Path, default=RESULTS)
    asked = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanqiao.settings.test")
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    found = {
        "machine": machine(),
        "size": asked.size,
        "rounds": asked.rounds,
        "single": asked.single,
    }
    made = setup_databases(verbosity=0, interactive=False)
    try:
        found["ways"] = _rounds(asked)
    finally:
        teardown_databases(made, verbosity=0)
    print(_write(found, asked.results))


def _rounds(asked):
    """{way: [(rows a second, CPU ms of this process for a row) of each round]}"""
    from django.db import connection

    from tests.gift_files import a_purse_that_gets

    purse, ways = a_purse_that_gets(), {way: [] for way in WAYS}
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_gift (LIKE giving_gift INCLUDING ALL)")
    _file(purse, 500, "warm", {way: [] for way in WAYS})
    for n in range(asked.rounds):
        _file(purse, asked.size, f"F{n}-", ways)
        _singly(purse, asked.single, f"S{n}-", ways)
        _movements(purse, asked.size, ways)
        _raw(asked.size, ways)
        print({way: [round(rate) for rate, _cpu in told] for way, told in ways.items()}, flush=True)
    return ways


def _file(purse, size, tag, ways):
    from shanqiao.apps.giving.filing import ask_to_take_gifts
    from shanqiao.jobs.gift_files import read_handed_in_gifts, take_handed_in_gifts
    from tests.factories import NOON
    from tests.gift_files import handed_in

    content = _content(size, tag)
    file = handed_in(purse, how="platform", platform="tencent", content=content)
    later = NOON + timedelta(days=30)
    with _Timed(ways["read"], size):
        read_handed_in_gifts(file, at=later)
    ask_to_take_gifts(gift_file=file, with_doubles=True, by=file.by, at=later)
    with _Timed(ways["taken"], size):
        take_handed_in_gifts(file, at=later)
    file.refresh_from_db()
    assert (file.new, file.wrong, file.known) == (size, 0, 0)


def _singly(purse, count, tag, ways):
    from shanqiao.apps.giving.actions import take_gift_from
    from shanqiao.apps.giving.judging import Judge
    from shanqiao.feeds.gift_lists import read_gifts
    from tests.factories import NOON

    later = NOON + timedelta(days=30)
    rows = list(read_gifts(_content(count, tag), "x.csv", today=later.date()))
    judged = Judge(purse=purse, how="platform").judge(rows)
    with _Timed(ways["single"], count):
        for one in judged:
            take_gift_from(
                giver=one.row.giver,
                purse=purse,
                amount=one.row.amount,
                how="platform",
                platform="tencent",
                key=one.key,
                on=one.row.on,
                reference=one.row.reference,
                at=later,
            )


def _movements(purse, size, ways):
    from shanqiao.apps.books.actions import Given, post_many
    from shanqiao.apps.books.lines import place_of, way_in
    from shanqiao.apps.giving.working import BATCH
    from tests.factories import NOON, TODAY

    into, way = place_of(host=purse.fund.host, unit="fen").pk, way_in(purse.line).pk
    with _Timed(ways["movements"], size):
        for _ in range(0, size, BATCH):
            some = (
                Given(uuid.uuid4(), f"gift:file {n:064}", TODAY, into, way, 100 + n)
                for n in range(BATCH)
            )
            post_many(kind="gift", movements=some, at=NOON)


def _raw(size, ways):
    from django.db import connection

    from shanqiao.apps.giving.working import BATCH

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(id) FROM (SELECT id FROM giving_gift ORDER BY id DESC LIMIT %s) g",
            [size],
        )
        [ids] = cursor.fetchone()
        cursor.execute("TRUNCATE bench_gift")
        with _Timed(ways["raw"], size):
            for first in range(0, size, BATCH):
                cursor.execute(
                    "INSERT INTO bench_gift OVERRIDING SYSTEM VALUE SELECT * FROM giving_gift WHERE id = ANY (%s)",
                    [ids[first : first + BATCH]],
                )


def _content(size, tag):
    chance, kept = random.Random(f"{size} {tag}"), io.StringIO()
    sheet = csv.writer(kept)
    sheet.writerow(["捐赠人", "金额", "日期", "订单号", "手机号"])
    for n in range(size):
        kind = chance.random()
        name = "匿名" if kind < 0.5 else f"善人{chance.randrange(10**6)}"
        phone = f"139{chance.randrange(10**8):08d}" if kind > 0.8 else ""
        day = 1 + chance.randrange(30)
        sheet.writerow(
            [
                name,
                f"{chance.randrange(100, 20_000) / 100:.2f}",
                f"2026-05-{day:02d}",
                f"{tag}{n}",
                phone,
            ]
        )
    return kept.getvalue().encode()


class _Timed:
    """Rows a second, and CPU ms of this process for a row."""

    def __init__(self, kept, rows):
        self._kept, self._rows = kept, rows

    def __enter__(self):
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def __exit__(self, *_):
        wall, cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu
        self._kept.append((self._rows / wall, 1_000 * cpu / self._rows))


def _write(found, results):
    facts, rates = found["machine"], {w: [r for r, _ in told] for w, told in found["ways"].items()}
    single = statistics.median(rates["single"])
    lines = [
        f"# A file of {found['size']:,} gifts",
        "",
        f"{facts['date']}: {facts['cpu']}, {facts['cores']} cores, {facts['memory_mib']:,} MiB, load {facts['load']:.1f} at the start; "
        f"Python {facts['python']}. Made by `python -m bench.gift_files`: {found['rounds']} rounds, each a file, {found['single']} gifts "
        "one by one with a commit for each, and the limits; medians, in brackets the least and the greatest. CPU is that of "
        "the asking process. The limits have no giver, no line in the record, and one of the two rows of a gift.",
        "",
        "| way | rows a second | CPU ms a row | times one by one |",
        "|---|---|---|---|",
        *(
            f"| {words} | {statistics.median(rates[way]):,.0f} ({min(rates[way]):,.0f}–{max(rates[way]):,.0f}) "
            f"| {statistics.median(cpu for _, cpu in found['ways'][way]):.2f} | {statistics.median(rates[way]) / single:.1f} |"
            for way, words in WAYS.items()
        ),
        "",
    ]
    text = "\n".join(lines)
    (results / "gift_files.md").write_text(text)
    (results / "gift_files.json").write_text(json.dumps(found, indent=1) + "\n")
    return text


if __name__ == "__main__":
    main()
