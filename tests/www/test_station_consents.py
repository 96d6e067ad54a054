"""Consents, the resident's own sheet and guidance on the screens of the station, and as letters."""

import base64
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shanqiao.apps.record.models import Look
from shanqiao.apps.residents.leaving import write_departure
from shanqiao.apps.residents.models import Consent, Correction
from shanqiao.apps.residents.queries import key_of
from shanqiao.apps.sameness.sharing import may_share
from tests.apps.sameness_factories import merged
from tests.factories import NOON, PNG, TODAY, a_host, a_resident, a_social_worker
from tests.referring import Referring

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def worker():
    return a_social_worker()


@pytest.fixture
def station(client, worker):
    return signed_in(client, worker)


def where(resident, rest="consents/"):
    return f"/station/residents/{resident.pk}/{rest}"


def test_a_consent_is_given_with_its_recipient_term_and_signature(station, worker):
    resident, host = a_resident(worker=worker), a_host()
    drawn = "data:image/png;base64," + base64.b64encode(PNG).decode()
    facts = {"purpose": "sharing", "how": "screen", "until_on": TODAY.isoformat()}
    unnamed = station.post(where(resident), {**facts, "drawn": drawn})
    assert unnamed.status_code == 422 and "with whom it may be shared" in unnamed.text
    facts["whom"] = f"organisation-{host.pk}"
    unsigned = station.post(where(resident), facts)
    assert unsigned.status_code == 422 and "Nothing was signed yet" in unsigned.text
    not_a_picture = station.post(where(resident), {**facts, "drawn": "data:image/png;base64,eA=="})
    assert not_a_picture.status_code == 422

    station.post(where(resident), {**facts, "drawn": drawn})

    consent = Consent.objects.latest("pk")
    assert (consent.whom, consent.how, consent.until_on) == (key_of(host), "screen", TODAY)
    assert may_share(resident, "sharing", host, TODAY)
    page = station.get(where(resident)).text
    assert host.name_en in page and "signed on the screen" in page
    picture = station.get(where(resident, f"consents/{consent.pk}/evidence/"))
    assert picture.content == PNG and "sandbox" in picture["Content-Security-Policy"]


def test_a_signed_paper_is_kept(station, worker):
    resident = a_resident(worker=worker)
    paper = SimpleUploadedFile("paper.png", PNG, content_type="image/png")
    missing = station.post(where(resident), {"purpose": "health", "how": "paper"})
    assert missing.status_code == 422

    station.post(where(resident), {"purpose": "health", "how": "paper", "paper": paper})

    assert Consent.objects.latest("pk").evidence is not None


def test_for_a_child_the_page_asks_for_a_guardian(station, worker):
    child = a_resident(worker=worker, agrees=False, born_on=date(2020, 1, 1))
    assert "under 14" in station.get(where(child)).text
    told = station.post(where(child, "consent/"), {"says": "yes"}, follow=True)
    assert "a guardian agrees for them" in told.text
    refused = station.post(where(child), {"purpose": "finding_help", "how": "word"})
    assert refused.status_code == 422
    spoken = {"purpose": "finding_help", "how": "word", "guardian": "陈女士", "relation": "母亲"}

    station.post(where(child), spoken)

    assert Consent.objects.get().guardian == "陈女士"
    assert "陈女士" in station.get(where(child)).text


def test_a_consent_is_withdrawn_and_the_effect_is_told(station, worker):
    resident = a_resident(worker=worker)
    consent = Consent.objects.get()

    answer = station.post(where(resident, f"consents/{consent.pk}/withdraw/"), follow=True)

    assert "Withdrawn. No plan includes their needs any more" in answer.text
    assert Consent.objects.latest("pk").effect
    assert "Nothing yet." in answer.text


def test_another_station_finds_nothing(client, worker):
    resident = a_resident(worker=worker)
    other = signed_in(client, a_social_worker())
    for rest in ("consents/", "sheet/", "sheet.pdf", "guidance/", "guidance.pdf"):
        assert other.get(where(resident, rest)).status_code == 404


