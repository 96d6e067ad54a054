"""Balances and traces, each asked for on its own."""

import statistics
import time
from datetime import timedelta

import numpy as np
from django.db import connection

from bench.books_filling import FIRST
from shanqiao.apps.books.models import Posting
from shanqiao.apps.books.queries import balance
from shanqiao.apps.books.tracing import where_went, who_paid


def read(city, ask, rounds):
    """Milliseconds of each question in rounds, each about other things, and the pages it read.

    Returns:
        {what: {p50, p95, max: the median of the rounds; least, most: of their p95; pages}}.
    """
    chance = np.random.default_rng(1)
    all_of = [_once(city, ask, chance) for _ in range(rounds)]
    return {what: _of_rounds([one[what] for one in all_of]) for what in all_of[0]}


def _of_rounds(rows):
    told = {name: statistics.median(row[name] for row in rows) for name in rows[0]}
    p95 = [row["p95"] for row in rows]
    return told | {"least": min(p95), "most": max(p95)}


def _once(city, ask, chance):
    accounts = [city.ins[n] for n in chance.integers(len(city.ins), size=ask)]
    days = [FIRST + timedelta(days=int(n)) for n in chance.integers(365, size=ask)]
    first, last = (
        Posting.objects.filter(kind="gift").order_by(order).values_list("pk", flat=True)[0]
        for order in ("pk", "-pk")
    )
    gifts = chance.integers(first, last, size=ask).tolist()
    gifts = list(Posting.objects.filter(pk__in=gifts, kind="gift").values_list("pk", flat=True))
    uses = [city.uses[n] for n in chance.integers(len(city.uses), size=ask)]
    return {
        "balance of a purse, now": _asked(balance, accounts),
        "balance of a purse, as of a day": _asked(
            lambda p: balance(*p), zip(accounts, days, strict=True)
        ),
        "balance of the bank account, now": _asked(balance, [city.bank] * ask),
        "balance of the bank account, as of a day": _asked(lambda d: balance(city.bank, d), days),
        "where a gift went": _asked(where_went, gifts),
        "who paid a use": _asked(who_paid, uses),
    }


def _asked(question, about):
    about = list(about)
    question(about[0])
    ms = []
    for one in about:
        began = time.perf_counter()
        question(one)
        ms.append((time.perf_counter() - began) * 1000)
    before = _pages()
    for one in about[:50]:
        question(one)
    ms.sort()
    return {
        "p50": ms[len(ms) // 2], "p95": ms[int(len(ms) * 0.95)], "max": ms[-1],
        "pages": (_pages() - before) / min(50, len(about)),
    }  # fmt: skip


def _pages():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(
            "SELECT sum(heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit)"
            " FROM pg_statio_user_tables WHERE relname LIKE 'books_%'"
        )
        return int(cursor.fetchone()[0])
