"""How many people approve a grant by its amount, at all funds of a host."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from shanqiao.apps.approvals.actions import CannotSetBands, set_bands
from shanqiao.apps.approvals.queries import bands_of, rule_in_force
from shanqiao.apps.record.clock import now
from shanqiao.stories.supervision import hosts_of_funds
from shanqiao.www.parts.bands import BandsForm, told_of_rule
from shanqiao.www.parts.door import only

from .door import checks_the_city


@only(checks_the_city)
def browse(request):
    at = now()
    hosts = [(host, told_of_rule(rule_in_force(host=host, at=at))) for host in hosts_of_funds()]
    return render(request, "supervisor/bands/browse.html", {"hosts": hosts})


@only(checks_the_city)
def change(request, pk):
    """Set how many people approve from now on at all funds of a host."""
    host = get_object_or_404(hosts_of_funds(), pk=pk)
    rule = rule_in_force(host=host, at=now())
    form = BandsForm(request.POST or None, initial=BandsForm.initial_of(rule and bands_of(rule)))
    if form.is_valid():
        try:
            set_bands(
                host=host,
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
            return redirect("supervisor:bands")
    data = {"form": form, "host": host}
    return render(request, "supervisor/bands/change.html", data, status=422 if form.errors else 200)
