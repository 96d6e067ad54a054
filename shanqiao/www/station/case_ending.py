"""Closing a case, asking how it goes, and opening it again."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from shanqiao.apps.cases.ending import (
    CannotCloseCase,
    CannotFollowUp,
    CannotReopenCase,
    close_case,
    do_follow_up,
    plan_follow_up,
    reopen_case,
)
from shanqiao.apps.cases.models import FollowUp
from shanqiao.apps.cases.queries import closures_of, waiting_transfer
from shanqiao.apps.crises.queries import open_crises_of
from shanqiao.apps.record.clock import now
from shanqiao.apps.sameness.queries import records_of
from shanqiao.stories.casework import before_closing
from shanqiao.www.parts.door import only
from shanqiao.www.parts.phone import sent_once
from shanqiao.www.parts.words import day

from .case_pages import filled, of_a_case
from .door import works_at_a_station
from .forms.cases import CloseCaseForm, FollowUpForm, PlanFollowUpForm, ReopenForm


@only(works_at_a_station)
@of_a_case
def close(request, case):
    form = CloseCaseForm(request.POST or None)

    def save():
        closure = close_case(case=case, by=request.user, at=now(), **form.cleaned_data)
        planned = closure.follow_ups.count()
        return ngettext(
            "Closed. %(n)s follow-up is planned.", "Closed. %(n)s follow-ups are planned.", planned
        ) % {"n": planned}

    return filled(
        request,
        case,
        form=form,
        name="close",
        title=_("Close the case"),
        save=save,
        refusals=CannotCloseCase,
        button=_("Close the case"),
        lead=_(
            "Appointments are called off, colleagues are let go, and follow-ups are planned by the reason. All that was "
            "written stays, and the case can be opened again."
        ),
        promised=list(before_closing(case)),
        crises=list(open_crises_of(records_of(case.resident), person=request.user)),
        transfer=waiting_transfer(case),
    )


@only(works_at_a_station)
@of_a_case
def reopen(request, case):
    form = ReopenForm(request.POST or None)

    def save():
        reopen_case(case=case, by=request.user, at=now(), **form.cleaned_data)
        return _("Opened again. The next step is a new estimate.")

    return filled(
        request,
        case,
        form=form,
        name="reopen",
        title=_("Open the case again"),
        save=save,
        refusals=CannotReopenCase,
        button=_("Open it again"),
    )


@only(works_at_a_station)
@of_a_case
@sent_once
def follow_up(request, case, follow_up):
    waiting = FollowUp.objects.filter(closure__spell__case=case, done_at=None)
    one = get_object_or_404(waiting, pk=follow_up)
    form = FollowUpForm(request.POST or None)

    def save():
        do_follow_up(follow_up=one, by=request.user, at=now(), **form.cleaned_data)
        if form.cleaned_data["how"] == FollowUp.How.AGAIN:
            return _("Written down. If help is needed again, open the case again.")
        return _("Written down.")

    return filled(
        request,
        case,
        form=form,
        name=f"follow-up-{one.pk}",
        title=_("Follow-up of %(day)s") % {"day": day(one.due_on)},
        save=save,
        refusals=CannotFollowUp,
        button=pgettext("what happened", "Write it down"),
        phone=True,
    )


@only(works_at_a_station)
@of_a_case
@sent_once
def follow_up_more(request, case):
    closure = closures_of(case).first()
    if closure is None or case.ended_at is None:
        raise Http404
    form = PlanFollowUpForm(request.POST or None)

    def save():
        made = plan_follow_up(closure=closure, by=request.user, at=now(), **form.cleaned_data)
        return _("Planned for %(day)s.") % {"day": day(made.due_on)}

    return filled(
        request,
        case,
        form=form,
        name="follow-up",
        title=_("Plan another follow-up"),
        save=save,
        refusals=CannotFollowUp,
        button=_("Plan it"),
        phone=True,
    )
