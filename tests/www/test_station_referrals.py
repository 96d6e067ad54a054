"""Referrals on the screens: written with what stands in the way, sent, answered by a station, a fund and an agency."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from shanqiao.apps.needs.actions import assess_need
from shanqiao.apps.record.models import Entry, Look
from shanqiao.apps.referrals.escalating import escalate_referrals
from shanqiao.apps.referrals.links import make_link
from shanqiao.apps.referrals.models import Capacity, Override, Referral
from shanqiao.apps.referrals.queries import with_state
from shanqiao.stories.pseudonyms import code_of
from tests.factories import NOON, PNG, TODAY, a_cashier, a_social_worker, a_supervisor
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
    late = other.post(f"{where}answer/", {"act": "accept"})
    assert late.url == where


def test_the_sender_says_that_it_is_done_by_the_residents_word(station, desk):
    referral = desk.accepted()
    where = f"/station/referrals/{referral.pk}/"
    assert "The resident has it" in station.get(where).text
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


def test_the_letter_has_an_address_that_opens_once_for_an_answer(client, station, desk):
    referral = desk.sent()
    answer = station.post(f"/station/referrals/{referral.pk}/letter.pdf")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")
    _link, token = make_link(referral=referral, by=desk.worker, at=NOON)
    client.logout()
    page = client.get(f"/referral/{token}/", headers={"Accept-Language": "en"})
    assert page.status_code == 200 and "黄伟强" not in page.text and "每周上门两次" in page.text
    assert page["Referrer-Policy"] == "no-referrer" and "no-store" in page["Cache-Control"]
    unsigned = client.post(f"/referral/{token}/", {"act": "accept"})
    assert unsigned.status_code == 422 and state_of(referral) == "requested"

    said = client.post(f"/referral/{token}/", {"act": "accept", "signed": "张主任"})

    assert "黄伟强" in said.text and "shown once" in said.text
    assert client.get(f"/referral/{token}/").status_code == 410
    again = client.post(f"/referral/{token}/", {"act": "accept", "signed": "x"})
    assert again.status_code == 410 and "黄伟强" not in again.text
    assert Entry.objects.filter(act="referrals.tell_name").count() == 1
    following = re.findall(r"http://testserver/referral/([\w-]{43})/", said.text)[-1]
    page = client.get(f"/referral/{following}/").text
    assert "You accepted this" in page and "黄伟强" not in page
    done = {
        "act": "complete",
        "signed": "张主任",
        "complete-evidence": "check_in",
        "complete-happened_on": TODAY.isoformat(),
        "complete-words": "门诊",
    }
    assert "Nothing more is needed" in client.post(f"/referral/{following}/", done).text
    assert state_of(referral) == "completed"


def test_nobody_tries_addresses_out(client):
    answers = [client.get(f"/referral/{'x' * 43}/").status_code for _ in range(21)]

    assert answers[:20] == [410] * 20 and answers[20] == 429


def test_a_fund_answers_without_a_name(client, desk):
    referral = desk.sent(purse=desk.purse)
    fund = signed_in(client, desk.handler)
    listed = fund.get("/fund/aid/referrals/").text
    assert code_of(referral.need.resident_id) in listed and "黄伟强" not in listed
    where = f"/fund/aid/referrals/{referral.pk}/"
    assert "黄伟强" not in fund.get(where).text
    too_much = fund.post(f"{where}answer/", {"act": "accept", "accept-count": "90"})
    assert too_much.status_code == 422

    fund.post(f"{where}answer/", {"act": "accept", "accept-count": "8"})

    assert referral.need.proposals.get().count == 8
    assert "See the proposal" in fund.get(where).text
    cashier = signed_in(client, a_cashier(desk.fund))
    assert cashier.get(where).status_code == 200
    assert cashier.post(f"{where}answer/", {"act": "accept"}).status_code == 403


def test_the_supervisor_sees_what_is_late_and_stops_it(client, desk, monkeypatch):
    referral, supervisor = desk.sent(), a_supervisor()
    later = NOON + timedelta(days=5)
    escalate_referrals(at=later)
    stop_the_clock(monkeypatch, at=later)
    watching = signed_in(client, supervisor)
    listed = watching.get("/supervisor/referrals/").text
    assert "1 referral is late." in listed and "黄伟强" not in listed
    where = f"/supervisor/referrals/{referral.pk}/"
    assert "Late, so it was put before" in watching.get(where).text
    assert watching.post(where, {"why": ""}).status_code == 422

    watching.post(where, {"why": "机构已停业"})

    assert state_of(referral) == "revoked"
    assert "Every referral in the city is in time" in watching.get("/supervisor/referrals/").text
    station = signed_in(client, desk.worker)
    assert "机构已停业" in station.get(f"/station/referrals/{referral.pk}/").text


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
