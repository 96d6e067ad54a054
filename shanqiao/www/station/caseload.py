"""Who of a station has how much on their hands, and what its supervisor and its workers talked about."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.cases.models import AgreedAction, Case, Supervision
from shanqiao.apps.cases.stages import Stage
from shanqiao.apps.cases.working import (
    CannotFinishAction,
    CannotWriteSupervision,
    finish_action,
    write_supervision,
)
from shanqiao.apps.people.queries import people_at, supervises_station
from shanqiao.apps.record.clock import now
from shanqiao.stories.caseload import caseload_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.drafts import fill, sent

from .door import guides_a_station, works_at_a_station
from .forms.talks import FinishForm, SupervisionForm
from .paper_forms import OF_FORMS
from .tabs import of_cases

SHOWN = 50  # on a page


@only(guides_a_station)
def browse(request):
    station = supervises_station(request.user)
    loads = caseload_of(station, on=localdate(now()))
    stages = [stage for stage in Stage if stage != Stage.CLOSED]
    context = {
        "tabs": of_cases(request),
        "station": station,
        "stages": stages,
        "rows": [(load, [load.stages[stage] for stage in stages]) for load in loads],
    }
    return render(request, "station/cases/caseload.html", context)


@only(works_at_a_station)
def supervisions(request):
    """The talks of this person: as supervisor or as worker; the supervisor sees those of the station."""
    mine = Q(worker=request.user) | Q(supervisor=request.user)
    if guided := supervises_station(request.user):
        mine |= Q(station=guided)
    rows = Supervision.objects.filter(mine).select_related("worker", "supervisor")
    rows = rows.prefetch_related("actions", "about").order_by("-held_on", "-pk")
    talks = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    about = {one.case_id for talk in talks for one in talk.about.all()}
    context = {
        "tabs": of_cases(request),
        "rows": talks,
        "seen": set(
            Case.objects.seen_by(request.user).filter(pk__in=about).values_list("pk", flat=True)
        ),
        "guides": bool(guided),
        "today": localdate(now()),
    }
    return render(request, "station/cases/supervisions.html", context)


@only(guides_a_station)
def supervise(request, worker):
    """Write down a talk with one of the workers."""
    station = supervises_station(request.user)
    people = people_at(station).exclude(pk=request.user.pk)
    person = get_object_or_404(people, pk=worker)
    cases = Case.objects.at(station).open().handled_by(person).order_by("pk")
    form = SupervisionForm(request.POST or None, cases=cases, initial={"held_on": localdate(now())})
    draft_name = f"supervise-{person.pk}"
    draft = fill(request, draft_name, form)
    if form.is_valid():
        try:
            write_supervision(
                worker=person,
                held_on=form.cleaned_data["held_on"],
                advice=form.cleaned_data["advice"],
                cases=form.cases(),
                actions=form.actions(),
                by=request.user,
                at=now(),
            )
        except CannotWriteSupervision as refusal:
            form.add_error(None, str(refusal))
        else:
            sent(request, draft_name)
            messages.success(request, _("Written down. %(who)s reads it too.") % {"who": person})
            return redirect("station:supervisions")
    context = {"worker": person, "form": form, "draft": draft, "draft_name": draft_name}
    status = 422 if form.errors else 200
    return render(request, "station/cases/supervise.html", context, status=status)


@only(works_at_a_station)
def finish(request, pk):
    """Say what came of something that was agreed."""
    rows = AgreedAction.objects.filter(done_at=None).select_related("supervision")
    action = get_object_or_404(rows, pk=pk)
    if request.user.pk not in (action.supervision.worker_id, action.supervision.supervisor_id):
        raise Http404
    form = FinishForm(request.POST or None)
    if form.is_valid():
        try:
            finish_action(action=action, by=request.user, at=now(), **form.cleaned_data)
        except CannotFinishAction as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done and written down."))
            return redirect("station:supervisions")
    status = 422 if form.errors else 200
    context = {"action": action, "form": form, "paper": OF_FORMS[FinishForm]}
    return render(request, "station/cases/finish.html", context, status=status)
