"""One change of purpose, step by step: what is done, what is missing, and by when."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanqiao.apps.governing.changing import (
    CannotAddToChange,
    CannotTakeEffect,
    answer_objection,
    file_change,
    publish_notice,
    record_consent,
    record_objection,
    take_effect,
)
from shanqiao.apps.governing.limits import NOTICE
from shanqiao.apps.governing.missing import steps_of
from shanqiao.apps.governing.models import Objection, PurposeChange
from shanqiao.apps.governing.queries import restriction_of
from shanqiao.apps.record.clock import now
from shanqiao.stories.governing import funds_governed_by, funds_run_by
from shanqiao.www.parts.door import only

from .door import governs, runs_a_fund
from .forms_steps import ConsentForm, FilingForm, NoticeForm, ObjectionForm, ReplyForm

_FORMS = {
    "consent": ConsentForm,
    "notice": NoticeForm,
    "objection": ObjectionForm,
    "filing": FilingForm,
}


@only(governs)
def show(request, pk):
    change = get_object_or_404(
        PurposeChange.objects.filter(
            motion__fund__in=funds_governed_by(request.user, on=localdate(now()))
        ).select_related(
            "motion__fund", "motion__result", "purse__fund", "notice", "filing", "effect"
        ),
        pk=pk,
    )
    return _page(request, change, {})


@only(runs_a_fund)
@require_POST
def add(request, pk, step):
    """One step more: consent, notice, objection, filing, or the effect itself."""
    change = _of_a_fund_i_run(request, pk)
    if step == "effect":
        return _effect(request, change)
    if step not in _FORMS or (step == "objection" and not hasattr(change, "notice")):
        raise Http404
    form = _FORMS[step](request.POST, prefix=step)
    if form.is_valid():
        try:
            _write(step, change, form.cleaned_data, by=request.user, at=now())
        except CannotAddToChange as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written down."))
            return redirect("fund:change", pk=pk)
    return _page(request, _of_a_fund_i_run(request, pk), {step: form})  # as it is kept


@only(runs_a_fund)
@require_POST
def reply(request, pk):
    objection = get_object_or_404(
        Objection.objects.filter(notice__change__motion__fund__in=funds_run_by(request.user)), pk=pk
    )
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            answer_objection(objection=objection, by=request.user, at=now(), **form.cleaned_data)
        except CannotAddToChange as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The objection is answered."))
    else:
        messages.error(request, _("Please say whether the objection is right, and why."))
    return redirect("fund:change", pk=objection.notice.change_id)


def _effect(request, change):
    try:
        take_effect(change=change, by=request.user, at=now())
    except CannotTakeEffect as refusal:
        messages.error(request, str(refusal))
        return redirect("fund:change", pk=change.pk)
    messages.success(request, _("The purse is for the new purpose from today."))
    return redirect("fund:purpose", pk=change.purse_id)


def _write(step, change, said, *, by, at):
    match step:
        case "consent":
            record_consent(change=change, by=by, at=at, **said)
        case "notice":
            publish_notice(change=change, by=by, at=at, **said)
        case "objection":
            record_objection(notice=change.notice, by=by, at=at, **said)
        case "filing":
            file_change(change=change, by=by, at=at, **said)


def _of_a_fund_i_run(request, pk):
    mine = PurposeChange.objects.filter(motion__fund__in=funds_run_by(request.user))
    return get_object_or_404(
        mine.select_related("motion__fund", "motion__result", "purse__fund", "notice", "effect"),
        pk=pk,
    )


def _page(request, change, forms):
    today = localdate(now())
    notice = getattr(change, "notice", None)
    started = {
        "consent": {"said_on": today},
        "notice": {"since": today, "until": today + NOTICE},
        "objection": {"received_on": today},
        "filing": {"filed_on": today},
    }
    steps = steps_of(change, on=today)
    data = {
        "change": change,
        "before": restriction_of(change.purse, on=today),
        "steps": steps,
        "whole": all(step.done for step in steps),
        "stopped": any(step.stopped for step in steps),
        "effect": getattr(change, "effect", None),
        "notice": notice,
        "filing": getattr(change, "filing", None),
        "consents": change.consents.order_by("pk"),
        "objections": notice.objections.select_related("answer").order_by("pk") if notice else [],
        "reply": ReplyForm(),
        "runs": funds_run_by(request.user).filter(pk=change.motion.fund_id).exists(),
        "forms": {
            step: forms.get(step) or form(initial=started[step], prefix=step)
            for step, form in _FORMS.items()
        },
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "fund/governing/change.html", data, status=422 if wrong else 200)
