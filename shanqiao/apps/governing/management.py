"""What the management of a host costs, booked as it is paid."""

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from shanqiao.apps.books.actions import CannotPost
from shanqiao.apps.books.models import Posting
from shanqiao.apps.record.actions import note

from .costs import keeps_accounts_of, pay_cost, why_no_cost

ADMINISTRATION = "5301"  # 管理费用, in the chart of accounts


class CannotBookManagement(Exception):
    """Another person keeps this host's accounts, the purse is another's, or it has not so much left."""


@transaction.atomic
def book_management(*, host, amount, words, key, by, at, on=None, purse=None):
    """The host paid for its management: out of its own money, or out of a purse whose givers agreed to a share.

    Args:
        key: by which the same cost is known.
        words: what was paid for; for the record.
        purse: whose fen pay it; the host's own money where none is named.

    Returns:
        the number of the posting.

    Raises:
        CannotBookManagement: with the reason in words.
    """
    if not keeps_accounts_of(by, host):
        raise CannotBookManagement(_("Only the cashier of a fund of this charity books its costs."))
    if says := why_no_cost(host=host, amount=amount, words=words, on=on, at=at, purse=purse):
        raise CannotBookManagement(says)
    known = Posting.objects.filter(about=_about(key)).exists()
    try:
        number = pay_cost(
            host=host,
            number=ADMINISTRATION,
            kind=Posting.Kind.FEE,
            amount=amount,
            about=_about(key),
            on=on,
            at=at,
            purse=purse,
        )
    except CannotPost as refusal:
        raise CannotBookManagement(str(refusal)) from refusal
    if not known:
        posting = Posting.objects.get(pk=number)
        note(act="governing.book_management", subject=posting, by=by, at=at, why=words.strip())
    return number


def management_booked(host, *, first, last):
    """What stands in the books of a host as cost of management from one day to another, in fen."""
    fees = Posting.objects.filter(kind=Posting.Kind.FEE, on__gte=first, on__lte=last)
    return _sum(fees, host, "debit") - _sum(fees, host, "credit")


def _sum(fees, host, side):
    """Of the host's account for administration, and of purses that paid a share."""
    costs = Q(**{f"{side}__number__startswith": ADMINISTRATION}) | Q(**{f"{side}__flow": "out"})
    rows = fees.filter(costs, **{f"{side}__host": host, f"{side}__unit": "fen"})
    return rows.aggregate(fen=Sum("amount"))["fen"] or 0


def _about(key):
    return f"management:{key}"[:80]
