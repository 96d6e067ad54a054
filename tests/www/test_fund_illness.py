"""Serious-illness aid as funds see it: papers, bills without names, money asked back, templates."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shanqiao.apps.illness.models import Layer
from shanqiao.apps.matching.asking_back import waive
from shanqiao.apps.matching.models import AskedBack
from shanqiao.apps.paying.returning import take_money_back
from shanqiao.apps.programmes.models import Application, Paper, Template
from shanqiao.apps.programmes.templates import (
    Held,
    attach_template,
    bring_template,
    hand_in_paper,
    shipped,
    template_of,
    withdraw_paper,
)
from shanqiao.apps.record.models import Look
from shanqiao.data.programmes import template_files
from shanqiao.engines.template import read_template
from shanqiao.stories.pseudonyms import code_of
from tests.factories import (
    NOON,
    PNG,
    a_cashier,
    a_document,
    a_fund,
    a_grant,
    a_handler,
    a_manager,
    a_payment,
    a_proposal,
    a_purse,
)
from tests.illness import LATER, YUAN, Patient
from tests.programmes import Aid

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db
CODES = ("diagnosis", "settlement", "means", "agreement")
NAMES = ("黄伟强", "第一医院", "白血病", "44009876", "…9876")
SHIPPED = template_files()["serious_illness-1.toml"]
OWN = SHIPPED.replace("percent = 100", "percent = 60").replace('version = "1"', 'version = "1.1"')


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def aid():
    return Aid()


class Desk:
    """A fund whose grants are asked back, since an insurance pays later."""

    def __init__(self):
        self.fund = a_fund()
        self.purse = a_purse(fund=self.fund, received=10**9)
        self.manager, self.cashier = a_manager(self.fund), a_cashier(self.fund)

    def asked(self, *, at=NOON, twice=False):
        """(what is asked back first of a grant that was paid, that payment)."""
        patient = Patient()
        bill = patient.bill((10_000, 8_000))
        proposal = a_proposal(need=patient.need, purse=self.purse, count=10_000 * YUAN)
        payment = a_payment(grant=a_grant(proposal=proposal, manager=self.manager))
        (asked,) = patient.paid(bill, Layer.BASIC, 4_000, at=at)
        if twice:
            patient.paid(bill, Layer.SERIOUS, 1_000, at=at)
        return asked, payment


@pytest.fixture
def desk():
    return Desk()


def a_file(content, name="photo.png"):
    return SimpleUploadedFile(name, content)


def test_papers_are_handed_in_shown_on_record_and_taken_back(client):
    patient = Patient()
    station = signed_in(client, patient.worker)
    where = f"/station/needs/{patient.need.pk}/papers/"
    page = station.get(where).text
    assert page.count("missing") == 4 and f"{where}means/new/" in page
    wrong = station.post(f"{where}means/new/", {"file": a_file(b"MZ", "means.exe")})
    assert wrong.status_code == 422 and "neither a picture" in wrong.text
    assert station.get(f"{where}wishes/new/").status_code == 404 and not Paper.objects.exists()
    there = station.post(f"{where}means/new/", {"file": a_file(PNG)}, follow=True)
    assert "Handed in: proof of" in there.text
    twice = station.post(f"{where}means/new/", {"file": a_file(PNG)})
    assert twice.status_code == 422 and "already" in twice.text
    paper = Paper.objects.get()
    sheet = station.get(f"{where}{paper.pk}/")
    assert sheet.content == PNG and sheet["Content-Security-Policy"].startswith("sandbox;")
    assert Look.objects.filter(by=patient.worker.username, resident=patient.resident.pk).exists()
    assert station.post(f"{where}{paper.pk}/back/", {"why": ""}).status_code == 422

    page = station.post(f"{where}{paper.pk}/back/", {"why": "过期"}, follow=True).text

    assert "stays on file" in page and page.count("missing") == 4
    again = station.post(f"{where}{paper.pk}/back/", {"why": "过期"})
    assert again.status_code == 422 and "taken back already" in again.text


def test_a_station_applies_once_the_papers_are_there(client, aid):
    held, patient = shipped()["serious_illness"], Patient()
    attach_template(programme=aid.programme, held=held, by=aid.manager, at=NOON)
    station, need = signed_in(client, patient.worker), patient.need
    where = f"/station/needs/{need.pk}/apply/{aid.programme.pk}/"
    told = {"count": "300", "words": "手术自付"}
    refused = station.post(where, told)
    assert refused.status_code == 422 and "application signed by the patient" in refused.text
    listed = station.get(f"/station/needs/{need.pk}/illness/").text
    assert where in listed and listed.count("Asked for by Serious illness aid") == 4

    for code in CODES:
        station.post(f"/station/needs/{need.pk}/papers/{code}/new/", {"file": a_file(PNG)})

    assert station.post(where, told).url == f"/station/needs/{need.pk}/"
    assert Application.objects.get().count == 30_000


def test_the_fund_sees_who_pays_bill_by_bill_and_nobody_is_named(client, aid):
    patient = Patient()
    bill = patient.bill((10_000, 8_000), number="4400-9876")
    patient.paid(bill, Layer.BASIC, 5_000)
    patient.asked(bill, Layer.MEDICAL_AID, 1_000, can_wait=False)
    application = aid.apply(need=patient.need, by=patient.worker)

    page = signed_in(client, aid.handler).get(f"/fund/aid/applications/{application.pk}/").text

    assert "Who pays ¥10,000.00" in page and "Bill by bill" in page
    assert "Basic medical insurance <strong" in page and "¥5,000.00" in page
    assert "medical aid: asked on" in page and "cannot wait" in page
    assert code_of(patient.resident.pk) in page and "/illness/" not in page
    assert [name for name in NAMES if name in page] == []


def test_the_fund_reads_which_papers_are_not_there_any_more(client, aid):
    held = shipped()["serious_illness"]
    attach_template(programme=aid.programme, held=held, by=aid.manager, at=NOON)
    need, document = aid.need(), a_document(by=aid.worker)
    facts = {"need": need, "document": document, "by": aid.worker, "at": NOON}
    papers = [hand_in_paper(code=code, **facts) for code in CODES]
    where = f"/fund/aid/applications/{aid.apply(need=need).pk}/"
    handler = signed_in(client, aid.handler)
    assert "not there any more" not in handler.get(where).text

    withdraw_paper(paper=papers[0], why="拍错了", by=aid.worker, at=LATER)

    assert "not there any more: diagnosis of a hospital" in handler.get(where).text


def test_what_is_asked_back_is_listed_outstanding_first_filtered_and_exported(client, desk):
    (waived, _), (settled, payment), (stands, _) = desk.asked(), desk.asked(), desk.asked(at=LATER)
    waive(asked=waived, why="家属已垫付", by=desk.manager, at=LATER)
    take_money_back(
        payment=payment,
        count=4_000 * YUAN,
        reference="b",
        why="医保已付",
        by=desk.cashier,
        at=LATER,
    )
    Desk().asked()  # of another fund
    cashier = signed_in(client, desk.cashier)

    def rows(query):
        table = cashier.get(f"/fund/out/asked-back/?{query}").context["table"]
        return [row.record.pk for row in table.paginated_rows]

    assert rows("") == [stands.pk, waived.pk, settled.pk]
    assert rows("state=stands") == [stands.pk] and rows("state=settled") == [settled.pk]
    assert rows("state=waived") == [waived.pk] and len(rows(f"fund={desk.fund.pk}")) == 3
    page = cashier.get("/fund/out/asked-back/")
    assert "¥4,000.00 are to come back, or not to be paid, of 1 grant." in page.text
    assert "waived: 家属已垫付" in page.text
    resident = page.context["table"].paginated_rows[0].record.grant.need.resident
    assert {"name", "id_number"} < resident.get_deferred_fields()
    file = cashier.get("/fund/out/asked-back/?export=csv").text
    assert code_of(stands.grant.need.resident_id) in file and "4000" in file
    assert [name for name in NAMES if name in page.text + file] == []


def test_the_manager_waives_with_a_reason_and_nobody_else(client, desk):
    asked, _payment = desk.asked()
    where, grant = f"/fund/out/asked-back/{asked.pk}/waive/", f"/fund/grants/{asked.grant_id}/"
    others = {desk.cashier: 403, a_handler(desk.fund): 403, a_manager(a_fund()): 404}
    for person, status in others.items():
        other = signed_in(client, person)
        assert other.get(where).status_code == other.post(where, {"why": "x"}).status_code == status
    page = signed_in(client, desk.cashier).get(grant).text
    assert "¥4,000.00 are more than is lacking now: basic medical insurance pays." in page
    assert where not in page
    manager = signed_in(client, desk.manager)
    assert where in manager.get(grant).text and "¥4,000.00" in manager.get(where).text
    assert manager.post(where, {"why": " "}).status_code == 422
    assert AskedBack.objects.outstanding().exists()

    page = manager.post(where, {"why": "家属已垫付"}, follow=True)

    assert page.redirect_chain == [(grant, 302)] and "asked back any more" in page.text
    assert "more than is lacking now" not in page.text
    assert manager.get(where).status_code == 404


def test_the_day_says_what_is_to_come_back(client, desk):
    asked, _payment = desk.asked()

    for person in (desk.manager, desk.cashier):
        page = signed_in(client, person).get("/fund/").text
        assert "To come back, or not to be paid" in page and "¥4,000.00" in page
        assert f"/fund/grants/{asked.grant_id}/" in page
    assert "To come back" not in signed_in(client, a_manager(a_fund())).get("/fund/").text
    waive(asked=asked, why="x", by=desk.manager, at=LATER)
    assert "To come back" not in signed_in(client, desk.manager).get("/fund/").text


def test_the_manager_chooses_a_template_and_lets_it_go(client, aid):
    manager, programme = signed_in(client, aid.manager), f"/fund/aid/{aid.programme.pk}/"
    where = f"{programme}template/"
    assert where in manager.get(programme).text
    assert manager.get(where).context["form"].initial == {"template": "none"}

    page = manager.post(where, {"template": "serious_illness"}, follow=True)

    assert page.redirect_chain == [(programme, 302)] and "hand in its papers before" in page.text
    assert "Papers: diagnosis of a hospital" in page.text
    assert manager.get(where).context["form"].initial == {"template": "serious_illness"}
    assert manager.post(where, {"template": "another"}).status_code == 422
    assert manager.post(where, {}).status_code == 422 and template_of(aid.programme)
    manager.post(where, {"template": "none"})
    assert template_of(aid.programme) is None
    handler = signed_in(client, aid.handler)
    assert handler.get(where).status_code == 403 and where not in handler.get(programme).text
    assert signed_in(client, a_manager(a_fund())).post(where).status_code == 404


def test_an_older_version_that_a_programme_follows_is_not_let_go_unasked(client, aid):
    text = SHIPPED.replace('version = "1"', 'version = "0.9"')
    older = Held(read_template(text), text, None)
    attach_template(programme=aid.programme, held=older, by=aid.manager, at=NOON)

    page = signed_in(client, aid.manager).get(f"/fund/aid/{aid.programme.pk}/template/").text

    assert page.count('type="radio" name="template"') == 2 and " checked" not in page


def test_a_grant_that_was_asked_back_twice_counts_once(client, desk):
    desk.asked(twice=True)

    page = signed_in(client, desk.manager).get("/fund/out/asked-back/")

    assert len(page.context["table"].rows) == 2
    assert "¥5,000.00 are to come back, or not to be paid, of 1 grant." in page.text


def test_a_template_is_brought_in_or_its_faults_are_shown_by_place(client, aid):
    manager, where = signed_in(client, aid.manager), f"/fund/aid/{aid.programme.pk}/template/"

    def brought(text, **facts):
        return manager.post(where, {"bring": "1", "file": a_file(text, "own.toml")}, **facts)

    faulty = OWN.replace("percent = 60", "percent = 0").replace('then = "where"', 'then = "x"')
    wrong = brought(faulty.encode())
    assert wrong.status_code == 422 and "the file has faults" in wrong.text
    assert "<td>percent</td><td>a whole number from 1 to 100</td>" in wrong.text
    assert "<td>questions 1, answers 1: then</td>" in wrong.text
    for content, says in (
        (OWN.encode("gb18030"), "no text in UTF-8"),
        (b"", "submitted file is empty"),
        (b"#" * 400_001, "too large"),
        (b"\xff\xfe\x00", "no text in UTF-8"),
        (b"a = '\x00'", "no valid TOML"),
    ):
        wrong = brought(content)
        assert wrong.status_code == 422 and says in wrong.text, says
    assert not Template.objects.exists()

    page = brought(b"\xef\xbb\xbf" + OWN.encode(), follow=True)

    assert page.redirect_chain == [(where, 302)] and "own, version 1.1" in page.text
    again = brought(OWN.encode())
    assert again.status_code == 422 and "new version" in again.text
    manager.post(where, {"template": str(Template.objects.get().pk)})
    assert template_of(aid.programme).percent == 60
    other = a_fund()
    theirs = bring_template(fund=other, text=OWN, by=a_manager(other), at=NOON + timedelta(hours=1))
    assert manager.post(where, {"template": str(theirs.pk)}).status_code == 422
