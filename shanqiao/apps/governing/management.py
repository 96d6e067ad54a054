"""What the management of a host costs, booked as it is paid."""

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.books.actions import CannotPost, Row, post
from shanqiao.apps.books.lines import account_of, place_of, way_out
from shanqiao.apps.books.models import Posting
from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.record.actions import note

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
    if not funds_of(by, Seat.Role.PAYS).filter(host=host).exists():
        raise CannotBookManagement(_("Only the cashier of a fund of this charity books its costs."))
    if not words.strip():
        raise CannotBookManagement(_("Say in a few words what was paid for."))
    if amount <= 0:
        raise CannotBookManagement(_("A cost is more than nothing."))
    if (on or localdate(at)) > localdate(at):
        raise CannotBookManagement(_("That day is still ahead."))
    if purse is not None and (purse.fund.host_id != host.pk or purse.unit != "fen"):
        raise CannotBookManagement(_("Choose a purse of this charity that holds money."))
    bank = place_of(host=host, unit="fen")
    into = (
        account_of(host=host, number=ADMINISTRATION, unit="fen")
        if purse is None
        else way_out(purse.line)
    )
    known = Posting.objects.filter(about=_about(key)).exists()
    try:
        [number] = post(
            key=_about(key),
            kind=Posting.Kind.FEE,
            rows=[Row(into, bank, amount)],
            about=_about(key),
            on=on,
            at=at,
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
