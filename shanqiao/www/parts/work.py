"""What a page hands to the worker, and how far that is."""

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status

PATIENCE = 15  # seconds until a job that nobody began is said to lie there


def hand_over(task, *, lock, **what):
    """A job for the worker; pressed twice it is one job, and a job that was lost is put there again.

    Args:
        lock: the name under which the jobs of one thing are done one at a time.
        what: told to the task.
    """
    job = app.configure_task(task, queueing_lock=f"{task}:{lock}", lock=lock)
    try:
        with transaction.atomic():  # a refusal would spoil a transaction around it
            job.defer(**what)
    except exceptions.AlreadyEnqueued:
        return


def how_far(*, lock, waits, began, done, at):
    """{"waits", "nobody_works", "has_stopped"} of something the worker has to do.

    Args:
        waits: it is not done yet.
        began: when it was asked for.
        done: how much of it is done already.
    """
    late = waits and (at - began).total_seconds() > PATIENCE
    jobs = _jobs_under(lock) if late else set()
    return {
        "waits": waits,
        "nobody_works": jobs == {Status.TODO.value} and not done,
        "has_stopped": late and not jobs,
    }


def _jobs_under(lock):
    """How far the jobs of a thing are, of those that did not end; none where the work stopped and nobody begins again."""
    unended = (Status.TODO.value, Status.DOING.value)
    jobs = ProcrastinateJob.objects.filter(lock=lock, status__in=unended)
    return set(jobs.values_list("status", flat=True))
