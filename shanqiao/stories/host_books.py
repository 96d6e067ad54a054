"""What stands and what moved in the books of one host, as the statements ask for it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q

from shanqiao.apps.books.models import Line
from shanqiao.apps.funds.models import Purse
from shanqiao.apps.needs.kinds import Kind, Unit, unit_of

from .host_statements import (
    Flow,
    Side,
    Told,
    activities,
    balance_sheet,
    cash_flow,
)

IN_MONEY, IN_PIECES = (
    [kind.value for kind in Kind if unit_of(kind) == unit] for unit in (Unit.FEN, Unit.PIECE)
)

# sealed days are summed; what came since the last block is counted posting by posting
_STANDS = """
WITH last AS MATERIALIZED (
    SELECT coalesce(max(last_turn), 0) AS turn, coalesce(max(last_id), 0) AS id
    FROM (SELECT last_turn, last_id FROM books_block ORDER BY number DESC LIMIT 1) AS block
), mine AS MATERIALIZED (
    SELECT id, number, line_id IS NOT NULL AS of_line,
           line_id IS NOT NULL AND NOT line_id = ANY(%(free)s) AS restricted
    FROM books_account WHERE host_id = %(host)s AND unit = 'fen'
), sums AS (
    SELECT account_id AS id, sum(debit - credit) AS total FROM books_daytotal
    WHERE account_id IN (SELECT id FROM mine) AND "on" <= %(on)s GROUP BY account_id
    UNION ALL
    SELECT debit_id, sum(amount) FROM books_posting AS posting, last
    WHERE debit_id IN (SELECT id FROM mine) AND posting."on" <= %(on)s
      AND posting.turn >= last.turn AND (posting.turn, posting.id) > (last.turn, last.id)
    GROUP BY debit_id
    UNION ALL
    SELECT credit_id, -sum(amount) FROM books_posting AS posting, last
    WHERE credit_id IN (SELECT id FROM mine) AND posting."on" <= %(on)s
      AND posting.turn >= last.turn AND (posting.turn, posting.id) > (last.turn, last.id)
    GROUP BY credit_id
)
SELECT number, of_line, restricted, sum(total)::bigint
FROM sums JOIN mine USING (id) GROUP BY number, of_line, restricted
"""
_MOVED = """
WITH mine AS MATERIALIZED (
    SELECT id, number, line_id IS NOT NULL AS of_line,
           line_id IS NOT NULL AND NOT line_id = ANY(%(free)s) AS restricted
    FROM books_account WHERE host_id = %(host)s AND unit = 'fen'
)
SELECT d.number, d.of_line, d.restricted, c.number, c.of_line, c.restricted,
       posting.kind, sum(posting.amount)::bigint
FROM books_posting AS posting
JOIN mine AS d ON d.id = posting.debit_id JOIN mine AS c ON c.id = posting.credit_id
WHERE posting."on" BETWEEN %(first)s AND %(last)s
GROUP BY d.number, d.of_line, d.restricted, c.number, c.of_line, c.restricted, posting.kind
"""


@dataclass(frozen=True)
class Statements:
    """The three statements of a host for a period, from its first to its last day."""

    first: date
    last: date
    balance: list[Told]
    activities: list[Told]
    cash: list[Told]


def statements_of(host, *, first, last):
    """The `Statements` of a host. See Note [How the books become statements]."""
    unrestricted = _unrestricted_lines(host)
    flows = moved_between(host, first=first, last=last, unrestricted=unrestricted)
    return Statements(
        first=first,
        last=last,
        balance=balance_sheet(
            standing_at(host, on=first - timedelta(days=1), unrestricted=unrestricted),
            standing_at(host, on=last, unrestricted=unrestricted),
        ),
        activities=activities(flows),
        cash=cash_flow(flows),
    )


def standing_at(host, *, on, unrestricted):
    """{Side: debits less credits} of every account of a host in money, at the end of a day."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDS, {"host": host.pk, "on": on, "free": unrestricted})
        return {Side(*side): amount for *side, amount in cursor.fetchall()}


def moved_between(host, *, first, last, unrestricted):
    """The `Flow`s of a host in money from one day to another."""
    words = {"host": host.pk, "first": first, "last": last, "free": unrestricted}
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, words)
        return [Flow(Side(*row[:3]), Side(*row[3:6]), *row[6:]) for row in cursor.fetchall()]


def _unrestricted_lines(host):
    """Lines of purses that may be used for whatever needs money, or goods, and of the holdings given to them."""
    all_kinds = Q(unit=Unit.FEN, kinds__contains=IN_MONEY)
    free = Purse.objects.filter(
        all_kinds | Q(unit=Unit.PIECE, kinds__contains=IN_PIECES),
        fund__host=host,
        streets=[],
        item="",
        eligible="",
        reserved_for="",
    )
    lines = Line.objects.filter(Q(purse__in=free) | Q(holding__purse__in=free))
    return list(lines.values_list("pk", flat=True))
