"""At the desk of a station: what a case shows of others, what is kept while one types, and who has left."""

import pytest

from shanqiao.apps.cases.actions import accept_handover
from shanqiao.apps.cases.ending import do_follow_up
from shanqiao.apps.cases.models import Contact, Transfer
from shanqiao.apps.cases.queries import worker_of
from shanqiao.apps.cases.working import write_supervision
from shanqiao.apps.needs.kinds import Kind as NeedKind
from shanqiao.apps.people.actions import end_post
from shanqiao.apps.people.models import Draft
from shanqiao.apps.residents.leaving import write_departure
from shanqiao.apps.residents.models import Departure
from shanqiao.www.station import caseload
from tests.apps.sameness_factories import merged
from tests.cases import DAY, LATER, Casework
from tests.factories import NOON, TODAY, a_need, a_resident
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


def way(page):
    return {str(words): state for words, state in page.context["way"]}


def test_a_plan_is_tied_to_needs_this_station_knows_and_to_no_others(desk, station):
    elsewhere = Casework()
    own = a_need(worker=station.worker, resident=station.resident, kind=NeedKind.MEAL)
    theirs = a_need(worker=elsewhere.worker, resident=elsewhere.resident, kind=NeedKind.MEAL)
    case = station.estimated()
    merged(station.resident, elsewhere.resident)

    page = desk.get(f"/station/cases/{case.pk}/plan/")

    offered = [pk for pk, _words in page.context["form"].fields["needs1"].choices]
    assert offered == [str(own.pk)] and str(theirs.pk) not in offered


def test_the_way_of_a_case_tells_what_was_left_out(desk, station):
    case = station.estimated()
    closure = station.close(case)
    for one in closure.follow_ups.all():
        do_follow_up(follow_up=one, how="well", words="", by=station.worker, at=LATER)

    page = desk.get(f"/station/cases/{case.pk}/")

    assert list(way(page).values()) == [
        *("done", "done", "left_out", "left_out", "left_out", "done", "here")
    ]
    assert "left out" in page.text and "still to come" not in page.text


def test_the_page_of_a_case_tells_that_the_resident_died(desk, station):
    case = station.open()
    assert "家属告知" not in desk.get(f"/station/cases/{case.pk}/").text

    write_departure(
        resident=station.resident,
        kind=Departure.Kind.DIED,
        on=TODAY,
        words="家属告知",
        by=station.worker,
        at=LATER,
    )

    assert "家属告知" in desk.get(f"/station/cases/{case.pk}/").text


def test_a_draft_keeps_every_tick(desk, station):
    needs = [
        a_need(worker=station.worker, resident=station.resident, kind=kind)
        for kind in (NeedKind.MEAL, NeedKind.CASH_LIVING)
    ]
    case = station.estimated()
    ticked = [str(need.pk) for need in needs]

    desk.post(f"/draft/case-{case.pk}-plan/", {"strategy": "每周探访", "needs1": ticked})

    form = desk.get(f"/station/cases/{case.pk}/plan/").context["form"]
    assert (form["strategy"].value(), form["needs1"].value()) == ("每周探访", ticked)


def test_a_long_plan_in_chinese_is_kept(desk, station):
    case = station.estimated()
    fields = ("strategy", *(f"{name}{n}" for name in ("words", "measure") for n in range(1, 5)))

    kept = desk.post(f"/draft/case-{case.pk}-plan/", dict.fromkeys(fields, "善" * 4_000))

    assert kept.status_code == 204 and Draft.objects.count() == 1


def test_what_is_typed_of_one_appointment_is_not_filled_in_at_another(desk, station):
    case = station.open()
    one, other = (station.appointment(case, place=place, minutes=45) for place in ("社区", "家中"))
    at = f"/station/cases/{case.pk}/contact/"
    form = desk.get(f"{at}?appointment={one.pk}").context["form"]
    assert [form[name].value() for name in ("place", "minutes")] == ["社区", 45]

    desk.post(f"/draft/case-{case.pk}-contact-{one.pk}/", {"words": "谈得很好"})

    again = desk.get(f"{at}?appointment={one.pk}").text
    assert "谈得很好" in again
    anew = again[again.index(f"/draft/case-{case.pk}-contact-{one.pk}/") :]
    assert f'name="next" value="{at}?appointment={one.pk}"' in anew[: anew.index("</form>")]
    for address in (at, f"{at}?appointment={other.pk}"):
        assert "谈得很好" not in desk.get(address).text
    said = {"kind": "visit", "done_on": ON, "words": "x", "level": "ordinary"}
    assert desk.post(at, said).status_code == 422  # how long it took is not invented
    desk.post(f"{at}?appointment={one.pk}", {**said, "minutes": 20, "place": "电话"})
    assert (Contact.objects.get().place, Contact.objects.get().minutes) == ("电话", 20)


