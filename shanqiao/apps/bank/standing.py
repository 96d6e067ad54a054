"""What an account stood at by its bank, at the end of a day."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby

from django.db import connection

from .balances import DAY, Span, by_account
from .gaps import spans_of

# Note [The balance of a day]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~
# In which order the lines of a day were written nobody has to know: see Note [Lines lead from balance to balance]. Where
# all lines of a day bear a balance and one beginning and one end are left of it, the day tells its own balance and that of
# the day before. A file whose lines bear none tells what stood before and after them. Every other balance is the nearest
# one told, the earlier first, and what the lines of the days between come to.
#
# - A day of which more than one end is left breaks off: a line is missing or there twice. It tells nothing, and nothing is
#   carried across it.
# - Where several balances of one day are told, that to which the lines lead is taken; otherwise that told last.
# - Before the day at which the first line began, and the first balance told, nobody knows anything.

_DAYS = """
WITH line AS (
    SELECT account_id, booked_on, amount, balance FROM bank_statementline
    WHERE account_id = ANY(%(accounts)s)
), ends AS (
    SELECT account_id, booked_on, leads.balance, sum(leads.n) AS n
    FROM line, LATERAL (VALUES (balance, 1), (balance - amount, -1)) AS leads (balance, n)
    WHERE line.balance IS NOT NULL GROUP BY 1, 2, 3 HAVING sum(leads.n) <> 0
), told AS (
    SELECT account_id, booked_on, sum(n) FILTER (WHERE n > 0) AS places,
        min(balance) FILTER (WHERE n < 0) AS begins, min(balance) FILTER (WHERE n > 0) AS ends
    FROM ends GROUP BY 1, 2
), day AS (
    SELECT account_id, booked_on, sum(amount)::bigint AS moved, bool_and(balance IS NOT NULL) AS whole
    FROM line GROUP BY 1, 2
)
SELECT account_id, booked_on, moved, whole, coalesce(places, 0)::bigint, begins, ends
FROM day LEFT JOIN told USING (account_id, booked_on) ORDER BY 1, 2
"""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A balance at the end of a day, in the unit of the account.

    Args:
        told_on: the day whose balance was told; ``balance`` is that and what the lines of the days between come to.
        moved: what all lines up to the day come to. What stood before them is ``balance - moved``.
    """

    balance: int
    told_on: date
    moved: int


@dataclass(frozen=True, kw_only=True)
class BankDay:
    """What the lines of a day come to, and the balances between which they lead where they tell that."""

    account: int
    on: date
    moved: int
    breaks: bool
    begins: int | None
    ends: int | None


def standings_of(accounts, *, on):
    """{number of the account: its `Standing` at the end of a day; None where nothing tells}. See Note [The balance of a day]."""
    accounts = list(accounts)
    days, spans = by_account(_days_of(accounts)), by_account(spans_of(accounts))
    return {account: standing(days[account], spans[account], on=on) for account in accounts}


def standing(days: Sequence[BankDay], spans: Sequence[Span], *, on: date) -> Standing | None:
    """The balance of one account at the end of a day. See Note [The balance of a day].

    Args:
        days: of this account, the earliest first.
        spans: of this account, in the order in which their files were handed in.
    """
    told = sorted(_told(days, spans), key=lambda one: one[0])
    if not told or on < min([told[0][0], *(day.on - DAY for day in days[:1])]):
        return None
    moved = _summed(days)
    earlier = _led([one for one in told if one[0] <= on], moved)
    later = next((one for one in told if one[0] > on), None)
    for near in (earlier, later):
        if near and not _breaks_between(days, *sorted([near[0], on])):
            balance = near[1] + moved(on) - moved(near[0])
            return Standing(balance=balance, told_on=near[0], moved=moved(on))
    return None


def _led(told: Sequence[tuple[date, int]], moved: Callable[[date], int]) -> tuple[date, int] | None:
    """The last day told and its balance: that to which the lines lead from the day told before, or that told last."""
    last = None
    for on, some in groupby(told, key=lambda one: one[0]):
        balances = [balance for _on, balance in some]
        leads_to = last[1] + moved(on) - moved(last[0]) if last else None
        last = on, leads_to if leads_to is not None and leads_to in balances else balances[-1]
    return last


def _told(days: Sequence[BankDay], spans: Sequence[Span]) -> Iterator[tuple[date, int]]:
    """(end of which day, balance), of one day those before lines first."""
    for day in days:
        if day.begins is not None:
            yield day.on - DAY, day.begins
    for span in spans:
        if span.opening_on is not None and span.opening is not None:
            yield span.opening_on, span.opening
    for day in days:
        if day.ends is not None:
            yield day.on, day.ends
    for span in spans:
        if span.closing_on is not None and span.closing is not None:
            yield span.closing_on, span.closing


def _summed(days: Sequence[BankDay]) -> Callable[[date], int]:
    """What all lines up to a day come to."""
    ons = [day.on for day in days]
    sums = [0, *accumulate(day.moved for day in days)]
    return lambda on: sums[bisect_right(ons, on)]


def _breaks_between(days: Sequence[BankDay], after: date, until: date) -> bool:
    return any(day.breaks and after < day.on <= until for day in days)


def _days_of(accounts) -> Iterator[BankDay]:
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, {"accounts": accounts})
        for account, on, moved, whole, places, begins, ends in cursor.fetchall():
            tells = whole and places == 1
            yield BankDay(
                account=account,
                on=on,
                moved=moved,
                breaks=whole and places > 1,
                begins=begins if tells else None,
                ends=ends if tells else None,
            )
