"""Receipts and letters in bulk: asked for, watched while they are made, fetched."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from procrastinate import exceptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from shanqiao.apps.receipts.models import LetterRun
from shanqiao.apps.receipts.queries import runs_of, why_no_file
from shanqiao.apps.receipts.runs import (
    KEPT,
    CannotAskForLetters,
    ask_for_letters,
    note_letters_fetched,
)
from shanqiao.apps.record.clock import now
from shanqiao.www.parts.door import only
from shanqiao.www.parts.words import in_words

from ..door import takes_gifts
from .forms import LettersForm
from .receipts import address_of, as_file

TASK = "shanqiao.jobs.tasks.make_letters"
PATIENCE = 15  # seconds until a job that nobody began is said to lie there
UNENDED = ("todo", "doing")
SHOWN = 25  # of what was asked for


@only(takes_gifts)
def browse(request):
    form = LettersForm(request.POST or None)
    if form.is_valid():
        try:
            run = ask_for_letters(
                address=address_of(request), by=request.user, at=now(), **form.cleaned_data
            )
        except CannotAskForLetters as refusal:
            form.add_error(None, str(refusal))
        else:
            _hand_to_the_worker(run)
            return redirect("fund:letter-run", pk=run.pk)
    data = {"form": form, "runs": runs_of(request.user)[:SHOWN], "kept": KEPT.days}
    return render(request, "fund/receipts/letters.html", data, status=422 if form.errors else 200)


@only(takes_gifts)
def show(request, pk):
    run = get_object_or_404(runs_of(request.user), pk=pk)
    waits = not run.ended_at
    late = waits and (now() - run.asked_at).total_seconds() > PATIENCE
    jobs = _jobs_of(run) if late else set()
    data = {
        "run": run,
        "says": in_words(why_no_file(run)),
        "waits": waits,
        "nobody_works": jobs == {"todo"} and not run.started_at,
        "has_stopped": late and not jobs,
        "kept": KEPT.days,
    }
    part = "#progress" if request.htmx and request.htmx.target == "progress" else ""
    return render(request, "fund/receipts/run.html" + part, data)


@only(takes_gifts)
@require_POST
def again(request, pk):
    """The work stopped, or nobody began it: put it before the worker once more."""
    run = get_object_or_404(runs_of(request.user).filter(ended_at=None), pk=pk)
    _hand_to_the_worker(run)
    return redirect("fund:letter-run", pk=pk)


@only(takes_gifts)
def file(request, pk):
    run = get_object_or_404(LetterRun.objects.filter(asked_by=request.user), pk=pk)
    if not run.file:
        raise Http404
    note_letters_fetched(run=run, by=request.user, at=now())
    return as_file(run.file, run.file_name)


def _jobs_of(run):
    jobs = ProcrastinateJob.objects.filter(queueing_lock=_lock_of(run), status__in=UNENDED)
    return set(jobs.values_list("status", flat=True))


def _hand_to_the_worker(run):
    """A job for the worker; pressed twice it is one job, and a job that was lost is put there again."""
    job = app.configure_task(TASK, queueing_lock=_lock_of(run), lock=_lock_of(run))
    try:
        with transaction.atomic():  # a refusal would spoil a transaction around it
            job.defer(run_id=run.pk)
    except exceptions.AlreadyEnqueued:
        return


def _lock_of(run):
    return f"letters:{run.pk}"
