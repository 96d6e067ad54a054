"""Up to which amount how many people approve."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from shanqiao.apps.approvals.actions import CannotSetBands, set_bands
from shanqiao.apps.approvals.queries import bands_of, rule_in_force
from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.record.clock import now
from shanqiao.www.parts.bands import BandsForm, told_of_rule
from shanqiao.www.parts.door import only

from ..door import decides, has_a_seat


@only(has_a_seat)
def browse(request):
    at = now()
    decide = set(funds_of(request.user, Seat.Role.DECIDES).values_list("pk", flat=True))
    funds = [
        (
            fund,
            told_of_rule(rule_in_force(fund=fund, at=at)),
            told_of_rule(rule_in_force(host=fund.host, at=at)),
            fund.pk in decide,
        )
        for fund in funds_of(request.user).select_related("host").order_by("pk")
    ]
    return render(request, "fund/out/bands.html", {"funds": funds})


@only(decides)
def change(request, pk):
    """Set how many people approve from now on; what was approved before is judged by what held then."""
    fund = get_object_or_404(funds_of(request.user, Seat.Role.DECIDES), pk=pk)
    rule = rule_in_force(fund=fund, at=now())
    form = BandsForm(request.POST or None, initial=BandsForm.initial_of(rule and bands_of(rule)))
    if form.is_valid():
        try:
            set_bands(
                fund=fund,
                bands=form.bands(),
                why=form.cleaned_data["why"],
                by=request.user,
                at=now(),
            )
        except CannotSetBands as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("From now on these bands hold for what is approved. The record keeps why."),
            )
            return redirect("fund:bands")
    data = {"form": form, "fund": fund}
    return render(request, "fund/out/bands_change.html", data, status=422 if form.errors else 200)
