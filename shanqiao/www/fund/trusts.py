from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.record.clock import now
from shanqiao.apps.trusts.actions import (
    CannotChangeTrust,
    CannotEndTrust,
    CannotFileTrust,
    CannotSignTrust,
    change_trust,
    end_trust,
    file_trust_change,
    publish_trust_change,
    report_trust_year,
    sign_trust,
)
from shanqiao.apps.trusts.queries import changes_of, duties_of, items_now, open_duties, trusts_of
from shanqiao.stories.purses import purses_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.trusts import ShownDuty, TrustFilter, TrustTable, next_of_each

from .beside import with_ways
from .door import decides, has_a_seat
from .trust_forms import ChangeForm, EndForm, FileForm, PublishForm, ReportForm, TrustForm


@only(has_a_seat)
def browse(request):
    at, trusts = now(), trusts_of(funds_of(request.user))
    duties = open_duties(trusts, at=at)

    return listing(
        request,
        table=TrustTable.owing(
            next_of_each(duties),
            day=localdate(at),
            links_to=lambda pk: reverse("fund:trust", args=[pk]),
        ),
        filters=TrustFilter,
        rows=trusts,
        template="fund/trusts/browse.html",
        file_name="trusts",
        sentence=_sentence,
        empty=Empty(
            says=gettext_lazy(
                "No charitable trust is written down yet. Its purse helps people like any other; what it owes to civil affairs stands here with its day."
            ),
            step=gettext_lazy("See the balance"),
            url_name="fund:balance",
        ),
        context={
            "duties": [ShownDuty.of(duty, localdate(at)) for duty in duties],
            "may_decide": decides(request.user),
        },
    )


def _sentence(rows):
    count = rows.order_by().count()
    return ngettext("%(n)s charitable trust.", "%(n)s charitable trusts.", count) % {
        "n": f"{count:,}"
    }


@only(decides)
def new(request):
    free = [
        purse
        for purse in purses_of(request.user).filter(
            fund__in=funds_of(request.user, Seat.Role.DECIDES), unit="fen", trust=None
        )
        if not purse.received
    ]
    form = TrustForm(request.POST or None, purses=free)
    if form.is_valid():
        try:
            trust = sign_trust(by=request.user, at=now(), **form.cleaned_data)
        except CannotSignTrust as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The trust is written down. It has to be filed with civil affairs.")
            )
            return redirect("fund:trust", pk=trust.pk)
    data = {"form": form, "purses": free}
    return render(request, "fund/trusts/new.html", data, status=422 if form.errors else 200)


@only(has_a_seat)
def show(request, pk):
    return _page(request, get_object_or_404(trusts_of(funds_of(request.user)), pk=pk))


def _page(request, trust, *, wrong=None):
    """The page of a trust; ``wrong`` is a form that was not accepted, by the name of what it does."""
    changes = list(changes_of([trust]))
    decided_here = funds_of(request.user, Seat.Role.DECIDES).filter(pk=trust.purse.fund_id).exists()
    forms = {name: form(auto_id=f"{name}_%s") for name, form in FORMS.items()}
    data = {
        "trust": trust,
        "purse": with_ways([trust.purse])[0],
        "now": items_now(trust, changes),
        "changes": changes,
        "duties": [ShownDuty.of(duty, localdate(now())) for duty in duties_of([trust], at=now())],
        "unfiled": [change for change in changes if not hasattr(change, "filing")],
        "unpublished": [
            change
            for change in changes
            if hasattr(change, "filing") and not hasattr(change, "publication")
        ],
        "reports": trust.reports.order_by("-year"),
        "forms": {**forms, **(wrong or {})},
        "wrong": next(iter(wrong), "") if wrong else "",
        "may_write": decided_here and not trust.has_ended,
        "may_file": decided_here,
    }
    return render(request, "fund/trusts/show.html", data, status=422 if wrong else 200)


FORMS = {
    "file": FileForm,
    "publish": PublishForm,
    "change": ChangeForm,
    "report": ReportForm,
    "end": EndForm,
}


@only(decides)
@require_POST
def act(request, pk):
    """File, publish, change, report or end a trust: one form each, named by ``act``."""
    deciding = funds_of(request.user, Seat.Role.DECIDES)
    trust = get_object_or_404(trusts_of(deciding), pk=pk)
    name = request.POST.get("act", "")
    form = FORMS.get(name, FileForm)(request.POST, auto_id=f"{name}_%s")
    if form.is_valid():
        try:
            _do(name, trust, request)(**form.cleaned_data, by=request.user, at=now())
        except (CannotChangeTrust, CannotEndTrust, CannotFileTrust) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is written down."))
            return redirect("fund:trust", pk=pk)
    return _page(request, trust, wrong={name: form})


act.no_page = True  # an answer to a form


def _do(name, trust, request):
    match name:
        case "change":
            return partial(change_trust, trust=trust)
        case "report":
            return partial(report_trust_year, trust=trust)
        case "end":
            return partial(end_trust, trust=trust)
        case "publish":
            return partial(publish_trust_change, change=_change(trust, request))
        case _file:
            return partial(file_trust_change, change=_change(trust, request))


def _change(trust, request):
    pk = request.POST.get("change", "")
    return get_object_or_404(trust.changes, pk=pk if pk.isdecimal() else 0)
