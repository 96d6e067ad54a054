import re

import pytest
from django.apps import apps

from shanqiao.apps.needs.actions import close_need
from shanqiao.apps.record.models import Entry, Look
from shanqiao.apps.residents.actions import look_at_resident
from shanqiao.stories.pseudonyms import code_of
from shanqiao.www.supervisor import looks as looks_page
from shanqiao.www.supervisor.words import ACTS, SUBJECTS
from tests.factories import NOON, a_need, a_resident, a_social_worker, a_supervisor
from tests.house.test_house import HOUSE

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor(client):
    person = a_supervisor()
    client.force_login(person)
    return person


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr(looks_page, "now", lambda: NOON)


def looked_at(worker, resident, at=NOON, reason="casework", words=""):
    look_at_resident(resident=resident, reason=reason, words=words, by=worker, at=at)


@pytest.mark.parametrize(
    "address", ["", "record/", "looks/", "looks/of/1/", "statements/", "changes/", "checks/"]
)
def test_the_desk_is_closed_to_who_works_elsewhere(client, address):
    client.force_login(a_social_worker())

    assert client.get(f"/supervisor/{address}").status_code == 403


def test_somebody_unknown_is_asked_to_sign_in(client):
    assert client.get("/supervisor/record/").status_code == 302


@pytest.mark.usefixtures("supervisor")
def test_the_record_says_who_did_what_and_why(client):
    need = a_need()
    close_need(need=need, why="moved", by=need.told_to, at=NOON)

    page = client.get("/supervisor/record/?act=needs.close").text

    assert need.told_to.name in page
    assert f"need {need.pk}" in page
    assert "moved" in page


@pytest.mark.usefixtures("supervisor")
def test_the_record_is_searched_by_person_reason_and_number(client):
    need, other = a_need(), a_need()
    close_need(need=need, why="moved", by=need.told_to, at=NOON)

    for words in (need.told_to.name, "moved", str(need.pk)):
        page = client.get("/supervisor/record/", {"q": words, "act": "needs.close"}).text
        assert f"need {need.pk}" in page
    page = client.get("/supervisor/record/", {"q": other.told_to.name}).text
    assert "closed a need</td>" not in page


@pytest.mark.usefixtures("supervisor")
def test_the_record_is_filtered_by_room_and_day(client):
    a_need()

    assert "wrote down a need</td>" in client.get("/supervisor/record/?room=needs").text
    assert "wrote down a need</td>" not in client.get("/supervisor/record/?room=funds").text
    assert "Nothing fits" in client.get("/supervisor/record/?until=2026-05-05&room=needs").text


@pytest.mark.usefixtures("supervisor")
def test_a_resident_is_called_by_a_code_in_the_record(client):
    resident = a_resident()

    page = client.get("/supervisor/record/?act=residents.register").text

    assert code_of(resident.pk) in page
    assert resident.name not in page


@pytest.mark.usefixtures("supervisor")
def test_taking_the_record_along_is_a_line_of_it(client):
    a_need()

    file = client.get("/supervisor/record/?export=csv&act=needs.register")

    assert "wrote down a need" in file.content.decode("utf-8-sig")
    assert Entry.objects.get(act="record.export").why == "record, csv"


@pytest.mark.usefixtures("supervisor")
def test_a_page_of_the_record_asks_few_questions(client, django_assert_max_num_queries):
    for _ in range(10):
        a_need()

    with django_assert_max_num_queries(16):
        client.get("/supervisor/record/")


@pytest.mark.usefixtures("supervisor")
def test_looks_show_a_code_and_no_name(client):
    worker = a_social_worker()
    resident = a_resident(worker=worker)
    looked_at(worker, resident)

    page = client.get("/supervisor/looks/").text

    assert code_of(resident.pk) in page
    assert worker.name in page
    assert resident.name not in page


@pytest.mark.usefixtures("supervisor")
def test_odd_looks_are_found(client):
    worker = a_social_worker()
    usual, odd = a_resident(worker=worker), a_resident(worker=worker)
    looked_at(worker, usual)
    looked_at(worker, odd, at=NOON.replace(hour=2))

    page = client.get("/supervisor/looks/?odd=any").text

    assert code_of(odd.pk) in page and code_of(usual.pk) not in page
    assert "at night" in page


