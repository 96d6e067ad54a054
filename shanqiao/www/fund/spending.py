"""What the hosts of one's funds have spent this year, against what the law asks."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dates import MONTHS_3
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Purse, Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.governing.actions import CannotWriteFigures, write_year_figures
from shanqiao.apps.governing.management import CannotBookManagement, book_management
from shanqiao.apps.record.clock import now
from shanqiao.apps.registry.models import Organisation
from shanqiao.stories.governing import funds_governed_by, funds_run_by
from shanqiao.stories.spending import year_of
from shanqiao.www.parts.door import only

from .door import governs, keeps_accounts, runs_a_fund
from .forms_governing import FiguresForm
from .forms_management import ManagementForm
from .pictures import as_script


@only(governs)
def browse(request):
    at = now()
    funds = funds_governed_by(request.user, on=localdate(at))
    hosts = Organisation.objects.filter(funds__in=funds).distinct().order_by("name", "pk")
    run = set(funds_run_by(request.user).values_list("host", flat=True))
    years = [year_of(host, at=at) for host in hosts]
    data = {
        "years": [(year, _drawn(year), year.host.pk in run) for year in years],
        "paid_here": {fund.host for fund in funds_of(request.user, Seat.Role.PAYS)},
        "day": localdate(at),
    }
    return render(request, "fund/governing/spending.html", data)


@only(runs_a_fund)
def write(request, pk):
    """The figures of a year of one's host."""
    host = get_object_or_404(
        Organisation.objects.filter(funds__in=funds_run_by(request.user)).distinct(), pk=pk
    )
    form = FiguresForm(request.POST or None, initial={"year": localdate(now()).year - 1})
    if form.is_valid():
        try:
            write_year_figures(host=host, by=request.user, at=now(), **form.cleaned_data)
        except CannotWriteFigures as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The figures are written down. A later row corrects them."))
            return redirect("fund:spending")
    data = {
        "form": form,
        "fund": host,
        "back": "spending",
        "heading": _("Figures of a year"),
        "press": _("Write them down"),
    }
    return render(request, "fund/governing/form.html", data, status=422 if form.errors else 200)


@only(keeps_accounts)
def book(request, pk):
    """A cost of the management of one's host."""
    mine = funds_of(request.user, Seat.Role.PAYS)
    host = get_object_or_404(Organisation.objects.filter(funds__in=mine).distinct(), pk=pk)
    form = ManagementForm(
        request.POST or None,
        purses=Purse.objects.filter(fund__in=mine, unit="fen", fund__host=host),
    )
    if form.is_valid():
        said = form.cleaned_data
        key = said.pop("key")
        try:
            book_management(host=host, key=f"form {key}", by=request.user, at=now(), **said)
        except CannotBookManagement as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The cost stands in the books."))
            return redirect("fund:spending")
    data = {
        "form": form,
        "fund": host,
        "back": "spending",
        "heading": _("A cost of management"),
        "press": _("Book it"),
    }
    return render(request, "fund/governing/form.html", data, status=422 if form.errors else 200)


def _drawn(year):
    """Spent month by month, with the line of the limit and where the year ends at this pace."""
    if year.spending is None:
        return ""
    months = list(range(1, 13))
    spent = [*year.months, *[None] * (12 - len(year.months))]
    spent[len(year.months) - 1] = year.spending.spent
    pace = [None] * 12
    pace[len(year.months) - 1] = year.spending.spent
    pace[11] = year.spending.projected
    option = {
        "legend": {},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "data": [str(MONTHS_3[month]).capitalize() for month in months],
        },
        "yAxis": {"type": "value"},
        "series": [
            {"name": _("spent so far"), "type": "line", "data": spent},
            {
                "name": _("at this pace"),
                "type": "line",
                "data": pace,
                "connectNulls": True,
                "lineStyle": {"type": "dashed"},
            },
            {
                "name": _("to be reached by 31 December"),
                "type": "line",
                "symbol": "none",
                "data": [year.spending.needed] * 12,
            },
        ],
    }
    return as_script({"unit": "fen", "height": 320, "option": option})
