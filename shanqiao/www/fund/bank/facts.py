"""How far the work on a statement is, and how it is handed to the worker."""

from datetime import date

from shanqiao.apps.bank.models import BankAccount
from shanqiao.apps.bank.queries import breaks_of, found_in, why_unusable, wrong_rows_of
from shanqiao.www.parts.words import in_words
from shanqiao.www.parts.work import hand_over, how_far

from .gaps import gap_in_words
from .tables import about_remark

READ = "shanqiao.jobs.tasks.read_bank_statement"
TAKE = "shanqiao.jobs.tasks.take_bank_statement_in"
SOME = 10  # wrong rows and breaks on the page; the others are one click away


def page_of(statement, *, at):
    """The context of the page of a statement."""
    work = how_far(
        lock=_lock_of(statement),
        waits=statement.is_reading or statement.is_taking,
        began=statement.take_asked_at or statement.handed_in_at,
        done=statement.done,
        at=at,
    )
    found = found_in(statement)
    accounts = BankAccount.objects.in_bulk([part["account"] for part in found["accounts"]])
    return work | {
        "statement": statement,
        "says": in_words(why_unusable(statement)),
        "parts": [_part(part, accounts) for part in found["accounts"]],
        "rows": [_row(row, accounts) for row in found["rows"]],
        "breaks": _told(breaks_of(statement)) if statement.broken else [],
        "wrong_rows": _told(wrong_rows_of(statement)) if statement.wrong else [],
        "new": max(0, statement.good - statement.known),
    }


def hand_to_the_worker(task, statement):
    """A job for the worker; pressed twice it is one job, and a job that was lost is put there again."""
    hand_over(task, lock=_lock_of(statement), statement_id=statement.pk)


def _part(part, accounts):
    days = {side: date.fromisoformat(part[side]) for side in ("first", "last")}
    account = accounts[part["account"]]
    gaps = [gap_in_words(account, **gap) for gap in part.get("gaps", [])]
    return {**part, **days, "account": account, "gaps": gaps}


def _row(row, accounts):
    return {**row, "on": date.fromisoformat(row["on"]), "account": accounts[row["account"]]}


def _told(remarks):
    return [{"line": r.line, "account": r.account, "told": about_remark(r)} for r in remarks[:SOME]]


def _lock_of(statement):
    return f"statement:{statement.pk}"
