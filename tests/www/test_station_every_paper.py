"""Every form of the station's desk is on a paper, or it is said why it is not; each paper stands beside its form."""

import pkgutil
import re
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.forms import BaseForm
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from shanqiao.apps.cases.ending import plan_follow_up
from shanqiao.apps.programmes.templates import shipped
from shanqiao.stories.consultations import CODE
from shanqiao.www import station as desk_of_a_station
from shanqiao.www.parts import findings, referrals
from shanqiao.www.station.forms import groups, illness, lists, sheet, talks
from shanqiao.www.station.paper_forms import BY_CODE, OF_FORMS, PAPERS
from shanqiao.www.station.residents import ReasonForm
from tests.cases import Casework, a_group, an_agreement
from tests.factories import NOON, TODAY, a_need
from tests.illness import Patient
from tests.instruments import a_crisis
from tests.programmes import Aid
from tests.referring import Referring
from tests.www.at_noon import signed_in, stop_the_clock
from tests.www.conftest import WithSecondFactor

pytestmark = pytest.mark.django_db
TEMPLATES = Path(desk_of_a_station.__file__).parents[2] / "templates"
BESIDE = re.compile(r'parts/paper_link\.html" with paper="([\w-]+)"')
WITHOUT = {  # form: why there is no paper
    ReasonForm: "why somebody looks is said to the screen, before it shows anything",
    talks.QuickForm: "asks what a contact asks; that paper stands beside it",
    sheet.SheetForm: "printed out of the file of its instrument, with its source and version",
    sheet.TakeForm: "chooses within what the computer counted from a sheet",
    illness.SheetForm: "a picture of a paper is handed in",
    groups.PaperForm: "a picture of a paper is handed in",
    lists.HandInForm: "a file is handed in",
    lists.HandInEarlierForm: "a file is handed in",
    lists.HeadingsForm: "says which column of a file is which",
    lists.AllowForm: "answers what was found when a file was compared",
    lists.UndoListForm: "undoes what a file brought",
}


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def station():
    return Casework()


def forms_of_the_desk():
    """Every form class that a module of the desk has, and those of the parts with which it answers others."""
    here = desk_of_a_station
    names = [one.name for one in pkgutil.walk_packages(here.__path__, f"{here.__name__}.")]
    modules = [*map(import_module, names), findings, referrals]
    return {
        one
        for module in modules
        for one in vars(module).values()
        if isinstance(one, type)
        and issubclass(one, BaseForm)
        and one.__module__.startswith("shanqiao.")
    }


def on(paper, station):
    return {part.of for part in paper.make(station)} - {None}


def test_every_form_of_the_desk_is_on_a_paper_or_it_is_said_why_not(station):
    printed = set().union(*(on(paper, station.station) for paper in PAPERS))

    assert forms_of_the_desk() - printed == set(WITHOUT)


def test_a_paper_that_stands_beside_a_form_asks_that_form(station):
    for form, code in OF_FORMS.items():
        assert form in on(BY_CODE[code], station.station), form


def test_every_paper_stands_beside_a_form_of_the_screen():
    pages = [path.read_text() for path in (TEMPLATES / "station").rglob("*.html")]
    named = {code for page in pages for code in BESIDE.findall(page)}

    assert named | set(OF_FORMS.values()) == set(BY_CODE)


def test_papers_are_listed_under_what_they_are_about(client, station):
    page = signed_in(client, station.worker).get("/station/papers/").text

    with override("en"):
        subjects = list(dict.fromkeys(str(paper.subject) for paper in PAPERS))
    assert [page.count(f">{subject}</h3>") for subject in subjects] == [1] * len(subjects)


def test_no_two_papers_have_the_same_name_or_version(station):
    with override("en"):
        titles = {str(paper.title) for paper in PAPERS}
    versions = {paper.version(station.station) for paper in PAPERS}

    assert len(titles) == len(versions) == len(PAPERS)


