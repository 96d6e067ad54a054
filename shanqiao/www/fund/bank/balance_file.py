"""The balances of bank and books as a file with every open item."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from tablib import Dataset

from shanqiao.www.parts.export import plain

from .balance_words import lines_told, name_of, postings_told, titles

MANY = 2_000  # movements put into words at a time


def balance_file(told):
    """A CSV: both sides from their balance to the adjusted one, each open item in its place; yuan with two decimals."""
    headers = [
        _("Balance or open item"),
        _("Day"),
        _("Account"),
        _("About"),
        _("Reference"),
        _("Amount"),
    ]
    data = Dataset(headers=headers)
    for row in _rows(told):
        data.append([*map(plain, row[:-1]), row[-1]])
    answer = HttpResponse(f"\ufeff{data.export('csv')}".encode(), content_type="text/csv")
    name = f"bank-and-books-{told.on:%Y-%m-%d}"
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _rows(told):
    said = titles()
    yield _sum(told, _("Balance in the books"), told.books)
    yield from _listed(told, said, "bank_in", 1)
    yield from _listed(told, said, "bank_out", -1)
    yield _sum(told, _("Adjusted balance of the books"), told.adjusted_books)
    yield _sum(told, _("Balance at the bank"), told.bank)
    yield from _listed(told, said, "books_in", 1)
    yield from _listed(told, said, "books_out", -1)
    yield _sum(told, _("Adjusted balance of the bank"), told.adjusted_bank)
    yield _sum(told, _("Left between both"), told.difference)


def _sum(told, words, fen):
    return [words, f"{told.on:%Y-%m-%d}", name_of(told.place), "", "", _amount(fen)]


def _listed(told, said, key, sign):
    for row in _told(getattr(told, key).rows, of_bank=key.startswith("bank")):
        yield [
            said[key],
            f"{row['on']:%Y-%m-%d}",
            row["account"],
            row["what"],
            row["reference"],
            _amount(sign * row["amount"]),
        ]


def _told(rows, *, of_bank):
    if of_bank:
        for line in rows.iterator(chunk_size=MANY):
            yield from lines_told([line])
        return
    some = []
    for posting in rows.iterator(chunk_size=MANY):
        some.append(posting)
        if len(some) == MANY:
            yield from postings_told(some)
            some = []
    yield from postings_told(some)


def _amount(fen):
    """Yuan to the fen, without floating points; empty where it is not known."""
    if fen is None:
        return ""
    whole, part = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{part:02d}"
