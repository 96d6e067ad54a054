"""Do the books still say what was written? Blocks against rows, totals against postings, lines against stretches.

See Note [Sealing].
"""

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from shanqiao.engines import merkle

from .models import Block
from .sealing import MARK, digest_of_block, leaves_between
from .worth import lines_whose_worth_differs


@dataclass(frozen=True)
class Found:
    """One thing that is not as it was written: which row, and what is wrong with it."""

    row: str
    says: str


# every question gives rows that must not be there: (what, number)
_QUESTIONS = {
    "accounts": (
        "SELECT 'posting', p.id FROM books_posting p LEFT JOIN books_account d ON d.id = p.debit_id"
        " LEFT JOIN books_account c ON c.id = p.credit_id"
        " WHERE d.unit IS DISTINCT FROM c.unit OR d.host_id IS DISTINCT FROM c.host_id OR d.id IS NULL"
    ),
    "ins": (
        "SELECT 'line', l.id FROM books_line l LEFT JOIN ("
        "  SELECT line_id, sum(high - low) AS long, max(high) AS high FROM books_stretch"
        "  WHERE side = 'i' GROUP BY line_id) s ON s.line_id = l.id"
        " WHERE (l.in_high, l.in_high) IS DISTINCT FROM (coalesce(s.long, 0), coalesce(s.high, 0))"
    ),
    "outs": (
        "SELECT 'line', l.id FROM books_line l LEFT JOIN ("
        "  SELECT line_id, sum(high - low) AS long FROM books_stretch"
        "  WHERE side = 'o' GROUP BY line_id) s ON s.line_id = l.id"
        " WHERE l.out_high + l.ahead <> coalesce(s.long, 0)"
    ),
    "holds": (
        "SELECT 'line', l.id FROM books_line l LEFT JOIN ("
        "  SELECT line_id, sum(amount) AS held FROM books_hold WHERE ended_at IS NULL GROUP BY line_id"
        ") h ON h.line_id = l.id WHERE l.held <> coalesce(h.held, 0)"
    ),
    "stretches": (
        "SELECT 'posting', p.id FROM books_posting p JOIN ("
        "  SELECT posting_id, side, sum(high - low) AS long FROM books_stretch GROUP BY posting_id, side"
        ") s ON s.posting_id = p.id WHERE s.long <> p.amount"
    ),
    "taken": (
        "SELECT 'posting', p.id FROM books_posting p JOIN books_account a ON a.id = p.debit_id"
        " WHERE a.flow <> '' AND NOT EXISTS ("
        "  SELECT FROM books_stretch s WHERE s.posting_id = p.id AND s.side = 'o' AND s.line_id = a.line_id)"
    ),
    "reversed": (
        "SELECT 'posting', p.id FROM books_posting p JOIN ("
        "  SELECT reverses_id, sum(amount) AS back FROM books_posting"
        "  WHERE reverses_id IS NOT NULL GROUP BY reverses_id) r ON r.reverses_id = p.id"
        " WHERE r.back > p.amount"
    ),
    "days": (
        "WITH last AS (SELECT last_turn AS turn, last_id AS id FROM books_block ORDER BY number DESC LIMIT 1),"
        " moved AS (SELECT account, \"on\", sum(debit) AS debit, sum(credit) AS credit FROM ("
        "  SELECT debit_id AS account, \"on\", amount AS debit, 0 AS credit FROM books_posting, last"
        "  WHERE (books_posting.turn, books_posting.id) <= (last.turn, last.id)"
        "  UNION ALL SELECT credit_id, \"on\", 0, amount FROM books_posting, last"
        "  WHERE (books_posting.turn, books_posting.id) <= (last.turn, last.id)) m GROUP BY account, \"on\")"
        " SELECT 'account', coalesce(moved.account, day.account_id) FROM moved"
        " FULL JOIN books_daytotal day ON day.account_id = moved.account AND day.\"on\" = moved.\"on\""
        " WHERE (moved.debit, moved.credit) IS DISTINCT FROM (day.debit, day.credit)"
    ),
}  # fmt: skip


def verify(told=lambda what, share: None):
    """Ask everything. Yields a `Found` for each row that differs; nothing where all is as it was written.

    Args:
        told: is called with what is looked at, ``blocks`` or ``rows``, and how far that is, 0 to 1.
    """
    yield from _blocks(told)
    yield from _rows(told)


def _rows(told):
    says = {
        "accounts": _("goes between accounts of different hosts or units, or to none"),
        "ins": _("what was laid differs from its stretches"),
        "outs": _("what was taken differs from its stretches"),
        "holds": _("what is held differs from its promises"),
        "stretches": _("its stretches are longer or shorter than its amount"),
        "taken": _("took from a line without a stretch"),
        "reversed": _("more was taken back than there was"),
        "days": _("a total of a day differs from its postings"),
    }
    with connection.cursor() as cursor:
        for n, (what, question) in enumerate(_QUESTIONS.items()):
            told("rows", n / len(_QUESTIONS))
            cursor.execute(question)
            for kind, number in cursor.fetchall():
                yield Found(f"{kind} {number}", says[what])
    for line in lines_whose_worth_differs():
        yield Found(f"line {line.pk}", _("what its pieces are worth differs from what is booked"))


def _blocks(told):
    before, place, expected, blocks = b"", (0, 0), 1, Block.objects.count()
    for n, block in enumerate(Block.objects.order_by("number").iterator(10), start=1):
        name = f"block {block.number}"
        told("blocks", n / max(blocks, n))
        if block.number != expected:
            yield Found(name, _("a block before this one is missing"))
        expected = block.number + 1
        root, count = bytes(block.root), block.count
        digest = digest_of_block(
            number=block.number, count=count, root=root, before=bytes(block.before)
        )
        if bytes(block.before) != before or bytes(block.digest) != digest:
            yield Found(name, _("its digest, or that of the block before, was changed"))
        end = (block.last_turn, block.last_id)
        rows = leaves_between(place, end)
        if merkle.root([leaf for _id, leaf in rows]) != root:
            yield from _differing(name, rows, bytes(block.marks))
        before, place = bytes(block.digest), end


def _differing(name, rows, marks):
    """The rows that do not bear one of the marks; and how many marks are of no row."""
    wanted = [marks[n : n + MARK] for n in range(0, len(marks), MARK)]
    left, there = set(wanted), 0
    for number, leaf in rows:
        if leaf[:MARK] in left:
            there += 1
        else:
            yield Found(f"posting {number}", _("was changed or added after %s was sealed") % name)
    if missing := len(wanted) - len(rows):
        if missing > 0:
            yield Found(name, _("%s of its postings are missing") % missing)
    elif there == len(rows):
        yield Found(name, _("its root or the order of its postings was changed"))