@pytest.mark.usefixtures("supervisor")
def test_looks_are_searched_by_the_code_of_a_resident(client):
    worker = a_social_worker()
    one, other = a_resident(worker=worker), a_resident(worker=worker)
    looked_at(worker, one)
    looked_at(worker, other)

    page = client.get("/supervisor/looks/", {"q": code_of(one.pk)}).text

    assert f"/of/{one.pk}/" in page and f"/of/{other.pk}/" not in page


def test_a_name_opens_only_with_a_reason_that_is_written_down(client, supervisor):
    resident = a_resident(name="司徒静")
    page = f"/supervisor/looks/of/{resident.pk}/"
    assert "司徒静" not in client.get(page).text

    assert "司徒静" not in client.post(page, {"words": ""}).text
    client.post(page, {"words": "A complaint of 4 May"})

    assert "司徒静" in client.get(page).text
    look = Look.objects.get()
    assert (look.by, look.reason, look.words) == (
        supervisor.username,
        "checking",
        "A complaint of 4 May",
    )


@pytest.mark.usefixtures("supervisor")
def test_half_an_hour_later_a_reason_is_asked_for_again(client, monkeypatch):
    resident = a_resident(name="司徒静")
    page = f"/supervisor/looks/of/{resident.pk}/"
    client.post(page, {"words": "A complaint of 4 May"})

    monkeypatch.setattr(looks_page, "now", lambda: NOON.replace(minute=31))

    assert "司徒静" not in client.get(page).text


def test_another_ones_reason_opens_nothing_for_me(client, supervisor):
    resident = a_resident(name="司徒静")
    look_at_resident(resident=resident, reason="checking", words="mine", by=a_supervisor(), at=NOON)

    page = client.get(f"/supervisor/looks/of/{resident.pk}/").text

    assert "司徒静" not in page
    assert supervisor.name in page


def test_every_act_that_is_written_down_has_words():
    written = {
        act
        for floor in ("apps", "www")
        for path in HOUSE.glob(f"{floor}/**/*.py")
        for act in re.findall(r'act="([a-z_]+\.[a-z_]+)"', path.read_text())
    }

    assert written
    assert written - set(ACTS) == set()


def test_every_row_that_may_be_written_about_has_words():
    rooms = {
        model._meta.label_lower
        for model in apps.get_models()
        if model.__module__.startswith("shanqiao.")
    }
    told_by_others = {
        "bank.remark",
        "bank.statementbalance",
        "bank.statementline",
        "bank.unmatch",
        "books.account",
        "books.block",
        "books.daytotal",
        "books.hold",
        "books.line",
        "books.shift",
        "books.stretch",
        "cases.attendance",
        "cases.counsellingnote",
        "cases.estimatesitting",
        "cases.goal",
        "cases.goalneed",
        "cases.goalresult",
        "cases.handling",
        "cases.plananswer",
        "cases.spell",
        "cases.supervisedcase",
        "earlier.earliercase",
        "earlier.earliercontact",
        "earlier.earlierrow",
        "giving.filerow",
        "funds.movement",
        "receipts.voiding",
        "governing.objectionanswer",
        "governing.managementcostback",
        "governing.raisingcostback",
        "governing.result",
        "governing.vote",
        "inquiries.askedabout",
        "approvals.band",
        "inquiries.dayofasking",
        "inquiries.inquiryrow",
        "inquiries.residenttokens",
        "illness.billline",
        "people.sent",
        "instruments.danger",
        "instruments.score",
        "likeness.common",
        "likeness.face",
        "likeness.key",
        "lists.listrow",
        "matching.cover",
        "matching.planworth",
        "matching.reserve",
        "matching.share",
        "paying.drawn",
        "paying.item",
        "people.draft",
        "record.entry",
        "record.look",
        "referrals.escalation",
        "referrals.referrallink",
        "referrals.referralstep",
        "registry.certificatewithdrawal",
        "residents.searchterm",
        "sameness.claim",
        "sameness.sameperson",
    }
    places = {label for label in rooms if label.startswith("places.")} - {"places.station"}

    assert rooms - told_by_others - places == set(SUBJECTS)
