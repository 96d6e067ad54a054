"""Serious-illness aid at the station: opened, asked about, counted from bills and who paid."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shanqiao.apps.illness.models import Bill, Claim, Consultation, IllnessAid, Layer
from shanqiao.apps.matching.models import AskedBack
from shanqiao.apps.needs.actions import close_need
from shanqiao.apps.programmes.templates import hand_in_paper
from shanqiao.apps.record.models import Look
from tests.factories import (
    NOON,
    PNG,
    TODAY,
    a_document,
    a_need,
    a_payment,
    a_social_worker,
    an_assessed_need,
)
from tests.illness import Patient, lacks

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db
TEN_DAYS_AGO = TODAY - timedelta(days=10)


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def patient():
    return Patient()


@pytest.fixture
def station(client, patient):
    return signed_in(client, patient.worker)


def aid_of(patient):
    return f"/station/needs/{patient.need.pk}/illness/"


def typed(**facts):
    return {
        "hospital": "第一医院",
        "number": "44-0012 3456",
        "issued_on": TEN_DAYS_AGO.isoformat(),
        "file": SimpleUploadedFile("bill.png", PNG),
        "medicine_amount": "10000",
        "medicine_covered": "8000",
        "bed_amount": "500.50",
        **facts,
    }


def paid(yuan, **facts):
    return {"how": "paid", "amount": str(yuan), "on": TODAY.isoformat(), **facts}


def test_an_aid_is_opened_on_the_page_of_the_need(client):
    worker = a_social_worker()
    need = an_assessed_need(worker=worker)
    desk, where = signed_in(client, worker), f"/station/needs/{need.pk}/illness/"
    assert where in desk.get(f"/station/needs/{need.pk}/").text
    assert "Begin serious-illness aid" in desk.get(where).text
    wrong = desk.post(where, {"diagnosis": " ", "hospital": "第一医院"})
    assert wrong.status_code == 422 and 'value="第一医院"' in wrong.text
    assert not IllnessAid.objects.exists()

    answer = desk.post(where, {"diagnosis": "急性白血病", "hospital": "第一医院"}, follow=True)

    assert answer.redirect_chain == [(where, 302)]
    page = answer.text
    assert "Go through the questions with the family first" in page
    assert "急性白血病 · 第一医院" in page and "No bill yet" in page and "黄伟强" in page
    assert "See bills and who paid" in desk.get(f"/station/needs/{need.pk}/").text
    assert Look.objects.filter(by=worker.username, resident=need.resident_id).count() == 1


def test_where_it_cannot_be_opened_the_page_says_what_to_do(client):
    worker = a_social_worker()
    bare, closed = a_need(worker=worker), an_assessed_need(worker=worker)
    close_need(need=closed, why="met", by=worker, at=NOON)
    desk, facts = signed_in(client, worker), {"diagnosis": "白血病", "hospital": "第一医院"}
    for need, says in ((bare, "Assess the need first"), (closed, "The need is closed")):
        answer = desk.post(f"/station/needs/{need.pk}/illness/", facts)
        assert answer.status_code == 422 and says in answer.text


def test_questions_are_asked_one_after_another_and_one_may_go_back(station, patient):
    where = f"{aid_of(patient)}questions/"
    first = station.get(where).text
    assert "Question 1" in first and "in basic medical insurance?" in first
    assert "One question back" not in first
    second = station.post(where, {"answers": ["no"]}).text
    assert "Question 2" in second and "Enrol in basic medical insurance first" in second
    assert "in basic medical insurance?" in station.post(where, {}).text  # one back
    other = station.post(where, {"answers": ["yes"]}).text
    assert "where the patient is insured?" in other and "Enrol in basic" not in other
    wrong = station.post(where, {"answers": ["no", "perhaps"]}, follow=True)
    assert wrong.redirect_chain == [(where, 302)]
    assert "does not fit" in wrong.text and "Question 1" in wrong.text
    assert not Consultation.objects.exists()

    last = ["yes", "here", "all", "burdened", "no", "cannot"]
    kept = station.post(where, {"answers": last}, follow=True)

    assert kept.redirect_chain == [(aid_of(patient), 302)]
    assert "What comes first stands" in kept.text and "costs far above income" in kept.text
    advice = ("Serious-illness insurance pays again", "ask the street", "Apply to charity")
    places = [kept.text.index(says) for says in advice]
    assert places == sorted(places) and "Enrol in basic" not in kept.text
    too_many = station.post(where, {"answers": [*last, "yes"]}, follow=True)
    assert "does not fit" in too_many.text and Consultation.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"medicine_covered": "10000.01"}, "No more of it is within insurance"),
        ({"surgery_covered": "5"}, "No more of it is within insurance"),
        ({"medicine_amount": "12.345"}, "at most two decimals"),
        ({"medicine_amount": "", "medicine_covered": "", "bed_amount": ""}, "at least one amount"),
        ({"number": "1-2-3"}, "the number of the bill"),
        ({"issued_on": (TODAY + timedelta(days=1)).isoformat()}, "dated in the future"),
        ({"file": SimpleUploadedFile("bill.exe", b"MZ")}, "neither a picture"),
        ({"file": ""}, "This field is required"),
    ],
)
def test_a_bill_with_a_fault_is_not_written_and_what_was_typed_stays(station, patient, facts, says):
    before = lacks(patient)

    answer = station.post(f"{aid_of(patient)}bills/new/", typed(**facts))

    assert answer.status_code == 422 and says in answer.text
    for name, value in typed(**facts).items():
        assert name == "file" or answer.context["form"][name].value() == value
        assert name == "file" or not value or f'value="{value}"' in answer.text
    assert not Bill.objects.exists() and lacks(patient) == before


def test_a_bill_is_handed_in_line_by_line_and_once(station, patient):
    where = f"{aid_of(patient)}bills/new/"
    assert 'value="第一医院"' in station.get(where).text  # of the aid

    answer = station.post(where, typed(), follow=True)

    bill = Bill.objects.get()
    lines = bill.lines.order_by("pk").values_list("what", "amount", "covered")
    assert list(lines) == [("medicine", 1_000_000, 800_000), ("bed", 50_050, 0)]
    assert answer.redirect_chain == [(aid_of(patient), 302)]
    assert "Counted again: ¥10,500.50 are lacking now." in answer.text
    assert "¥10,500.50 still lacking" in answer.text and "…3456" in answer.text
    assert "¥8,000.00 of it within insurance" in answer.text and lacks(patient) == (10_500, 0)
    again = station.post(where, typed(number="４４００１２３４５６"))
    assert again.status_code == 422 and "once in the whole city" in again.text
    sheet = station.get(f"{aid_of(patient)}bills/{bill.pk}/")
    assert sheet.content == PNG and sheet["Content-Security-Policy"].startswith("sandbox;")


def test_a_payer_has_paid_was_asked_and_decides_and_the_gap_is_said_each_time(station, patient):
    bill, where = patient.bill((10_000, 8_000)), aid_of(patient)
    basic, aid = (f"{where}bills/{bill.pk}/payers/{n}/" for n in (1, 3))
    assert basic in station.get(where).text and aid in station.get(where).text
    said = station.post(basic, paid("5000", words="结算单"), follow=True).text
    assert "¥5,000.00 are lacking now." in said and f'href="{basic}">Basic' not in said
    asked = {"how": "asked", "amount": "1200", "on": TODAY.isoformat(), "can_wait": "on"}
    said = station.post(aid, asked, follow=True).text
    assert "¥3,800.00 are lacking now." in said and "¥1,200.00 expected" in said
    twice = station.post(aid, asked)
    assert twice.status_code == 422 and "has not decided" in twice.text
    assert f'<a class="btn" href="{where}">Not now</a>' in twice.text
    claim = Claim.objects.get(layer=Layer.MEDICAL_AID)
    decision = f"{where}claims/{claim.pk}/"
    assert decision in said and 'value="1200"' in station.get(decision).text

    said = station.post(decision, {"paid": "700", "on": TODAY.isoformat()}, follow=True).text

    assert "¥4,300.00 are lacking now." in said and "expected" not in said
    assert lacks(patient) == (10_000, 5_700)
    assert station.get(decision).status_code == 404
    urgent = {**asked, "amount": "100", "can_wait": ""}
    said = station.post(f"{where}bills/{bill.pk}/payers/4/", urgent, follow=True).text
    assert "¥4,300.00 are lacking now." in said and "expected later and cannot wait" in said


def test_more_than_the_bill_is_refused_in_words(station, patient):
    bill, where = patient.bill((10_000, 6_000)), aid_of(patient)
    claim = patient.asked(bill, Layer.SERIOUS, 9_000)
    early = paid("1", on=(bill.issued_on - timedelta(days=1)).isoformat())
    for path, facts, says in (
        (f"bills/{bill.pk}/payers/1/", paid("6000.01"), "more than is left of the bill"),
        (f"bills/{bill.pk}/payers/4/", paid("10000.01"), "more than is left of the bill"),
        (f"bills/{bill.pk}/payers/4/", paid("-1"), "greater than or equal to 0"),
        (f"bills/{bill.pk}/payers/4/", early, "after the bill"),
        (f"claims/{claim.pk}/", {"paid": "6001", "on": TODAY.isoformat()}, "more than is left"),
        (f"claims/{claim.pk}/", {"paid": "1", "on": TEN_DAYS_AGO.isoformat()}, "after it was"),
    ):
        answer = station.post(where + path, facts)
        assert answer.status_code == 422 and says in answer.text, path
        assert f'value="{facts.get("amount", facts.get("paid"))}"' in answer.text

    assert lacks(patient) == (10_000, 9_000) and Claim.objects.get().paid is None
    assert station.get(f"{where}bills/{bill.pk}/payers/7/").status_code == 404


def test_a_bill_is_struck_out_with_a_reason_and_stays_to_be_seen(station, patient):
    bill, where = patient.bill((10_000, 0)), aid_of(patient)
    strike = f"{where}bills/{bill.pk}/strike/"
    assert strike in station.get(where).text
    assert station.post(strike, {"why": " "}).status_code == 422

    page = station.post(strike, {"why": "是别人的"}, follow=True).text

    assert "¥0.00 are lacking now." in page and "1 bill was struck out" in page
    assert "是别人的" in page and f"{where}bills/{bill.pk}/" in page and strike not in page
    assert station.get(f"{where}bills/{bill.pk}/").content.startswith(PNG)
    for path in ("strike/", "payers/1/"):
        assert station.get(f"{where}bills/{bill.pk}/{path}").status_code == 404
    assert station.post(f"{where}bills/new/", typed(number=bill.number)).status_code == 302


def test_whoever_pays_after_funds_gave_is_written_down_and_funds_are_asked(station, patient):
    bill, where = patient.bill((10_000, 8_000)), aid_of(patient)
    a_payment(grant=patient.granted(10_000))
    page = station.get(where).text
    assert "Nothing is lacking any more" in page and "Promised or given by funds" in page
    assert f"{where}bills/{bill.pk}/payers/1/" in page

    said = station.post(f"{where}bills/{bill.pk}/payers/1/", paid("4000"), follow=True).text

    assert "¥4,000.00 are asked back of 1 fund. It reads why." in said
    assert "¥4,000.00 of it are asked back" in said and AskedBack.objects.count() == 1


def test_a_need_of_another_kind_has_no_such_aid_and_none_of_its_papers(station, patient):
    meals = an_assessed_need(worker=patient.worker, kind="meal", needed=3)
    for path in ("illness/", "illness/questions/", "illness/bills/new/", "papers/means/new/"):
        assert station.get(f"/station/needs/{meals.pk}/{path}").status_code == 404, path
    assert "diagnosis" not in station.get(f"/station/needs/{meals.pk}/papers/").text


def test_another_station_finds_nothing(client, patient):
    bill, need, by = patient.bill(), patient.need, patient.worker
    claim = patient.asked(bill, Layer.BASIC, 10)
    paper = hand_in_paper(need=need, code="means", document=a_document(by=by), by=by, at=NOON)
    stranger = signed_in(client, a_social_worker())
    for path in (
        "illness/", "illness/questions/", "illness/bills/new/", f"illness/bills/{bill.pk}/",
        f"illness/bills/{bill.pk}/strike/", f"illness/bills/{bill.pk}/payers/1/",
        f"illness/claims/{claim.pk}/", "papers/", "papers/means/new/", f"papers/{paper.pk}/",
        f"papers/{paper.pk}/back/",
    ):  # fmt: skip
        for ask in (stranger.get, stranger.post):
            assert ask(f"/station/needs/{need.pk}/{path}").status_code == 404, path


def test_an_assessment_keeps_the_amounts_that_were_counted_from_bills(station, patient):
    where = f"/station/needs/{patient.need.pk}/assess/"
    assert "Counted from the bills" not in station.get(where).text
    patient.paid(patient.bill(), Layer.BASIC, 6_000)
    fields = station.get(where).context["form"].fields
    assert fields["needed"].disabled and fields["elsewhere"].disabled

    facts = {"needed": "1", "elsewhere": "0", "severity": "80", "urgency": "2"}
    assert station.post(where, facts).status_code == 302

    assert lacks(patient) == (10_000, 6_000)


def test_the_page_asks_as_much_for_many_bills_as_for_few(station, patient):
    patient.granted(1_000)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert station.get(aid_of(patient)).status_code == 200
        return len(queries)

    def more(bills):
        for _ in range(bills):
            bill = patient.bill()
            patient.paid(bill, Layer.BASIC, 1_000)
            patient.asked(bill, Layer.MEDICAL_AID, 500)

    more(2)
    assert asked() and (few := asked())
    more(4)

    assert asked() == few
