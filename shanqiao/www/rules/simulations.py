"""What a version would change: asked, how far it has come, and the answer as pictures and tables."""

from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from procrastinate import exceptions
from procrastinate.contrib.django import app

from shanqiao.apps.people.queries import keeps_rules
from shanqiao.apps.record.clock import now
from shanqiao.apps.rules.models import RuleVersion, Simulation
from shanqiao.apps.rules.simulations import CannotSimulateRule, simulate_rule
from shanqiao.stories.simulating import broken_down, comparable_programmes, unknown_in_words
from shanqiao.www.parts.door import only
from shanqiao.www.parts.pictures import as_script

from .door import keeps_the_rules, reads_the_rules
from .forms import SimulateForm

PATIENCE = 15  # seconds until a simulation that nobody began is said to lie there
TASK = "shanqiao.jobs.tasks.simulate_version"


@only(keeps_the_rules)
def ask(request, pk):
    version, today = (
        get_object_or_404(RuleVersion.objects.select_related("rule"), pk=pk),
        localdate(now()),
    )
    latest = Simulation.objects.filter(version=version).order_by("-pk").first()
    form = SimulateForm(
        request.POST or None,
        programmes=comparable_programmes(on=today),
        initial={
            "on": today,
            "low": latest.low if latest else None,
            "high": latest.high if latest else None,
            "against": "",
        },
    )
    if form.is_valid():
        try:
            simulation = simulate_rule(version=version, by=request.user, at=now(), **form.asked())
        except CannotSimulateRule as refusal:
            form.add_error(None, str(refusal))
        else:
            _hand_to_the_worker(simulation)
            return redirect("rules:simulation", pk=simulation.pk)
    data = {"form": form, "version": version, "rule": version.rule}
    return render(request, "rules/simulate.html", data, status=422 if form.errors else 200)


@only(reads_the_rules)
def answer(request, pk):
    simulation = get_object_or_404(
        Simulation.objects.select_related("version__rule", "asked_by"), pk=pk
    )
    waited = (now() - simulation.asked_at).total_seconds()
    data = {
        "simulation": simulation,
        "version": simulation.version,
        "rule": simulation.version.rule,
        "keeps": keeps_rules(request.user),
        "nobody_works": simulation.started_at is None and waited > PATIENCE,
    }
    if simulation.answer:
        tables = broken_down(simulation.answer)
        data |= {
            "unknown": unknown_in_words(simulation.answer),
            "tables": [(heading, rows, _drawn(rows)) for heading, rows in tables],
            "cost": simulation.answer["cost"],
            "cost_before": simulation.answer["cost_before"],
        }
    part = "#answer" if request.htmx and request.htmx.target == "answer" else ""
    return render(request, "rules/simulation.html" + part, data)


def _drawn(rows):
    """Who comes in to the right, who goes out to the left; "" where nobody does."""
    if not any(row.came_in or row.went_out for row in rows):
        return ""
    shown = list(reversed(rows))  # a chart draws its first row at the bottom
    option = {
        "legend": {},
        "tooltip": {"trigger": "axis"},
        "yAxis": {"type": "category", "data": [row.label for row in shown]},
        "xAxis": {"type": "value"},
        "series": [
            {
                "name": _("comes in"),
                "type": "bar",
                "stack": "all",
                "data": [row.came_in for row in shown],
            },
            {
                "name": _("goes out"),
                "type": "bar",
                "stack": "all",
                "data": [-row.went_out for row in shown],
            },
        ],
    }
    return as_script({"unit": "count", "height": 90 + 34 * len(rows), "option": option})


def _hand_to_the_worker(simulation):
    """A job for the worker; pressed twice it is one job."""
    job = app.configure_task(TASK, queueing_lock=f"simulation:{simulation.pk}")
    try:
        with transaction.atomic():  # a refusal would spoil a transaction around it
            job.defer(simulation_id=simulation.pk)
    except exceptions.AlreadyEnqueued:
        return
