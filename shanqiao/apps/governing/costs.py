"""What is said of a cost of a host before it is booked, and how it is booked: whatever the cost is of."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.books.actions import Row, post
from shanqiao.apps.books.lines import account_of, place_of, way_out
from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of


def keeps_accounts_of(person, host):
    """Is this the cashier of a fund of the host?"""
    return funds_of(person, Seat.Role.PAYS).filter(host=host).exists()


def why_no_cost(*, host, amount, words, on, at, purse):
    """Why this is no cost of the host, in words; empty where it is one."""
    if not words.strip():
        return _("Say in a few words what was paid for.")
    if amount <= 0:
        return _("A cost is more than nothing.")
    if (on or localdate(at)) > localdate(at):
        return _("That day is still ahead.")
    if purse is not None and (purse.fund.host_id != host.pk or purse.unit != "fen"):
        return _("Choose a purse of this charity that holds money.")
    return ""


def pay_cost(*, host, number, kind, amount, about, on, at, purse=None):
    """The bank pays it: out of the host's own money, onto account ``number``; or out of the fen of a purse.

    Args:
        kind: of the movement; by it the statements know which cost a purse paid.
        about: what it is for, and the key by which it is known.

    Returns:
        the number of the posting.

    Raises:
        CannotPost: with the reason in words.
    """
    own = purse is None
    into = account_of(host=host, number=number, unit="fen") if own else way_out(purse.line)
    rows = [Row(into, place_of(host=host, unit="fen"), amount)]
    [posting] = post(key=about, kind=kind, rows=rows, about=about, on=on, at=at)
    return posting
