"""A statement of a bank: read from its file and looked through, then taken in."""

from shanqiao.apps.bank.models import Statement
from shanqiao.apps.bank.naming import Accounts
from shanqiao.apps.bank.working import cannot_be_used, look_through, take_rows_in
from shanqiao.feeds.bank_statements import CannotReadStatement, read_statement

OFTEN = 2_000  # rows after which it is told how many are done


def read_handed_in(statement, *, at, told=None):
    """Look through a statement; where it cannot be used, it says why in both languages.

    Args:
        told: called with the rows that are done, now and then.
    """
    statement = Statement.objects.get(pk=statement.pk)
    if not statement.is_reading:
        return
    try:
        look_through(statement=statement, rows=_rows_of(statement, told), at=at)
    except CannotReadStatement as refusal:
        cannot_be_used(statement=statement, says=refusal.said, at=at)


def take_handed_in(statement, *, at, told=None):
    """Somebody said that the good rows are right."""
    statement = Statement.objects.get(pk=statement.pk)
    if statement.is_taking:
        take_rows_in(statement=statement, rows=_rows_of(statement, told), at=at)


def _rows_of(statement, told):
    rows = read_statement(
        statement.content,
        statement.name,
        form=statement.form,
        day_first=statement.day_first,
        digits_of=Accounts(statement.host, statement.account).digits,
    )
    for done, row in enumerate(rows, start=1):
        if told and done % OFTEN == 0:
            told(done)
        yield row
