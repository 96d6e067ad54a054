"""Rows of a statement on their way into the tables: counted first, then taken in, all or none of them.

Source:
    COPY and temporary tables of PostgreSQL; a temporary table belongs to its session and goes with it.
"""

from contextlib import contextmanager

from django.db import connection

from shanqiao.apps.sealing.fields import numbers_of

from .models import StatementLine

# Note [The n-th equal line of a day is the same line]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Banks number their lines seldom, and two people do give the same amount with the same words on one day. So equal
# lines are counted: a file that holds a day with three of them brings three, a file of the same day again brings the
# same three and nothing new, and a longer file of that day brings only the fourth. Equal means: account, day, amount,
# time, balance, reference, counterparty and words. What looks alike but is told apart by its reference or its time is
# two lines, and is told to people as a possible double; none is dropped.

_COLUMNS = "line, account_id, booked_on, valued_on, time, amount, balance, reference, party, words, said, fingerprint"
_MAKE = """
    CREATE TEMP TABLE bank_arriving (
        line integer, account_id bigint, booked_on date, valued_on date, time text, amount bigint, balance bigint,
        reference text, party bytea, words bytea, said bigint, fingerprint bigint
    )
"""
_RANK = """
    CREATE TEMP TABLE bank_ranked AS
    SELECT a.*, EXISTS (
        SELECT FROM bank_statementline o
        WHERE (o.account_id, o.booked_on, o.amount, o.fingerprint, o.nth)
            = (a.account_id, a.booked_on, a.amount, a.fingerprint, a.nth)
    ) AS known
    FROM (
        SELECT *, row_number() OVER (
            PARTITION BY account_id, booked_on, amount, fingerprint ORDER BY line
        )::integer AS nth
        FROM bank_arriving
    ) a
"""
_COUNT = """
    SELECT count(*) FILTER (WHERE known), count(*) FILTER (WHERE NOT known AND (alike > 1 OR EXISTS (
        SELECT FROM bank_statementline o
        WHERE (o.account_id, o.booked_on, o.amount, o.said) = (r.account_id, r.booked_on, r.amount, r.said)
    )))
    FROM (
        SELECT *, count(*) FILTER (WHERE NOT known) OVER (
            PARTITION BY account_id, booked_on, amount, said
        ) AS alike
        FROM bank_ranked
    ) r
"""
_OF_ACCOUNTS = """
    SELECT account_id, count(*), coalesce(sum(amount) FILTER (WHERE amount > 0), 0)::bigint,
        coalesce(-sum(amount) FILTER (WHERE amount < 0), 0)::bigint, min(booked_on), max(booked_on)
    FROM bank_ranked GROUP BY account_id ORDER BY account_id
"""
_TAKE = f"""
    INSERT INTO bank_statementline (statement_id, nth, {_COLUMNS})
    SELECT %s, nth, {_COLUMNS} FROM bank_ranked WHERE NOT known ORDER BY line
    ON CONFLICT (account_id, booked_on, amount, fingerprint, nth) DO NOTHING
"""  # noqa: S608


@contextmanager
def arriving():
    """A place for rows that have not been taken in, for as long as the block lasts."""
    with connection.cursor() as cursor:
        _clear(cursor)
        cursor.execute(_MAKE)
    try:
        yield
    finally:
        if connection.connection and not connection.needs_rollback:
            with connection.cursor() as cursor:
                _clear(cursor)


def put(rows):
    """Write some rows to that place, sealed.

    Args:
        rows: (account, row) pairs with everything a line needs.
    """
    seal = {name: StatementLine._meta.get_field(name).get_prep_value for name in ("party", "words")}
    said = numbers_of((f"{r.party}\0{r.words}" for _, r in rows), place="bank.said")
    whole = numbers_of((_told(r) for _, r in rows), place="bank.line")
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY bank_arriving ({_COLUMNS}) FROM STDIN") as copy,
    ):
        for (account, row), alike, fingerprint in zip(rows, said, whole, strict=True):
            sealed = seal["party"](row.party), seal["words"](row.words)
            plain = (
                row.line,
                account.pk,
                row.booked_on,
                row.valued_on,
                row.time,
                row.amount,
                row.balance,
            )
            copy.write_row((*plain, row.reference, *sealed, alike, fingerprint))


def rank():
    """See which lines are there already. See Note [The n-th equal line of a day is the same line]."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bank_ranked")
        cursor.execute("ANALYZE bank_arriving")
        cursor.execute(_RANK)


def known_and_doubles():
    """(lines that are there already, new lines that look like another of the same account, day, amount and words)."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
        return cursor.fetchone()


def of_accounts():
    """For each account: its number, lines, what came in and went out, first and last day."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_ACCOUNTS)
        return cursor.fetchall()


def take(statement):
    """The new lines become lines of the statement; how many."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [statement.pk])
        return cursor.rowcount


def measure():
    """The server sees anew how many lines there are of what; until then it plans as if these had not come."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE bank_statementline")


def _told(row):
    balance = "" if row.balance is None else row.balance
    return f"{row.time}\0{balance}\0{row.reference}\0{row.party}\0{row.words}"


def _clear(cursor):
    cursor.execute("DROP TABLE IF EXISTS bank_arriving, bank_ranked")
