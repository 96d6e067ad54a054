"""Referrals on the screens: written with what stands in the way, sent, answered by a station, a fund and an agency."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from shanqiao.apps.needs.actions import assess_need
from shanqiao.apps.record.models import Entry, Look
from shanqiao.apps.referrals.models import Capacity, Override, Referral
from shanqiao.apps.referrals.queries import with_state
from shanqiao.apps.residents.actions import begin_care, end_care, withdraw_consent
from tests.factories import NOON, PNG, TODAY, a_social_worker
from tests.referring import Referring

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    cache.clear()
    stop_the_clock(monkeypatch)


@pytest.fixture
def desk():
    return Referring()


@pytest.fixture
def station(client, desk):
    return signed_in(client, desk.worker)


def state_of(referral):
    return with_state(Referral.objects.filter(pk=referral.pk)).get().state


def typed(desk, **facts):
    return {
        "to": f"organisation-{desk.organisation.pk}",
        "count": "10",
        "words": "每周两次",
        "wanted_by": TODAY.isoformat(),
        "act": "send",
        **facts,
    }


def test_what_stands_in_the_way_is_shown_while_one_chooses(station, desk):
    need = desk.need()
    page = station.get(f"/station/needs/{need.pk}/").text
    assert f"/station/needs/{need.pk}/refer/" in page
    where = f"/station/needs/{need.pk}/refer/"
    assert "Choose whom to ask" in station.get(where).text
    live = {"HX-Request": "true", "HX-Target": "preflight"}

    answer = station.post(where, typed(desk), headers=live).text

    assert "has not agreed that their name" in answer and "<html" not in answer
    assert not Referral.objects.exists()
    desk.agree(need, desk.organisation)
    assert "Nothing stands in the way" in station.post(where, typed(desk), headers=live).text
    too_much = station.post(where, typed(desk, count="21"), headers=live).text
    assert "lacks less than is asked for" in too_much


def test_a_referral_is_sent_or_nothing_is_saved(station, desk):
    need = desk.need()
    where = f"/station/needs/{need.pk}/refer/"
    refused = station.post(where, typed(desk))
    assert refused.status_code == 422 and "has not agreed" in refused.text
    assert not Referral.objects.exists()
    desk.agree(need, desk.organisation)

    answer = station.post(where, typed(desk))

    referral = Referral.objects.get()
    assert answer.url == f"/station/referrals/{referral.pk}/" and state_of(referral) == "requested"
    page = station.get(answer.url).text
    assert "Make the letter" in page and "to be answered by" in page
    assert str(desk.organisation.name_en) in station.get(f"/station/needs/{need.pk}/").text
    listed = station.get("/station/referrals/").text
    assert "1 referral." in listed and "黄伟强" in listed
    assert "黄伟强" in station.get("/station/referrals/?q=hwq").text
    assert station.get("/station/referrals/?export=csv").status_code == 200
    assert Entry.objects.get(act="station.export_referrals").why == "csv"


def test_a_draft_says_what_stands_in_the_way_and_two_people_make_an_exception(
    client, station, desk
):
    need = desk.need()
    station.post(f"/station/needs/{need.pk}/refer/", typed(desk, act="draft"))
    referral = Referral.objects.get()
    where = f"/station/referrals/{referral.pk}/"
    assert "has not agreed" in station.get(where).text
    station.post(f"{where}override/", {"override-why": "昏迷"})
    override = Override.objects.get()
    station.post(f"{where}override/", {"agree": override.pk})
    assert Override.objects.get().agreed_by is None

    assert station.post(f"{where}override/", {"agree": "x"}).status_code == 404

    second = signed_in(client, a_social_worker(station=desk.station))
    second.post(f"{where}override/", {"agree": override.pk})
    second.post(f"{where}send/")

    assert state_of(referral) == "requested"
    assert "an exception two people recorded" in second.get(where).text
    assert "昏迷" in second.get(f"/station/residents/{need.resident_id}/sheet/").text


def test_another_station_learns_the_name_when_it_accepts(client, desk):
    referral = desk.sent(to_station=desk.other_station)
    other = signed_in(client, desk.other)
    where = f"/station/referrals/{referral.pk}/"
    assert "Received" in other.get("/station/referrals/in/").text
    page = other.get(where).text
    assert "Whose need it is stands here once you accept" in page and "黄伟强" not in page
    wrong = other.post(f"{where}answer/", {"act": "reject"})
    assert wrong.status_code == 422

    other.post(f"{where}answer/", {"act": "accept", "accept-words": "好"})

    assert "黄伟强" in other.get(where).text
    assert Look.objects.filter(by=desk.other.username, resident=referral.need.resident_id).exists()
    other.post(f"{where}answer/", {"act": "go_on", "go_on-kind": "started"})
    assert state_of(referral) == "in_progress"
    sheet = SimpleUploadedFile("sheet.png", PNG, content_type="image/png")
    done = {"act": "complete", "complete-evidence": "handover", "complete-document": sheet}
    other.post(f"{where}answer/", done)
    assert state_of(referral) == "completed"
    shows = f"{where}steps/4/evidence/"
    assert shows in other.get(where).text
    shown = other.get(shows)
    assert shown.content == PNG and "sandbox" in shown["Content-Security-Policy"]
    assert signed_in(client, desk.worker).get(shows).content == PNG
    assert Look.objects.filter(by=desk.worker.username).exists()
    assert client.get(f"{where}steps/1/evidence/").status_code == 404
    assert signed_in(client, a_social_worker()).get(shows).status_code == 404
    withdraw_consent(resident=referral.need.resident, purpose="sharing", by=desk.worker, at=NOON)
    other = signed_in(client, desk.other)
    assert other.get(shows).status_code == 404 and "黄伟强" not in other.get(where).text
    late = other.post(f"{where}answer/", {"act": "accept"})
    assert late.url == where


def test_the_sender_says_that_it_is_done_by_the_residents_word(station, desk):
    referral = desk.accepted()
    where = f"/station/referrals/{referral.pk}/"
    assert "The resident has it" in station.get(where).text
    nothing = {"complete-evidence": "handover", "complete-document-clear": "on"}
    assert station.post(f"{where}done/", nothing).status_code == 422
    wrong = station.post(f"{where}done/", {"complete-evidence": "word"})
    assert wrong.status_code == 422 and "how the station asked" in wrong.text

    station.post(
        f"{where}done/",
        {
            "complete-evidence": "word",
            "complete-happened_on": TODAY.isoformat(),
            "complete-asked": "phone",
        },
    )

    assert state_of(referral) == "completed"


def test_whoever_looks_after_the_resident_now_reads_what_others_sent(client, desk):
    referral = desk.sent()
    need = referral.need
    draft = desk.draft(need=need, to_station=desk.other_station)
    end_care(resident=need.resident, station=desk.station, why="moved", by=desk.worker, at=NOON)
    begin_care(resident=need.resident, station=desk.other_station, by=desk.other, at=NOON)

    page = signed_in(client, desk.other).get(f"/station/needs/{need.pk}/").text

    assert desk.organisation.name_en in page and str(desk.station) in page
    assert f"/station/referrals/{referral.pk}/" not in page
    assert f"/station/referrals/{draft.pk}/" not in page


def test_it_is_taken_back_with_a_reason(station, desk):
    referral = desk.sent()
    where = f"/station/referrals/{referral.pk}/"
    assert station.post(f"{where}cancel/", {"why": ""}).status_code == 422
    station.post(f"{where}cancel/", {"why": "已解决"})

    assert state_of(referral) == "cancelled" and "已解决" in station.get(where).text


def test_a_decline_is_told_with_what_it_leads_to(station, desk):
    referral = desk.sent()
    desk.reject(referral, "covered")

    page = station.get(f"/station/referrals/{referral.pk}/").text
    assert "helped elsewhere already" in page and "Assess the need again" in page


def test_strangers_find_nothing(client, desk):
    referral = desk.sent(to_station=desk.other_station)
    draft = desk.draft(to_station=desk.other_station)
    stranger = signed_in(client, a_social_worker())
    for where in ("", "answer/", "done/", "send/", "cancel/", "override/", "letter.pdf"):
        answer = stranger.post(f"/station/referrals/{referral.pk}/{where}")
        assert answer.status_code == 404, where
    assert signed_in(client, desk.other).get(f"/station/referrals/{draft.pk}/").status_code == 404


def test_who_has_places_is_written_down(station, desk):
    assert "Nobody has written down yet" in station.get("/station/referrals/places/").text
    facts = {"whose": f"organisation-{desk.organisation.pk}", "kind": "care_hour", "has": "none"}
    wrong = station.post("/station/referrals/places/new/", {**facts, "places": "3"})
    assert wrong.status_code == 422

    station.post("/station/referrals/places/new/", {**facts, "has": "places", "places": "3"})

    assert Capacity.objects.get().places == 3
    assert desk.organisation.name_en in station.get("/station/referrals/places/").text


def test_a_need_that_changed_is_sent_again(station, desk):
    referral = desk.sent()
    desk.reject(referral, "not_eligible")
    need = referral.need
    where = f"/station/needs/{need.pk}/refer/"
    assert station.post(where, typed(desk)).status_code == 422
    assess_need(
        need=need,
        needed=30,
        severity=70,
        urgency=2,
        by=desk.worker,
        at=NOON + timedelta(minutes=30),
    )

    assert station.post(where, typed(desk)).status_code == 302