def test_among_many_cases_one_guides_the_own_one_is_found(client, station):
    own = station.open(by=station.supervisor)
    for _ in range(9):
        station.open(resident=a_resident(worker=station.worker))
    guide = signed_in(client, station.supervisor)

    found = guide.post(
        "/station/quick/", {"words": "x", "kind": "call", "minutes": 5, "q": "hwq", "find": 1}
    )

    assert found.context["found"] == [own]


def test_a_handover_is_taken_back_by_who_gives_it_and_the_next_step_stays(client, desk, station):
    case = station.open()
    station.hand_over(case)
    at = f"/station/cases/{case.pk}/"
    take_back = 'value="withdraw"'
    receiver = signed_in(type(client)(), station.colleague)

    assert take_back not in receiver.get(f"{at}handover/").text
    assert take_back in desk.get(f"{at}handover/").text
    page = desk.get(at).text
    assert f"{at}handover/" in page and f"{at}estimate/" in page
    colleagues = desk.get(f"{at}colleague/").context["form"].fields["person"].choices
    assert str(station.worker.pk) not in dict(colleagues)
    guide = signed_in(type(client)(), station.supervisor)
    offered = guide.get(f"{at}colleague/").context["form"].fields["person"].choices
    assert station.worker.pk not in {getattr(pk, "value", pk) for pk, _words in offered}
    guide.post(f"{at}handover/", {"says": "withdraw"})
    assert not Transfer.objects.waiting().exists()


def test_the_supervisor_hands_over_what_somebody_left_behind(client, station):
    case = station.open()
    closed = station.open(resident=a_resident(worker=station.worker))
    station.close(closed)
    end_post(post=station.worker.posts.get(), at=LATER)
    guide = signed_in(client, station.supervisor)

    today = guide.get("/station/").text
    load = guide.get("/station/cases/load/")

    for one in (case, closed):
        at = f"/station/cases/{one.pk}/"
        assert f"{at}hand-over/" in today and f"{at}hand-over/" in guide.get(at).text
        asked = {"receiver": station.colleague.pk, "words": "请接手"}
        assert guide.post(f"{at}hand-over/", asked)["Location"] == at
    assert "left the station" in load.text
    assert f"/station/supervision/with/{station.worker.pk}/" not in load.text
    assert f"/station/supervision/with/{station.colleague.pk}/" in load.text
    for transfer in Transfer.objects.waiting():
        accept_handover(transfer=transfer, by=station.colleague, at=AFTER_NOON)
    assert worker_of(case) == worker_of(closed) == station.colleague
    assert "left the station" not in guide.get("/station/cases/load/").text
    assert "hand-over/" not in guide.get("/station/").text


def test_talks_are_shown_with_their_cases_a_page_at_a_time(client, desk, station, monkeypatch):
    case = station.open()
    theirs = station.open(resident=a_resident(worker=station.worker), by=station.colleague)
    for n in range(3):
        write_supervision(
            worker=station.worker,
            held_on=TODAY - n * DAY,
            advice=f"第{n}次",
            cases=[case, theirs],
            by=station.supervisor,
            at=NOON,
        )
    monkeypatch.setattr(caseload, "SHOWN", 2)

    first, second = (desk.get(f"/station/supervision/?page={n}").text for n in (1, 2))

    assert "第1次" in first and "第2次" not in first and "?page=2" in first
    assert "第2次" in second and "第1次" not in second and "?page=1" in second
    assert f'href="/station/cases/{case.pk}/"' in first
    assert f"Case {theirs.pk}" in first and f'href="/station/cases/{theirs.pk}/"' not in first
