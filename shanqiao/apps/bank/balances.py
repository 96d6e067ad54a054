"""What statements say an account stood at before their lines and after them, and whether one leads to the next."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, groupby

DAY = timedelta(days=1)

# Note [Balances of a file whose lines bear none]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A camt.053 says what stood before its entries and after them. Each of these is what stood at the end of a day, and all
# lines of the days between two of them, whichever files they came with, lead from the one to the other. So it is never
# asked which file follows which: a missing month is a difference between two days, months that overlap or lie within each
# other add the lines that they have in common once, and the order in which files come makes no difference.
#
# - The day of an opening balance is, by the bank, the first day or the one before it. Where the file has no line of that
#   day or before, what stood at its beginning stood at its end too; otherwise the day before the first line is meant.
# - A file may hold a statement for each day, or page after page of one. Where one begins with what the one before ended
#   with, they are one.
# - Of one day two files may say different things, where one was made before the day was over: what its lines lead to is
#   taken. Where none fits, that of the file handed in last.


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Between two days of an account the balance does not follow.

    Args:
        after, before: the day on which it stops to follow, and that on which it goes on; one day where it is within it.
        places: in how many places.
        left, begins: the balance at which it stops, and with which it goes on; where there is one place.
        missing: what the lines that are not there come to; what is there twice counts the other way.
        closing: ``left`` is what lines lead to, and ``begins`` what a statement says stands at the end of ``before``.
    """

    account: int
    after: date
    before: date
    places: int
    left: int
    begins: int
    missing: int
    closing: bool = False


@dataclass(frozen=True, kw_only=True)
class Span:
    """What one statement says of one account: (end of a day, balance) before its lines and after them, where told.

    See Note [Balances of a file whose lines bear none].
    """

    account: int
    opening_on: date | None = None
    opening: int | None = None
    closing_on: date | None = None
    closing: int | None = None

    def leads_to(self, other: "Span") -> bool:
        """Does the other begin with what this one ended with, and end no earlier?"""
        if self.closing is None or self.closing != other.opening:
            return False
        return self.closing_on is None or (other.closing_on or self.closing_on) >= self.closing_on

    def with_next(self, other: "Span") -> "Span":
        return Span(
            account=self.account,
            opening_on=self.opening_on,
            opening=self.opening,
            closing_on=other.closing_on,
            closing=other.closing,
        )


class Spans:
    """Collects the balances of a file as its rows go by."""

    def __init__(self) -> None:
        self._done: list[Span] = []
        self._open: dict[int, _Open] = {}

    def see(self, account: int, row) -> None:
        """A row of `feeds.bank_statements`, of a known account; good or not."""
        span = self._open.setdefault(account, _Open())
        if span.is_over_before(row):
            self._finish(account, span)
            span = self._open[account] = _Open()
        span.see(row)

    def all(self) -> list[Span]:
        """Every span of the file, those that lead on from each other as one."""
        for account, span in self._open.items():
            self._finish(account, span)
        self._open = {}
        return self._done

    def _finish(self, account: int, span: "_Open") -> None:
        told = span.told(account)
        if told is None:
            return
        mine = [n for n, one in enumerate(self._done) if one.account == account]
        last = mine[-1] if mine else None
        if last is not None and self._done[last].leads_to(told):
            self._done[last] = self._done[last].with_next(told)
        elif last is not None and told.leads_to(self._done[last]):  # newest first
            self._done[last] = told.with_next(self._done[last])
        else:
            self._done.append(told)


@dataclass
class _Open:
    """A statement of which the rows are still coming."""

    opening: tuple[date | None, int] | None = None
    closing: tuple[date | None, int] | None = None
    first: date | None = None
    last: date | None = None

    def is_over_before(self, row) -> bool:
        if row.only_balance and not row.opens:
            return False
        return self.closing is not None or (row.only_balance and self.first is not None)

    def see(self, row) -> None:
        if row.only_balance:
            if row.balance is not None:
                told = (row.stands_on, row.balance)
                if row.opens:
                    self.opening = told
                else:
                    self.closing = told
        elif row.booked_on is not None:
            self.first = min(self.first or row.booked_on, row.booked_on)
            self.last = max(self.last or row.booked_on, row.booked_on)

    def told(self, account: int) -> Span | None:
        opening_on, opening = self._opened()
        closing_on, closing = self._closed()
        if opening_on is None and closing_on is None:
            return None
        if opening_on and closing_on and closing_on < opening_on:
            return None  # days that make no sense say nothing
        return Span(
            account=account,
            opening_on=opening_on,
            opening=opening,
            closing_on=closing_on,
            closing=closing,
        )

    def _opened(self) -> tuple[date | None, int | None]:
        if self.opening is None:
            return None, None
        day, balance = self.opening
        if self.first is not None and (day is None or self.first <= day):
            day = self.first - DAY
        return (day, balance) if day else (None, None)

    def _closed(self) -> tuple[date | None, int | None]:
        if self.closing is None:
            return None, None
        day, balance = self.closing
        if self.last is not None and (day is None or day < self.last):
            day = self.last
        return (day, balance) if day else (None, None)


def gaps_between(
    account: int, spans: Sequence[Span], moved: Iterable[tuple[date, int]]
) -> Iterator[Gap]:
    """Where balances of one account do not lead to each other, the earliest first.

    Args:
        spans: of this account, in the order in which their files were handed in.
        moved: (day, what its lines come to, in the unit of the account), the earliest first.

    See Note [Balances of a file whose lines bear none].
    """
    days, amounts = [], []
    for day, amount in moved:
        days.append(day)
        amounts.append(amount)
    sums = [0, *accumulate(amounts)]

    def up_to(day: date) -> int:
        return sums[bisect_right(days, day)]

    on, stands = None, 0  # the last balance that was told
    for day, told in groupby(sorted(_told(spans)), key=lambda one: one[0]):
        closings, openings = [], []
        for _day, opens, _nth, balance in told:
            (openings if opens else closings).append(balance)
        if on is None:
            on, stands = day, (closings or openings)[-1]
        leads_to = stands + up_to(day) - up_to(on)
        if closings and leads_to not in closings:
            yield _gap(account, on, day, leads_to, closings[-1], closing=True)
            leads_to = closings[-1]
        after = max(on, days[known - 1]) if (known := bisect_right(days, day)) else on
        for balance in openings:
            if balance != leads_to:
                yield _gap(account, after, day + DAY, leads_to, balance)
                leads_to = balance
        on, stands = day, leads_to


def by_account(found):
    """{account: those of it} of gaps or spans, in their order."""
    some = defaultdict(list)
    for one in found:
        some[one.account].append(one)
    return some


def _told(spans: Sequence[Span]) -> Iterator[tuple[date, bool, int, int]]:
    """(end of which day, before the lines of a statement?, nth, balance)."""
    for nth, span in enumerate(spans):
        if span.opening_on is not None and span.opening is not None:
            yield span.opening_on, True, nth, span.opening
        if span.closing_on is not None and span.closing is not None:
            yield span.closing_on, False, nth, span.closing


def _gap(
    account: int, after: date, before: date, left: int, begins: int, *, closing: bool = False
) -> Gap:
    return Gap(
        account=account,
        after=after,
        before=before,
        places=1,
        left=left,
        begins=begins,
        missing=begins - left,
        closing=closing,
    )
