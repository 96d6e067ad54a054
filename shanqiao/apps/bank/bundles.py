"""Lines that a bank wrote alike and one after the other: together they may be what the books have as one."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q
from django.db.models.functions import Abs

from .matching import unmatched_lines
from .models import BankAccount, StatementLine
from .suggesting import WITHIN, lines_at

# Note [Lines that the bank wrote alike]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# What the books have as one movement a bank may write as several lines: a payment above its limit of the day, the coins
# of a box put in twice, a settlement in two transfers. As with groups of postings, lines are suggested together only
# where something else than their sum holds them together: one account and direction, and one counterparty; where the
# bank names none, the same words, figures in them aside; where it says nothing at all, one day.
#
# Of such lines those that follow each other are looked at, two to ten of them, at most three days from the first to the
# last. So a line is in at most 2 + 3 + … + 10 = 54 bundles, and a page of 25 lines asks for at most 1,350 sums, in one
# question. Counterparty and words are sealed, so lines are opened to be compared: at most 2,000 unmatched ones of the
# days around, and where there are more, those that came nearest to what is looked at (around a posting, the first of
# them). Choices that leave out lines in between are not looked for: there are many, and nearly all are wrong.
LONGEST = 10  # lines
OPENED = 2_000  # lines
_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """Lines of one account and direction, in their order. It has what is asked of a line. See Note [Lines that the bank wrote alike]."""

    lines: tuple[StatementLine, ...]

    @property
    def account(self) -> BankAccount:
        return self.lines[0].account

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def booked_on(self) -> date:
        return self.lines[0].booked_on

    @property
    def until(self) -> date:
        return self.lines[-1].booked_on

    @property
    def reference(self) -> str:
        return " ".join(line.reference for line in self.lines)

    @property
    def words(self) -> str:
        return " ".join(line.words for line in self.lines)


def bundles_around(lines):
    """{line: the bundles of unmatched lines that it is in}."""
    found = {line: [] for line in lines}
    if not found:
        return found
    for row in alike(_beside(found)[:OPENED]):
        at = [n for n, line in enumerate(row) if line in found]
        starts = sorted({start for n in at for start in range(max(0, n - LONGEST + 1), n + 1)})
        for bundle in stretches(row, starts):
            for line in bundle.lines:
                if line in found:
                    found[line].append(bundle)
    return found


def lines_suggested(posting, account, *, came):
    """Unmatched lines of an account, alone or in bundles, that add up to a posting, at most three days apart: the nearer day first, then the fewer."""
    near = lines_at(account, came=came).filter(
        booked_on__range=(posting.on - WITHIN, posting.on + WITHIN)
    )
    found = [(line,) for line in near.filter(amount__in=[posting.amount, -posting.amount])]
    for row in alike(near.filter(amount__range=(-posting.amount, posting.amount))[:OPENED]):
        found += [
            bundle.lines
            for bundle in stretches(row, range(len(row)))
            if abs(bundle.amount) == posting.amount
        ]
    return sorted(
        found, key=lambda lines: (abs(lines[0].booked_on - posting.on), len(lines), lines[0].pk)
    )


def alike(lines):
    """Lines apart by how the bank wrote them, each part by day. See Note [Lines that the bank wrote alike]."""
    parts = defaultdict(list)
    for line in lines:
        parts[_how_written(line)].append(line)
    return [sorted(part, key=lambda line: (line.booked_on, line.pk)) for part in parts.values()]


def stretches(row, starts):
    """Bundles of lines that follow each other in ``row``, of those that begin at one of ``starts``."""
    for start in starts:
        for end in range(start + 2, min(start + LONGEST, len(row)) + 1):
            if row[end - 1].booked_on - row[start].booked_on > WITHIN:
                break
            yield Bundle(lines=tuple(row[start:end]))


def _how_written(line):
    said = line.party or _FIGURES.sub("", line.words).strip() or line.booked_on
    return line.account_id, line.amount > 0, bool(line.party), said


def _beside(lines):
    """Unmatched lines of the accounts of some lines, of the days around each; those that came nearest to them first."""
    days = defaultdict(set)
    for line in lines:
        days[line.account_id].add(line.booked_on)
    near = Q(pk__in=[])
    for account, of in days.items():
        for first, last in _spans(sorted(of)):
            near |= Q(account=account, booked_on__range=(first - WITHIN, last + WITHIN))
    middle = sorted(line.pk for line in lines)[len(lines) // 2]
    found = unmatched_lines({line.account.host_id for line in lines}).filter(near)
    return found.order_by(Abs(F("pk") - middle), "pk")


def _spans(days):
    """(first, last) of days whose surroundings touch."""
    spans = []
    for on in days:
        if spans and on - spans[-1][1] <= 2 * WITHIN + timedelta(days=1):
            spans[-1][1] = on
        else:
            spans.append([on, on])
    return spans
