import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shanqiao.apps.giving.models import CharityEvent, DonationAgreement
from tests.apps.test_papers import TERMS
from tests.factories import PNG, TODAY, a_cashier, a_manager, a_purse
from tests.giving import a_gift, an_enterprise

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def purse():
    return a_purse(received=0)


@pytest.fixture
def desk(client, purse):
    return signed_in(client, a_cashier(purse.fund))


def a_paper(**facts):
    return {**TERMS, "signed_on": TODAY, "paper": SimpleUploadedFile("a.png", PNG), **facts}


def test_a_wish_a_paper_an_event_and_its_result_for_everybody(desk, purse, client):
    donor = an_enterprise(host=purse.fund.host)
    page = desk.post(f"/fund/givers/{donor.pk}/wants-agreement/", {"on": TODAY}, follow=True)
    assert donor.name in page.text and "asked on 6 May 2026" in page.text

    page = desk.post(f"/fund/givers/{donor.pk}/agreement/", a_paper(), follow=True)

    assert "Nobody waits for an agreement." in page.text and "2026-7" in page.text
    agreement = DonationAgreement.objects.get()
    assert agreement.wish is not None
    told = {
        "agreement": agreement.pk,
        "purse": purse.pk,
        "kind": "sale",
        "name": "街坊义卖",
        "starts_on": TODAY,
        "ends_on": TODAY,
    }
    page = desk.post("/fund/agreements/events/new/", told, follow=True)
    assert "街坊义卖" in page.text
    gift = a_gift(donor=donor, purse=purse, amount=80_000)
    where = f"/fund/agreements/events/{CharityEvent.objects.get().pk}/result/"
    desk.post(where, {"brought": "900.00", "gift": gift.pk}, follow=True)
    public = client.get("/events/").text
    assert "It brought ¥900.00." in public and "¥800.00 were given." in public
    assert desk.get(where).status_code == 404


def test_an_agreement_that_lacks_something_or_is_no_paper_is_refused_in_words(desk, purse):
    donor = an_enterprise(host=purse.fund.host)
    where = f"/fund/givers/{donor.pk}/agreement/"

    wrong = desk.post(where, a_paper(paper=SimpleUploadedFile("a.txt", b"text")))
    empty = desk.post(where, a_paper(quality=" "))

    assert wrong.status_code == 422 and "neither a picture" in wrong.text
    assert empty.status_code == 422
    assert not DonationAgreement.objects.exists()


def test_a_gift_says_that_an_agreement_is_asked_for(desk, purse):
    page = desk.post(
        "/fund/gifts/new/",
        {
            "key": "k",
            "kind": "person",
            "name": "陈好心",
            "phone": "13800138000",
            "shown": "named",
            "purse": purse.pk,
            "how": "platform",
            "platform": "gylm",
            "amount": "20",
            "on": TODAY,
            "wish": "pooled",
            "wants_agreement": "on",
        },
        follow=True,
    )

    assert "asked for, not on file yet" in page.text and "广益联募" in page.text


def test_who_does_not_take_gifts_reads_and_writes_nothing(client, purse):
    desk = signed_in(client, a_manager(purse.fund))
    donor = an_enterprise(host=purse.fund.host)

    assert desk.get("/fund/agreements/").status_code == 200
    assert desk.get(f"/fund/givers/{donor.pk}/agreement/").status_code == 403
    assert desk.get("/fund/agreements/events/new/").status_code == 403
