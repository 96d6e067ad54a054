"""What the work behind a statement does: look through its rows, and take them in."""

import json
from itertools import islice

from django.db import transaction

from shanqiao.apps.record.actions import note

from . import arriving
from .actions import hold_statement
from .balances import Spans
from .chain import Chain
from .gaps import gaps_arriving
from .models import Remark, Statement, StatementBalance
from .naming import Accounts

BATCH = 5_000  # rows
SHOWN = 8  # rows of a preview
MOST_GAPS = 50  # of an account, told of one file


def look_through(*, statement, rows, at):
    """Say what a statement holds before anything of it is taken in. Begun again, it begins anew.

    Args:
        rows: each as `feeds.bank_statements.Row`.
    """
    held = Statement.objects.defer("content").get(pk=statement.pk)
    if not held.is_reading:
        return
    held.remarks.all().delete()
    sight = _Sight(held)
    with arriving.arriving():
        for some in _some_at_a_time(rows):
            arriving.put(sight.good_ones(some))
            sight.write_wrong()
            Statement.objects.filter(pk=held.pk).update(done=sight.total)
        arriving.rank()
        known, doubles = arriving.known_and_doubles()
        of_accounts = arriving.of_accounts()
        gaps = gaps_arriving([columns[0] for columns in of_accounts], sight.spans.all())
        parts = [_part(*columns, gaps[columns[0]]) for columns in of_accounts]
    with transaction.atomic():
        held = hold_statement(statement=held)
        if not held.is_reading:
            return
        broken = sight.write_breaks()
        held.write(
            read_at=at,
            total=sight.total,
            done=sight.total,
            wrong=sight.wrong,
            known=known,
            doubles=doubles,
            broken=broken,
            found=json.dumps({"accounts": parts, "rows": sight.shown}, ensure_ascii=False),
        )


@transaction.atomic
def cannot_be_used(*, statement, says, at):
    """The file as a whole cannot be used, and ``says`` why: {"zh", "en"}."""
    held = hold_statement(statement=statement)
    if held.is_reading:
        held.write(read_at=at, says=json.dumps(says, ensure_ascii=False))


def take_rows_in(*, statement, rows, at):
    """The good rows become lines, all of them or none; whoever comes second finds them there."""
    held = Statement.objects.defer("content").get(pk=statement.pk)
    if not held.is_taking:
        return
    sight = _Sight(held)
    with arriving.arriving():
        for some in _some_at_a_time(rows):
            arriving.put(sight.good_ones(some))
            Statement.objects.filter(pk=held.pk).update(done=sight.total)
        with transaction.atomic():
            held = hold_statement(statement=held)
            if not held.is_taking:
                return
            arriving.rank()
            known, doubles = arriving.known_and_doubles()
            taken = arriving.take(held)
            StatementBalance.objects.bulk_create(_balance(held, span) for span in sight.spans.all())
            held.write(taken_at=at, taken=taken, known=known, doubles=doubles, content=None)
            note(act="bank.taken", subject=held, by=held.take_by, at=at)
    arriving.measure()


class _Sight:
    """The rows of a statement as they go by: good ones, wrong ones, balances."""

    def __init__(self, statement):
        self.statement = statement
        self.accounts = Accounts(statement.host, statement.account)
        self.total = self.wrong = 0
        self.shown = []
        self.spans = Spans()
        self._chains = {}
        self._remarks = []

    def good_ones(self, rows):
        """(account, row) of those that can be taken in."""
        return [pair for row in rows if (pair := self._see(row))]

    def write_wrong(self):
        Remark.objects.bulk_create(self._remarks)
        self._remarks = []

    def write_breaks(self):
        breaks = [b for chain in self._chains.values() for b in chain.breaks()]
        Remark.objects.bulk_create(
            Remark(
                statement=self.statement,
                kind=Remark.Kind.BREAK,
                line=b.line,
                account=b.account,
                expected=b.expected,
                stands=b.stands,
            )
            for b in sorted(breaks, key=lambda b: b.line)
        )
        return len(breaks)

    def _see(self, row):
        account, why_not = self.accounts.of_row(row.account)
        if account:
            chain = self._chains.setdefault(account.pk, Chain(account))
            chain.see(row.line, 0 if row.only_balance else row.amount, row.balance)
            self.spans.see(account.pk, row)
        if row.only_balance:
            return None
        self.total += 1
        said = [
            {"column": p.column, "value": p.value, "zh": p.zh, "en": p.en} for p in row.problems
        ]
        if why_not:
            said.append(_problem(row.account, *why_not))
        elif row.currency and row.currency != account.currency:
            here = account.currency
            words = (f"这个账户的币种是 {here}", f"the account is held in {here}")
            said.append(_problem(row.currency, *words))
        if said:
            self._keep_wrong(row, account, said)
            return None
        if len(self.shown) < SHOWN:
            self.shown.append(_shown(account, row))
        return account, row

    def _keep_wrong(self, row, account, said):
        self.wrong += 1
        self._remarks.append(
            Remark(
                statement=self.statement,
                kind=Remark.Kind.WRONG,
                line=row.line,
                account=account,
                problems=json.dumps(said, ensure_ascii=False),
            )
        )


def _some_at_a_time(rows):
    rows = iter(rows)
    while some := list(islice(rows, BATCH)):
        yield some


def _problem(value, zh, en):
    return {"column": "", "value": value, "zh": zh, "en": en}


def _part(account, lines, came, went, first, last, gaps):
    return {
        "account": account,
        "lines": lines,
        "in": came,
        "out": went,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "gaps": [_gap(gap) for gap in gaps[:MOST_GAPS]],
    }


def _balance(statement, span):
    told = {name: value for name, value in vars(span).items() if name != "account"}
    return StatementBalance(statement=statement, account_id=span.account, **told)


def _gap(gap):
    told = {"closing": True} if gap.closing else {}
    return {
        **told,
        "after": gap.after.isoformat(),
        "before": gap.before.isoformat(),
        "places": gap.places,
        "left": gap.left,
        "begins": gap.begins,
        "missing": gap.missing,
    }


def _shown(account, row):
    return {
        "line": row.line,
        "account": account.pk,
        "on": row.booked_on.isoformat(),
        "amount": row.amount,
        "party": row.party,
        "words": row.words,
    }
