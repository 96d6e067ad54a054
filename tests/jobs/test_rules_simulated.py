"""A simulation that a rule keeper asked for is computed by the worker, whichever language they read."""

import pytest

from shanqiao.apps.rules.models import Simulation
from shanqiao.apps.rules.simulations import run_simulation, simulate_rule
from shanqiao.jobs import tasks
from tests.factories import NOON, TODAY
from tests.rules import Keeping

pytestmark = pytest.mark.django_db


def test_the_worker_computes_what_was_asked(monkeypatch):
    monkeypatch.setattr(tasks, "now", lambda: NOON)
    keeping = Keeping()
    asked = simulate_rule(
        version=keeping.draft(), on=TODAY, low=1, high=2, by=keeping.writer, at=NOON
    )

    tasks.simulate_version(simulation_id=asked.pk)

    asked.refresh_from_db()
    assert asked.answer["people"] == 0 and asked.share_done == 100
    assert asked.started_at == NOON <= asked.ended_at
    assert run_simulation(simulation=asked, at=NOON).ended_at == asked.ended_at


def test_what_goes_wrong_is_told_and_handed_to_the_operators(monkeypatch):
    keeping = Keeping()
    asked = simulate_rule(
        version=keeping.draft(), on=TODAY, low=1, high=2, by=keeping.writer, at=NOON
    )

    def broken(*_facts):
        raise RuntimeError("no facts")

    monkeypatch.setattr("shanqiao.apps.rules.simulations.facts_of", broken)
    with pytest.raises(RuntimeError, match="no facts"):
        run_simulation(simulation=asked, at=NOON)

    told = Simulation.objects.get(pk=asked.pk)
    assert "operators" in told.says and told.answer is None
