"""The crisis path on the station desk: raised by hand, its steps, and nobody else finds it."""

from datetime import timedelta

import pytest

from shanqiao.apps.crises.actions import do_step, end_crisis
from shanqiao.apps.crises.models import Crisis
from shanqiao.apps.record.models import Entry, Look
from tests.factories import NOON, a_resident, a_social_worker, a_supervisor, station_where
from tests.instruments import a_crisis

from .at_noon import AFTER_NOON, signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(monkeypatch):
    stop_the_clock(monkeypatch)
    return a_social_worker()


@pytest.fixture
def colleague(worker):
    return a_social_worker(station=station_where(worker))


@pytest.fixture
def resident(worker):
    return a_resident(worker=worker, name="何秀珍")


def opened(client, resident):
    return client.post(f"/station/residents/{resident.pk}/", {"reason": "casework"}, follow=True)


def test_a_crisis_is_raised_by_hand_and_its_steps_are_done(client, worker, resident):
    signed_in(client, worker)
    page = opened(client, resident)
    assert f"/station/residents/{resident.pk}/crisis/" in page.text
    raise_it = f"/station/residents/{resident.pk}/crisis/"
    assert client.post(raise_it, {"kind": "violence", "words": ""}).status_code == 422
    page = client.post(raise_it, {"kind": "violence", "words": "脸上有伤"}, follow=True)
    crisis = Crisis.objects.get()
    address = f"/station/crises/{crisis.pk}/"
    assert "The clock runs" in page.text and "反家庭暴力法" not in page.text
    assert "Law against Domestic Violence art. 14" in page.text and "10 minutes left" in page.text

    page = client.post(
        address, {"what": "step", "step": "safe", "words": "已到派出所"}, follow=True
    )
    assert "Written down." in page.text and "已到派出所" in page.text
    page = client.post(address, {"what": "end", "why": "住到亲戚家"})
    assert page.status_code == 422 and "has to be done first" in page.text
    client.post(address, {"what": "step", "step": "report", "words": "110，王警官"})
    client.post(address, {"what": "word", "words": "孩子也在场"})
    page = client.post(address, {"what": "end", "why": "住到亲戚家"}, follow=True)

    assert "The crisis has ended." in page.text and "孩子也在场" in page.text
    crisis.refresh_from_db()
    assert crisis.ended_by == worker


def test_overdue_steps_stand_on_today_in_words(client, worker, resident):
    a_crisis(worker=worker, resident=resident)  # two hours before the screens' time
    signed_in(client, worker)

    page = client.get("/station/")

    assert "Somebody is in danger: what is due" in page.text
    assert "overdue by 1 hour 55 minutes" in page.text and "22 hours left" in page.text
    page = client.get("/station/crises/")
    assert "overdue by 1 hour 55 minutes" in page.text and "何秀珍" in page.text


def test_nobody_else_finds_that_it_exists(client, worker, colleague, resident):
    crisis = a_crisis(worker=worker, resident=resident)

    for person, expected in ((colleague, 404), (a_social_worker(), 404), (a_supervisor(), 403)):
        signed_in(client, person)
        assert client.get(f"/station/crises/{crisis.pk}/").status_code == expected
        other = client.get(f"/station/crises/{crisis.pk + 1000}/").status_code
        assert other == expected  # the same as what is not there
    signed_in(client, colleague)
    assert "danger of suicide" not in opened(client, resident).text
    assert "Somebody is in danger: what is due" not in client.get("/station/").text
    assert "There is none that you may see." in client.get("/station/crises/").text


def test_a_named_person_sees_it_and_every_look_is_on_record(client, worker, colleague, resident):
    crisis = a_crisis(worker=worker, resident=resident)
    address = f"/station/crises/{crisis.pk}/"
    signed_in(client, worker)
    page = client.post(address, {"what": "person", "person": colleague.pk}, follow=True)
    assert "They can see it from now on" in page.text

    signed_in(client, colleague)
    page = client.get(address)

    assert page.status_code == 200
    assert "danger of suicide" in opened(client, resident).text.lower()
    looks = Entry.objects.filter(act="crises.look", subject=f"crises.crisis:{crisis.pk}")
    assert set(looks.values_list("by", flat=True)) == {worker.username, colleague.username}
    look = Look.objects.get(by=colleague.username)
    assert (look.resident, look.reason, look.words) == (resident.pk, "casework", "")


def test_what_cannot_be_done_is_told_and_what_was_typed_stays(client, worker, resident):
    crisis = a_crisis(worker=worker, resident=resident)
    address = f"/station/crises/{crisis.pk}/"
    signed_in(client, worker)
    client.post(address, {"what": "step", "step": "stay", "words": "女儿陪着"})

    page = client.post(address, {"what": "step", "step": "stay", "words": "我也在"})
    assert (
        page.status_code == 422 and "A colleague has written down this step already." in page.text
    )
    page = client.post(address, {"what": "step", "step": "call", "words": ""})
    assert page.status_code == 422
    assert client.post(address, {"what": "nothing"}).status_code == 200
    assert crisis.raised_at == NOON


def test_what_is_written_into_a_crisis_that_ended_meanwhile_is_shown_again(
    client, worker, resident
):
    crisis = a_crisis(worker=worker, resident=resident)
    address = f"/station/crises/{crisis.pk}/"
    for step in ("stay", "call"):
        do_step(crisis=crisis, step=step, words="做了", by=worker, at=NOON)
    end_crisis(crisis=crisis, why="平稳", by=worker, at=NOON)
    signed_in(client, worker)

    for sent in (
        {"what": "word", "words": "又买了药"},
        {"what": "step", "step": "family", "words": "又买了药"},
        {"what": "end", "why": "又买了药"},
    ):
        page = client.post(address, sent)
        assert page.status_code == 422 and "has ended" in page.text
        assert "又买了药</textarea>" in page.text
    page = client.post(address, {"what": "person", "person": worker.pk})
    assert page.status_code == 422


def test_too_long_a_word_stays_in_its_field(client, worker, resident):
    crisis = a_crisis(worker=worker, resident=resident)
    signed_in(client, worker)

    page = client.post(f"/station/crises/{crisis.pk}/", {"what": "word", "words": "字" * 2001})

    assert page.status_code == 422 and "字" * 2001 + "</textarea>" in page.text


def test_what_is_sent_hours_after_the_look_is_saved_and_is_a_look_of_its_own(
    client, worker, resident, monkeypatch
):
    signed_in(client, worker)
    opened(client, resident)
    stop_the_clock(monkeypatch, AFTER_NOON + timedelta(hours=3))
    address = f"/station/residents/{resident.pk}/crisis/"
    assert client.get(address).status_code == 302
    assert client.get(address, headers={"HX-Request": "true"}).headers["HX-Redirect"]

    client.post(address, {"kind": "violence", "words": "脸上有伤"})

    assert Crisis.objects.get().words == "脸上有伤"
    assert [look.reason for look in Look.objects.filter(resident=resident.pk)] == ["casework"] * 2
    assert client.get(address).status_code == 200
    stop_the_clock(monkeypatch, AFTER_NOON + timedelta(hours=8))
    client.post(address, {"kind": "suicide", "words": "说不想活了"})
    assert Crisis.objects.count() == 1
    client.post(f"/draft/crisis-{resident.pk}/", {"words": "说不想活了", "opened": "9999999999"})
    opened(client, resident)
    assert "说不想活了</textarea>" in client.get(address).text
