from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.holdings.actions import (
    CannotAcceptHolding,
    CannotDisposeOfHolding,
    CannotReceiveIncome,
    CannotValueHolding,
    accept_holding,
    dispose_of_holding,
    receive_income,
    value_holding,
)
from shanqiao.apps.holdings.investing import CannotInvest, invest_from_purse
from shanqiao.apps.holdings.queries import events_of, holdings_of, worth_over_time
from shanqiao.apps.record.clock import now
from shanqiao.stories.holdings import followed
from shanqiao.stories.purses import purses_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from ..door import decides, has_a_seat
from ..pictures import as_script
from .forms import AcceptForm, DisposeForm, IncomeForm, InvestForm, ValueForm
from .tables import HoldingFilter, HoldingTable

ACTS = {
    "income": (IncomeForm, receive_income),
    "value": (ValueForm, value_holding),
    "dispose": (DisposeForm, dispose_of_holding),
}


@only(has_a_seat)
def browse(request):
    return listing(
        request,
        table=HoldingTable,
        filters=HoldingFilter,
        rows=holdings_of(funds_of(request.user)),
        template="fund/holdings/browse.html",
        file_name="holdings",
        sentence=_sentence,
        empty=Empty(
            says=gettext_lazy(
                "Nothing of this kind was given yet. Shares, securities and rights stand here with their worth, their dividends, and whom these helped."
            ),
            step=gettext_lazy("See the balance"),
            url_name="fund:balance",
        ),
        context={"may_decide": decides(request.user)},
    )


def _sentence(rows):
    count = rows.order_by().count()
    held = rows.order_by().filter(quantity__gt=0).count()
    words = ngettext(
        "%(n)s holding, %(held)s of it still held.", "%(n)s holdings, %(held)s still held.", count
    )
    return words % {"n": f"{count:,}", "held": f"{held:,}"}


def _purses_to_decide_about(request):
    deciding = funds_of(request.user, Seat.Role.DECIDES)
    return list(purses_of(request.user).filter(fund__in=deciding, unit="fen"))


@only(decides)
def accept(request):
    form = AcceptForm(request.POST or None, purses=_purses_to_decide_about(request))
    if form.is_valid():
        try:
            holding = accept_holding(by=request.user, at=now(), **form.cleaned_data)
        except CannotAcceptHolding as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is taken over, and booked at what it is worth."))
            return redirect("fund:holding", pk=holding.pk)
    data = {"form": form}
    return render(request, "fund/holdings/new.html", data, status=422 if form.errors else 200)


@only(decides)
def invest(request):
    form = InvestForm(request.POST or None, purses=_purses_to_decide_about(request))
    if form.is_valid():
        try:
            holding = invest_from_purse(by=request.user, at=now(), **form.cleaned_data)
        except CannotInvest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is invested, and booked at what was paid."))
            return redirect("fund:holding", pk=holding.pk)
    data = {"form": form}
    return render(request, "fund/holdings/invest.html", data, status=422 if form.errors else 200)


@only(has_a_seat)
def show(request, pk):
    return _page(request, get_object_or_404(holdings_of(funds_of(request.user)), pk=pk))


@only(decides)
@require_POST
def act(request, pk):
    """Write down income, a value or a sale: one form each, named by ``act``."""
    deciding = funds_of(request.user, Seat.Role.DECIDES)
    holding = get_object_or_404(holdings_of(deciding), pk=pk)
    name = request.POST.get("act", "")
    kind, action = ACTS.get(name, ACTS["value"])
    form = kind(request.POST, auto_id=f"{name}_%s")
    if form.is_valid():
        try:
            action(holding=holding, by=request.user, at=now(), **form.cleaned_data)
        except (CannotDisposeOfHolding, CannotReceiveIncome, CannotValueHolding) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is written down and booked."))
            return redirect("fund:holding", pk=pk)
    return _page(request, holding, wrong={name: form})


act.no_page = True  # an answer to a form


def _page(request, holding, *, wrong=None):
    """The page of a holding; ``wrong`` is a form that was not accepted, by the name of what it does."""
    events = list(events_of(holding))
    became = followed(events)
    points = worth_over_time(events)
    decided_here = funds_of(request.user, Seat.Role.DECIDES).filter(pk=holding.purse.fund_id)
    forms = {name: form(auto_id=f"{name}_%s") for name, (form, _act) in ACTS.items()}
    data = {
        "holding": holding,
        "events": [(event, became.get(event.pk)) for event in events],
        "points": points,
        "picture": _picture(points),
        "forms": {**forms, **(wrong or {})},
        "wrong": next(iter(wrong), "") if wrong else "",
        "may_write": holding.quantity > 0 and decided_here.exists(),
    }
    return render(request, "fund/holdings/show.html", data, status=422 if wrong else 200)


def _picture(points):
    """What all that was held was worth after each event, as steps in time."""
    option = {
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "time"},
        "yAxis": {"type": "value"},
        "series": [
            {
                "name": _("Worth"),
                "type": "line",
                "step": "end",
                "data": [[day.isoformat(), worth] for day, _held, worth in points],
            }
        ],
    }
    return as_script({"unit": "fen", "height": 260, "option": option})
