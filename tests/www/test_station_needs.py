from datetime import timedelta

import pytest

from shanqiao.apps.matching.actions import decline_proposal
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import Look
from shanqiao.apps.residents.actions import begin_care
from tests.factories import (
    NOON,
    a_manager,
    a_need,
    a_payment,
    a_proposal,
    a_resident,
    a_social_worker,
    a_station,
    an_assessed_need,
    station_where,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return a_social_worker()


@pytest.fixture
def desk(client, worker):
    client.force_login(worker)
    return client


def test_the_list_shows_only_this_stations_needs(desk, worker):
    a_need(worker=worker, kind=Kind.MEAL)
    a_need(kind=Kind.CASH_EDUCATION)

    page = desk.get("/station/needs/")

    assert page.text.count("<td") > 0
    assert page.context["table"].paginator.count == 1
    assert page.context["table"].rows[0].record.kind == Kind.MEAL


def test_htmx_gets_the_rows_and_the_sentence_alone(desk, worker):
    a_need(worker=worker)

    page = desk.get("/station/needs/", headers={"HX-Request": "true", "HX-Target": "list"})

    assert "<tr>" in page.text
    assert "1 need. 1 waits for an assessment." in page.text
    assert "<h1" not in page.text


def test_somebody_without_a_station_is_turned_away(client):
    client.force_login(Person.objects.create(username="nobody"))

    assert client.get("/station/needs/").status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "needs/{need}/",
        "needs/{need}/assess/",
        "needs/{need}/close/",
        "needs/{need}/outlook/",
        "residents/{resident}/",
    ],
)
def test_what_another_station_knows_is_not_there(desk, address):
    theirs = a_need()

    page = desk.get("/station/" + address.format(need=theirs.pk, resident=theirs.resident_id))

    assert page.status_code == 404


@pytest.mark.parametrize("typed", ["黄伟强", "hwq", "HWQ", "huangwei", "伟强"])
def test_a_need_is_found_by_name_pinyin_and_initials(desk, worker, typed):
    a_need(worker=worker, resident=a_resident(worker=worker, name="黄伟强"))
    a_need(worker=worker, resident=a_resident(worker=worker, name="陈秀兰", sex="female"))

    page = desk.get("/station/needs/", {"q": typed})

    assert [row.record.resident.name for row in page.context["table"].rows] == ["黄伟强"]


def test_filters_narrow_the_list_and_stand_above_it_as_chips(desk, worker):
    an_assessed_need(worker=worker, urgency=2, kind=Kind.CASH_MEDICAL)
    an_assessed_need(worker=worker, urgency=0, kind=Kind.CASH_MEDICAL)
    a_need(worker=worker, kind=Kind.MEAL)

    page = desk.get("/station/needs/", {"kind": "cash_medical", "urgency": "2"})

    assert page.context["table"].paginator.count == 1
    assert [(c.label, c.value, c.without) for c in page.context["chips"]] == [
        ("Kind", "medical costs", "?urgency=2"),
        ("Urgency", "now", "?kind=cash_medical"),
    ]


def test_closed_needs_are_shown_only_to_who_asks_for_them(desk, worker):
    need = a_need(worker=worker)
    desk.post(f"/station/needs/{need.pk}/close/", {"why": "withdrawn"})

    assert desk.get("/station/needs/").context["table"].paginator.count == 0
    page = desk.get("/station/needs/", {"stage": "closed"})
    assert [row.record for row in page.context["table"].rows] == [need]


def test_a_list_costs_no_more_questions_with_many_rows(desk, worker, django_assert_max_num_queries):
    for n in range(12):
        an_assessed_need(worker=worker, resident=a_resident(worker=worker, name=f"某{n}"))

    with django_assert_max_num_queries(16):
        page = desk.get("/station/needs/")
    assert page.context["table"].paginator.count == 12


def test_the_export_holds_all_pages_and_no_formulas(desk, worker):
    for n in range(30):
        a_need(worker=worker, resident=a_resident(worker=worker, name=f"某{n}"))
    a_need(worker=worker, resident=a_resident(worker=worker, name="=1+1"))

    file = desk.get("/station/needs/", {"export": "csv", "hide": "told_at,due_on"})

    lines = file.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 32
    assert lines[0] == "Need,Still lacking,Urgency,Severity,Stage,Resident"
    assert any(line.endswith(",'=1+1") for line in lines)
    assert desk.get("/station/needs/", {"export": "xlsx"}).content[:2] == b"PK"


