"""Which forms may be sent later, and what of them is kept on a phone beside what was typed."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse

from shanqiao.apps.crises.models import Crisis
from shanqiao.apps.delivery.models import Receipt
from shanqiao.apps.files.models import Document
from shanqiao.apps.instruments.models import Sitting
from shanqiao.apps.people.models import Sent
from shanqiao.apps.residents.changing import add_phone, change_resident
from tests.browser.offline import FORMS
from tests.cases import Casework
from tests.factories import NOON, PNG, a_grant, a_need, a_payment, a_proposal, an_assessed_need
from tests.instruments import answers_to
from tests.www.at_noon import signed_in, stop_the_clock

ROWS = pytest.mark.django_db
PHONE = {"X-Phone": "1"}
IN_A_CASE = ("contact", "estimate", "plan", "evaluate", "appointment")
OF_A_RESIDENT = ("consents", "case", "change", "add/name", "add/phone", "departure", "sheet")


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def station(db):
    return Casework()


@pytest.fixture
def desk(client, station):
    return signed_in(client, station.worker)


def test_every_form_that_may_be_sent_later_is_written_without_network_in_a_browser():
    station = get_resolver().namespace_dict["station"][1]
    sent_once = {
        pattern.name
        for pattern in station.url_patterns
        if getattr(pattern.callback, "is_sent_once", False)
    }

    assert {form.name for form in FORMS} == sent_once


@ROWS
def test_every_form_that_is_filled_in_on_the_spot_carries_a_key_and_no_name(desk, station):
    case = station.at_work()
    need = a_need(worker=station.worker, resident=station.resident)
    desk.post(f"/station/residents/{station.resident.pk}/", {"reason": "casework"})
    home = f"/station/residents/{station.resident.pk}/"

    for address in (
        *(f"/station/cases/{case.pk}/{step}/" for step in IN_A_CASE),
        *("/station/quick/", "/station/register/new/", "/station/neighbourhood/new/"),
        *(f"{home}{step}/" for step in OF_A_RESIDENT),
        f"{home}sheets/barthel/?whole=1",
        f"/station/needs/{need.pk}/assess/",
    ):
        page = desk.get(address).text
        found = re.search(
            r'<input type="hidden" name="once" value="([\w-]{36})" data-what="(.+?)">', page
        )
        assert found, address
        assert station.resident.name not in found[2]
        assert found[1] not in desk.get(address).text  # a key for each time it is shown


@ROWS
def test_what_ends_is_not_named_beside_what_is_sealed(desk, station):
    facts = {"whose": "household", "number": "13800001234"}
    row = add_phone(resident=station.resident, by=station.worker, at=NOON, **facts)
    home = f"/station/residents/{station.resident.pk}/"
    desk.post(home, {"reason": "casework"})

    page = desk.get(f"{home}end/phone/{row.pk}/").text

    assert "No longer so: 13800001234" in page
    assert 'data-what="What holds no longer"' in page


@ROWS
def test_what_a_colleague_changed_meanwhile_is_not_changed_back(desk, station):
    home, resident = f"/station/residents/{station.resident.pk}/", station.resident
    desk.post(home, {"reason": "casework"})
    page = desk.get(f"{home}change/").text
    said = dict(re.findall(r'name="(was_\w+)"(?: value="(.*?)")?', page))
    assert set(said) == {"was_name", "was_phone", "was_address", "was_street"}
    said |= {name.removeprefix("was_"): value for name, value in said.items()}
    change_resident(resident=resident, by=station.colleague, at=NOON, phone="13900000000")

    said |= {"address": "沙面大街52号", "mistaken": "no", "why": "本人说", "once": str(uuid4())}
    assert desk.post(f"{home}change/", said, headers=PHONE).status_code == 204

    resident.refresh_from_db()
    assert (resident.phone, resident.address) == ("13900000000", "沙面大街52号")


@ROWS
def test_a_receipt_that_is_sent_again_keeps_its_picture_once(desk, station):
    need = an_assessed_need(worker=station.worker, resident=station.resident)
    payment = a_payment(grant=a_grant(proposal=a_proposal(need=need, count=80_000)))
    said = {"says": "received", "witness": "resident", "once": str(uuid4())}

    for _ in range(2):
        said["evidence"] = SimpleUploadedFile("签收单.png", PNG)
        sent = desk.post(f"/station/receipts/{payment.pk}/", said, headers=PHONE)
        assert sent.status_code == 204

    assert (Receipt.objects.count(), Document.objects.count()) == (1, 1)


@ROWS
def test_a_step_that_needs_the_server_is_not_kept(desk, station):
    case = station.open()
    desk.post(f"/station/residents/{station.resident.pk}/", {"reason": "casework"})

    for address in (
        f"/station/cases/{case.pk}/close/",
        f"/station/residents/{station.resident.pk}/sheets/barthel/",
        f"/station/residents/{station.resident.pk}/crisis/",  # nobody in danger waits on a phone
    ):
        assert 'name="once"' not in desk.get(address).text


@ROWS
def test_a_whole_sheet_is_signed_from_one_page_and_its_danger_begins_the_crisis_path(desk, station):
    home = f"/station/residents/{station.resident.pk}/"
    desk.post(home, {"reason": "assessing"})
    at = f"{home}sheets/phq9/?whole=1"
    page = desk.get(at).text
    said = {f"q-{code}": answer for code, answer in answers_to("phq9", option=3).items()}
    assert all(f'name="{name}"' in page for name in said)
    assert "in danger please call 110 or 120" in page
    assert "?whole=1" in desk.get(f"{home}sheets/phq9/").text

    sent = desk.post(at, said | {"go": "sign", "once": str(uuid4())}, headers=PHONE)

    assert sent.status_code == 204
    assert (Sitting.objects.count(), Crisis.objects.count()) == (1, 1)


@ROWS
def test_a_sheet_without_a_reason_to_look_leads_to_the_reason_and_stays_unsent(desk, station):
    """The redirect is not taken for an acceptance."""
    at = f"/station/residents/{station.resident.pk}/sheets/barthel/?whole=1"

    answer = desk.post(at, {"go": "sign", "once": str(uuid4())}, headers=PHONE)

    assert answer["Location"] == reverse("station:resident", args=[station.resident.pk])
    assert not Sent.objects.exists() and not Sitting.objects.exists()
