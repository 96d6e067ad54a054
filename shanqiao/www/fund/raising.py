"""What raising money costs the hosts of one's funds: booked, listed, taken back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shanqiao.apps.funds.models import Purse, Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.governing.raising import (
    CannotBookRaising,
    CannotTakeBackRaising,
    book_raising,
    costs_of,
    take_back_raising,
)
from shanqiao.apps.record.clock import now
from shanqiao.apps.registry.models import Organisation
from shanqiao.stories.governing import funds_governed_by
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from .door import governs, keeps_accounts
from .forms_management import BackForm, RaisingForm
from .tables_raising import RaisingFilter, RaisingTable


@only(governs)
def browse(request):
    return listing(
        request,
        table=RaisingTable,
        filters=RaisingFilter,
        rows=costs_of(_hosts_of(funds_governed_by(request.user, on=localdate(now())))),
        template="fund/governing/raising.html",
        file_name="raising-costs",
        sentence=_sentence,
        empty=Empty(
            says=gettext_lazy(
                "What raising money costs, and what having a gift valued costs, stands here once it is booked. Nothing was yet."
            ),
            step=gettext_lazy("Spending and management"),
            url_name="fund:spending",
        ),
    )


@only(keeps_accounts)
def book(request, pk):
    """A cost of raising money for one's host."""
    mine = funds_of(request.user, Seat.Role.PAYS)
    host = get_object_or_404(_hosts_of(mine), pk=pk)
    form = RaisingForm(
        request.POST or None,
        purses=Purse.objects.filter(fund__in=mine, unit="fen", fund__host=host),
    )
    if form.is_valid():
        said = form.cleaned_data
        key = said.pop("key")
        try:
            book_raising(host=host, key=f"form {key}", by=request.user, at=now(), **said)
        except CannotBookRaising as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The cost stands in the books."))
            return redirect("fund:raising-costs")
    return _asked(request, form, host, _("A cost of raising money"), _("Book it"), "spending")


@only(keeps_accounts)
def back(request, pk):
    """A cost that was booked by mistake, or came back, is taken back."""
    mine = _hosts_of(funds_of(request.user, Seat.Role.PAYS))
    cost = get_object_or_404(costs_of(mine), pk=pk)
    form = BackForm(request.POST or None)
    if form.is_valid():
        try:
            take_back_raising(cost=cost, by=request.user, at=now(), **form.cleaned_data)
        except CannotTakeBackRaising as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is taken back. The cost stays to be read."))
            return redirect("fund:raising-costs")
    heading = _("Take back: %(what)s") % {"what": cost.words}
    return _asked(request, form, cost.host, heading, _("Take this cost back"), "raising")


def _asked(request, form, host, heading, press, back):
    data = {"form": form, "fund": host, "back": back, "heading": heading, "press": press}
    return render(request, "fund/governing/form.html", data, status=422 if form.errors else 200)


def _hosts_of(funds):
    return Organisation.objects.filter(funds__in=funds).distinct()


def _sentence(rows):
    count = rows.order_by().count()
    return ngettext("%(n)s cost.", "%(n)s costs.", count) % {"n": count} if count else ""
