from decimal import Decimal

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from shanqiao.apps.receipts.actions import CannotIssue, CannotVoid, reissue_receipt, void_receipt
from shanqiao.apps.record.clock import now
from shanqiao.stories.receipts import receipts_seen_by
from shanqiao.www.parts.door import only

from ..door import takes_gifts
from .forms import VOID, CorrectForm


@only(takes_gifts)
def correct(request, pk):
    """A receipt is wrong: it is made void, and another one may take its place."""
    receipt = get_object_or_404(receipts_seen_by(request.user), pk=pk)
    if receipt.is_replaced:
        return redirect("fund:receipt", pk=pk)
    is_money = receipt.gift.unit == "fen"
    first = {
        "payer": receipt.payer,
        "remarks": receipt.remarks,
        "act": "replace",
        "worth": Decimal(receipt.amount) / 100,
        "why": receipt.voiding.why if receipt.is_void else "",
    }
    form = CorrectForm(
        request.POST or None, initial=first, is_money=is_money, is_void=receipt.is_void
    )
    if form.is_valid():
        try:
            return _corrected(request, receipt, dict(form.cleaned_data))
        except (CannotIssue, CannotVoid) as refusal:
            form.add_error(None, str(refusal))
    data = {"form": form, "receipt": receipt}
    return render(request, "fund/receipts/correct.html", data, status=422 if form.errors else 200)


def _corrected(request, receipt, told):
    said = {"why": told.pop("why"), "by": request.user, "at": now()}
    if told.pop("act", None) == VOID:
        void_receipt(receipt=receipt, **said)
        messages.success(request, _("Receipt %(number)s is void.") % {"number": receipt.figures})
        return redirect("fund:receipt", pk=receipt.pk)
    new = reissue_receipt(receipt=receipt, **said, **told)
    messages.success(
        request,
        _("Receipt %(old)s is void; %(new)s takes its place.")
        % {"old": receipt.figures, "new": new.figures},
    )
    return redirect("fund:receipt", pk=new.pk)
