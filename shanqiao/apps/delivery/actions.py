from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.approvals.actions import CannotOrder, place_order
from shanqiao.apps.books.actions import CannotPost
from shanqiao.apps.funds.actions import give_out
from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .models import Payment, Receipt
from .queries import that_stand


class CannotPay(Exception):
    """The grant was paid or taken back, or another person must pay."""


class CannotConfirm(Exception):
    """Nothing was paid, it was confirmed before, or what is said contradicts itself."""


def pay_grant(*, grant, reference, by, at, order=None):
    """A third person pays what was granted, or hands it over, once all approvals are there.

    Args:
        reference: the bank's reference, or the number of the hand-over sheet.
        order: the one that stands for this grant, where the money left in a batch; else one is placed.

    Raises:
        CannotPay: with the reason in words.
    """
    if not funds_of(by, Seat.Role.PAYS).filter(pk=grant.purse.fund_id).exists():
        raise CannotPay(_("Only the cashier of this fund pays its grants."))
    try:
        with transaction.atomic():
            if order is None:
                place_order(grant=grant, by=by, at=at)
            payment = Payment.objects.create(
                grant=grant,
                count=grant.count,
                unit=grant.unit,
                reference=reference,
                approved_by=grant.approved_by,
                paid_by=by,
                paid_at=at,
            )
            give_out(purse=grant.purse, count=grant.count, about=f"grant:{grant.pk}", at=at)
            note(act="delivery.pay", subject=payment, by=by, at=at)
    except CannotOrder as refusal:
        raise CannotPay(str(refusal)) from refusal
    except CannotPost as refusal:
        raise CannotPay(_("This grant was paid or taken back already.")) from refusal
    except IntegrityError as refusal:
        if _paid_before(refusal):
            raise CannotPay(_("This grant was paid or taken back already.")) from refusal
        raise CannotPay(in_words(refusal, Payment)) from refusal
    return payment


def confirm_receipt(*, payment, says, witness, evidence, by, at, arrived=None, words=""):
    """The resident or the station confirms what arrived; a document shows it.

    Args:
        arrived: how much, where it is not all; in the unit of the payment.

    Raises:
        CannotConfirm: with the reason in words.
    """
    full = {Receipt.Word.RECEIVED: payment.count, Receipt.Word.NOT_RECEIVED: 0}
    arrived = full.get(says, arrived)
    if arrived is None or (says == Receipt.Word.PARTLY and not 0 < arrived < payment.count):
        raise CannotConfirm(_("Say how much arrived: more than nothing and less than all."))
    if station_of(by) is None:
        raise CannotConfirm(
            _("Only a social worker of a station confirms what residents received.")
        )
    if not that_stand(Payment.objects.filter(pk=payment.pk)).exists():
        raise CannotConfirm(
            _("All of this payment came back to the fund, so there is nothing to confirm.")
        )
    try:
        with transaction.atomic():
            receipt = Receipt.objects.create(
                payment=payment,
                says=says,
                witness=witness,
                arrived=arrived,
                words=words,
                evidence=evidence,
                confirmed_by=by,
                confirmed_at=at,
            )
            note(act="delivery.confirm", subject=receipt, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotConfirm(_("This was confirmed already.")) from refusal
    return receipt


def _paid_before(refusal):
    """Unique keys refuse a second payment; see Note [A promise is settled once]."""
    return (refusal.__cause__.diag.constraint_name or "").startswith("delivery_payment_grant_id")
