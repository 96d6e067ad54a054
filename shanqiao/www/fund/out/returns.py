from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.paying.returning import CannotReturn, take_money_back
from shanqiao.apps.record.clock import now
from shanqiao.stories.grants import grants_of
from shanqiao.stories.money_out import returnable
from shanqiao.www.parts.door import only

from ..about import told_of
from ..door import pays
from .forms import ReturnForm


@only(pays)
def write_down(request, pk):
    """Money that was paid came back: all of it, or a part."""
    grant = get_object_or_404(grants_of(request.user, Seat.Role.PAYS), pk=pk)
    left = returnable(grant)
    if not left:
        messages.info(request, _("Nothing of this grant can come back."))
        return redirect("fund:grant", pk=pk)
    form = ReturnForm(request.POST or None, left=left)
    if form.is_valid():
        try:
            take_money_back(payment=grant.payment, by=request.user, at=now(), **form.cleaned_data)
        except CannotReturn as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _(
                    "The money is back in the purse, and the need lacks it again. The next plan looks at it."
                ),
            )
            return redirect("fund:grant", pk=pk)
    data = {"form": form, "told": told_of(grant), "left": left}
    return render(request, "fund/out/return.html", data, status=422 if form.errors else 200)
