from decimal import Decimal

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from shanqiao.apps.receipts.actions import CannotIssue, issue_receipt
from shanqiao.apps.receipts.queries import worth_of
from shanqiao.apps.record.clock import now
from shanqiao.engines.quantities import in_capitals
from shanqiao.stories.gifts import gifts_of
from shanqiao.www.parts.door import only

from ..door import takes_gifts
from .forms import IssueForm


@only(takes_gifts)
def issue(request, pk):
    """A receipt for one gift: look at what will stand on it, then issue it."""
    gift = get_object_or_404(gifts_of(request.user), pk=pk)
    if there := gift.receipts.order_by("-pk").first():
        return redirect("fund:receipt", pk=there.pk)
    is_money = gift.unit == "fen"
    first = {"payer": gift.donor.name, "remarks": gift.wish_words}
    if worth := worth_of(gift):
        first["worth"] = Decimal(worth) / 100
    form = IssueForm(request.POST or None, initial=first, is_money=is_money)
    if form.is_valid():
        try:
            receipt = issue_receipt(gift=gift, by=request.user, at=now(), **form.cleaned_data)
        except CannotIssue as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Receipt %(number)s is issued.") % {"number": receipt.figures}
            )
            return redirect("fund:receipt", pk=receipt.pk)
    data = {
        "form": form,
        "gift": gift,
        "is_money": is_money,
        "capitals": f"人民币{in_capitals(gift.amount)}" if is_money else "",
    }
    return render(request, "fund/receipts/issue.html", data, status=422 if form.errors else 200)
