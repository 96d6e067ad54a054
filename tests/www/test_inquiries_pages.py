"""Purposes, keys and questions on the screens of supervision, funds and stations."""

import json
from datetime import timedelta

import pytest

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.inquiries.asking import CannotAsk, key_opened_by
from shanqiao.apps.inquiries.models import Purpose, PurposeKey
from shanqiao.apps.inquiries.queries import odd_inquiries
from shanqiao.apps.inquiries.resident_tokens import refresh_tokens
from shanqiao.apps.record.models import Entry
from shanqiao.apps.residents.actions import look_at_resident
from shanqiao.jobs.tasks import make_tokens_of_key, nightly_tokens
from tests.apps.test_inquiries import meals_for
from tests.factories import NOON, a_fund, a_host, a_manager, a_social_worker, a_supervisor
from tests.inquiring import NOBODY, WONG, a_key, a_purpose, answers, asked, wong

from .at_noon import AFTER_NOON, signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def supervisor(client):
    person = a_supervisor()
    signed_in(client, person)
    return person


def test_one_supervisor_proposes_another_approves_and_the_key_is_given_out_once(client):
    first, second = a_supervisor(), a_supervisor()
    organisation = a_host()
    wong()
    signed_in(client, first)
    client.post(
        "/supervisor/inquiries/purposes/new/",
        {
            "organisation": organisation.pk,
            "name": "送餐前核对",
            "name_en": "Before meals",
            "kinds": ["meal"],
            "days": 90,
            "ground": "contract",
            "ground_words": "协议第3条",
            "contact": "市慈善会",
            "rows_a_day": 100,
        },
    )
    purpose = Purpose.objects.get()
    address = f"/supervisor/inquiries/purposes/{purpose.pk}/"
    assert "another supervisor approves it" in client.get(address).text
    client.post(f"{address}approve/")
    purpose.refresh_from_db()
    assert purpose.approved_at is None

    signed_in(client, second)
    assert "You are the second person" in client.get(address).text
    client.post(f"{address}approve/")
    file = client.post(f"{address}key/", {"until_on": "2026-11-06"})

    key = PurposeKey.objects.get()
    kept = json.loads(file.content)
    assert "attachment" in file["Content-Disposition"] and "no-store" in file["Cache-Control"]
    assert key_opened_by(kept["secret"], at=NOON) == key
    assert kept["secret"] not in client.get(address).text
    make_tokens_of_key(key_id=key.pk)
    assert "residents compared as of" in client.get(address).text


def test_a_key_is_revoked_with_a_reason_and_a_purpose_ended(client, supervisor):
    handed = a_key()
    address = f"/supervisor/inquiries/purposes/{handed.key.purpose_id}/"

    client.post(f"{address}revoke/", {"why": ""})
    assert key_opened_by(handed.secret, at=NOON)
    client.post(f"{address}revoke/", {"why": "laptop lost"})

    with pytest.raises(CannotAsk):
        key_opened_by(handed.secret, at=NOON)
    assert "laptop lost" in client.get(address).text
    client.post(f"{address}revoke/", {"why": "agreement over", "end": "1"})
    assert "agreement over" in client.get(address).text


@pytest.mark.parametrize("address", ["", "purposes/", "purposes/new/", "purposes/1/"])
def test_only_supervisors_see_the_questions_of_all(client, address):
    client.force_login(a_social_worker())

    assert client.get(f"/supervisor/inquiries/{address}").status_code == 403


def test_supervision_sees_who_asked_how_often_and_never_about_whom(client, supervisor):
    resident = wong()
    handed = a_key()
    asked(handed, WONG, NOBODY)

    page = client.get("/supervisor/inquiries/").text
    file = client.get("/supervisor/inquiries/?export=csv").content.decode("utf-8-sig")

    organisation = handed.key.purpose.organisation
    assert organisation.name_en in page and "1 question about 2 rows of lists" in page
    assert organisation.name_en in file
    assert resident.name not in page + file
    assert Entry.objects.get(act="record.export").why == "inquiries, csv"


def test_odd_questions_are_told_and_can_be_filtered(client, supervisor):
    handed, quiet = a_key(), a_key()
    wong()
    for day in range(4):
        asked(handed, WONG, at=NOON - timedelta(days=3 - day))
    asked(quiet, WONG)
    asked(quiet, *[NOBODY] * 60, at=NOON + timedelta(minutes=1))
    asked(quiet, NOBODY, at=NOON - timedelta(hours=9))

    odd = {inquiry.pk: inquiry.odd for inquiry in odd_inquiries(at=AFTER_NOON)}

    assert sorted(odd.values()) == ["again", "night", "unknown"]
    page = client.get("/supervisor/inquiries/?odd=again")
    assert "1 question about 1 row of a list" in page.text
    assert handed.key.purpose.organisation.name_en in page.text


def test_a_fund_sees_the_questions_of_its_own_charity(client):
    mine, theirs = a_key(), a_key()
    fund = a_fund(host=mine.key.purpose.organisation)
    asked(mine, WONG, NOBODY)
    asked(theirs, WONG)
    signed_in(client, a_manager(fund))

    page = client.get("/fund/inquiries/").text

    assert "1 question about 2 rows" in page
    assert "Before meals are sent" in page and "key until" in page
    assert Seat.objects.count() == 1


def test_who_asked_is_on_the_residents_sheet(client):
    worker = a_social_worker()
    resident = wong(worker=worker)
    meals_for(resident, granted=20)
    handed = a_key()
    assert answers(asked(handed, WONG)) == {1: "partly"}
    look_at_resident(resident=resident, reason="casework", by=worker, at=AFTER_NOON)
    signed_in(client, worker)

    page = client.get(f"/station/residents/{resident.pk}/").text

    assert "Which organisations asked" in page
    assert handed.key.purpose.organisation.name_en in page
    assert "partly covered" in page


def test_at_night_tokens_follow_what_changed_and_what_ended_goes(monkeypatch):
    resident = wong()
    handed = a_key()
    type(resident).objects.filter(pk=resident.pk).update(name="黄健强")

    nightly_tokens(timestamp=0)

    assert refresh_tokens(key=handed.key, at=NOON) == 0


def test_a_purpose_that_waits_is_listed_as_such(client, supervisor):
    a_purpose(approved=False)

    assert "waits for a second person" in client.get("/supervisor/inquiries/purposes/").text
