"""Does the balance of an account follow from statement to statement, whatever files its lines came with?"""

from collections import defaultdict
from dataclasses import replace

from django.db import connection

from .balances import Gap, Span, by_account, gaps_between
from .models import StatementBalance

__all__ = ["Gap", "gaps_arriving", "gaps_of", "spans_of"]

# Note [Lines lead from balance to balance]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A line leads from the balance before it to the balance after it. Where a day is whole, all of these cancel out but two:
# the balance with which the day begins and the one with which it ends; and the end of a day cancels the beginning of the
# next. What is left are the ends of unbroken stretches, and a gap lies between the end of one stretch and the beginning of
# the next. So nobody has to know in which order the lines of a day were written, whether a file has its newest row first,
# or which of two files of one day came first: nothing of that changes what is left.
#
# Lines that bear no balance may be what lies in a gap: gaps in a row are looked at together, and only what such lines do
# not explain is told. Of the first or last day of a gap they may as well lie outside it; then nothing is told, since
# whoever is warned for nothing looks no more.

_GAPS = """
WITH ends AS (
    SELECT account_id, booked_on, leads.balance, sum(leads.n) AS n
    FROM ({source}) AS line, LATERAL (VALUES (balance, 1), (balance - amount, -1)) AS leads (balance, n)
    WHERE line.balance IS NOT NULL GROUP BY 1, 2, 3 HAVING sum(leads.n) <> 0
), days AS (
    SELECT account_id, booked_on, lead(booked_on) OVER (PARTITION BY account_id ORDER BY booked_on) AS next
    FROM (SELECT DISTINCT account_id, booked_on FROM ends) AS day
), apart AS (  -- the end of a day meets the beginning of the next
    SELECT account_id, CASE WHEN n > 0 THEN next ELSE booked_on END AS met_on, balance, sum(n) AS n,
        CASE WHEN sum(n) > 0 THEN min(booked_on) ELSE max(booked_on) END AS booked_on
    FROM ends JOIN days USING (account_id, booked_on) GROUP BY 1, 2, 3 HAVING sum(n) <> 0
), numbered AS (
    SELECT account_id, booked_on, balance, n > 0 AS ends,
        row_number() OVER (PARTITION BY account_id, n > 0 ORDER BY booked_on, balance) AS nth
    FROM apart, unnest(array_fill(1, ARRAY[abs(n)::integer]))
)
SELECT before.account_id, before.booked_on, after.booked_on, count(*),
    min(before.balance), min(after.balance), sum(after.balance - before.balance)::bigint
FROM numbered AS before
JOIN numbered AS after ON after.account_id = before.account_id AND NOT after.ends AND after.nth = before.nth + 1
WHERE before.ends
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_UNTOLD = """
SELECT account_id, booked_on, sum(amount)::bigint FROM ({source}) AS line
WHERE balance IS NULL GROUP BY 1, 2 ORDER BY 1, 2
"""
_MOVED = """
SELECT account_id, booked_on, sum(amount)::bigint FROM ({source}) AS line GROUP BY 1, 2 ORDER BY 1, 2
"""
_COLUMNS = "account_id, booked_on, amount, balance"
_THERE = f"SELECT {_COLUMNS} FROM bank_statementline WHERE account_id = ANY(%(accounts)s)"  # noqa: S608 (columns of ours)
_ARRIVING = f"SELECT {_COLUMNS} FROM bank_ranked WHERE account_id = ANY(%(accounts)s)"  # noqa: S608 (columns of ours)


def gaps_of(accounts):
    """{number of the account: its gaps, the earliest first}. See Note [Lines lead from balance to balance]."""
    return by_account(_all(_THERE, accounts, spans_of(accounts)))


def gaps_arriving(accounts, spans=()):
    """{number of the account: gaps that the rows on their way would make, beside those within their file}.

    Rows on their way stand in the table that `arriving.rank` made.

    Args:
        spans: the `Span`s of the file that is on its way.
    """
    kept, spans = spans_of(accounts), list(spans)
    there, within = _all(_THERE, accounts, kept), _all(_ARRIVING, accounts, spans)
    whole = _all(f"{_THERE} UNION ALL {_ARRIVING} AND NOT known", accounts, [*kept, *spans])
    known = {*there, *within}
    return by_account(gap for gap in whole if gap not in known)


def _all(source, accounts, spans):
    """Gaps between lines, and those between balances of statements that these do not explain; by account and day."""
    found = _asked(source, accounts)
    if not spans:
        return found
    moved = _moved(source, accounts)
    of_lines = by_account(found)
    for account, some in by_account(spans).items():
        for gap in gaps_between(account, some, moved[account]):
            meets = [g for g in of_lines[account] if _meet(g, gap)]
            if not meets or sum(g.missing for g in meets) != gap.missing:
                found.append(gap)
    return sorted(found, key=lambda gap: (gap.account, gap.after, gap.before))


def _meet(one, other):
    return min(one.after, one.before) <= other.before and other.after <= max(one.after, one.before)


def _moved(source, accounts):
    """{account: [(day, what its lines come to)]}, the earliest first."""
    moved = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_MOVED.format(source=source), {"accounts": list(accounts)})
        for account, day, amount in cursor.fetchall():
            moved[account].append((day, amount))
    return moved


def spans_of(accounts):
    """What the statements taken in say of these accounts, in the order in which they were."""
    names = ("account", "opening_on", "opening", "closing_on", "closing")
    kept = StatementBalance.objects.filter(account__in=list(accounts)).order_by("pk")
    return [Span(**dict(zip(names, row, strict=True))) for row in kept.values_list(*names)]


def _asked(source, accounts):
    said = {"accounts": list(accounts)}
    with connection.cursor() as cursor:
        cursor.execute(_GAPS.format(source=source), said)
        names = ("account", "after", "before", "places", "left", "begins", "missing")
        gaps = [Gap(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
        if not gaps:
            return []
        cursor.execute(_UNTOLD.format(source=source), said)
        untold = defaultdict(dict)
        for account, day, amount in cursor.fetchall():
            untold[account][day] = amount
    return [
        gap for account, some in by_account(gaps).items() for gap in _left(some, untold[account])
    ]


def _left(gaps, untold):
    """Gaps of one account that lines without a balance do not explain: the shortest run of gaps that some do falls away."""
    for some in _touching(gaps):
        run, between = [], {}
        for gap in some:
            run.append(gap)
            between = {d: n for d, n in untold.items() if run[0].after <= d <= gap.before}
            if between and sum(g.missing for g in run) == sum(between.values()):
                untold = {d: n for d, n in untold.items() if d not in between}
                run, between = [], {}
        if not between:
            yield from run
        elif not {run[0].after, run[-1].before} & set(between):
            missing = sum(g.missing for g in run) - sum(between.values())
            places, last = sum(g.places for g in run), run[-1]
            first = replace(run[0], before=last.before, begins=last.begins)
            yield replace(first, places=places, missing=missing)


def _touching(gaps):
    """Gaps in a row of which each begins no later than the one before ends."""
    row = []
    for gap in gaps:
        if row and gap.after > row[-1].before:
            yield row
            row = []
        row.append(gap)
    if row:
        yield row
