"""A statement of a bank: read from its file and looked through, then taken in."""

from shanqiao.apps.bank.models import Statement
from shanqiao.apps.bank.naming import Accounts
from shanqiao.apps.bank.working import cannot_be_used, look_through, take_rows_in
from shanqiao.feeds.bank_statements import CannotReadStatement, read_statement


def read_handed_in(statement, *, at):
    """Look through a statement; where it cannot be used, it says why in both languages."""
    statement = Statement.objects.get(pk=statement.pk)
    if not statement.is_reading:
        return
    try:
        look_through(statement=statement, rows=_rows_of(statement), at=at)
    except CannotReadStatement as refusal:
        cannot_be_used(statement=statement, says=refusal.said, at=at)


def take_handed_in(statement, *, at):
    """Somebody said that the good rows are right."""
    statement = Statement.objects.get(pk=statement.pk)
    if statement.is_taking:
        take_rows_in(statement=statement, rows=_rows_of(statement), at=at)


def _rows_of(statement):
    return read_statement(
        statement.content,
        statement.name,
        form=statement.form,
        day_first=statement.day_first,
        digits_of=Accounts(statement.host, statement.account).digits,
    )
