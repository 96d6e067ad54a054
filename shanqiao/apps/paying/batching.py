"""Many grants are paid by one file: collected, taken along, withdrawn while nobody has the file."""

import hashlib
import json

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.approvals.actions import CannotOrder, fail_order, place_order
from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.needs.kinds import Unit
from shanqiao.apps.record.actions import note
from shanqiao.apps.sealing.fields import token_of

from .models import Batch, Download, Item, PayingAccount, Result
from .payees import PLACE
from .queries import payees_for

# Note [Nobody is paid twice]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A line of a batch has a payment order of its own, and only one order of a grant stands: two batches made at the same
# moment share the grants between them. A line that failed lets its order fail in the same transaction as its result is
# written, and only then can a follow-up batch, or a payment by hand, take the grant up. A line is told paid or failed
# once; handing the bank's file in again changes nothing.


class CannotCollect(Exception):
    """Nothing is left to pay in a batch, or the fund has no account to pay from."""


class CannotWithdraw(Exception):
    """Somebody took the file along, so the bank may have it."""


def collect_batch(*, fund, grants, by, at, follows=None, to=None):
    """A cashier puts grants into one batch, each to its resident's checked account. See Note [Nobody is paid twice].

    Args:
        grants: of this fund, in money; the choice of the account is that of `payees_for`.
        to: {identity of a grant: account} where it is paid to a vendor instead.
        follows: the batch whose failed lines this one takes up again.

    Returns:
        (the batch, [(grant, why it is not in it)])

    Raises:
        CannotCollect: with the reason in words.
    """
    account = PayingAccount.objects.filter(fund=fund).order_by("-pk").first()
    if account is None:
        raise CannotCollect(_("First write down from which account of the host this fund pays."))
    payees, lines, left_out = payees_for(grants) | (to or {}), [], []
    with transaction.atomic():
        for grant in sorted(grants, key=lambda grant: grant.pk):
            why, order = _ordered(fund, grant, payees.get(grant.pk), by=by, at=at)
            if order:
                lines.append((grant, order, payees[grant.pk]))
            else:
                left_out.append((grant, why))
        if not lines:
            raise CannotCollect(
                left_out[0][1] if left_out else _("There is nothing to pay in a batch.")
            )
        batch = Batch.objects.create(
            fund=fund,
            account=account,
            follows=follows,
            items_count=len(lines),
            total=sum(grant.count for grant, _order, _payee in lines),
            digest=_digest(account, lines),
            made_by=by,
            made_at=at,
        )
        for place, (grant, order, payee) in enumerate(lines, 1):
            Item.objects.create(
                batch=batch,
                order=order,
                grant=grant,
                payee=payee,
                count=grant.count,
                reference=f"{batch.number}-{place}",
            )
        note(act="paying.collect", subject=batch, by=by, at=at)
    return batch, left_out


@transaction.atomic
def note_download(*, batch, form, content, by, at):
    """Somebody takes the file of a batch along."""
    Batch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    sha256 = hashlib.sha256(content).hexdigest()
    taken = Download.objects.create(batch=batch, form=form, sha256=sha256, by=by, at=at)
    note(act="paying.download", subject=taken, by=by, at=at, why=form)
    return taken


@transaction.atomic
def withdraw_batch(*, batch, why, by, at):
    """A batch whose file nobody took along is not sent; its grants can be paid otherwise.

    Raises:
        CannotWithdraw: somebody took the file along.
    """
    Batch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if batch.downloads.exists():
        raise CannotWithdraw(
            _("Somebody took the file along, so the bank may have it. Wait for its answer.")
        )
    for item in batch.items.filter(result=None).select_related("order").order_by("grant_id"):
        Result.objects.create(item=item, says=Result.Word.FAILED, why=why, by=by, at=at)
        fail_order(order=item.order, why=why, by=by, at=at)
    note(act="paying.withdraw", subject=batch, by=by, at=at, why=why)


def _ordered(fund, grant, payee, *, by, at):
    """(why not, None) or ("", the order): each tried by itself, so that one refusal stops no other."""
    if grant.unit != Unit.FEN or grant.purse.fund_id != fund.pk:
        return _("Only grants of this fund in money are paid by a batch."), None
    if payee is None:
        return _("No account of this resident was checked yet."), None
    if Payment.objects.filter(grant=grant).exists():
        return _("This grant is paid, or on its way to the bank, already."), None
    try:
        return "", place_order(grant=grant, by=by, at=at)
    except (CannotOrder, IntegrityError) as refusal:
        return str(refusal), None


def _digest(account, lines):
    """Over what the bank is told; the numbers stand in it as tokens, so nobody guesses them from it."""
    told = [
        [token_of(account.number, place=PLACE), account.holder],
        *(
            [grant.pk, grant.count, payee.token, payee.holder, payee.bank_code]
            for grant, _order, payee in lines
        ),
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
