from datetime import timedelta

import pytest

from shanqiao.apps.matching import requests
from shanqiao.apps.matching.models import PlanRequest
from shanqiao.apps.matching.requests import CannotAskForPlan, ask_for_plan, run_plan_request
from shanqiao.engines.allocation import CannotUseCity
from tests.factories import NOON, a_fund, a_handler, a_manager, a_purse, an_assessed_need

pytestmark = pytest.mark.django_db


def test_a_handler_asks_and_the_worker_answers_with_a_plan():
    need, fund = an_assessed_need(), a_fund()
    a_purse(fund=fund)
    handler = a_handler(fund)

    request, is_new = ask_for_plan(by=handler, at=NOON)
    run_plan_request(request=request, at=NOON + timedelta(seconds=3))

    assert is_new and request.share_done == 100 and request.ended_at > request.started_at
    assert request.plan.proposed_by == handler and not request.found_nothing_new
    assert [p.need for p in request.plan.proposals.all()] == [need]


def test_asking_while_a_plan_is_being_made_finds_the_same_request():
    first, _ = ask_for_plan(by=a_handler(a_fund()), at=NOON)

    second, is_new = ask_for_plan(by=a_handler(a_fund()), at=NOON)

    assert second == first and not is_new


def test_only_a_handler_asks_for_a_plan():
    with pytest.raises(CannotAskForPlan, match="handler"):
        ask_for_plan(by=a_manager(a_fund()), at=NOON)

    assert not PlanRequest.objects.exists()


def test_when_nothing_changed_the_plan_of_before_is_the_answer():
    handler = a_handler(a_fund())
    for minutes in (0, 5):
        at = NOON + timedelta(minutes=minutes)
        request, _ = ask_for_plan(by=handler, at=at)
        run_plan_request(request=request, at=at + timedelta(seconds=1))

    assert request.found_nothing_new


def test_what_stopped_a_plan_is_kept_in_words(monkeypatch):
    def refuse(**_):
        raise CannotUseCity(
            [("需要 7 的数量不大于 0", "need 7 has a quantity that is not above 0")]
        )

    monkeypatch.setattr(requests, "propose_plan", refuse)
    request, _ = ask_for_plan(by=a_handler(a_fund()), at=NOON)

    run_plan_request(request=request, at=NOON)

    assert request.plan is None
    assert "需要 7" in request.says and "need 7" in request.says


def test_an_accident_ends_the_request_and_is_not_swallowed(monkeypatch):
    def break_down(**_):
        raise MemoryError

    monkeypatch.setattr(requests, "propose_plan", break_down)
    request, _ = ask_for_plan(by=a_handler(a_fund()), at=NOON)

    with pytest.raises(MemoryError):
        run_plan_request(request=request, at=NOON)

    request.refresh_from_db()
    assert request.ended_at and request.says


def test_a_request_that_ended_is_not_run_again(monkeypatch):
    request, _ = ask_for_plan(by=a_handler(a_fund()), at=NOON)
    run_plan_request(request=request, at=NOON)
    monkeypatch.setattr(requests, "propose_plan", None)

    run_plan_request(request=request, at=NOON)

    assert request.plan