def test_the_own_sheet_tells_what_is_held_and_takes_a_correction(station, worker):
    resident = a_resident(
        worker=worker, phone="020-00001234", id_number="", disability=2, illness="chronic"
    )
    page = station.get(where(resident, "sheet/")).text
    for words in ("020-00001234", "Grade 2", "Chronic illness", "Finding help", "Who looked"):
        assert words in page
    assert Look.objects.filter(resident=resident.pk, reason="asked").exists()
    station.post(where(resident, "sheet/"), {"words": "电话少一位"})
    correction = Correction.objects.get()
    assert "answered by" in station.get(where(resident, "sheet/")).text

    answer = where(resident, f"sheet/{correction.pk}/answer/")
    station.post(answer, {f"c{correction.pk}-answer": "corrected"})

    assert Correction.objects.get().answered_by == worker
    again = station.post(answer, {f"c{correction.pk}-answer": "corrected"}, follow=True)
    assert "answered already" in again.text


def test_a_correction_stands_on_the_first_page_when_it_is_due(station, worker, monkeypatch):
    resident = a_resident(worker=worker)
    station.post(where(resident, "sheet/"), {"words": "电话少一位"})
    says = "Residents wait for a correction"
    assert says not in station.get("/station/").text

    stop_the_clock(monkeypatch, at=NOON + timedelta(days=13))
    station.force_login(worker)

    page = station.get("/station/").text
    assert says in page and where(resident, "sheet/") in page


def test_what_was_said_on_another_record_of_the_person_stands_on_each(station, worker):
    born_on = date(1980, 1, 1)
    first, second = (a_resident(worker=worker, born_on=born_on) for _n in "ab")
    paper = SimpleUploadedFile("paper.png", PNG, content_type="image/png")
    station.post(where(first), {"purpose": "health", "how": "paper", "paper": paper})
    station.post(where(first, "sheet/"), {"words": "电话少一位"})
    consent, correction = Consent.objects.latest("pk"), Correction.objects.get()
    shown = where(second, f"consents/{consent.pk}/evidence/")
    assert station.get(shown).status_code == 404

    merged(first, second)

    assert station.get(shown).content == PNG
    station.get(where(second, ""))
    station.post(where(second, ""), {"reason": "casework"})
    assert "illness" in station.get(where(second, "")).text
    assert "电话少一位" in station.get(where(second, "sheet/")).text
    answer = {f"c{correction.pk}-answer": "corrected"}
    station.post(where(second, f"sheet/{correction.pk}/answer/"), answer)
    assert Correction.objects.get().answered_by == worker


def test_a_correction_of_somebody_who_died_is_answered(station, worker):
    resident = a_resident(worker=worker)
    station.post(where(resident, "sheet/"), {"words": "电话少一位"})
    write_departure(resident=resident, kind="died", on=TODAY, words="x", by=worker, at=NOON)
    pk = Correction.objects.get().pk

    station.post(where(resident, f"sheet/{pk}/answer/"), {f"c{pk}-answer": "corrected"})

    assert Correction.objects.get().answered_at


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_letters_are_files_in_both_languages(station, language):
    desk = Referring()
    client = signed_in(station, desk.worker)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    desk.accepted()
    resident = desk.need(resident=desk.need().resident, kind="meal").resident
    for rest in ("sheet.pdf", "guidance.pdf"):
        answer = client.get(where(resident, rest))
        assert answer.content.startswith(b"%PDF-") and "no-store" in answer["Cache-Control"]


def test_the_page_of_guidance_tells_who_fits_and_who_not(station):
    desk = Referring()
    client = signed_in(station, desk.worker)
    need = desk.need()
    desk.places("waiting")

    page = client.get(where(need.resident, "guidance/")).text

    assert desk.purse.name_en in page and "Can be had now" not in page
    assert "can be had now" in page and "There is a waiting list." in page
    assert f"?to=purse-{desk.purse.pk}" in page
    chosen = client.get(f"/station/needs/{need.pk}/refer/?to=purse-{desk.purse.pk}").text
    assert f'value="purse-{desk.purse.pk}" selected' in chosen
