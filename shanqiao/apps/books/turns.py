"""The order in which postings are finished."""

from django.db import connections

# Note [Turns]
# ~~~~~~~~~~~~
# A row number says in which order postings were begun, not in which order they were committed: sealing "up to number n"
# leaves out whatever is committed later under a smaller number. So each posting bears the number of its transaction, its
# turn. Once every transaction before a turn is over (``books_over()``), no posting before it can appear any more.
#
# A database that was dumped and restored, or moved, counts its transactions from the beginning again. Turns must not, so
# they are ahead of transaction numbers by a shift, which grows after such a move until the next turn lies behind the last.

_GO_ON = """
WITH last AS (
    SELECT greatest(
        (SELECT max(turn) FROM books_posting), (SELECT max(last_turn) FROM books_block), 0
    ) AS turn
), next AS (
    SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint
         + coalesce((SELECT turns FROM books_shift), 0) AS turn
), behind AS (
    -- whatever can be seen here was before the next turn, unless turns began again
    SELECT last.turn + 1 - next.turn AS by FROM last, next WHERE last.turn >= next.turn
), grown AS (
    UPDATE books_shift SET turns = turns + (SELECT by FROM behind) WHERE EXISTS (SELECT FROM behind)
    RETURNING id
)
INSERT INTO books_shift (turns)
SELECT by FROM behind WHERE NOT EXISTS (SELECT FROM books_shift)
"""


def go_on(*, using="default", **_):
    """After a migration, a restore or a move: the next posting has a turn of its own. See Note [Turns].

    Nothing may be posted at the same time; there is nothing to do where turns are in order.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regproc('books_turn') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute(_GO_ON)