def test_an_empty_list_says_what_it_is_for_and_the_first_step(desk):
    page = desk.get("/station/needs/")

    assert "Register the first need" in page.text


def test_a_needs_page_tells_where_it_stands_and_what_comes_next(desk, worker):
    need = a_need(worker=worker, words="The stairs are too steep.")

    page = desk.get(f"/station/needs/{need.pk}/")

    assert "The stairs are too steep." in page.text
    assert "Assess this need" in page.text
    assert page.context["stage"] == "told"
    assert Look.objects.get().reason == Look.Reason.CASEWORK


def test_opening_a_page_again_in_one_sitting_is_one_look(desk, worker):
    need = a_need(worker=worker)

    for _time in range(3):
        desk.get(f"/station/needs/{need.pk}/")

    assert Look.objects.count() == 1


def test_a_needs_page_says_why_a_fund_sent_it_back(desk, worker):
    proposal = a_proposal(need=an_assessed_need(worker=worker))
    decline_proposal(
        proposal=proposal,
        reason="look_again",
        words="Is it still so?",
        by=a_manager(proposal.purse.fund),
        at=NOON + timedelta(days=1),
    )

    page = desk.get(f"/station/needs/{proposal.need_id}/")

    assert "sent this need back: the need should be assessed again" in page.text
    assert "Is it still so?" in page.text


def test_signing_an_assessment_in_yuan(desk, worker):
    need = a_need(worker=worker)

    page = desk.post(
        f"/station/needs/{need.pk}/assess/",
        {"needed": "1500.50", "elsewhere": "500", "severity": "70", "urgency": "2", "words": "…"},
        follow=True,
    )

    signed = need.assessments.get()
    assert (signed.needed, signed.elsewhere, signed.severity, signed.urgency) == (
        150_050,
        50_000,
        70,
        2,
    )
    assert "still lacks ¥1,000.50" in page.text


def test_meals_are_counted_whole(desk, worker):
    need = a_need(worker=worker, kind=Kind.MEAL)
    form = {"needed": "30.5", "elsewhere": "0", "severity": "40", "urgency": "1"}

    page = desk.post(f"/station/needs/{need.pk}/assess/", form)
    assert page.status_code == 422
    assert "whole number" in page.text
    assert 'value="30.5"' in page.text
    desk.post(f"/station/needs/{need.pk}/assess/", {**form, "needed": "30"})

    assert need.assessments.get().needed == 30


def test_figures_that_contradict_each_other_are_refused_in_words(desk, worker):
    need = a_need(worker=worker)

    page = desk.post(
        f"/station/needs/{need.pk}/assess/",
        {"needed": "100", "elsewhere": "200", "severity": "1", "urgency": "0"},
    )

    assert page.status_code == 422
    assert "More is met elsewhere than is needed" in page.text
    assert not need.assessments.exists()


def test_a_second_assessment_begins_with_the_first(desk, worker):
    need = an_assessed_need(worker=worker, needed=123_456, severity=61)

    page = desk.get(f"/station/needs/{need.pk}/assess/")

    assert 'value="1234.56"' in page.text
    assert 'value="61"' in page.text


def test_a_need_is_closed_with_its_reason(desk, worker):
    need = a_need(worker=worker)

    page = desk.post(f"/station/needs/{need.pk}/close/", {"why": "moved"}, follow=True)

    need.refresh_from_db()
    assert need.closed_why == Need.Closing.MOVED
    assert "the resident moved away" in page.text


def test_today_shows_what_waits(desk, worker):
    a_need(worker=worker, resident=a_resident(worker=worker, name="黄伟强"))
    a_payment(
        grant=None,
        need=an_assessed_need(worker=worker, resident=a_resident(worker=worker, name="陈秀兰")),
    )

    page = desk.get("/station/")

    assert [n.resident.name for n in page.context["assess"]] == ["黄伟强"]
    assert [p.grant.need.resident.name for p in page.context["confirm"]] == ["陈秀兰"]
    assert page.context["nothing_waits"] is False


def test_today_says_kindly_that_nothing_waits(desk):
    assert "Nothing waits for you." in desk.get("/station/").text


def test_two_stations_that_know_one_resident_both_see_the_need(client, worker):
    need = a_need(worker=worker)
    other = a_social_worker(station=a_station())
    begin_care(resident=need.resident, station=station_where(other), by=other, at=NOON)
    client.force_login(other)

    assert client.get(f"/station/needs/{need.pk}/").status_code == 200
