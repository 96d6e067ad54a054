import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shanqiao.apps.delivery.models import Receipt
from shanqiao.apps.files.models import Document
from shanqiao.apps.record.models import Look
from tests.factories import PNG, a_grant, a_payment, a_proposal, a_social_worker, an_assessed_need

pytestmark = pytest.mark.django_db
FULL = {"says": "received", "witness": "resident", "words": "Thank you."}


@pytest.fixture
def worker():
    return a_social_worker()


@pytest.fixture
def desk(client, worker):
    client.force_login(worker)
    return client


@pytest.fixture
def payment(worker):
    need = an_assessed_need(worker=worker)
    return a_payment(grant=a_grant(proposal=a_proposal(need=need, count=80_000)))


def a_photo(content=PNG, name="sheet.png"):
    return SimpleUploadedFile(name, content, content_type="image/png")


def test_what_arrived_is_confirmed_with_evidence(desk, payment):
    page = desk.post(
        f"/station/receipts/{payment.pk}/", FULL | {"evidence": a_photo()}, follow=True
    )

    receipt = Receipt.objects.get()
    assert (receipt.says, receipt.arrived, receipt.words) == ("received", 80_000, "Thank you.")
    assert "received ¥800.00 of ¥800.00" in page.text
    assert Look.objects.first().reason == Look.Reason.CONFIRMING


def test_a_part_says_how_much(desk, payment):
    partly = FULL | {"says": "partly", "evidence": a_photo()}

    page = desk.post(f"/station/receipts/{payment.pk}/", partly)
    assert "Please say how much arrived." in page.text
    page = desk.post(
        f"/station/receipts/{payment.pk}/", partly | {"evidence": a_photo(), "arrived": "900"}
    )
    assert "more than nothing and less than all" in page.text
    desk.post(
        f"/station/receipts/{payment.pk}/", partly | {"evidence": a_photo(), "arrived": "300.50"}
    )

    assert Receipt.objects.get().arrived == 30_050


def test_without_evidence_nothing_is_confirmed(desk, payment):
    page = desk.post(f"/station/receipts/{payment.pk}/", FULL)

    assert page.status_code == 422
    assert "Please add a photo or a PDF" in page.text
    assert not Receipt.objects.exists()


def test_a_file_of_another_kind_is_refused_in_words(desk, payment):
    page = desk.post(
        f"/station/receipts/{payment.pk}/", FULL | {"evidence": a_photo(b"MZ...", "tool.exe")}
    )

    assert "“tool.exe” is neither a picture (JPEG, PNG) nor a PDF." in page.text
    assert not Document.objects.exists()


def test_a_photo_is_handed_in_once_even_if_the_rest_of_the_form_is_wrong(desk, payment):
    page = desk.post(
        f"/station/receipts/{payment.pk}/", {"says": "received", "evidence": a_photo()}
    )
    assert page.status_code == 422
    assert "“sheet.png” is kept already" in page.text

    desk.post(f"/station/receipts/{payment.pk}/", FULL | {"kept": page.context["kept_signed"]})

    assert Receipt.objects.get().evidence == Document.objects.get()


def test_a_document_somebody_made_up_is_no_evidence(desk, payment):
    page = desk.post(f"/station/receipts/{payment.pk}/", FULL | {"kept": "1:forged"})

    assert page.status_code == 422


def test_what_is_confirmed_waits_no_longer(desk, payment):
    assert desk.get("/station/receipts/").context["table"].paginator.count == 1
    desk.post(f"/station/receipts/{payment.pk}/", FULL | {"evidence": a_photo()})

    assert desk.get("/station/receipts/").context["table"].paginator.count == 0
    assert desk.get(f"/station/receipts/{payment.pk}/").status_code == 404


def test_evidence_is_shown_to_the_station_and_may_do_nothing(desk, client, payment):
    desk.post(f"/station/receipts/{payment.pk}/", FULL | {"evidence": a_photo()})
    receipt = Receipt.objects.get()

    seen = desk.get(f"/station/receipts/{receipt.pk}/evidence/")
    assert seen.content == PNG
    assert seen["Content-Security-Policy"].startswith("sandbox")
    client.force_login(a_social_worker())

    assert client.get(f"/station/receipts/{receipt.pk}/evidence/").status_code == 404


def test_another_stations_payment_is_not_there(client, payment):
    client.force_login(a_social_worker())

    assert client.get(f"/station/receipts/{payment.pk}/").status_code == 404
