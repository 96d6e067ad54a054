"""What can happen with donation receipts: a year's numbers begun, issued, made void, replaced."""

import secrets

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.giving.models import Gift
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .models import DonationReceipt, ReceiptBook, Voiding
from .queries import may_issue, worth_of

UNITS = {"fen": "元", "piece": "件", "meal": "份"}  # as printed; a receipt is Chinese by law
TITLE = "公益事业捐赠票据"
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another


class CannotOpenBook(Exception):
    """The receipts of this year were begun already, or the code is none."""


class CannotIssue(Exception):
    """No receipt can be given for this gift, or not by this person; with the reason."""


class CannotVoid(Exception):
    """The receipt is void already, no reason is given, or the person is none who may."""


def open_book(*, host, year, code, at, by=None, title=TITLE):
    """A host begins to number the receipts of a year, from 1, under a code of the finance department.

    Raises:
        CannotOpenBook: with the reason in words.
    """
    try:
        with transaction.atomic():
            book = ReceiptBook.objects.create(
                host=host, year=year, code=code.strip().upper(), title=title.strip() or TITLE
            )
            note(act="receipts.open_book", subject=book, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotOpenBook(in_words(refusal, ReceiptBook)) from refusal
    return book


@transaction.atomic
def issue_receipt(*, gift, by, at, worth=None, payer=None, remarks=None):
    """A donation receipt for a gift, with the next number of its host and year.

    Args:
        worth: fen a gift in kind is worth (公允价值), where it is not written down with the gift; money is worth what it is.
        payer: who is written as payer, where that is not the donor's name.
        remarks: other than what the giver wished.

    Raises:
        CannotIssue: with the reason in words.
    """
    if gift.receipts.exists():
        raise CannotIssue(_("A receipt was issued for this gift already."))
    return _issued(gift=gift, by=by, at=at, worth=worth, payer=payer, remarks=remarks)


@transaction.atomic
def void_receipt(*, receipt, why, by, at):
    """A receipt is void; the number stays taken, and whoever verifies it learns that it is void.

    Raises:
        CannotVoid: it is void already, or no reason is given.
    """
    held = _held(receipt)
    if not may_issue(by, held.gift):
        raise CannotVoid(_("Only the handler or the cashier of this fund writes its receipts."))
    if hasattr(held, "voiding"):
        raise CannotVoid(_("This receipt is void already."))
    try:
        with transaction.atomic():
            voiding = Voiding.objects.create(receipt=held, why=why.strip()[:300], by=by, at=at)
    except IntegrityError as refusal:
        raise CannotVoid(in_words(refusal, Voiding)) from refusal
    note(act="receipts.void", subject=held, by=by, at=at, why=voiding.why)
    return voiding


@transaction.atomic
def reissue_receipt(*, receipt, why, by, at, worth=None, payer=None, remarks=None):
    """A receipt is void, if it is not yet, and another one is given in its place that names it.

    Raises:
        CannotIssue: it was replaced already, or the gift can have none.
        CannotVoid: no reason is given.
    """
    held = _held(receipt)
    if hasattr(held, "replaced_by"):
        raise CannotIssue(
            _("This receipt was replaced already, by %(number)s.")
            % {"number": held.replaced_by.figures}
        )
    if not hasattr(held, "voiding"):
        void_receipt(receipt=held, why=why, by=by, at=at)
    return _issued(
        gift=held.gift,
        by=by,
        at=at,
        worth=worth or held.amount,
        payer=payer or held.payer,
        remarks=held.remarks if remarks is None else remarks,
        replaces=held,
    )


def _held(receipt):
    """The receipt, locked: who voids and who replaces it wait for each other."""
    return DonationReceipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)


def _issued(*, gift, by, at, worth, payer, remarks, replaces=None):
    """Take a number and write the receipt. See Note [Receipts without a gap]."""
    if not may_issue(by, gift):
        raise CannotIssue(_("Only the handler or the cashier of this fund writes its receipts."))
    _refuse_what_gets_none(gift, payer)
    amount = gift.amount if gift.unit == "fen" else worth or worth_of(gift)
    if not amount:
        raise CannotIssue(_("Please say what these goods are worth: a receipt names an amount."))
    host, day = gift.donor.host, localdate(at)
    try:
        with transaction.atomic():
            book = _next_number(host=host, year=day.year)
            receipt = DonationReceipt.objects.create(
                book=book,
                number=book.last,
                check_code="".join(secrets.choice(_LETTERS) for _n in range(8)),
                gift=gift,
                replaces=replaces,
                payer=(payer or gift.donor.name).strip()[:120],
                payer_uscc=gift.donor.uscc,
                item=_item_of(gift),
                unit=UNITS.get(gift.unit, gift.get_unit_display()),
                quantity=1 if gift.unit == "fen" else gift.amount,
                amount=amount,
                remarks=(gift.wish_words if remarks is None else remarks).strip()[:300],
                handler=by,
                issued_on=day,
                issued_at=at,
            )
    except IntegrityError as refusal:
        raise CannotIssue(in_words(refusal, DonationReceipt)) from refusal
    note(act="receipts.reissue" if replaces else "receipts.issue", subject=receipt, by=by, at=at)
    return receipt


def _refuse_what_gets_none(gift, payer):
    if hasattr(gift, "undoing"):
        raise CannotIssue(_("This gift was undone; there is nothing to give a receipt for."))
    if gift.how in (Gift.How.SERVICE, Gift.How.HOURS):
        raise CannotIssue(_("A donation receipt is for money and goods; say thanks for the hours."))
    if not (payer or gift.donor.name):
        raise CannotIssue(
            _("Nobody knows who gave this; it is written down, and needs no receipt.")
        )


def _next_number(*, host, year):
    """The book with the number this transaction may use; nobody else moves it meanwhile."""
    if not ReceiptBook.objects.filter(host=host, year=year).update(last=F("last") + 1):
        raise CannotIssue(
            _("No receipts were begun for %(year)s: enter the receipt code of the year first.")
            % {"year": year}
        )
    return ReceiptBook.objects.get(host=host, year=year)


def _item_of(gift):
    if gift.unit == "fen":
        return f"货币捐赠：{gift.purse.name}"[:120]
    what = gift.in_kind.what if hasattr(gift, "in_kind") else gift.purse.item or gift.purse.name
    return f"实物捐赠：{what}"[:120]
