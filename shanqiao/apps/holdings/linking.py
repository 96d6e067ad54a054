"""Insurance and products that bring a gift with each sale."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.giving.actions import CannotTakeGift, take_gift
from shanqiao.apps.giving.models import Donor, Gift
from shanqiao.apps.needs.kinds import Unit
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .models import LinkedAgreement, LinkedMonth


class CannotLink(Exception):
    """The agreement contradicts itself, or the month is not one of its own."""


def agree_on_link(*, purse, donor, kind, name, rate, signed_on, valid_from, valid_to, at, by=None):
    """A company promised part of each premium, or so much for each piece, to a purse.

    Args:
        rate: millionths of the premium; or whole fen for each piece.

    Raises:
        CannotLink: with the reason in words.
    """
    if donor.kind != Donor.Kind.ENTERPRISE:
        raise CannotLink(_("Such an agreement is made with an enterprise or organisation."))
    if donor.host_id != purse.fund.host_id:
        raise CannotLink(_("Giver and purses belong to one charity."))
    if purse.unit != Unit.FEN:
        raise CannotLink(_("What is sold brings money: choose a purse that is counted in yuan."))
    if signed_on > localdate(at):
        raise CannotLink(_("An agreement is written down once it is signed."))
    try:
        with transaction.atomic():
            agreement = LinkedAgreement.objects.create(
                purse=purse,
                donor=donor,
                kind=kind,
                name=name.strip(),
                rate=rate,
                signed_on=signed_on,
                valid_from=valid_from,
                valid_to=valid_to,
                at=at,
                by=by,
            )
            note(act="holdings.agree", subject=agreement, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotLink(in_words(refusal, LinkedAgreement)) from refusal
    return agreement


def write_linked_month(*, agreement, month, base, received, reference, on, at, by=None):
    """What a company sold in a month, and what it gave for it; the gift is the agreement's.

    Args:
        month: any day of it.
        base: premiums in whole fen, or pieces.
        received: whole fen that came to the bank; 0 if nothing came yet for nothing sold.

    Raises:
        CannotLink: with the reason in words.
    """
    month = month.replace(day=1)
    first, last = agreement.valid_from.replace(day=1), agreement.valid_to
    if not first <= month <= last or month > localdate(at):
        raise CannotLink(_("That month is not one of the agreement, or lies ahead."))
    try:
        with transaction.atomic():
            gift = None
            if received:
                gift = take_gift(
                    donor=agreement.donor,
                    purse=agreement.purse,
                    amount=received,
                    how=Gift.How.BANK,
                    key=f"linked:{agreement.pk}:{month:%Y-%m}",
                    about=f"{agreement.name} {month:%Y-%m}",
                    reference=reference,
                    on=on,
                    at=at,
                    by=by,
                )
            written = LinkedMonth.objects.create(
                agreement=agreement,
                month=month,
                base=base,
                owed=agreement.owed_for(base),
                gift=gift,
                at=at,
                by=by,
            )
            note(act="holdings.linked_month", subject=written, by=by, at=at)
    except CannotTakeGift as refusal:
        raise CannotLink(str(refusal)) from refusal
    except IntegrityError as refusal:
        if "gift_id" in str(refusal):  # the gift of this month is there, and belongs to its row
            raise CannotLink(_("This month is written down already.")) from refusal
        raise CannotLink(in_words(refusal, LinkedMonth)) from refusal
    return written
