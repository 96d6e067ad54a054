"""Writing a journal, posting after posting, so that books of any size pass through."""

from itertools import groupby

from .forms import Beancount, Hledger
from .naming import Names

FORMS = {"hledger": Hledger, "beancount": Beancount}
OFTEN = 5_000  # movements between two words on how far we are


def write_journal(file, books, *, form, on, told=lambda share: None):
    """Write books to an open text file, with what must stand in each account at their end.

    Args:
        books: see `books_of_one_moment`; walked through once.
        form: a name of `FORMS`.
        on: the day on which books without any posting begin and end.
        told: is called with the share that is written.

    Returns:
        {(account, unit): balance} under the names of the journal.
    """
    names, program = Names(books.accounts), FORMS[form]()
    first, last = books.first_on or on, books.last_on or on
    file.writelines(program.begin(names, books.accounts, on=first, count=books.count))
    done = 0
    movements = groupby(books.postings, key=lambda posting: posting.key)
    for n, (_key, rows) in enumerate(movements, start=1):
        rows = list(rows)
        file.writelines(program.movement(names, rows))
        done += len(rows)
        if not n % OFTEN:
            told(done / books.count)
    balances = {account.pk: books.balances.get(account.pk, 0) for account in books.accounts}
    if balances:
        file.writelines(program.close(names, balances, on=last))
    return {(names.account(pk), names.commodity(pk)): left for pk, left in balances.items()}