def test_the_questions_to_a_family_are_printed_with_their_source(client, station):
    page = signed_in(client, station.worker).get("/station/papers/illness/").text
    read = shipped()[CODE].read

    for question in read.questions:
        assert escape(question.asks.en) in page
        for answer in question.answers:
            assert escape(answer.says.en[1:]) in page
    assert escape(read.source) in page and f"Version {read.version}, in force from" in page


def leads(desk, address, code):
    page = desk.get(address)
    assert page.status_code == 200, address
    assert f'href="/station/papers/{code}/"' in page.text, address


def test_what_goes_on_in_a_case_leads_to_its_papers(client, station):
    case, desk = station.at_work(), signed_in(client, station.worker)
    appointment = station.appointment(case)
    at = f"/station/cases/{case.pk}/"
    leads(desk, f"{at}appointment/{appointment.pk}/off/", "appointment")
    leads(desk, f"{at}colleague/", "colleague")
    station.hand_over(case)
    leads(desk, f"{at}handover/", "handover")

    closed = Casework()
    over = closed.evaluated()
    closure = closed.close(over)
    planned = plan_follow_up(
        closure=closure, due_on=TODAY + timedelta(days=9), by=closed.worker, at=NOON
    )
    at, theirs = f"/station/cases/{over.pk}/", signed_in(WithSecondFactor(), closed.worker)
    leads(theirs, f"{at}follow-up/", "follow-up")
    leads(theirs, f"{at}follow-up/{planned.pk}/", "follow-up")
    leads(theirs, f"{at}reopen/", "reopening")


def test_what_a_supervisor_fills_in_leads_to_its_papers(client, station):
    plan, agreement = station.planned(), an_agreement(station)
    desk = signed_in(client, station.supervisor)

    leads(desk, f"/station/cases/{plan.spell.case_id}/plan/{plan.pk}/", "plan-answer")
    leads(desk, "/station/agreements/new/", "agreement")
    leads(desk, f"/station/agreements/{agreement.pk}/renew/", "renewal")


def test_what_is_known_of_a_resident_leads_to_its_papers(client, station):
    desk, home = signed_in(client, station.worker), f"/station/residents/{station.resident.pk}/"
    desk.post(home, {"reason": "casework"})
    need, group = a_need(worker=station.worker, resident=station.resident), a_group(station)
    crisis = a_crisis(worker=station.worker, resident=station.resident)

    for what in ("name", "phone", "place", "document"):
        leads(desk, f"{home}add/{what}/", "facts")
    leads(desk, f"{home}consents/", "withdrawal")
    leads(desk, f"{home}sheet/", "correction")
    leads(desk, f"/station/needs/{need.pk}/close/", "need-close")
    leads(desk, f"/station/crises/{crisis.pk}/", "crisis-steps")
    leads(desk, f"/station/groups/{group.pk}/", "group-end")
    leads(desk, f"/station/groups/{group.pk}/", "meeting")


def test_referrals_programmes_and_bills_lead_to_their_papers(client):
    asking, aid, patient = Referring(), Aid(), Patient()
    sent = asking.sent(to_station=asking.other_station)
    need, bill = aid.need(), patient.bill()
    bills = f"/station/needs/{patient.need.pk}/illness/"

    for person, address, code in (
        (asking.worker, f"/station/referrals/{sent.pk}/", "referral-course"),
        (asking.other, f"/station/referrals/{sent.pk}/", "referral-answer"),
        (aid.worker, f"/station/needs/{need.pk}/apply/{aid.programme.pk}/", "application"),
        (patient.worker, f"{bills}bills/new/", "bill"),
        (patient.worker, f"{bills}bills/{bill.pk}/strike/", "bill"),
        (patient.worker, f"{bills}bills/{bill.pk}/payers/1/", "bill"),
    ):
        leads(signed_in(WithSecondFactor(), person), address, code)


def test_a_paper_of_a_resident_leaves_a_line_for_who_it_is(client, station):
    desk = signed_in(client, station.worker)

    for paper in PAPERS:
        page = desk.get(reverse("station:paper", args=[paper.code])).text
        assert ("Name of the resident, or number of the case" in page) == paper.about, paper.code
