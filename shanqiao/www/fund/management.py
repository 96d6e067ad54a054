"""What the management of the hosts of one's funds costs: listed, and taken back, whole or in part."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.governing.management import (
    CannotTakeBackManagement,
    management_costs_of,
    take_back_management,
)
from shanqiao.apps.record.clock import now
from shanqiao.apps.registry.models import Organisation
from shanqiao.stories.governing import funds_governed_by
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from .door import governs, keeps_accounts
from .forms_management import PartBackForm
from .tables_management import ManagementFilter, ManagementTable


@only(governs)
def browse(request):
    funds = funds_governed_by(request.user, on=localdate(now()))
    return listing(
        request,
        table=ManagementTable,
        filters=ManagementFilter,
        rows=management_costs_of(_hosts_of(funds)),
        template="fund/governing/management.html",
        file_name="management-costs",
        sentence=_sentence,
        empty=Empty(
            says=gettext_lazy(
                "What management costs stands here once it is booked. Nothing was yet."
            ),
            step=gettext_lazy("Spending and management"),
            url_name="fund:spending",
        ),
    )


@only(keeps_accounts)
def back(request, pk):
    """A cost that was booked by mistake, or of which something came back, is taken back."""
    mine = _hosts_of(funds_of(request.user, Seat.Role.PAYS))
    cost = get_object_or_404(management_costs_of(mine), pk=pk)
    form = PartBackForm(request.POST or None, stands=cost.standing)
    if form.is_valid():
        try:
            take_back_management(cost=cost, by=request.user, at=now(), **form.cleaned_data)
        except CannotTakeBackManagement as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is taken back. The cost stays to be read."))
            return redirect("fund:management-costs")
    data = {
        "form": form,
        "fund": cost.host,
        "back": "management",
        "heading": _("Take back: %(what)s") % {"what": cost.words},
        "press": _("Take this cost back"),
    }
    return render(request, "fund/governing/form.html", data, status=422 if form.errors else 200)


def _hosts_of(funds):
    return Organisation.objects.filter(funds__in=funds).distinct()


def _sentence(rows):
    count = rows.order_by().count()
    return ngettext("%(n)s cost.", "%(n)s costs.", count) % {"n": count} if count else ""
