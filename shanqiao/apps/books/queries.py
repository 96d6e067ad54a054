"""What stands where."""

from django.db import connection

# sealed days are summed; what came since the last block is counted posting by posting, found by its turn: the day is
# written so that no index on days is taken for it, which would read all of a year for the few that are not sealed
_BALANCE = """
WITH last AS MATERIALIZED (
    SELECT coalesce(max(last_turn), 0) AS turn, coalesce(max(last_id), 0) AS id
    FROM (SELECT last_turn, last_id FROM books_block ORDER BY number DESC LIMIT 1) AS block
), sealed AS (
    SELECT coalesce(sum(debit - credit), 0) AS total FROM books_daytotal
    WHERE account_id = %(account)s AND (%(on)s::date IS NULL OR "on" <= %(on)s::date)
), came AS (
    SELECT coalesce(sum(amount), 0) AS total FROM books_posting, last
    WHERE debit_id = %(account)s AND books_posting.turn >= last.turn
      AND (books_posting.turn, books_posting.id) > (last.turn, last.id)
      AND (%(on)s::date IS NULL OR "on" - %(on)s::date <= 0)
), went AS (
    SELECT coalesce(sum(amount), 0) AS total FROM books_posting, last
    WHERE credit_id = %(account)s AND books_posting.turn >= last.turn
      AND (books_posting.turn, books_posting.id) > (last.turn, last.id)
      AND (%(on)s::date IS NULL OR "on" - %(on)s::date <= 0)
)
SELECT sealed.total + came.total - went.total FROM sealed, came, went
"""


def balance(account, on=None):
    """What stands in an account, in its unit, now or at the end of a day; debits count up, credits down."""
    with connection.cursor() as cursor:
        cursor.execute(_BALANCE, {"account": account.pk, "on": on})
        return int(cursor.fetchone()[0])
