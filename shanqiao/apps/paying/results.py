"""What the bank says became of a batch, line by line."""

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from shanqiao.apps.approvals.actions import fail_order
from shanqiao.apps.delivery.actions import CannotPay, pay_grant
from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.record.actions import note

from .models import Item, Result, ResultFile


class CannotTakeResults(Exception):
    """Another person must hand the bank's answer in."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One line of the bank's answer, as it was read."""

    line: int
    reference: str
    says: str  # a Result.Word, or "" while the bank is not done with it
    count: int | None = None
    why: str = ""
    bank_reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one line of the bank's answer led to: a code, and words where nothing was done."""

    told: Told
    did: str  # paid, failed, known, waiting, refused
    words: str = ""


def take_results(*, batch, told, name, content, by, at):
    """The bank's answer is taken in line by line; what does not fit is refused with its reason, the rest stands.

    A line known already changes nothing. See Note [Nobody is paid twice].

    Args:
        told: [Told]
        name, content: the file as it was handed in.

    Returns:
        [Outcome], one for each line, in their order.

    Raises:
        CannotTakeResults: only the cashier of the fund hands it in.
    """
    if not funds_of(by, Seat.Role.PAYS).filter(pk=batch.fund_id).exists():
        raise CannotTakeResults(_("Only the cashier of this fund hands the bank's answer in."))
    sha256 = hashlib.sha256(content).hexdigest()
    if not batch.result_files.filter(sha256=sha256).exists():
        with transaction.atomic():
            file = ResultFile.objects.create(
                batch=batch, name=name[:200], sha256=sha256, content=content, by=by, at=at
            )
            note(act="paying.take_results", subject=file, by=by, at=at)
    return [_taken(batch, line, by=by, at=at) for line in told]


def _taken(batch, told, *, by, at):
    item = (
        Item.objects.filter(batch=batch, reference=told.reference)
        .select_related("order", "grant__purse__fund", "grant__approved_by")
        .first()
    )
    if item is None:
        return _refused(told, _("No line of this batch has this reference."))
    if told.count is not None and told.count != item.count:
        return _refused(told, _("The amount differs from that of the batch."))
    if not told.says:
        return Outcome(told=told, did="waiting")
    try:
        with transaction.atomic():
            Item.objects.select_for_update(no_key=True, of=("self",)).get(pk=item.pk)
            known = Result.objects.filter(item=item).first()
            if known:
                return _known(told, known)
            return _written(item, told, by=by, at=at)
    except CannotPay as refusal:
        return _refused(told, str(refusal))


def _known(told, known):
    if known.says == told.says:
        return Outcome(told=told, did="known")
    if known.says == Result.Word.PAID:
        return _refused(
            told,
            _("The bank said paid before. If the money came back, write that down at the grant."),
        )
    return _refused(told, _("This line was told failed before, and may be in a later batch."))


def _written(item, told, *, by, at):
    if told.says == Result.Word.FAILED:
        why = told.why.strip()[:200] or _("The bank gave no reason.")
        result = Result.objects.create(
            item=item,
            says=Result.Word.FAILED,
            why=why,
            bank_reference=told.bank_reference[:80],
            by=by,
            at=at,
        )
        fail_order(order=item.order, why=why, by=by, at=at)
    else:
        payment = pay_grant(
            grant=item.grant,
            reference=told.bank_reference[:80] or item.reference,
            by=by,
            at=at,
            order=item.order,
        )
        result = Result.objects.create(
            item=item,
            says=Result.Word.PAID,
            bank_reference=told.bank_reference[:80],
            payment=payment,
            by=by,
            at=at,
        )
    note(act="paying.result", subject=result, by=by, at=at, why=result.why)
    return Outcome(told=told, did=told.says)


def _refused(told, words):
    return Outcome(told=told, did="refused", words=words)
