"""Every form on paper: empty out of its own questions, filled in out of what was written, each look on record."""

import pytest
from django.utils.html import escape
from django.utils.translation import override

from shanqiao.apps.cases.grouping import join_group, open_group, plan_session, take_attendance
from shanqiao.apps.cases.models import Contact, Supervision
from shanqiao.apps.cases.working import write_supervision
from shanqiao.apps.instruments.held import in_force
from shanqiao.apps.record.models import Look
from shanqiao.apps.referrals.models import Referral
from shanqiao.apps.residents.models import Consent
from shanqiao.www.station.paper_forms import PAPERS
from tests.cases import Casework
from tests.factories import NOON, TODAY, a_need, an_assessed_need
from tests.www.at_noon import signed_in, stop_the_clock
from tests.www.conftest import WithSecondFactor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def station():
    return Casework()


@pytest.fixture
def desk(client, station):
    return signed_in(client, station.worker)


def looks_at(resident):
    return Look.objects.filter(resident=resident.pk).count()


# empty


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.code)
def test_every_form_is_printed_with_each_of_its_questions(desk, station, paper):
    page = desk.get(f"/station/papers/{paper.code}/")

    assert page.status_code == 200
    with override("en"):
        questions = [q for part in paper.make(station.station) for q in part.questions]
        version, where = paper.version(station.station), str(station.station)
    assert questions
    for question in questions:
        assert escape(question.label) in page.text
        assert question.boxes or question.lines
        for words, ticked in question.boxes:
            assert not ticked
            assert escape(words[0].upper() + words[1:]) in page.text
    assert page.text.count(where) >= 2
    assert f"Version {version}" in page.text and "printed on" in page.text
    assert "☑" not in page.text
    assert page.text.count("name, signature, day") == len(paper.signs)


def test_every_form_is_in_the_list_and_every_instrument(desk):
    page = desk.get("/station/papers/").text

    for paper in PAPERS:
        assert f"/station/papers/{paper.code}/" in page
    for held in in_force(on=TODAY).values():
        read = held.instrument
        assert f"/station/papers/sheets/{read.code}/{read.version}/" in page


def test_every_instrument_is_printed_with_its_questions_its_source_and_its_version(desk):
    for code, held in in_force(on=TODAY).items():
        read = held.instrument
        page = desk.get(f"/station/papers/sheets/{code}/{read.version}/").text

        for item in read.items:
            assert escape(item.words.en) in page, (code, item.code)
        assert escape(read.source) in page
        assert f"Version {read.version}, in force from" in page
    assert desk.get("/station/papers/sheets/barthel/999/").status_code == 404
    assert desk.get("/station/papers/nothing/").status_code == 404


def test_a_version_is_the_same_in_both_languages_and_changes_with_a_question(station):
    contact = next(paper for paper in PAPERS if paper.code == "contact")
    estimate = next(paper for paper in PAPERS if paper.code == "estimate")
    with override("zh-hans"):
        in_chinese = contact.version(station.station)
    with override("en"):
        in_english = contact.version(station.station)

    assert in_chinese == in_english != estimate.version(station.station)


def test_paper_is_for_those_who_work_at_a_station(client):
    assert client.get("/station/papers/").status_code == 302


def test_each_page_with_a_form_leads_to_its_paper(desk, station):
    case, need = station.at_work(), a_need(worker=station.worker, resident=station.resident)
    home = f"/station/residents/{station.resident.pk}/"
    desk.post(home, {"reason": "casework"})

    for address, code in (
        (f"/station/cases/{case.pk}/contact/", "contact"),
        (f"/station/cases/{case.pk}/estimate/", "estimate"),
        (f"/station/cases/{case.pk}/plan/", "plan"),
        (f"/station/cases/{case.pk}/evaluate/", "evaluation"),
        (f"/station/cases/{case.pk}/close/", "closure"),
        (f"/station/cases/{case.pk}/hand-over/", "handover"),
        (f"/station/cases/{case.pk}/appointment/", "appointment"),
        ("/station/quick/", "contact"),
        ("/station/register/new/", "intake"),
        (f"/station/needs/{need.pk}/assess/", "assessment"),
        (f"/station/needs/{need.pk}/refer/", "referral"),
        ("/station/groups/new/", "group"),
        ("/station/neighbourhood/new/", "event"),
        (f"{home}consents/", "consent"),
        (f"{home}case/", "open"),
        (f"{home}change/", "change"),
        (f"{home}departure/", "departure"),
        (f"{home}household/", "household"),
        (f"{home}crisis/", "crisis"),
        (f"{home}sheets/barthel/", "sheets/barthel/1"),
    ):
        assert f'href="/station/papers/{code}/"' in desk.get(address).text, address


# filled in


def test_what_was_written_in_a_case_is_printed_as_its_form(desk, station):
    case = station.evaluated()
    station.contact(case, words="入户探访，水电正常")
    station.hand_over(case)
    listed = desk.get(f"/station/cases/{case.pk}/papers/")
    assert f'href="/station/cases/{case.pk}/papers/"' in desk.get(f"/station/cases/{case.pk}/").text

    said = {
        "open": "独居，跌倒后不敢出门",
        "estimate": "行动不便，情绪低落",
        "plan": "每周探访，联系康复资源",
        "contact": "入户探访，水电正常",
        "evaluation": "目标达到",
        "handover": "每周三探访，女儿电话在卡上",
    }
    found = {code: (row.row.pk, words) for row, words, code in listed.context["rows"]}
    for code, words in said.items():
        page = desk.get(f"/station/cases/{case.pk}/papers/{code}/{found[code][0]}/").text
        assert words in page and station.resident.name in page, code
        assert "Version" in page and "signature" in page
    assert (
        "☑"
        in desk.get(f"/station/cases/{case.pk}/papers/evaluation/{found['evaluation'][0]}/").text
    )
    handover = desk.get(f"/station/cases/{case.pk}/papers/handover/{found['handover'][0]}/").text
    assert str(station.colleague) in handover
    plan = desk.get(f"/station/cases/{case.pk}/papers/plan/{found['plan'][0]}/").text
    assert "每天下楼走一次" in plan and "探访时本人说明" in plan


