from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from procrastinate import exceptions
from procrastinate.contrib.django import app

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.matching.models import Trial
from shanqiao.apps.matching.trials import CannotTryCondition, try_condition
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.places.models import District
from shanqiao.apps.record.clock import now
from shanqiao.stories.conditions import condition_in_words, names_of, places_in_words
from shanqiao.stories.purses import purses_of
from shanqiao.www.parts.door import only

from .conditions import conditions_of
from .door import decides
from .forms_trying import TryForm

PATIENCE = 15  # seconds until a trial that nobody began is said to lie there
TASK = "shanqiao.jobs.tasks.try_condition"


@only(decides)
def ask(request, pk):
    """Try other conditions of a purse; the purse stays as it is."""
    purse = get_object_or_404(_purses(request), pk=pk)
    form = TryForm(request.POST or None, purse=purse)
    if form.is_valid():
        try:
            trial = try_condition(
                purse=purse,
                by=request.user,
                at=now(),
                step=form.cleaned_data["step"],
                columns=form.columns,
            )
        except CannotTryCondition as refusal:
            form.add_error(None, str(refusal))
        else:
            _hand_to_the_worker(trial)
            return redirect("fund:trial", pk=trial.pk)
    data = {
        "form": form,
        "purse": purse,
        "conditions": conditions_of(purse, names_of(purse.streets)),
    }
    return render(request, "fund/balance/try.html", data, status=422 if form.errors else 200)


@only(decides)
def answer(request, pk):
    """What would come of it, or how far it has come."""
    trial = get_object_or_404(
        Trial.objects.filter(purse__in=_purses(request)).select_related("purse__fund"), pk=pk
    )
    waited = (now() - trial.asked_at).total_seconds()
    data = {
        "trial": trial,
        "columns": _in_words(trial),
        "nobody_works": trial.started_at is None and waited > PATIENCE,
        **_tables(trial.answer or {}),
    }
    part = "#answer" if request.htmx and request.htmx.target == "answer" else ""
    return render(request, "fund/balance/tried.html" + part, data)


def _purses(request):
    return purses_of(request.user).filter(fund__in=funds_of(request.user, Seat.Role.DECIDES))


def _tables(told):
    """The counts of an answer with the names of districts and kinds."""
    rows = {side: told.get(side, []) for side in ("gaining", "losing")}
    codes = {code for side in rows.values() for code, _kind, _people in side}
    districts = District.objects.in_bulk(codes)
    return {
        side: [(districts.get(code, code), Kind(kind).label, people) for code, kind, people in of]
        for side, of in rows.items()
    }


def _in_words(trial):
    """(column, value in words) of what was typed."""
    words = dict(trial.columns)
    if "streets" in words:
        words["streets"] = places_in_words(words["streets"])
    if "eligible" in words:
        words["eligible"] = condition_in_words(words["eligible"])
    return words


def _hand_to_the_worker(trial):
    """A job for the worker; pressed twice it is one job."""
    job = app.configure_task(TASK, queueing_lock=f"trial:{trial.pk}")
    try:
        with transaction.atomic():  # a refusal would spoil a transaction around it
            job.defer(trial_id=trial.pk)
    except exceptions.AlreadyEnqueued:
        return
