"""The balances of bank and books in words: what is open on one side, and why they differ."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.www.parts.words import day, yuan

from .subjects import subjects_in_words

SHOWN = 100  # items of each list on the page; the file has all


@dataclass(frozen=True, kw_only=True)
class OpenList:
    """One of the four lists as the page shows it.

    Args:
        total: its sum, also where it is taken off.
        rows: the first of its items, each with day, words and the way to what can be done.
        others: how many more there are.
    """

    title: str
    total: int
    rows: list
    others: int


@dataclass(frozen=True, kw_only=True)
class Column:
    """One side: from its balance by what it lacks to its adjusted balance; none where it is not known."""

    title: str
    first: tuple[str, int | None]
    lists: tuple[OpenList, OpenList]
    last: tuple[str, int | None]


def name_of(place):
    """Its accounts; the host is told by them."""
    return _(" and ").join(str(account) for account in place.accounts)


def titles():
    """Of the four lists, by their names in `Reconciliation`."""
    return {
        "bank_in": _("Received by the bank, not in the books"),
        "bank_out": _("Paid by the bank, not in the books"),
        "books_in": _("Received in the books, not at the bank"),
        "books_out": _("Paid in the books, not at the bank"),
    }


def columns_of(told):
    """The side of the books and that of the bank, with the first items of each list."""
    return [
        Column(
            title=_("By the books"),
            first=(_("Balance in the books"), told.books),
            lists=(_list(told, "bank_in"), _list(told, "bank_out")),
            last=(_("Adjusted balance of the books"), told.adjusted_books),
        ),
        Column(
            title=_("By the bank"),
            first=(_("Balance at the bank"), told.bank),
            lists=(_list(told, "books_in"), _list(told, "books_out")),
            last=(_("Adjusted balance of the bank"), told.adjusted_bank),
        ),
    ]


def lines_told(lines):
    """Lines of accounts as rows of a list."""
    return [
        {
            "on": line.booked_on,
            "account": str(line.account),
            "what": " · ".join(w for w in (line.party, line.words) if w),
            "reference": line.reference,
            "amount": abs(line.amount),
            "held": line.held_by,
            "url": _way("fund:reconcile-line", line),
        }
        for line in lines
    ]


def postings_told(postings):
    """Movements of the books as rows of a list."""
    subjects = subjects_in_words(postings)
    return [
        {
            "on": posting.on,
            "account": "",
            "what": f"{posting.get_kind_display()} · {subjects[posting.pk]}",
            "reference": "",
            "amount": posting.amount,
            "held": posting.held_by,
            "url": _way("fund:reconcile-movement", posting),
        }
        for posting in postings
    ]


def how_they_differ(told):
    """Which side says how much more when all is added."""
    if told.difference > 0:
        words = _("They differ: the bank says %(amount)s more than the books.")
    else:
        words = _("They differ: the books say %(amount)s more than the bank.")
    return words % {"amount": yuan(abs(told.difference))}


def why_they_differ(told):
    """What the difference is made of, and what to do; empty where there is none or nobody knows."""
    if not told.difference:
        return []
    said = []
    if told.before:
        said.append(_before(told))
    if told.opened_with:
        words = _(
            "The books opened with %(opened)s. It should be what stood at the bank before its first line."
        )
        said.append(words % {"opened": yuan(told.opened_with)})
    n, amount = told.earlier
    if n:
        words = ngettext(
            "%(n)s open movement of the books, %(amount)s in all, is of a day before that line. The statements of those days explain it.",
            "%(n)s open movements of the books, %(amount)s in all, are of days before that line. The statements of those days explain them.",
            n,
        )
        said.append(words % {"n": f"{n:,}", "amount": yuan(amount)})
    return said


def _before(told):
    amount = yuan(told.before)
    if told.first_line_on is None:
        words = _("The bank says %(before)s, and no line of it is here. Hand in its statements.")
        return words % {"before": amount}
    words = _(
        "The bank says %(before)s that no line known here explains. It stood there before the first line, of %(day)s, or lines are missing or there twice since. Hand in the statements of before, and look on the page of the account where its balance breaks off."
    )
    return words % {"before": amount, "day": day(told.first_line_on)}


def _list(told, key):
    items = getattr(told, key)
    first = list(items.rows[:SHOWN])
    return OpenList(
        title=titles()[key],
        total=items.total,
        rows=lines_told(first) if key.startswith("bank") else postings_told(first),
        others=max(0, items.n - SHOWN),
    )


def _way(name, row):
    """Where a match is chosen; one that has a match already leads to it."""
    if row.held_by:
        return reverse("fund:match-back", args=[row.held_by])
    return reverse(name, args=[row.pk])
