from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from procrastinate import exceptions
from procrastinate.contrib.django import app

from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.matching.models import Plan, PlanRequest
from shanqiao.apps.matching.planning import PlanCannotBeReplayed, replay_plan
from shanqiao.apps.matching.requests import CannotAskForPlan, ask_for_plan
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.record.clock import now
from shanqiao.stories.plan_changes import plan_or_latest
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from .changes import counts_for, plan_page
from .door import has_a_seat, proposes
from .filters import PlanFilter
from .tables import PlanTable
from .worth import worth_told

PATIENCE = 15  # seconds until a request that nobody began is said to lie there
TASK = "shanqiao.jobs.tasks.ask_for_plan"
SAME = gettext_lazy("Computed again from the frozen facts: the same plan, line by line.")
OTHER = gettext_lazy(
    "Computed again, the plan is another one. Nothing was changed; please tell the operators and the supervisors."
)


@only(has_a_seat)
def browse(request):
    funds = funds_of(request.user)
    plans = Plan.objects.defer("facts").select_related("proposed_by")
    return listing(
        request,
        table=PlanTable,
        filters=PlanFilter,
        rows=plans.annotate(
            ours=Count("proposals", filter=Q(proposals__purse__fund__in=funds))
        ).order_by("-proposed_at", "-pk"),
        template="fund/plans/browse.html",
        file_name="plans",
        sentence=_sentence,
        empty=Empty(
            says=gettext_lazy(
                "No plan was made yet. A plan looks at every open need of the city and everything that is free,"
                " and proposes who could help whom."
            )
        ),
        context={
            "may_ask": proposes(request.user),
            "running": PlanRequest.objects.filter(ended_at=None).first(),
        },
    )


@only(has_a_seat)
def show(request, pk):
    plan = get_object_or_404(Plan.objects.select_related("proposed_by", "worth"), pk=pk)
    return plan_page(request, plan, _page(plan))


@only(has_a_seat)
@require_POST
def replay(request, pk):
    """Compute the plan once more from its frozen facts, and compare."""
    plan = get_object_or_404(Plan, pk=pk)
    try:
        replay_plan(plan=plan)
    except PlanCannotBeReplayed:
        same = False
    else:
        same = True
    if request.htmx:
        data = {"plan": plan, "replayed": True, "same": same, "says": SAME if same else OTHER}
        return render(request, "fund/plans/show.html#replay", data)
    if same:
        messages.success(request, SAME)
    else:
        messages.error(request, OTHER)
    return redirect("fund:plan", pk=pk)


@only(proposes)
@require_POST
def ask(request):
    try:
        asked, _is_new = ask_for_plan(by=request.user, at=now())
    except CannotAskForPlan as refusal:
        messages.error(request, str(refusal))
        return redirect("fund:plans")
    _hand_to_the_worker(asked)
    return redirect("fund:plan-request", pk=asked.pk)


@only(has_a_seat)
def progress(request, pk):
    asked = get_object_or_404(
        PlanRequest.objects.select_related("asked_by", "plan").defer("plan__facts"), pk=pk
    )
    waited = (now() - asked.asked_at).total_seconds()
    data = {
        "asked": asked,
        "nobody_works": asked.started_at is None and waited > PATIENCE,
        "may_ask": proposes(request.user),
    }
    if asked.plan and not asked.found_nothing_new:
        data["counts"] = counts_for(asked.plan, request.user)
    part = "#progress" if request.htmx and request.htmx.target == "progress" else ""
    return render(request, "fund/plans/request.html" + part, data)


def _hand_to_the_worker(asked):
    """A job for the worker; pressed twice it is one job, and a job that was lost is put there again."""
    job = app.configure_task(TASK, queueing_lock=f"plan:{asked.pk}", lock="plan")
    try:
        with transaction.atomic():  # a refusal would spoil a transaction around it
            job.defer(request_id=asked.pk)
    except exceptions.AlreadyEnqueued:
        return


def _page(plan):
    kinds = [(Kind(row["kind"]).label, row) for row in plan.summary.get("by_kind", ())]
    return {
        "plan": plan,
        "kinds": kinds,
        "worth": worth_told(plan),
        "is_latest": plan == plan_or_latest(),
    }


def _sentence(plans):
    count = plans.order_by().count()
    return ngettext("%(n)s plan.", "%(n)s plans.", count) % {"n": count} if count else ""
