"""Donation receipts as a fund sees them, and as everybody does who verifies one."""

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.receipts.models import DonationReceipt
from shanqiao.apps.receipts.queries import (
    books_missing,
    gifts_without_receipt,
    receipts_of,
    receipts_to_void,
)
from shanqiao.apps.registry.models import Organisation

WRITES = (Seat.Role.PROPOSES, Seat.Role.PAYS)


def receipts_seen_by(person):
    """The receipts for gifts to the funds at which somebody has a seat; ``is_replaced`` says whether one was replaced."""
    later = DonationReceipt.objects.filter(replaces=OuterRef("pk"))
    return receipts_of(funds_of(person)).annotate(is_replaced=Exists(later))


def gifts_waiting_for(person):
    """Gifts to the funds whose receipts this person writes, that have none yet and want one."""
    return gifts_without_receipt(funds_of(person, *WRITES))


def receipts_to_void_by(person):
    """Good receipts of gifts that were undone, to the funds whose receipts this person writes."""
    return receipts_to_void(funds_of(person, *WRITES))


def hosts_without_a_book(person, *, at):
    """Hosts of the funds whose receipts this person writes, that have not begun the receipts of this year."""
    hosts = Organisation.objects.filter(funds__in=funds_of(person, *WRITES)).distinct()
    return books_missing(hosts, year=localdate(at).year)


def masked_name(name):
    """A name as somebody who holds the receipt knows it again, and nobody else learns it: 黄*强."""
    if len(name) <= 2:
        return name[:1] + "*"
    return name[0] + "*" * min(len(name) - 2, 4) + name[-1]
