from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.books.actions import CannotPost
from shanqiao.apps.funds.actions import come_back
from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.matching.giving_back import CannotReduce, reduce_grant
from shanqiao.apps.record.actions import note

from .models import Return


class CannotReturn(Exception):
    """More came back than was paid, it was written down before, or another person must say so."""


def take_money_back(*, payment, count, reference, why, by, at):
    """Money that was paid came back, all or part of it: need, resident and purse have it free again.

    Args:
        reference: the bank's, by which the same return is known.

    Raises:
        CannotReturn: with the reason in words.
    """
    grant = payment.grant
    if not funds_of(by, Seat.Role.PAYS).filter(pk=grant.purse.fund_id).exists():
        raise CannotReturn(_("Only the cashier of this fund writes down what came back."))
    reference = reference.strip()
    if not reference or not why.strip():
        raise CannotReturn(_("Write down the bank's reference, and why it came back."))
    try:
        with transaction.atomic():
            reduction = reduce_grant(grant=grant, count=count, why=why, by=by, at=at)
            back = Return.objects.create(
                payment=payment,
                reduction=reduction,
                count=count,
                reference=reference,
                why=why,
                returned_by=by,
                returned_at=at,
            )
            come_back(
                count=count,
                about=f"grant:{grant.pk}",
                key=f"return:{back.pk}",
                at=at,
            )
            note(act="paying.return", subject=back, by=by, at=at, why=why)
    except (CannotReduce, CannotPost) as refusal:
        raise CannotReturn(str(refusal)) from refusal
    except IntegrityError as refusal:
        if "reference" in (refusal.__cause__.diag.constraint_name or ""):
            raise CannotReturn(_("This return was written down already.")) from refusal
        raise
    return back
