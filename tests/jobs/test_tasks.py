"""Jobs that run by the clock, and a worker that is killed in the middle of one."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from shanqiao.apps.disclosure.models import Statement
from shanqiao.apps.matching.models import Plan, PlanWorth, Proposal
from shanqiao.apps.matching.planning import _ONE_PLANNER
from shanqiao.apps.matching.requests import ask_for_plan
from shanqiao.apps.matching.trials import try_condition
from shanqiao.jobs import tasks
from tests.factories import NOON, a_fund, a_handler, a_manager, a_purse, an_assessed_need

CITY = ZoneInfo("Asia/Shanghai")
LONG = date(2100, 1, 1)  # a need that is not over whenever this runs


@pytest.fixture
def at_noon(monkeypatch):
    monkeypatch.setattr(tasks, "now", lambda: NOON)


@pytest.fixture
def queue(committed):
    """The queue of jobs, emptied afterwards: its tables are not ours, so `committed` leaves them."""
    yield
    with connection.cursor() as cursor:
        for table in ("periodic_defers", "events", "jobs", "workers"):
            cursor.execute(f"DELETE FROM procrastinate_{table}")


def work_off_the_queue():
    with app.replace_connector(app.connector.get_worker_connector()) as workers_app:
        workers_app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def next_time(task, *, after):
    [periodic] = [p for p in app.periodic_registry.periodic_tasks.values() if p.task is task]
    seconds = periodic.croniter.get_next(ret_type=float, start_time=after.timestamp())
    return datetime.fromtimestamp(seconds, tz=CITY)


@pytest.mark.django_db
def test_what_the_latest_plan_is_worth_is_worked_out_by_the_clock(at_noon):
    an_assessed_need(), a_purse()
    tasks.worth_of_the_plan(timestamp=0)
    assert not PlanWorth.objects.exists()

    tasks.nightly_plan(timestamp=0)
    tasks.worth_of_the_plan(timestamp=0)

    assert PlanWorth.objects.get().plan == Plan.objects.get()


@pytest.mark.django_db
def test_the_nightly_job_proposes_a_plan(at_noon):
    need, purse = an_assessed_need(), a_purse()

    tasks.nightly_plan(timestamp=0)

    proposal = Proposal.objects.get()
    assert (proposal.need, proposal.purse, proposal.plan.proposed_by) == (need, purse, None)


@pytest.mark.django_db
def test_a_night_in_which_nothing_changed_writes_nothing(at_noon):
    an_assessed_need(), a_purse()
    tasks.nightly_plan(timestamp=0)

    tasks.nightly_plan(timestamp=0)

    assert Plan.objects.count() == 1


def test_night_is_half_past_two_in_the_city():
    evening = datetime(2026, 11, 23, 20, 0, tzinfo=CITY)

    assert next_time(tasks.nightly_plan, after=evening) == datetime(
        2026, 11, 24, 2, 30, tzinfo=CITY
    )


def test_a_month_is_published_on_the_fifth_at_nine_in_the_city_and_looked_for_every_day_after():
    first = datetime(2026, 12, 1, tzinfo=CITY)
    fifth = datetime(2026, 12, 5, 9, 0, tzinfo=CITY)

    assert next_time(tasks.monthly_statement, after=first) == fifth
    assert next_time(tasks.monthly_statement, after=fifth) == fifth + timedelta(days=1)


@pytest.mark.django_db
def test_the_monthly_job_publishes_the_month_before_once(at_noon):
    tasks.monthly_statement(timestamp=0)
    tasks.monthly_statement(timestamp=0)

    statement = Statement.objects.get()
    assert (statement.month, statement.published_by) == (date(2026, 4, 1), None)


def test_a_handler_s_request_is_worked_off_by_name(queue, at_noon):
    handler = a_handler(a_fund())
    an_assessed_need(), a_purse()
    request, _is_new = ask_for_plan(by=handler, at=NOON)

    app.configure_task(name="shanqiao.jobs.tasks.ask_for_plan").defer(request_id=request.pk)
    work_off_the_queue()

    request.refresh_from_db()
    assert request.plan == Plan.objects.get()
    assert request.plan.proposed_by == handler
    assert job_of(tasks.ask_for_plan).status == "succeeded"


def test_a_manager_s_trial_is_worked_off_by_name(queue, at_noon):
    fund = a_fund()
    purse = a_purse(fund=fund)
    tasks.nightly_plan(timestamp=0)
    trial = try_condition(purse=purse, by=a_manager(fund), at=NOON, step="valid")

    app.configure_task(name="shanqiao.jobs.tasks.try_condition").defer(trial_id=trial.pk)
    work_off_the_queue()

    trial.refresh_from_db()
    assert trial.answer["somebody_gains"] is False
    assert job_of(tasks.try_condition).status == "succeeded"


@pytest.mark.thorough
def test_what_a_killed_worker_left_behind_is_done_again(queue):
    need = an_assessed_need(due_on=LONG)
    purse = a_purse(valid_to=LONG)
    tasks.nightly_plan.defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_ONE_PLANNER])  # so that planning takes long
    with a_worker() as worker:
        wait_until(lambda: job_of(tasks.nightly_plan).status == "doing", worker)
        os.kill(worker.pid, signal.SIGKILL)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_PLANNER])
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
        )

    tasks.retry_stalled_jobs.configure(queueing_lock="now").defer(timestamp=0)
    work_off_the_queue()
    work_off_the_queue()

    assert job_of(tasks.nightly_plan).status == "succeeded"
    proposal = Proposal.objects.get()
    assert (proposal.need, proposal.purse) == (need, purse)


def test_a_job_that_kills_every_worker_is_given_up(queue):
    tasks.nightly_plan.defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s", [tasks.TRIES]
        )

    tasks.retry_stalled_jobs.configure(queueing_lock="now").defer(timestamp=0)
    work_off_the_queue()

    assert not Plan.objects.exists()
    assert job_of(tasks.nightly_plan).status == "failed"


def test_jobs_that_ended_long_ago_are_forgotten(queue):
    old, recent = (
        tasks.retry_stalled_jobs.configure(queueing_lock=n).defer(timestamp=0) for n in "ab"
    )
    work_off_the_queue()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - interval '8 days' WHERE job_id = %s",
            [old],
        )

    tasks.forget_old_jobs.defer(timestamp=0)
    work_off_the_queue()

    left = set(ProcrastinateJob.objects.values_list("pk", flat=True))
    assert old not in left
    assert recent in left


def job_of(task):
    """The one job of a task; workers put those of the clock beside it."""
    return ProcrastinateJob.objects.get(task_name=task.name)


@contextmanager
def a_worker():
    """A worker in a process of its own, at the database of this test."""
    name, of = connection.settings_dict["NAME"], connection.settings_dict
    url = f"postgresql://{of['USER']}:{quote(of['PASSWORD'], safe='')}@{of['HOST']}:{of['PORT']}/{name}"
    worker = subprocess.Popen(
        [sys.executable, "-m", "django", "procrastinate", "worker"],
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "shanqiao.settings.base"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()


def wait_until(true, worker, *, patience=60):
    until = time.monotonic() + patience
    while not true():
        assert worker.poll() is None, "the worker ended by itself"
        assert time.monotonic() < until
        time.sleep(0.05)
