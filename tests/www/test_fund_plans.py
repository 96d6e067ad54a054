from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from shanqiao.apps.matching.models import Plan, PlanRequest
from shanqiao.apps.matching.planning import propose_plan
from shanqiao.apps.matching.requests import run_plan_request
from shanqiao.apps.matching.worth import work_out_worth
from tests.factories import NOON, a_fund, a_handler, a_manager, a_plan, a_purse, an_assessed_need

from .at_noon import AFTER_NOON, signed_in, stop_the_clock

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "progress"}


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def fund():
    return a_fund()


@pytest.fixture
def handler(fund):
    return a_handler(fund)


@pytest.fixture
def desk(client, handler):
    return signed_in(client, handler)


def jobs():
    return ProcrastinateJob.objects.filter(task_name="shanqiao.jobs.tasks.ask_for_plan")


def test_the_handler_asks_and_the_worker_is_handed_one_job(desk, handler):
    for _ in "ab":
        answer = desk.post("/fund/plans/ask/")

    request = PlanRequest.objects.get()
    assert request.asked_by == handler and answer.url == f"/fund/plans/requests/{request.pk}/"
    assert jobs().get().args == {"request_id": request.pk}


def test_the_page_follows_the_plan_until_it_is_made(desk, fund, monkeypatch):
    need = an_assessed_need()
    a_purse(fund=fund)
    page = desk.post("/fund/plans/ask/", follow=True)
    request = PlanRequest.objects.get()
    where = f"/fund/plans/requests/{request.pk}/"

    assert "about to begin" in page.text and "every 2s" in page.text
    PlanRequest.objects.update(started_at=AFTER_NOON, share_done=40)
    part = desk.get(where, headers=HTMX)
    assert 'value="40"' in part.text and "<h1" not in part.text
    run_plan_request(request=request, at=AFTER_NOON)
    part = desk.get(where, headers=HTMX)
    assert "The new plan is made." in part.text and "every 2s" not in part.text
    plan = PlanRequest.objects.get().plan
    assert f"/fund/plans/{plan.pk}/?kind=came" in part.text and need.resident.name not in part.text


def test_a_worker_that_does_not_run_is_told_in_words(desk, monkeypatch):
    desk.post("/fund/plans/ask/")
    stop_the_clock(monkeypatch, at=AFTER_NOON + timedelta(seconds=16))

    page = desk.get(f"/fund/plans/requests/{PlanRequest.objects.get().pk}/")

    assert "does not seem to run" in page.text and "nothing is lost" in page.text


def test_what_stopped_the_plan_is_told_and_what_is_safe(desk):
    desk.post("/fund/plans/ask/")
    PlanRequest.objects.update(
        started_at=AFTER_NOON, ended_at=AFTER_NOON, says="need 7 has no street"
    )

    page = desk.get(f"/fund/plans/requests/{PlanRequest.objects.get().pk}/")

    assert "The proposals of before still stand." in page.text
    assert "need 7 has no street" in page.text


def test_nothing_new_is_told_as_that(desk, fund):
    propose_plan(at=NOON)
    desk.post("/fund/plans/ask/")
    run_plan_request(request=PlanRequest.objects.get(), at=AFTER_NOON)

    page = desk.get(f"/fund/plans/requests/{PlanRequest.objects.get().pk}/")

    assert "so that plan still holds" in page.text


def test_the_manager_watches_but_does_not_ask(client, fund):
    desk = signed_in(client, a_manager(fund))

    assert "Propose a new plan" not in desk.get("/fund/plans/").text
    answer = desk.post("/fund/plans/ask/")
    assert answer.status_code == 403 and not PlanRequest.objects.exists()


def test_asking_is_a_press_and_not_a_link(desk):
    assert desk.get("/fund/plans/ask/").status_code == 405


def test_plans_are_listed_with_their_figures(desk, fund, handler):
    an_assessed_need()
    a_purse(fund=fund)
    plan, _ = propose_plan(at=NOON, by=handler)
    an_assessed_need()
    nightly, _ = propose_plan(at=AFTER_NOON)

    page = desk.get("/fund/plans/")
    asked = desk.get("/fund/plans/?asked=person")

    assert "2 plans." in page.text and plan.digest[:12] in page.text
    assert [row.record for row in asked.context["table"].rows] == [plan]
    figures = desk.get(f"/fund/plans/{nightly.pk}/")
    assert figures.context["plan"].summary["counts"]["needs"] == 2
    assert "medical costs" in figures.text and "¥1,000.00" in figures.text


def test_a_plan_is_computed_again_on_demand(desk, fund):
    an_assessed_need()
    a_purse(fund=fund)
    plan, _ = propose_plan(at=NOON)

    part = desk.post(f"/fund/plans/{plan.pk}/replay/", headers={"HX-Request": "true"})
    page = desk.post(f"/fund/plans/{plan.pk}/replay/", follow=True)

    assert "the same plan, line by line" in part.text and "<h1" not in part.text
    assert "the same plan, line by line" in page.text and "<h1" in page.text


def test_a_plan_that_comes_out_otherwise_is_told_loudly(desk):
    an_assessed_need()
    forged = a_plan()

    page = desk.post(f"/fund/plans/{forged.pk}/replay/", follow=True)

    assert "please tell the operators and the supervisors" in page.text
    assert Plan.objects.count() == 1


def test_an_empty_city_says_what_a_plan_is(desk):
    assert "No plan was made yet." in desk.get("/fund/plans/").text


def test_what_a_plan_is_worth_is_worked_out_behind_the_page_and_then_told(desk, fund):
    an_assessed_need()
    a_purse(fund=fund)
    plan, _ = propose_plan(at=NOON)

    before = desk.get(f"/fund/plans/{plan.pk}/")
    work_out_worth(plan=plan, at=AFTER_NOON)
    after = desk.get(f"/fund/plans/{plan.pk}/")

    assert "It is being worked out" in before.text and "Each alone" not in before.text
    assert "It is being worked out" not in after.text
    told = [(str(row["name"]), row["value"]) for row in after.context["worth"]]
    assert told[0][0] == "Each alone" and told[-1] == ("This plan", "100.0%")
    assert "three is our assumption" in after.text
    chinese = desk.get(f"/fund/plans/{plan.pk}/", headers={"Accept-Language": "zh-hans"})
    assert "共记一本账" in chinese.text


def test_of_a_plan_that_a_newer_one_overtook_no_worth_is_promised(desk, fund):
    an_assessed_need()
    a_purse(fund=fund)
    plan, _ = propose_plan(at=NOON)
    an_assessed_need()
    propose_plan(at=AFTER_NOON)

    page = desk.get(f"/fund/plans/{plan.pk}/").text

    assert "a newer one came first" in page and "It is being worked out" not in page
