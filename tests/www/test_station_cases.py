"""The desk of a station: cases, what is due, who sees what, and the one field from everywhere."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shanqiao.apps.cases.models import Case, Contact, CounsellingNote, Spell
from shanqiao.apps.cases.queries import goals_of, plan_of, worker_of
from shanqiao.apps.cases.stages import Stage, stage_of
from shanqiao.apps.needs.kinds import Kind as NeedKind
from shanqiao.apps.record.models import Entry, Look
from tests.cases import DAY, Casework
from tests.factories import (
    NOON,
    TODAY,
    a_grant,
    a_need,
    a_payment,
    a_proposal,
    a_resident,
    an_assessed_need,
)
from tests.www.at_noon import AFTER_NOON, signed_in, stop_the_clock

pytestmark = pytest.mark.django_db
ON = TODAY.isoformat()


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def station():
    return Casework()


@pytest.fixture
def desk(client, station):
    return signed_in(client, station.worker)


def opened(desk, resident):
    """The page of a resident, opened with its reason."""
    desk.post(f"/station/residents/{resident.pk}/", {"reason": "casework"})


def test_from_the_page_of_a_resident_to_a_closed_case(client, desk, station):
    opened(desk, station.resident)
    page = desk.get(f"/station/residents/{station.resident.pk}/")
    assert f"/station/residents/{station.resident.pk}/case/" in page.text
    said = {"source": "visit", "urgency": 1, "judgement": "跌倒后不敢出门"}
    answer = desk.post(f"/station/residents/{station.resident.pk}/case/", said)
    case = Case.objects.get()
    at = f"/station/cases/{case.pk}/"
    assert answer["Location"] == at

    desk.post(f"{at}estimate/", {"person": "行动不便"})
    need = a_need(worker=station.worker, resident=station.resident, kind=NeedKind.MEAL)
    plan = {
        "strategy": "每周探访",
        "review_on": (TODAY + 30 * DAY).isoformat(),
        "words1": "每天下楼",
        "measure1": "本人说明",
        "due1": (TODAY + 20 * DAY).isoformat(),
        "needs1": [str(need.pk)],
    }
    assert desk.post(f"{at}plan/", plan)["Location"] == at
    assert stage_of(case) == Stage.PLAN
    guide = signed_in(type(client)(), station.supervisor)
    asked = guide.get("/station/").text
    [waiting] = Spell.objects.get().plans.all()
    assert f"{at}plan/{waiting.pk}/" in asked
    guide.post(f"{at}plan/{waiting.pk}/", {"says": "approve"})
    [goal] = goals_of(plan_of(case))
    assert goal.needs == [need]
    desk.post(f"{at}goals/{goal.pk}/", {"state": "reached", "why": "看见了"})
    desk.post(f"{at}evaluate/", {f"goal{goal.pk}": "reached", "words": "好", "client_says": "5"})
    assert stage_of(case) == Stage.EVALUATION
    desk.post(f"{at}close/", {"reason": "reached", "words": "已能下楼"})
    assert stage_of(case) == Stage.FOLLOW_UP

    told = desk.get(at).text
    for words in (
        "Case opened",
        "Plan 1 approved",
        "Evaluated; the resident says 5",
        "Closed: the",
    ):
        assert words in told


def test_each_step_of_the_page_opens(desk, station):
    case = station.at_work()
    station.bring(case)
    ahead = station.appointment(case)
    at = f"/station/cases/{case.pk}/"
    goal = plan_of(case).goals.get()

    for step in (
        *("", "estimate/", "plan/", "contact/", f"contact/?appointment={ahead.pk}"),
        *("appointment/", f"appointment/{ahead.pk}/off/", "evaluate/", "close/"),
        *("hand-over/", "colleague/", f"goals/{goal.pk}/", "reopen/"),
    ):
        assert desk.get(at + step).status_code == 200, step
    for gone in ("handover/", "follow-up/", "plan/99/", "goals/99/", "contact/?appointment=x"):
        assert desk.get(at + gone).status_code == 404, gone


def test_a_second_worker_sees_nothing_and_the_look_of_a_third_is_on_record(client, station):
    case = station.open(judgement="特别的判断")
    other = Casework()
    at = f"/station/cases/{case.pk}/"
    second = signed_in(type(client)(), station.colleague)
    opened(second, station.resident)

    page = second.get(f"/station/residents/{station.resident.pk}/").text

    assert f"There is a case; please ask {station.worker.name}." in page
    assert at not in page and "特别的判断" not in page
    for person in (station.colleague, station.counsellor, other.worker, other.supervisor):
        nosy = signed_in(type(client)(), person)
        for address in (at, f"{at}contact/", f"{at}close/", f"{at}handover/"):
            assert nosy.get(address).status_code == 404
        assert nosy.post(f"{at}contact/", {"words": "x"}).status_code == 404
        assert f"/station/cases/{case.pk}/" not in nosy.get("/station/cases/").text
    assert not Look.objects.filter(by=other.worker.username).exists()
    third = signed_in(type(client)(), station.supervisor)
    assert "特别的判断" in third.get(at).text
    look = Look.objects.get(by=station.supervisor.username)
    assert (look.resident, look.reason) == (station.resident.pk, "casework")


def test_a_counsellors_note_is_on_no_page_of_others_nor_in_a_file(client, desk, station):
    case = station.open()
    station.bring(case)
    note = "梦见过世的儿子"
    talk = signed_in(type(client)(), station.counsellor)
    at = f"/station/cases/{case.pk}/"
    said = {"kind": "session", "done_on": ON, "minutes": 50, "words": note, "level": "counselling"}
    assert desk.post(f"{at}contact/", said).status_code == 422  # no counsellor
    assert talk.post(f"{at}contact/", said)["Location"] == at
    assert CounsellingNote.objects.get().words == note

    assert note in talk.get(at).text
    assert note in signed_in(type(client)(), station.supervisor).get(at).text
    page = desk.get(at).text
    assert note not in page and "Kept apart: only some may read it." in page
    for address in ("/station/", "/station/cases/", "/station/calendar/", "/station/quick/"):
        assert note not in desk.get(address).text
    assert note.encode() not in desk.get("/station/cases/?export=csv").content
    assert not any(note in entry.why for entry in Entry.objects.all())


def test_the_list_is_searched_filtered_and_exported_with_a_line_on_record(desk, station):
    case = station.open()
    late = station.open(
        resident=a_resident(worker=station.worker, name="李秀英"), at=NOON - timedelta(days=40)
    )
    station.open(resident=a_resident(worker=station.worker, name="陈大文"), by=station.colleague)

    def shown(query):
        return {row.record for row in desk.get(f"/station/cases/?{query}").context["table"].rows}

    assert shown("") == {case, late}
    assert shown("q=hwq") == {case}
    assert shown("q=李秀英") == {late} == shown(f"q={late.pk}")
    assert shown("due=late") == {late}
    assert shown("stage=work") == set()
    assert shown("whose=others") == set()
    assert "2 cases. 1 is overdue." in desk.get("/station/cases/").text
    file = desk.get("/station/cases/?export=xlsx")
    assert file["Content-Disposition"].startswith('attachment; filename="cases-')
    assert Entry.objects.get(act="station.export_cases").by == station.worker.username


def test_the_list_asks_as_much_for_many_as_for_few(desk, station):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get("/station/cases/").status_code == 200
        return len(queries)

    station.open()
    asked()
    few = asked()
    for _ in range(12):
        station.at_work(station.open(resident=a_resident(worker=station.worker)))

    assert asked() == few


def test_the_supervisor_sees_the_cases_of_the_station_and_its_load(client, station):
    station.open()
    station.open(resident=a_resident(worker=station.worker), by=station.colleague)
    Casework().open()
    guide = signed_in(client, station.supervisor)

    assert guide.get("/station/cases/").context["table"].paginator.count == 2
    page = guide.get("/station/cases/load/")
    assert station.colleague.name in page.text
    assert signed_in(type(client)(), station.worker).get("/station/cases/load/").status_code == 403


def test_a_talk_of_supervision_is_read_by_the_worker_and_what_was_agreed_is_done(client, station):
    case = station.open()
    guide, worker = (
        signed_in(type(client)(), person) for person in (station.supervisor, station.worker)
    )
    said = {
        "held_on": ON,
        "advice": "先稳定关系",
        "about": [str(case.pk)],
        "action1": "联系居委",
        "until1": ON,
    }
    assert guide.post(f"/station/supervision/with/{station.worker.pk}/", said).status_code == 302

    today = worker.get("/station/")
    assert "联系居委" in today.text
    assert "先稳定关系" in worker.get("/station/supervision/").text
    action = today.context["in_cases"].actions[0]
    worker.post(f"/station/supervision/agreed/{action.pk}/", {"words": "已联系"})
    assert "联系居委" not in worker.get("/station/").text
    stranger = signed_in(type(client)(), station.colleague)
    assert "先稳定关系" not in stranger.get("/station/supervision/").text
    assert stranger.get(f"/station/supervision/agreed/{action.pk}/").status_code == 404


def test_a_handover_is_seen_accepted_and_then_theirs(client, desk, station):
    case = station.open()
    at = f"/station/cases/{case.pk}/"
    desk.post(f"{at}hand-over/", {"receiver": station.colleague.pk, "words": "每周三探访"})
    receiver = signed_in(type(client)(), station.colleague)
    assert f"{at}handover/" in receiver.get("/station/").text
    assert "每周三探访" in receiver.get(f"{at}handover/").text

    receiver.post(f"{at}handover/", {"says": "accept"})

    assert worker_of(case) == station.colleague
    assert desk.get(at).status_code == 404


def test_what_happened_is_written_from_anywhere(desk, station):
    case = station.open()
    station.open(resident=a_resident(worker=station.worker, name="李秀英"))
    assert 'data-key="e" href="/station/quick/"' in desk.get("/station/needs/").text
    said = {"words": "电话问候", "kind": "call", "minutes": 10}
    found = desk.post("/station/quick/", {**said, "q": "hwq", "find": 1})
    assert f'value="{case.pk}" checked' in found.text and "电话问候" in found.text
    for lacking in ({"q": ""}, {"case": case.pk, "minutes": ""}):
        assert desk.post("/station/quick/", {**said, **lacking}).status_code == 422

    answer = desk.post("/station/quick/", {**said, "q": "hwq", "case": case.pk})

    assert answer["Location"] == f"/station/cases/{case.pk}/"
    contact = Contact.objects.get()
    assert (contact.case, contact.words, contact.minutes) == (case, "电话问候", 10)
    assert contact.done_on == AFTER_NOON.date()


def test_quick_entry_finds_nothing_of_others(client, station):
    case = station.open()
    nosy, said = signed_in(client, station.colleague), {"words": "x", "kind": "call", "minutes": 5}

    found = nosy.post("/station/quick/", {**said, "q": "hwq", "find": 1})
    sent = nosy.post("/station/quick/", {**said, "case": case.pk})

    assert f'value="{case.pk}"' not in found.text
    assert sent.status_code == 422 and not Contact.objects.exists()


def test_unpaid_promises_are_shown_before_closing(desk, station):
    case = station.open()
    need = an_assessed_need(worker=station.worker, resident=station.resident)
    grant = a_grant(proposal=a_proposal(need=need))
    warned = "Funds have promised this resident"
    assert warned in desk.get(f"/station/cases/{case.pk}/close/").text

    a_payment(grant=grant)

    assert warned not in desk.get(f"/station/cases/{case.pk}/close/").text


def test_the_menu_has_seven_places_and_residents_have_tabs(desk):
    page = desk.get("/station/residents/")

    assert len(page.context["frame"].places) == 7
    assert '<a class="nav-link" href="/station/sameness/">' in page.text
    assert desk.get("/station/sameness/").context["frame"].here == "station:residents"
