"""What a purse is for, and the beginning of a change."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.governing.changing import (
    CannotRestrict,
    propose_change,
    restrict_purse,
)
from shanqiao.apps.governing.investing import LAW, bars_to_investing
from shanqiao.apps.governing.leftover import propose_surplus
from shanqiao.apps.governing.queries import restriction_of
from shanqiao.apps.governing.voting import CannotPutMotion
from shanqiao.apps.record.clock import now
from shanqiao.stories.conditions import names_of, places_in_words
from shanqiao.stories.governing import funds_governed_by, funds_run_by
from shanqiao.www.parts.door import only

from .door import governs, runs_a_fund
from .forms_governing import ChangeForm, FirstPurposeForm, SurplusForm

_SAID = ("purpose", "group", "period_from", "period_to", "wish")


@only(governs)
def purse(request, pk):
    """What it is for, since when, and how that came; the first time, it is written down here."""
    at = now()
    on = localdate(at)
    mine = Purse.objects.filter(fund__in=funds_governed_by(request.user, on=on))
    it = get_object_or_404(mine.select_related("fund__host"), pk=pk)
    runs = funds_run_by(request.user).filter(pk=it.fund_id).exists()
    said = restriction_of(it, on=on)
    form = FirstPurposeForm(
        request.POST or None if runs else None,
        initial={"period_from": it.valid_from, "period_to": it.valid_to},
    )
    if form.is_valid():
        try:
            restrict_purse(
                purse=it,
                since=on,
                streets=it.streets,
                by=request.user,
                at=at,
                **form.cleaned_data,
            )
        except CannotRestrict as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written down. From now on it changes only by a decision."))
            return redirect("fund:purpose", pk=pk)
    data = {
        "purse": it,
        "said": said,
        "places": places_in_words(said.streets, names_of(said.streets)) if said else "",
        "versions": it.restrictions.select_related("change__motion").order_by("-version"),
        "changes": it.changes.select_related("motion__result", "effect").order_by("-at"),
        "bars": bars_to_investing(it, amount=None, until=None, on=on),
        "investing_law": LAW,
        "ended": said is not None and said.period_to < on,
        "runs": runs,
        "form": form,
    }
    return render(request, "fund/governing/purpose.html", data, status=422 if form.errors else 200)


@only(runs_a_fund)
def propose(request, pk):
    it = _of_a_fund_i_run(request, pk)
    said = restriction_of(it, on=localdate(now()))
    form = ChangeForm(
        request.POST or None, initial={n: getattr(said, n) for n in _SAID} if said else {}
    )
    if form.is_valid():
        try:
            change = propose_change(
                purse=it,
                streets=said.streets if said else [],
                by=request.user,
                at=now(),
                **form.cleaned_data,
            )
        except CannotPutMotion as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The motion is put. Nothing changes before everything is there.")
            )
            return redirect("fund:change", pk=change.pk)
    return _form(request, form, it, _("Change what it is for"))


@only(runs_a_fund)
def surplus(request, pk):
    it = _of_a_fund_i_run(request, pk)
    form = SurplusForm(request.POST or None, purse=it, initial={"amount": it.free})
    if form.is_valid():
        try:
            put = propose_surplus(purse=it, by=request.user, at=now(), **form.cleaned_data)
        except CannotPutMotion as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The motion is put. The members can answer it now."))
            return redirect("fund:motion", pk=put.motion_id)
    return _form(request, form, it, _("Use what is left"))


def _of_a_fund_i_run(request, pk):
    mine = Purse.objects.filter(fund__in=funds_run_by(request.user))
    return get_object_or_404(mine.select_related("fund__host"), pk=pk)


def _form(request, form, it, heading):
    data = {
        "form": form,
        "fund": it.fund,
        "purse": it,
        "heading": heading,
        "press": _("Put it to the committee"),
    }
    return render(request, "fund/governing/form.html", data, status=422 if form.errors else 200)
