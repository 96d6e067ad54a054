"""What is written without network: the worker of the origin, the key of a page, and that it is written once."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from shanqiao.apps.cases.models import Contact
from shanqiao.apps.people.actions import give_back, take_once
from shanqiao.apps.people.models import Sent
from shanqiao.apps.people.queries import SENT_LASTS
from shanqiao.apps.record.models import Look
from tests.apps.crowd import all_at_once
from tests.cases import Casework
from tests.factories import NOON, TODAY, a_person
from tests.www.at_noon import signed_in, stop_the_clock
from tests.www.conftest import WithSecondFactor

ROWS = pytest.mark.django_db
ON = TODAY.isoformat()
PHONE = {"X-Phone": "1"}


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def station(db):
    return Casework()


@pytest.fixture
def desk(client, station):
    return signed_in(client, station.worker)


def a_contact(**other):
    said = {"kind": "visit", "done_on": ON, "minutes": 30, "words": "入户", "level": "ordinary"}
    return said | {"once": str(uuid4())} | other


# the worker


@ROWS
def test_the_worker_is_for_the_whole_origin_and_keeps_nothing_but_the_bundle(client):
    answer = client.get("/sw.js")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    kept = re.search(r"const KEPT = \[(.*?)\]", answer.text)[1]
    addresses = re.findall(r'"(.*?)"', kept)
    assert addresses[-1] == "/no-network/"
    assert all(one.startswith("/static/") for one in addresses[:-1])
    assert "/static/brand/icon.svg" in addresses
    assert re.search(r'const CACHE = "shanqiao-[0-9a-f]{16}"', answer.text)


@ROWS
def test_the_page_without_network_is_the_same_for_everybody_and_names_nobody(client, station):
    to_a_stranger = client.get("/no-network/")
    signed_in(client, station.worker)
    to_a_worker = client.get("/no-network/")

    assert to_a_stranger.content == to_a_worker.content
    assert station.worker.name not in to_a_worker.text
    assert "No network" in to_a_worker.text and 'lang="en"' in to_a_worker.text
    assert not to_a_stranger.cookies


@ROWS
def test_each_sign_in_has_a_mark_of_its_own_and_a_person_always_the_same(client, station):
    def marks(somebody):
        page = signed_in(somebody, station.worker).get("/station/").text
        return re.search(r'data-whose="(\w+)" data-sign-in="(\w+)" data-worker="/sw.js"', page)

    first, second = marks(client), marks(WithSecondFactor())
    assert first[1] == second[1]
    assert first[2] != second[2]
    assert first[1] not in (str(station.worker.pk), station.worker.username)


@ROWS
def test_a_phone_asks_who_is_signed_in_and_for_a_token(client, station):
    assert client.get("/phone/").status_code == 302
    signed_in(client, station.worker)

    answer = client.get("/phone/")

    assert set(answer.json()) == {"whose", "token"}
    assert "no-store" in answer["Cache-Control"]


@ROWS
def test_the_token_of_this_moment_is_what_a_phone_sends_with(station):
    strict = WithSecondFactor(enforce_csrf_checks=True)
    signed_in(strict, station.worker)
    at = f"/station/cases/{station.open().pk}/contact/"
    token = strict.get("/phone/").json()["token"]

    assert strict.post(at, a_contact(), headers=PHONE).status_code == 403
    sent = strict.post(at, a_contact(), headers=PHONE | {"X-CSRFToken": token})

    assert (sent.status_code, Contact.objects.count()) == (204, 1)


# once


@ROWS
def test_what_a_phone_sends_again_is_written_once(desk, station):
    at, said = f"/station/cases/{station.open().pk}/contact/", a_contact()

    answers = [desk.post(at, said, headers=PHONE).status_code for _ in range(3)]

    assert answers == [204, 204, 204]
    assert Contact.objects.count() == 1
    assert "Written down. It stands in the story of the case." in desk.get("/station/").text
    arrived = desk.get(f"/phone/arrived/{said['once']}/").json()
    assert arrived == {"arrived": True}
    assert desk.get(f"/phone/arrived/{uuid4()}/").json() == {"arrived": False}


@ROWS
def test_a_form_sent_twice_by_hand_is_written_once_and_says_so(desk, station):
    case = station.open()
    at, said = f"/station/cases/{case.pk}/contact/", a_contact()
    assert desk.post(at, said)["Location"] == f"/station/cases/{case.pk}/"

    again = desk.post(at, said, follow=True)

    assert "This was sent already; nothing was written twice." in again.text
    assert Contact.objects.count() == 1


@ROWS
def test_other_words_under_the_key_of_a_page_are_not_lost(desk, station):
    at, said = f"/station/cases/{station.open().pk}/contact/", a_contact()
    desk.post(at, said)

    desk.post(at, said | {"words": "第二次"})

    assert {one.words for one in Contact.objects.all()} == {"入户", "第二次"}


@ROWS
def test_what_was_not_accepted_can_be_sent_again(desk, station):
    at, said = f"/station/cases/{station.open().pk}/contact/", a_contact(minutes="")

    refused = desk.post(at, said, headers=PHONE)

    assert refused.status_code == 422
    assert "Nothing was saved yet. What you typed is still here." in refused.text
    assert not Sent.objects.exists()
    assert Look.objects.filter(by=station.worker.username).exists()  # the look stays on record
    assert desk.post(at, said | {"minutes": 20}, headers=PHONE).status_code == 204
    assert Contact.objects.count() == 1


@ROWS
def test_what_no_longer_may_be_written_is_refused_and_the_key_stays_free(desk, station):
    case = station.open()
    at = f"/station/cases/{case.pk}/contact/"
    nosy = signed_in(WithSecondFactor(), station.counsellor)

    assert nosy.post(at, a_contact(), headers=PHONE).status_code == 404
    assert Client().post(at, a_contact(), headers=PHONE).status_code == 302
    assert not Sent.objects.exists() and not Contact.objects.exists()


@ROWS
def test_the_key_of_one_person_is_not_that_of_another(station):
    said = {"once": uuid4(), "said": "x" * 64, "at": NOON}

    assert take_once(by=station.worker, **said)
    assert take_once(by=station.colleague, **said)
    assert not take_once(by=station.worker, **said)
    give_back(by=station.worker, **said)
    assert take_once(by=station.worker, **said)


@ROWS
def test_keys_are_kept_for_thirty_days(station):
    take_once(once=uuid4(), said="a", by=station.worker, at=NOON)

    take_once(once=uuid4(), said="b", by=station.worker, at=NOON + SENT_LASTS)
    assert Sent.objects.count() == 2
    take_once(once=uuid4(), said="c", by=station.worker, at=NOON + SENT_LASTS + timedelta(1))

    assert [row.said for row in Sent.objects.order_by("pk")] == ["b", "c"]


def test_of_many_sent_at_the_same_moment_one_is_written(committed):
    station = Casework()
    at, said = f"/station/cases/{station.open().pk}/contact/", a_contact()
    phones = [signed_in(WithSecondFactor(), station.worker) for _ in range(8)]

    outcomes = all_at_once([lambda p=phone: p.post(at, said, headers=PHONE) for phone in phones])

    assert [outcome.status_code for outcome in outcomes] == [204] * 8
    assert (Contact.objects.count(), Sent.objects.count()) == (1, 1)


def test_of_refused_and_accepted_at_the_same_moment_none_is_lost(committed):
    """A key that was given back is taken by whoever waited for it."""
    person, said = a_person(), {"once": uuid4(), "said": "x" * 64, "at": NOON}

    def takes_and_gives_back():
        taken = take_once(by=person, **said)
        give_back(by=person, **said)
        return taken

    outcomes = all_at_once([takes_and_gives_back] * 6)

    assert set(outcomes) <= {True, False} and True in outcomes
    assert take_once(by=person, **said)
