"""The desk of rule keepers: a rule from its first words to the day it is in force, and who reads it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shanqiao.apps.record.models import Look
from shanqiao.apps.rules.models import (
    InForce,
    Parameter,
    ParameterValue,
    Rule,
    RuleVersion,
    Simulation,
)
from shanqiao.apps.rules.simulations import run_simulation
from tests.factories import NOON, TODAY, a_resident, a_social_worker, a_supervisor
from tests.rules import ELDERS, Keeping

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db
FACTS = {"reason": "先帮最困难的", "source": "文件 第3条"}


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def keeping():
    return Keeping()


@pytest.fixture
def desk(client, keeping):
    return signed_in(client, keeping.writer)


def test_a_rule_is_opened_and_worded(desk):
    assert "/rules/new/" in desk.get("/rules/").text
    typed = {"name": "护理补贴", "name_en": "Care allowance", "purpose": "请人照护"}

    opened = desk.post("/rules/new/", typed)

    rule = Rule.objects.latest("pk")
    assert opened.url == f"/rules/{rule.pk}/write/"
    assert "income_per_head" in desk.get(opened.url).text
    wrong = desk.post(opened.url, {"text": "agee >= 60", **FACTS})
    assert wrong.status_code == 422 and "did you mean age" in wrong.text
    written = desk.post(opened.url, {"text": ELDERS, **FACTS})
    version = RuleVersion.objects.get()
    assert written.url == f"/rules/versions/{version.pk}/"
    page = desk.get(written.url).text
    assert "60 or older" in page and "First simulate it" in page


def test_what_is_typed_is_read_at_once_in_both_languages(desk):
    said = desk.post("/rules/check/", {"text": ELDERS}).text
    assert "60 or older" in said and 'lang="zh-Hans"' in said and "identity card" in said

    wrong = desk.post("/rules/check/", {"text": 'hardship == "<dibo>"'}).text

    assert "at place 13" in wrong and "<mark>&quot;</mark>&lt;dibo&gt;" in wrong
    assert desk.post("/rules/check/", {"text": ""}).status_code == 200
    assert "▯" in desk.post("/rules/check/", {"text": "age >="}).text


def test_without_scripts_the_form_tells_what_it_says_and_saves_nothing(desk, keeping):
    answer = desk.post(f"/rules/{keeping.rule.pk}/write/", {"text": ELDERS, "look": "1"})

    assert answer.status_code == 200 and "60 or older" in answer.text
    assert not RuleVersion.objects.exists()


def test_a_version_is_simulated_and_switched_on_by_the_other_person(desk, client, keeping):
    a_resident(born_on=date(1950, 1, 1), hardship="dibao")
    version = keeping.draft()
    asked = f"/rules/versions/{version.pk}/simulate/"
    typed = {"on": TODAY.isoformat(), "low": "100", "high": "300.50", "against": ""}
    assert desk.post(asked, {**typed, "high": "1"}).status_code == 422

    begun = desk.post(asked, typed)

    simulation = Simulation.objects.get()
    assert (simulation.low, simulation.high) == (10_000, 30_050)
    assert "about to begin" in desk.get(begun.url).text
    run_simulation(simulation=simulation, at=NOON)
    told = desk.get(begun.url).text
    assert "comes in" in told and "fewer than five" in told and "¥0.00 – ¥3,005.00" in told
    assert "You wrote this version" in desk.get(f"/rules/versions/{version.pk}/").text
    refused = desk.post(
        f"/rules/versions/{version.pk}/on/", {"first_on": TODAY.isoformat()}, follow=True
    )
    assert "another rule keeper switches it on" in refused.text

    other = signed_in(client, keeping.other)
    done = other.post(
        f"/rules/versions/{version.pk}/on/", {"first_on": TODAY.isoformat()}, follow=True
    )

    assert InForce.objects.get().version == version
    assert "since" in done.text and "60 or older" in done.text


def test_a_simulation_draws_what_it_tells(desk, keeping):
    worker = a_social_worker()
    for _ in range(6):
        a_resident(worker=worker, born_on=date(1950, 1, 1), hardship="dibao")
    simulation = keeping.simulate(keeping.draft())

    page = desk.get(f"/rules/simulations/{simulation.pk}/").text

    assert page.count("data-chart>") == 4 and "at least 5" in page and "Liwan District" in page


def test_a_rule_is_switched_off_with_a_reason(desk, keeping):
    keeping.in_force()
    page = f"/rules/{keeping.rule.pk}/off/"
    assert page in desk.get(f"/rules/{keeping.rule.pk}/").text
    assert desk.post(page, {"last_on": "2020-01-01", "why": "旧"}).status_code == 422

    desk.post(page, {"last_on": TODAY.isoformat(), "why": "与新政策重复"})

    assert InForce.objects.get().last_on == TODAY


def test_what_is_to_come_is_called_off_from_its_page(desk, keeping):
    begun = keeping.in_force(first_on=date.fromordinal(TODAY.toordinal() + 9))
    page = f"/rules/versions/{begun.version_id}/call-off/"
    assert page in desk.get(f"/rules/{keeping.rule.pk}/").text
    assert page in desk.get(f"/rules/versions/{begun.version_id}/").text
    assert desk.post(page, {"why": ""}).status_code == 422

    told = desk.post(page, {"why": "年份写错"}, follow=True).text

    assert "was called off: 年份写错" in told and "not switched on" in told and page not in told
    assert desk.post(page, {"why": "再次"}).status_code == 422


def test_a_value_to_come_is_called_off_from_the_page_of_its_parameter(desk, keeping):
    value = keeping.parameter(first_on=date.fromordinal(TODAY.toordinal() + 9))
    page = f"/rules/parameters/values/{value.pk}/call-off/"
    assert page in desk.get(f"/rules/parameters/{value.parameter_id}/").text

    told = desk.post(page, {"why": "日期写错"}, follow=True).text

    assert "日期写错" in told and page not in told


def test_a_parameter_is_named_written_and_ended(desk):
    named = desk.post(
        "/rules/parameters/new/",
        {"code": "dibao_line", "name": "低保标准", "name_en": "Dibao line", "unit": "fen"},
    )
    parameter = Parameter.objects.get()
    assert named.url == f"/rules/parameters/{parameter.pk}/write/"
    taken = desk.post(
        "/rules/parameters/new/", {"code": "age", "name": "甲", "name_en": "x", "unit": "fen"}
    )
    assert taken.status_code == 422
    typed = {"value": "1238", "first_on": TODAY.isoformat(), "source": "文件"}

    desk.post(named.url, typed)

    value = ParameterValue.objects.get()
    assert value.whole == 123_800
    assert desk.post(named.url, typed).status_code == 422
    page = desk.get(f"/rules/parameters/{parameter.pk}/").text
    assert "¥1,238.00" in page and "It ends" in page
    assert "¥1,238.00" in desk.get("/rules/parameters/").text
    end = f"/rules/parameters/values/{value.pk}/end/"
    assert "Nothing was changed" in desk.post(end, {"last_on": ""}, follow=True).text
    desk.post(end, {"last_on": TODAY.isoformat()})
    value.refresh_from_db()
    assert value.last_on == TODAY


def test_a_rule_of_many_versions_is_opened_as_fast_as_one_of_few(
    desk, keeping, django_assert_num_queries
):
    page = f"/rules/{keeping.rule.pk}/"
    keeping.in_force("age >= 60")
    keeping.draft("age >= 65")
    desk.get(page)
    with CaptureQueriesContext(connection) as of_few:
        desk.get(page)
    for years in range(66, 72):
        keeping.draft(f"age >= {years}")

    with django_assert_num_queries(len(of_few)):
        assert "71 or older" in desk.get(page).text


def test_lists_are_searched_and_exported(desk, keeping):
    keeping.open(name="护理补贴", name_en="Care allowance")

    assert "Meals for elders" not in desk.get("/rules/", {"q": "Care"}).text
    assert (
        desk.get("/rules/", {"is_on": "yes"}).text.count("/rules/")
        and "Nothing fits" in desk.get("/rules/", {"is_on": "yes"}).text
    )
    assert "Care allowance" in desk.get("/rules/", {"export": "csv"}).content.decode()


def test_supervisors_read_and_do_not_write(client, keeping):
    begun, value = keeping.in_force(), keeping.parameter()
    supervisor = signed_in(client, a_supervisor())
    version = begun.version_id

    for page in (
        "/rules/",
        f"/rules/{keeping.rule.pk}/",
        f"/rules/versions/{version}/",
        f"/rules/simulations/{begun.simulation_id}/",
        "/rules/parameters/",
        f"/rules/parameters/{value.parameter_id}/",
    ):
        seen = supervisor.get(page)
        assert seen.status_code == 200 and 'method="post" action="/rules' not in seen.text, page
    for page in ("/rules/new/", f"/rules/{keeping.rule.pk}/write/", "/rules/parameters/new/"):
        assert supervisor.get(page).status_code == 403, page
    assert "/rules/" in supervisor.get("/supervisor/").text


def test_social_workers_do_not_open_the_desk(client):
    assert signed_in(client, a_social_worker()).get("/rules/").status_code == 403


def test_a_station_reads_what_rules_say_of_a_resident_it_opened(client, keeping):
    keeping.parameter()
    keeping.in_force("local && income_per_head <= dibao_line")
    worker = a_social_worker()
    resident = a_resident(worker=worker, local=True)
    page = f"/station/residents/{resident.pk}/rules/"
    station = signed_in(client, worker)
    assert station.get(page).status_code == 302  # a reason first
    station.post(f"/station/residents/{resident.pk}/", {"reason": "casework"})
    assert Look.objects.filter(resident=resident.pk).count() == 1

    told = station.get(page).text

    assert "no refusal" in told and "proof of income" in told
    assert page in station.get(f"/station/residents/{resident.pk}/").text
