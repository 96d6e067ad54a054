"""Statements of the first host's bank: two taken in with a gap between them, their first month matched, and one that waits."""

import csv
from dataclasses import dataclass
from datetime import time, timedelta
from io import StringIO
from itertools import accumulate

from shanqiao.apps.bank.actions import ask_to_take_statement, hand_in_statement, open_account
from shanqiao.apps.bank.matching import match_lines, take_match_back
from shanqiao.apps.bank.models import StatementLine
from shanqiao.apps.paying.models import PayingAccount
from shanqiao.jobs.statements import read_handed_in, take_handed_in

from .bank_lines import BankLine, after, lines_at_the_bank
from .chance import Chance
from .days import DAY, instant, weekday
from .money_out import BANK

LEAST = 18_650_032  # fen that are never gone from the account
HEADINGS = ("交易日期", "流水号", "借方发生额", "贷方发生额", "余额", "对方户名", "摘要")
MATCHED = 40  # lines of the first month; a large city is not matched for longer
NO_AMOUNT = "见回单"
WHY_BACK = "金额相同，回单上写的是另一笔款"


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line on its place in the account."""

    line: BankLine
    reference: str
    balance: int


def tell_of_the_bank(*, size, days, host, fund):
    """The account that the fund pays from, and what its bank wrote.

    The first two months came in one file, the third without its first days; what came since is read, has two rows nobody
    can use, lacks one, and waits for the cashier.
    """
    by, organisation = host.team.cashier, host.organisation
    lines = lines_at_the_bank(
        host=organisation, days=days, chance=Chance(size.name, "bank statements")
    )
    rows = _on_their_places(lines)
    third, then = days.months[-1], after(days)
    first_at = instant(weekday(third + 2 * DAY), time(10))
    account = open_account(
        host=organisation,
        name="示例银行基本户",
        bank=BANK,
        number=PayingAccount.objects.filter(fund=fund).latest("pk").number,
        opened_on=days.begins_on,
        by=by,
        at=first_at,
    )
    told = {"account": account, "by": by}
    _take_in([r for r in rows if r.line.on < third], third - DAY, at=first_at, **told)
    _match(account, rows, days, by=by, at=first_at + timedelta(minutes=20))
    later = [row for row in rows if third <= row.line.on < then]
    at = instant(weekday(then + 2 * DAY), time(10))
    _take_in(_without_its_first_days(later), then - DAY, at=at, **told)
    latest = [row for row in rows if row.line.on >= then]
    at = instant(days.last_weekday, time(17, 5))
    _hand_in(_with_faults(latest), days.last_weekday, at=at, **told)


def _on_their_places(lines):
    sums = list(accumulate(line.amount for line in lines))
    opening = LEAST - min(0, *sums)
    return [
        Row(line=line, reference=f"{line.on:%Y%m%d}{nth:06d}", balance=opening + moved)
        for nth, (line, moved) in enumerate(zip(lines, sums, strict=True), 1)
    ]


def _without_its_first_days(rows):
    """The days of the first two movements of the month are in no file: that is the gap."""
    moved = sorted({row.line.on for row in rows if row.line.postings})[:2]
    return [row for row in rows if not moved or row.line.on > moved[-1]]


def _with_faults(rows):
    """As cells: the second row is lacking, so the balance breaks; one has no such day, and the last one no amount."""
    cells = [_cells(row) for row in rows]
    cells[3][0] = f"{cells[3][0][:8]}32"
    cells[-1][3], cells[-1][2], cells[-1][4] = NO_AMOUNT, "", ""
    return [cells[0], *cells[2:]]


def _take_in(rows, until, *, account, by, at):
    statement = _hand_in([_cells(row) for row in rows], until, account=account, by=by, at=at)
    asked_at = at + timedelta(minutes=10)
    ask_to_take_statement(statement=statement, whole=False, by=by, at=asked_at)
    take_handed_in(statement, at=asked_at + timedelta(minutes=1))


def _hand_in(cells, until, *, account, by, at):
    """The file is handed in and read."""
    file = StringIO()
    csv.writer(file).writerows([HEADINGS, *cells])
    statement, _is_new = hand_in_statement(
        host=account.host,
        name=f"示例银行对账单（至{until}）.csv",
        content=file.getvalue().encode("utf-8-sig"),
        form="csv",
        account=account,
        by=by,
        at=at,
    )
    read_handed_in(statement, at=at + timedelta(minutes=1))
    return statement


def _cells(row):
    line = row.line
    went, came = (_yuan(max(0, amount)) for amount in (-line.amount, line.amount))
    return [f"{line.on}", row.reference, went, came, _yuan(row.balance), line.party, line.words]


def _match(account, rows, days, *, by, at):
    """The cashier laid the first month beside the books; once she took the wrong one of two that look alike."""
    second, third = days.months[1:]
    moved = [row for row in rows if row.line.postings and row.line.on < third]
    wholes = _wholes(moved)
    chosen = [whole for whole in wholes if whole[0].line.on < second][:MATCHED]
    for many in (lambda whole: whole[0].line.postings, lambda whole: whole):
        group = next((whole for whole in wholes if len(many(whole)) > 1), None)
        if group and group not in chosen:
            chosen.append(group)
    references = [row.reference for row in moved]
    found = StatementLine.objects.filter(account=account, reference__in=references)
    there = {line.reference: line for line in found.select_related("account")}
    told = {"by": by, "at": at}
    first, other = _alike([whole[0] for whole in wholes if len(whole) == 1])
    wrong = match_lines(lines=[there[first.reference]], postings=other.line.postings, **told)
    take_match_back(match=wrong, why=WHY_BACK, by=by, at=at + timedelta(minutes=2))
    for nth, whole in enumerate(chosen, 3):
        if whole[0] is not first:
            match_lines(
                lines=[there[row.reference] for row in whole],
                postings=whole[0].line.postings,
                by=by,
                at=at + timedelta(minutes=nth),
            )


def _wholes(rows):
    """Rows that are the same postings together."""
    found = {}
    for row in rows:
        found.setdefault(row.line.postings, []).append(row)
    return list(found.values())


def _alike(rows):
    """The first row, and one that moved as much on another day; the row itself where there is none."""
    alone = [row for row in rows if len(row.line.postings) == 1]
    seen = {}
    for row in alone:
        if row.line.amount in seen:
            return seen[row.line.amount], row
        seen[row.line.amount] = row
    return alone[0], alone[0]


def _yuan(fen):
    return f"{fen // 100}.{fen % 100:02d}" if fen else ""
