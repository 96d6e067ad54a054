"""The books against the speed of the table itself, and against django-hordak, in one run.

python -m shanqiao.host.borrow .venv/bin/python -m bench.books --size 1000000 --hordak PYTHON
    fills a database made for this with so many gifts, seals them, uses one in ten thousandth part of them, and prints how
    fast postings are written, how long balances and traces take, and how that compares. PYTHON runs an environment with
    requirements-hordak.lock; without it, hordak is left out and the table says so.

Each comparison is made in rounds, one after the other of each kind, the table and ours first in
turns; the ratio is the median over rounds, with the least and the greatest beside it. The limit ("raw") is the same row into a table with the same columns, checks and indexes. All three hold as many movements
before: what is written meets indexes as deep.

Whether one purse that all give to holds the server up is asked by pgbench, which leaves the processors to the server; beside
it stands what Python clients get, each of which costs as much as the server does. django-hordak is a library of Python and is
always asked from there.
"""

import argparse
import os
import statistics
import time
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
WRITING = (  # what, who asks, clients, hot, batch, must reach of raw, times hordak
    ("one posting a commit, 1 client", "Python", 1, False, 1, 0.75, None),
    ("one posting a commit, 8 clients, spread", "Python", 8, False, 1, 0.75, 5),
    ("one posting a commit, 8 clients, one purse", "pgbench", 8, True, 1, 0.6, 6),
    ("one posting a commit, 32 clients, one purse", "pgbench", 32, True, 1, 0.6, 6),
    ("one posting a commit, 8 clients, one purse", "Python", 8, True, 1, None, None),
    ("one posting a commit, 32 clients, one purse", "Python", 32, True, 1, None, None),
    ("1,000 postings a commit, 1 client", "Python", 1, False, 1000, 0.85, None),
)


def main():
    asked = _options().parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanqiao.settings.test")
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    from bench.books_filling import fill
    from bench.books_hordak import Hordak
    from bench.books_reading import read
    from bench.books_telling import write
    from bench.books_writing import Ways

    made = setup_databases(verbosity=0, interactive=False)
    try:
        found = {
            "size": asked.size,
            "rounds": asked.rounds,
            "seconds": asked.seconds,
            "ask": asked.ask,
        }
        city, found["filled"] = fill(asked.size)
        found["reading"] = read(city, asked.ask, asked.rounds)
        with connection.cursor() as cursor:
            cursor.execute("SHOW fsync")
            found["fsync"] = cursor.fetchone()[0]
        hordak = Hordak(asked.hordak, asked.size) if asked.hordak else None
        ways = Ways(city, hordak)
        found["hordak"] = hordak and hordak.version
        found["writing"] = [_compared(ways, *row, asked) for row in WRITING]
        if hordak:
            found["hordak_reading"] = hordak.balance()
    finally:
        teardown_databases(made, verbosity=0)
    print(write(found, asked.results))


def _options():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--size", type=int, default=100_000, help="postings there are before")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=2.0, help="of each round, for each kind")
    options.add_argument(
        "--ask", type=int, default=500, help="balances and traces asked for, each round"
    )
    options.add_argument("--hordak", type=Path, help="a Python that has django-hordak")
    options.add_argument("--results", type=Path, default=RESULTS)
    return options


def _compared(ways, what, client, clients, hot, batch, of_raw, times_hordak, asked):
    rows = {"raw": [], "ours": [], "hordak": []}
    for n in range(asked.rounds):
        for kind in ("raw", "ours") if n % 2 == 0 else ("ours", "raw"):
            rows[kind].append(ways.rate(kind, client, clients, hot, batch, asked.seconds))
        if ways.hordak:
            rows["hordak"].append(ways.hordak.rate(clients, hot, batch, asked.seconds))
        time.sleep(0.2)
    print(
        what,
        client,
        {kind: [round(rate) for rate in rates] for kind, rates in rows.items()},
        flush=True,
    )
    ratios = sorted(ours / raw for ours, raw in zip(rows["ours"], rows["raw"], strict=True))
    peers = sorted(ours / peer for ours, peer in zip(rows["ours"], rows["hordak"], strict=False))
    return {
        "what": f"{what}, {client}",
        "rates": {kind: statistics.median(rates) for kind, rates in rows.items() if rates},
        "of_raw": [statistics.median(ratios), ratios[0], ratios[-1]],
        "times_hordak": [statistics.median(peers), peers[0], peers[-1]] if peers else None,
        "wanted": {"of_raw": of_raw, "times_hordak": times_hordak},
    }


if __name__ == "__main__":
    main()