def test_a_paper_shows_no_more_than_the_story_and_a_stranger_none(desk, station):
    case = station.open()
    station.bring(case)
    note = station.contact(
        case, by=station.counsellor, level=Contact.Level.COUNSELLING, words="梦见儿子"
    )
    at = f"/station/cases/{case.pk}/papers/contact/{note.pk}/"

    assert desk.get(at).status_code == 404
    assert f"papers/contact/{note.pk}/" not in desk.get(f"/station/cases/{case.pk}/papers/").text
    talk = signed_in(WithSecondFactor(), station.counsellor)
    assert "梦见儿子" in talk.get(at).text
    nosy = signed_in(WithSecondFactor(), station.colleague)
    assert (
        nosy.get(at).status_code == nosy.get(f"/station/cases/{case.pk}/papers/").status_code == 404
    )
    assert not Look.objects.filter(by=station.colleague.username).exists()


def test_printing_a_person_is_a_look_on_record(station):
    case = station.open()
    need = an_assessed_need(worker=station.worker, resident=station.resident)

    for person, address in (
        (station.worker, f"/station/cases/{case.pk}/papers/open/{case.pk}/"),
        (station.colleague, f"/station/needs/{need.pk}/paper/"),
    ):
        assert signed_in(WithSecondFactor(), person).get(address).status_code == 200
        look = Look.objects.get(resident=station.resident.pk, by=person.username)
        assert look.reason == Look.Reason.CASEWORK


def test_a_need_is_printed_with_who_it_is_and_how_it_was_assessed(desk, station):
    need = an_assessed_need(worker=station.worker, resident=station.resident)

    page = desk.get(f"/station/needs/{need.pk}/paper/").text

    assert station.resident.name in page
    assert "How grave is it, from 0 to 100?" in page
    assert "☑" in page
    assert f'href="/station/needs/{need.pk}/paper/"' in desk.get(f"/station/needs/{need.pk}/").text


def test_a_consent_is_printed_with_whom_it_is_for(desk, station):
    home = f"/station/residents/{station.resident.pk}/"
    said = {"purpose": "pictures", "how": "word", "whom": ""}
    assert desk.post(f"{home}consents/", said).status_code == 302
    word = Consent.objects.get(purpose="pictures")

    page = desk.get(f"{home}consents/{word.pk}/paper/").text

    assert '☑</span><span class="visually-hidden">chosen:</span> Showing a picture' in page
    assert "Everybody who helps" in page
    assert f"{home}consents/{word.pk}/paper/" in desk.get(f"{home}consents/").text
    assert looks_at(station.resident) == 1


def test_the_list_of_a_meeting_is_printed_with_who_came(desk, station):
    says = {"by": station.worker, "at": NOON}
    group = open_group(
        station=station.station,
        name="手工小组",
        purpose="来往",
        sessions_planned=4,
        first_on=TODAY,
        **says,
    )
    member = join_group(group=group, resident=station.resident, **says)
    session = plan_session(group=group, on=TODAY, theme="剪纸", **says)
    take_attendance(session=session, came={member: True}, **says)

    page = desk.get(f"/station/groups/{group.pk}/meetings/{session.pk}/paper/").text

    assert "手工小组" in page and "剪纸" in page and station.resident.name in page
    assert page.count("☑") == 1
    assert looks_at(station.resident) == 1
    sheet = desk.get(f"/station/groups/{group.pk}/meetings/{session.pk}/").text
    assert f"/station/groups/{group.pk}/meetings/{session.pk}/paper/" in sheet


def test_a_talk_is_printed_for_those_who_read_it(station):
    write_supervision(
        worker=station.worker,
        held_on=TODAY,
        advice="先稳定关系",
        cases=[station.open()],
        actions=[("联系居委", TODAY)],
        by=station.supervisor,
        at=NOON,
    )
    at = f"/station/supervision/{Supervision.objects.get().pk}/paper/"

    for person, status in (
        (station.worker, 200),
        (station.supervisor, 200),
        (station.colleague, 404),
    ):
        page = signed_in(WithSecondFactor(), person).get(at)
        assert page.status_code == status
        assert ("先稳定关系" in page.text and "联系居委" in page.text) == (status == 200)


def test_every_paper_that_was_filled_in_is_closed_to_another_station(station):
    case, other = station.open(), Casework()
    need = an_assessed_need(worker=station.worker, resident=station.resident)
    nosy = signed_in(WithSecondFactor(), other.worker)

    for address in (
        f"/station/cases/{case.pk}/papers/",
        f"/station/cases/{case.pk}/papers/open/{case.pk}/",
        f"/station/needs/{need.pk}/paper/",
        f"/station/residents/{station.resident.pk}/consents/1/paper/",
        "/station/groups/1/meetings/1/paper/",
        "/station/supervision/1/paper/",
        "/station/referrals/1/paper/",
    ):
        assert nosy.get(address).status_code == 404, address
    assert not Referral.objects.exists()
