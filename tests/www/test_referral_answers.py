"""Referrals as others see them: an agency without an account, a fund, the supervisor, and whoever they are put before."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache

from shanqiao.apps.people.models import Post
from shanqiao.apps.record.models import Entry
from shanqiao.apps.referrals.actions import (
    agree_to_override,
    ask_for_override,
    cancel_referral,
    send_referral,
)
from shanqiao.apps.referrals.answering import accept_referral, answer_by_link, revoke_referral
from shanqiao.apps.referrals.escalating import escalate_referrals
from shanqiao.apps.referrals.links import make_link
from shanqiao.apps.referrals.models import Referral
from shanqiao.apps.referrals.queries import with_state
from shanqiao.apps.residents.actions import withdraw_consent
from shanqiao.stories.pseudonyms import code_of
from tests.cases import a_worker_at
from tests.factories import NOON, TODAY, a_cashier, a_social_worker, a_supervisor
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


@pytest.mark.parametrize("over", ["taken back", "stopped", "no longer agreed to"])
def test_the_address_of_what_is_over_says_so(client, desk, over):
    referral = desk.sent()
    _link, token = make_link(referral=referral, by=desk.worker, at=NOON)
    if over == "taken back":
        cancel_referral(referral=referral, why="x", by=desk.worker, at=NOON)
    elif over == "stopped":
        revoke_referral(referral=referral, why="x", by=a_supervisor(), at=NOON)
    else:
        resident = referral.need.resident
        withdraw_consent(resident=resident, purpose="sharing", by=desk.worker, at=NOON)

    for answer in (
        client.get(f"/referral/{token}/"),
        client.post(f"/referral/{token}/", {"act": "accept", "signed": "x"}),
    ):
        assert answer.status_code == 410 and "黄伟强" not in answer.text


def test_an_answer_that_fits_no_longer_is_told_so_and_keeps_the_name(client, desk):
    referral = desk.sent()
    link, _token = make_link(referral=referral, by=desk.worker, at=NOON)
    _step, token = answer_by_link(link=link, answer=accept_referral, signed="张主任", at=NOON)

    again = client.post(f"/referral/{token}/", {"act": "accept", "signed": "李主任"})

    assert again.status_code == 409 and "fits no longer" in again.text
    assert "李主任" in again.text and referral.steps.count() == 2


def test_an_exception_is_told_as_one_and_ends_with_the_residents_no(client, desk):
    referral = desk.draft(agreed=False, to_station=desk.other_station)
    second = a_social_worker(station=desk.station)
    override = ask_for_override(
        need=referral.need, whom=desk.other_station, why="昏迷", by=desk.worker, at=NOON
    )
    agree_to_override(override=override, by=second, at=NOON)
    send_referral(referral=referral, by=desk.worker, at=NOON)
    accept_referral(referral=referral, answerer=desk.answerer(referral), at=NOON)
    where, other = f"/station/referrals/{referral.pk}/", signed_in(client, desk.other)
    told = other.get(where).text
    assert "could not be asked" in told and "They agreed" not in told and "黄伟强" in told

    resident = referral.need.resident
    withdraw_consent(resident=resident, purpose="sharing", by=desk.worker, at=NOON)

    hidden = other.get(where).text
    assert "no longer agrees" in hidden and "黄伟强" not in hidden
    station = signed_in(client, desk.worker)
    consents = station.get(f"/station/residents/{resident.pk}/consents/").text
    assert f"{where}#back" in consents and "they no longer agree" in consents
    assert "nothing more is told" in station.get(where).text


def test_no_letter_is_offered_or_made_without_a_basis(client, desk):
    referral, station = desk.sent(), signed_in(client, desk.worker)
    where = f"/station/referrals/{referral.pk}/"
    assert "Make the letter" in station.get(where).text
    resident = referral.need.resident
    withdraw_consent(resident=resident, purpose="sharing", by=desk.worker, at=NOON)

    assert "Make the letter" not in station.get(where).text
    refused = station.post(f"{where}letter.pdf", follow=True)
    assert "does not agree that it is passed on" in refused.text
    assert not referral.links.exists()


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


def test_what_was_put_before_somebody_stands_on_their_first_page(client, desk, monkeypatch):
    guide = a_worker_at(desk.station, Post.Role.STATION_SUPERVISOR)
    sent = [desk.sent(to_station=desk.other_station), desk.sent(purse=desk.purse)]
    later = NOON + timedelta(days=5)
    escalate_referrals(at=later)
    stop_the_clock(monkeypatch, at=later)
    says = "Late referrals, put before you"

    ours = signed_in(client, guide).get("/station/").text
    assert says in ours and all(f"/station/referrals/{one.pk}/" in ours for one in sent)
    assert says in signed_in(client, desk.other).get("/station/").text
    assert says not in signed_in(client, desk.worker).get("/station/").text
    fund = signed_in(client, desk.manager).get("/fund/").text
    assert says in fund and f"/fund/aid/referrals/{sent[1].pk}/" in fund and "黄伟强" not in fund
