"""Estimating and planning a case, the word of the supervisor, and what came of it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shanqiao.apps.cases.actions import (
    CannotAnswerHandover,
    CannotHandOver,
    accept_handover,
    decline_handover,
    offer_handover,
    withdraw_handover,
)
from shanqiao.apps.cases.models import Goal, Plan
from shanqiao.apps.cases.planning import (
    CannotAnswerPlan,
    CannotEstimate,
    CannotEvaluate,
    CannotPlan,
    CannotSettleGoal,
    answer_plan,
    evaluate_plan,
    make_plan,
    settle_goal,
    sign_estimate,
)
from shanqiao.apps.cases.queries import (
    goals_of,
    guides,
    handles,
    plan_of,
    spell_of,
    waiting_transfer,
    worker_of,
)
from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.queries import people_at
from shanqiao.apps.record.clock import now
from shanqiao.apps.sameness.queries import records_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.phone import sent_once

from .case_pages import filled, of_a_case
from .case_sittings import latest_of_each, sitting_and_day, sittings_for
from .door import works_at_a_station
from .forms.cases import (
    AnswerHandoverForm,
    AnswerPlanForm,
    EstimateForm,
    EvaluateForm,
    HandoverForm,
    PlanForm,
    SettleForm,
)


@only(works_at_a_station)
@of_a_case
@sent_once
def estimate(request, case):
    before = spell_of(case).estimates.order_by("-signed_at", "-pk").first()
    found = {sitting.pk: sitting for sitting in sittings_for(case)}
    form = EstimateForm(
        request.POST or None,
        sittings={pk: sitting_and_day(sitting) for pk, sitting in found.items()},
        initial={
            **{name: getattr(before, name, "") for name in EstimateForm.base_fields},
            "sittings": latest_of_each(found.values()),
        },
    )

    def save():
        data = form.cleaned_data
        rests_on = [found[pk] for pk in data.pop("sittings", ())]
        sign_estimate(case=case, sittings=rests_on, by=request.user, at=now(), **data)
        return _("Signed. The next step is a plan.")

    return filled(
        request,
        case,
        form=form,
        name="estimate",
        title=_("Estimate"),
        assess=None if found else case.resident.pk,
        save=save,
        refusals=CannotEstimate,
        button=_("Sign the estimate"),
        phone=True,
    )


@only(works_at_a_station)
@of_a_case
@sent_once
def plan(request, case):
    known = Need.objects.known_to(case.station).open()
    needs = known.filter(resident__in=records_of(case.resident)).order_by("pk")
    before = spell_of(case).plans.order_by("-version").first()
    form = PlanForm(
        request.POST or None,
        needs=needs,
        before=goals_of(before),
        initial={"strategy": before.strategy, "review_on": before.review_on} if before else {},
    )

    def save():
        data = form.cleaned_data
        made = make_plan(
            case=case,
            strategy=data["strategy"],
            review_on=data["review_on"],
            aims=form.aims(),
            by=request.user,
            at=now(),
        )
        return _("Plan %(n)s is written. The supervisor of the station is asked.") % {
            "n": made.version
        }

    return filled(
        request,
        case,
        form=form,
        name="plan",
        title=_("Plan of the case"),
        save=save,
        refusals=CannotPlan,
        button=_("Ask for approval"),
        phone=True,
        lead=_(
            "One goal is enough. The plan counts once the supervisor of the station approved it."
        ),
    )


@only(works_at_a_station)
@of_a_case
def answer(request, case, plan):
    """The supervisor reads a plan, and approves it or says what is missing."""
    one = get_object_or_404(Plan.objects.filter(spell__case=case, answer=None), pk=plan)
    if not guides(request.user, case):
        raise Http404
    form = AnswerPlanForm(request.POST or None)

    def save():
        approved = request.POST.get("says") == "approve"
        answer_plan(plan=one, approved=approved, by=request.user, at=now(), **form.cleaned_data)
        return _("Approved.") if approved else _("Sent back, with what is missing.")

    return filled(
        request,
        case,
        form=form,
        name=f"answer-{one.pk}",
        title=_("Plan %(n)s") % {"n": one.version},
        save=save,
        refusals=CannotAnswerPlan,
        button=_("Approve"),
        asked=one,
        goals=goals_of(one),
    )


@only(works_at_a_station)
@of_a_case
@sent_once
def settle(request, case, goal):
    one = get_object_or_404(Goal.objects.filter(plan=plan_of(case)), pk=goal)
    form = SettleForm(request.POST or None)

    def save():
        settle_goal(goal=one, by=request.user, at=now(), **form.cleaned_data)
        return _("Written down.")

    return filled(
        request,
        case,
        form=form,
        name=f"goal-{one.pk}",
        title=_("What became of this goal?"),
        save=save,
        refusals=CannotSettleGoal,
        button=pgettext("what happened", "Write it down"),
        phone=True,
        lead=one.words,
    )


@only(works_at_a_station)
@of_a_case
@sent_once
def evaluate(request, case):
    counts = plan_of(case)
    if counts is None:
        raise Http404
    form = EvaluateForm(request.POST or None, goals=goals_of(counts))

    def save():
        evaluate_plan(
            case=case,
            results=form.results(),
            words=form.cleaned_data["words"],
            client_says=form.cleaned_data["client_says"],
            by=request.user,
            at=now(),
        )
        return _("Evaluated. Close the case, or write a new plan.")

    return filled(
        request,
        case,
        form=form,
        name="evaluate",
        title=_("Evaluation"),
        save=save,
        refusals=CannotEvaluate,
        button=_("Sign the evaluation"),
        phone=True,
    )


@only(works_at_a_station)
@of_a_case
def hand_over(request, case):
    worker = worker_of(case)
    people = people_at(case.station).exclude(pk=worker.pk)
    form = HandoverForm(request.POST or None, people=people)

    def save():
        made = offer_handover(case=case, by=request.user, at=now(), **form.cleaned_data)
        return _("%(who)s is asked. Until they accept, nothing changes.") % {"who": made.receiver}

    return filled(
        request,
        case,
        form=form,
        name="handover",
        title=_("Hand the case over"),
        save=save,
        refusals=CannotHandOver,
        button=_("Ask them"),
    )


@only(works_at_a_station)
@of_a_case
def handover(request, case):
    """A handover that waits: the receiver accepts or says why not; whoever gives takes it back."""
    transfer = waiting_transfer(case)
    if transfer is None:
        raise Http404
    form = AnswerHandoverForm(request.POST or None)
    if form.is_valid():
        try:
            said = _answered(request, transfer, form.cleaned_data["words"])
        except CannotAnswerHandover as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            if request.POST.get("says") == "decline":
                return redirect("station:cases")
            return redirect("station:case", pk=case.pk)
    context = {
        "case": case,
        "transfer": transfer,
        "form": form,
        "asked": transfer.receiver == request.user,
        "gives": handles(request.user, case) or guides(request.user, case),
    }
    status = 422 if form.errors else 200
    return render(request, "station/cases/handover.html", context, status=status)


def _answered(request, transfer, words):
    """What is true now."""
    by = {"transfer": transfer, "by": request.user, "at": now()}
    match request.POST.get("says"):
        case "accept":
            accept_handover(**by)
            return _("The case is yours now.")
        case "decline":
            decline_handover(words=words, **by)
            return _("Said. The case stays with its worker.")
    withdraw_handover(**by)
    return _("Taken back. Nothing has changed.")
