"""Accounts to which a fund pays: written down by one person, checked by another."""

import re
import unicodedata

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.apps.residents.models import Name
from shanqiao.apps.sealing.fields import token_of
from shanqiao.engines.identity import is_bank_card

from .models import Payee, PayeeCheck, PayeeEnd, PayingAccount

PLACE = "paying_payee.number"
CARDS = "62"  # cards of China begin so (银联); accounts of organisations have other numbers without check digit
_NUMBER = re.compile(r"[0-9A-Z]{6,34}")


class CannotEnterPayee(Exception):
    """The number or the holder cannot be right, or another resident has the same account and nobody says why."""


class CannotCheckPayee(Exception):
    """Whoever wrote an account down does not check it, and it is checked once."""


def open_paying_account(*, fund, holder, number, bank, by, at, bank_code=""):
    """From now on a fund pays from this account of its host.

    Raises:
        CannotEnterPayee: the number cannot be right, or another person must say so.
    """
    _must_sit(by, fund)
    number = _read_number(number)
    with transaction.atomic():
        account = PayingAccount.objects.create(
            fund=fund,
            holder=_plain(holder),
            number=number,
            tail=number[-4:],
            bank=_plain(bank),
            bank_code=_read_code(bank_code),
            opened_by=by,
            opened_at=at,
        )
        note(act="paying.open_account", subject=account, by=by, at=at)
    return account


def enter_payee(
    *, fund, whose, holder, number, bank, by, at, resident=None, bank_code="", why="", shared_why=""
):
    """Somebody of a fund writes down to which account it pays; it is used once a second person has checked it.

    Raises:
        CannotEnterPayee: with the reason in words.
    """
    _must_sit(by, fund)
    number, holder = _read_number(number), _plain(holder)
    if whose != Payee.Whose.VENDOR and number.startswith(CARDS) and not is_bank_card(number):
        raise CannotEnterPayee(
            _("The check digit of this card number does not fit. Please compare it with the card.")
        )
    if not holder or not _plain(bank):
        raise CannotEnterPayee(_("Write down the holder of the account and the bank."))
    if whose == Payee.Whose.NAMED and not why.strip():
        raise CannotEnterPayee(
            _("Say who the holder is to the resident, and how the resident named them.")
        )
    try:
        with transaction.atomic():
            payee = Payee.objects.create(
                fund=fund,
                resident=resident,
                whose=whose,
                holder=holder,
                number=number,
                token=token_of(number, place=PLACE),
                tail=number[-4:],
                is_card=is_bank_card(number),
                name_agrees=resident is not None and is_called(resident, holder),
                bank=_plain(bank),
                bank_code=_read_code(bank_code),
                why=why.strip(),
                shared_why=shared_why.strip(),
                entered_by=by,
                entered_at=at,
            )
            note(act="paying.enter_payee", subject=payee, by=by, at=at)
    except IntegrityError as refusal:
        if refusal.__cause__.diag.constraint_name == "paying_shared_account_explained":
            raise CannotEnterPayee(
                _("Another resident has the same account. If that is right, say why.")
            ) from refusal
        raise CannotEnterPayee(in_words(refusal, Payee)) from refusal
    return payee


def check_payee(*, payee, agrees, by, at, words=""):
    """A second person compared the account with its paper. See Note [Checked by a second person].

    Raises:
        CannotCheckPayee: with the reason in words.
    """
    if not funds_of(by).filter(pk=payee.fund_id).exists():
        raise CannotCheckPayee(_("Only people of this fund check its accounts."))
    if not agrees and not words.strip():
        raise CannotCheckPayee(_("Say what does not agree."))
    try:
        with transaction.atomic():
            said = PayeeCheck.objects.create(
                payee=payee,
                entered_by=payee.entered_by,
                agrees=agrees,
                words=words.strip(),
                by=by,
                at=at,
            )
            note(act="paying.check_payee", subject=said, by=by, at=at, why=words.strip())
    except IntegrityError as refusal:
        if "payee_id" in refusal.__cause__.diag.constraint_name:
            raise CannotCheckPayee(_("This account was checked already.")) from refusal
        raise CannotCheckPayee(in_words(refusal, PayeeCheck)) from refusal
    return said


def end_payee(*, payee, why, by, at):
    """An account is used no longer; lines that are on their way stay.

    Raises:
        CannotCheckPayee: it ended before, or another person must say so.
    """
    if not funds_of(by).filter(pk=payee.fund_id).exists():
        raise CannotCheckPayee(_("Only people of this fund check its accounts."))
    try:
        with transaction.atomic():
            end = PayeeEnd.objects.create(payee=payee, why=why, by=by, at=at)
            note(act="paying.end_payee", subject=end, by=by, at=at, why=why)
    except IntegrityError as refusal:
        raise CannotCheckPayee(_("This account was ended already.")) from refusal
    return end


def show_payee(*, payee, by, at):
    """Somebody of the fund opens holder and number, to compare them with the paper; the record keeps it."""
    note(act="paying.show_payee", subject=payee, by=by, at=at)


def is_called(resident, holder):
    """Is the holder of an account called as the resident is, or was written anywhere?"""
    names = {
        resident.name,
        *Name.objects.filter(resident=resident).values_list("written", flat=True),
    }
    return _letters(holder) in {_letters(name) for name in names}


def _must_sit(by, fund):
    if not funds_of(by, Seat.Role.PROPOSES, Seat.Role.PAYS).filter(pk=fund.pk).exists():
        raise CannotEnterPayee(
            _("Only the handler or the cashier of this fund writes accounts down.")
        )


def _read_number(text):
    number = re.sub(r"[\s\-·]", "", unicodedata.normalize("NFKC", text)).upper()
    if not _NUMBER.fullmatch(number):
        raise CannotEnterPayee(
            _("An account number has 6 to 34 digits or letters. Please compare it with the paper.")
        )
    return number


def _read_code(text):
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _plain(text):
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _letters(name):
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())
