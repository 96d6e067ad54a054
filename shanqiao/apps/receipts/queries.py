"""Which receipts there are, whether one is good, and which gifts wait for one."""

import json

from django.db.models import Exists, OuterRef, Q

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.giving.models import Gift

from .models import DonationReceipt, LetterRun, ReceiptBook, Voiding

VALID, VOID, UNKNOWN = "valid", "void", "unknown"


def may_issue(person, gift):
    """Whether this person writes receipts for gifts to that fund: its handler or its cashier."""
    return (
        funds_of(person, Seat.Role.PROPOSES, Seat.Role.PAYS).filter(pk=gift.purse.fund_id).exists()
    )


def receipts_of(funds):
    """The receipts for gifts to these funds, the latest first; ``is_void`` says whether one is void."""
    void = Voiding.objects.filter(receipt=OuterRef("pk"))
    return (
        DonationReceipt.objects.filter(gift__purse__fund__in=funds)
        .select_related("book__host", "gift__donor", "gift__purse__fund", "handler")
        .annotate(is_void=Exists(void))
        .order_by("-issued_at", "-pk")
    )


def gifts_without_receipt(funds, *, first_on=None, last_on=None):
    """Gifts of money, and goods with a value, of a known giver who did not waive it, without any receipt; the oldest first."""
    issued = DonationReceipt.objects.filter(gift=OuterRef("pk"))
    waiting = (
        Gift.objects.standing()
        .of_funds(funds)
        .filter(~Exists(issued), waives_receipt=False)
        .filter(Q(unit="fen") | Q(how=Gift.How.GOODS, in_kind__valued__gt=0))
        .exclude(donor__name="")
    )
    if first_on:
        waiting = waiting.filter(on__gte=first_on)
    if last_on:
        waiting = waiting.filter(on__lte=last_on)
    return waiting.select_related("donor__host", "purse__fund", "in_kind").order_by("on", "pk")


def worth_of(gift):
    """What is written down as the worth of a gift in kind, in fen; None where nothing is."""
    return gift.in_kind.valued if hasattr(gift, "in_kind") else None


def receipts_to_void(funds):
    """Good receipts of gifts that were undone since: the paper says more than the books."""
    return receipts_of(funds).filter(is_void=False, gift__undoing__isnull=False)


def standing_receipt_of(gift):
    """The receipt of a gift that is good, or None."""
    return gift.receipts.filter(voiding=None).first()


def verify(*, code, number, check_code):
    """(valid, void or unknown, the receipt if there is one). A wrong check code finds nothing."""
    if not (str(number).isdecimal() and str(number).isascii() and len(str(number)) <= 18):
        return UNKNOWN, None
    receipt = (
        DonationReceipt.objects.filter(
            book__code=code.strip().upper(),
            number=int(number),
            check_code=check_code.strip().upper(),
        )
        .select_related("book__host", "voiding", "replaced_by")
        .first()
    )
    if receipt is None:
        return UNKNOWN, None
    return (VOID if hasattr(receipt, "voiding") else VALID), receipt


def books_missing(hosts, *, year):
    """The hosts that have not begun the receipts of a year yet."""
    return hosts.exclude(pk__in=ReceiptBook.objects.filter(year=year).values("host"))


def gaps(book):
    """The numbers a book says it gave out and that nobody can see. Always empty; asked by the auditor."""
    there = set(book.receipts.values_list("number", flat=True))
    return sorted(set(range(1, book.last + 1)) - there)


def runs_of(person):
    """The letters somebody asked for, the latest first, without their files."""
    return LetterRun.objects.filter(asked_by=person).defer("file").order_by("-asked_at", "-pk")


def why_no_file(run):
    """{"zh", "en"}, or None."""
    return json.loads(run.says) if run.says else None
