"""Finished postings are folded into blocks and totals of days, by one keeper at a time."""

from hashlib import sha256

from django.db import connection, transaction

from shanqiao.engines import merkle

from .lines import lay_if_free
from .models import Block, Line
from .turns import go_on

# Note [Sealing]
# ~~~~~~~~~~~~~~
# A block holds the next finished postings in the order of (turn, number): those of turns that are over, see Note [Turns].
# Its root (RFC 6962) is over the leaves of its rows, its digest over its number, count, root and the digest of the block
# before. So a change of any row, even by somebody who may change tables, differs from a root; and a changed root differs
# from every later digest, of which some are published. Anybody can count a block again from `LEAF`, which says how a row
# is written down as text.
#
# The first 8 bytes of each leaf are kept beside the root, as marks: they name the row that differs.

MOST = 50_000  # rows of a block
KEEPER = 4_102  # the number of the lock under which one keeps
MARK = 8  # bytes
LEAF = """concat_ws('|', id, key, part, kind, debit_id, credit_id, amount, to_char("on", 'YYYY-MM-DD'),
    to_char("at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), coalesce(reverses_id::text, '-'), turn, about)"""

# the two questions about rows as text; all they are made of stands above
WRITTEN = f"SELECT {LEAF} FROM books_posting WHERE id = %s"  # noqa: S608
_LEAVES = (
    f"SELECT id, turn, sha256('\\x00'::bytea || convert_to({LEAF}, 'UTF8')) FROM books_posting"  # noqa: S608
)
_NEXT = (
    _LEAVES
    + """
WHERE (turn, id) > (%(turn)s, %(id)s) AND turn < %(before)s ORDER BY turn, id LIMIT %(most)s
"""
)
_BETWEEN = _LEAVES + " WHERE (turn, id) > (%s, %s) AND (turn, id) <= (%s, %s) ORDER BY turn, id"
_WAITING = """
SELECT * FROM books_line WHERE id IN (
    SELECT account.line_id FROM books_account AS account
    JOIN books_line AS line ON line.id = account.line_id
    JOIN books_posting AS posting
      ON posting.credit_id = account.id AND posting.turn >= line.laid_turn
    WHERE account.flow = 'in' AND NOT EXISTS (
        SELECT FROM books_stretch AS laid WHERE laid.posting_id = posting.id AND laid.side = 'i')
) ORDER BY id
"""
_FOLD = """
INSERT INTO books_daytotal (account_id, "on", debit, credit)
SELECT account, "on", sum(debit), sum(credit) FROM (
    SELECT debit_id AS account, "on", amount AS debit, 0 AS credit FROM books_posting
    WHERE (turn, id) > (%(turn)s, %(id)s) AND (turn, id) <= (%(last_turn)s, %(last_id)s)
    UNION ALL
    SELECT credit_id, "on", 0, amount FROM books_posting
    WHERE (turn, id) > (%(turn)s, %(id)s) AND (turn, id) <= (%(last_turn)s, %(last_id)s)
) AS moved GROUP BY account, "on" ORDER BY account, "on"
ON CONFLICT (account_id, "on") DO UPDATE
SET debit = books_daytotal.debit + excluded.debit, credit = books_daytotal.credit + excluded.credit
"""


def seal(*, at, most=MOST):
    """Seal everything that is finished. Returns how many postings; 0 where another keeper is at it."""
    go_on()
    done = 0
    while (count := _seal_one(at, most)) is not None:
        done += count
    return done


def lay_everything():
    """Lay what was given to lines on which nobody spends. Returns how much."""
    return sum(lay_if_free(line=line) for line in Line.objects.raw(_WAITING))


def leaves_between(place, end):
    """(number, leaf) of the postings after one place (turn, number) up to another, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(_BETWEEN, [*place, *end])
        return [(number, bytes(leaf)) for number, _turn, leaf in cursor.fetchall()]


def last_block():
    """The newest block, or None."""
    return Block.objects.order_by("-number").first()


def digest_of_block(*, number, count, root, before):
    """What the next block names."""
    return sha256(f"{number}|{count}|{root.hex()}|{before.hex()}".encode()).digest()


def _over(cursor, looks=3):
    """Every transaction before this turn is over.

    One of another database that ends between the two looks of `books_over` counts as one of ours; it is gone at the next.
    """
    turns = []
    for _ in range(looks):
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT books_over()")
        turns += cursor.fetchone()
    return max(turns)


@transaction.atomic
def _seal_one(at, most):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [KEEPER])
        if not cursor.fetchone()[0]:
            return None
        before = _over(cursor)
        last = last_block()
        place = {"turn": last.last_turn if last else 0, "id": last.last_id if last else 0}
        cursor.execute(_NEXT, {**place, "before": before, "most": most})
        rows = cursor.fetchall()
        if not rows:
            return None
        leaves = [bytes(row[2]) for row in rows]
        end = {"last_turn": rows[-1][1], "last_id": rows[-1][0]}
        cursor.execute(_FOLD, {**place, **end})
        number, was = (last.number + 1, bytes(last.digest)) if last else (1, b"")
        root = merkle.root(leaves)
        Block.objects.create(
            number=number,
            count=len(leaves),
            root=root,
            marks=b"".join(digest[:MARK] for digest in leaves),
            before=was,
            digest=digest_of_block(number=number, count=len(leaves), root=root, before=was),
            made_at=at,
            **end,
        )
        return len(leaves)
