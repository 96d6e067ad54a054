"""The books as programs that we did not write are told them: accounts, postings in order, what stands where."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction

from .models import Account

# Note [Two ways to one balance]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# What stands in an account is known here from the totals of sealed days and what came since: as every screen has it.
# A program outside is given postings only, one by one, and adds them up by itself. If both come to the same in every
# account, totals, blocks and postings say the same. Which postings are in totals: see Note [Sealing].
_BALANCES = """
WITH last AS MATERIALIZED (
    SELECT coalesce(max(last_turn), 0) AS turn, coalesce(max(last_id), 0) AS id
    FROM (SELECT last_turn, last_id FROM books_block ORDER BY number DESC LIMIT 1) AS block
), moved AS (
    SELECT account_id AS account, debit - credit AS amount FROM books_daytotal
    UNION ALL SELECT debit_id, amount FROM books_posting, last
    WHERE (books_posting.turn, books_posting.id) > (last.turn, last.id)
    UNION ALL SELECT credit_id, -amount FROM books_posting, last
    WHERE (books_posting.turn, books_posting.id) > (last.turn, last.id)
)
SELECT account, sum(amount)::bigint FROM moved GROUP BY account
"""
_POSTINGS = """
SELECT p.id, p.key, p.part, p.kind, p.debit_id, p.credit_id, p.amount, p.about, p."on", p.reverses_id
FROM books_posting AS p JOIN books_account AS a ON a.id = p.debit_id
WHERE %(host)s::bigint IS NULL OR a.host_id = %(host)s ORDER BY p.turn, p.id
"""
_EXTENT = """
SELECT count(*), min(p."on"), max(p."on") FROM books_posting AS p JOIN books_account AS a ON a.id = p.debit_id
WHERE %(host)s::bigint IS NULL OR a.host_id = %(host)s
"""
AT_A_TIME = 5_000  # rows that are fetched


class Told(NamedTuple):
    """One posting, as it is told."""

    id: int
    key: str
    part: int
    kind: str
    debit: int
    credit: int
    amount: int
    about: str
    on: date
    reverses: int | None


class Books(NamedTuple):
    """The books of one moment. ``postings`` can be walked through once, while the moment is held."""

    accounts: list[Account]
    balances: dict[int, int]
    postings: Iterator[Told]
    count: int
    first_on: date | None
    last_on: date | None


@contextmanager
def books_of_one_moment(*, host=None):
    """`Books` of a host, or of all, that stay as they are meanwhile, whoever writes; nobody waits for us.

    See Note [Two ways to one balance].
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            # sealed days and what came since are read of the same moment
            cursor.execute(_BALANCES)
            balances = dict(cursor.fetchall())
            cursor.execute(_EXTENT, {"host": host and host.pk})
            count, first, last = cursor.fetchone()
        of_whom = {} if host is None else {"host": host}
        accounts = Account.objects.filter(**of_whom).select_related("host", "line").order_by("pk")
        yield Books(list(accounts), balances, _postings(host), count, first, last)


def are_there():
    """Whether this database has books at all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('books_block') IS NOT NULL")
        return cursor.fetchone()[0]


def _postings(host):
    with connection.chunked_cursor() as cursor:
        cursor.execute(_POSTINGS, {"host": host and host.pk})
        while rows := cursor.fetchmany(AT_A_TIME):
            yield from (Told(*row) for row in rows)
