"""Groups with their sheet, the neighbourhood, agreements, and the calendar at the desk of a station."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from icalendar import Calendar

from shanqiao.apps.cases.grouping import attendance_of, join_group, plan_session
from shanqiao.apps.cases.models import Agreement, CalendarFeed, CommunityEvent, Group
from shanqiao.apps.people.actions import end_post, give_post
from shanqiao.apps.people.models import Post
from shanqiao.www.station.finding import sign
from tests.cases import DAY, Casework, a_group, an_agreement
from tests.factories import NOON, PNG, TODAY, a_host, a_resident
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


def test_a_group_is_begun_filled_and_its_sheet_is_ticked(client, desk, station):
    assert "several residents who meet" in desk.get("/station/groups/").text
    said = {"name": "银龄小组", "purpose": "互助", "sessions_planned": 6, "first_on": ON}
    desk.post("/station/groups/new/", said)
    group = Group.objects.get()
    at = f"/station/groups/{group.pk}/"
    assert station.resident.name in desk.get(f"{at}?q=hwq").text
    desk.post(at, {"do": "join", "known": sign(station.resident)})
    desk.post(at, {"do": "session", "on": ON, "theme": "相识"})
    desk.post(at, {"do": "session", "on": (TODAY + DAY).isoformat(), "theme": "散步"})
    first, second = group.sessions.order_by("nth")
    member = group.members.get()
    assert "still to come" in desk.get(f"{at}meetings/{second.pk}/").text

    answer = desk.post(f"{at}meetings/{first.pk}/", {"came": [member.pk]})

    assert answer["Location"] == at
    assert " checked" in desk.get(f"{at}meetings/{first.pk}/").text
    listed = desk.get("/station/groups/?q=银龄")
    assert "1 group." in listed.text and listed.context["table"].rows[0].record.people == 1
    assert "Nothing fits" in desk.get("/station/groups/?state=ended").text
    desk.post(at, {"do": "leave", "member": member.pk})
    desk.post(at, {"do": "end", "why": "结成对子"})
    assert "结成对子" in desk.get(at).text
    stranger = signed_in(type(client)(), Casework().worker)
    for address in (at, f"{at}meetings/{first.pk}/"):
        assert stranger.get(address).status_code == 404
    assert desk.post(at, {"do": "nonsense"}).status_code == 404


def test_two_phones_tick_one_sheet_and_neither_undoes_the_other(desk, station):
    by = {"by": station.worker, "at": NOON}
    group = a_group(station)
    people = [station.resident, *(a_resident(worker=station.worker) for _ in range(2))]
    one, other, third = (join_group(group=group, resident=person, **by) for person in people)
    at = f"/station/groups/{group.pk}/"
    session = plan_session(group=group, on=TODAY, theme="相识", **by)
    sheet = f"{at}meetings/{session.pk}/"
    assert 'name="was"' not in desk.get(sheet).text  # as both phones see it

    desk.post(sheet, {"came": [one.pk]})
    answer = desk.post(sheet, {"came": [other.pk]}, follow=True)

    assert attendance_of(session=session) == {one.pk: True, other.pk: True, third.pk: False}
    assert "Saved: 2 of 3 came." in answer.text
    assert f'name="was" value="{one.pk}"' in desk.get(sheet).text
    desk.post(sheet, {"came": [other.pk], "was": [one.pk, other.pk]})
    assert attendance_of(session=session)[one.pk] is False


def test_an_event_is_written_down_with_who_came(client, desk, station):
    said = {"name": "重阳", "purpose": "相识", "place": "广场", "on": ON, "head_count": 80}
    desk.post("/station/neighbourhood/new/", said)
    event = CommunityEvent.objects.get()
    at = f"/station/neighbourhood/{event.pk}/"

    desk.post(at, {"known": sign(station.resident)})

    assert station.resident.name in desk.get(at).text
    assert "1 event, to which 80 came." in desk.get("/station/neighbourhood/?q=重阳").text
    assert "80 people came" in desk.get(at).text
    assert desk.post(at, {"known": sign(a_resident())}).status_code == 404
    assert desk.post(at, {"known": "made up"}).status_code == 404
    assert signed_in(type(client)(), Casework().worker).get(at).status_code == 404


def test_an_agreement_is_filed_with_its_paper_shown_soon_and_renewed(client, desk, station):
    guide = signed_in(type(client)(), station.supervisor)
    said = {
        "charity": a_host().pk,
        "agency": a_host().pk,
        "subject": "长者探访",
        "first_on": ON,
        "last_on": (TODAY + 20 * DAY).isoformat(),
    }
    bad = guide.post("/station/agreements/new/", {**said, "file": SimpleUploadedFile("a", b"text")})
    assert bad.status_code == 422
    guide.post("/station/agreements/new/", {**said, "file": SimpleUploadedFile("a.png", PNG)})
    agreement = Agreement.objects.get()
    at = f"/station/agreements/{agreement.pk}/"
    assert at in guide.get("/station/").text
    for query, found in (("ends=soon", True), ("ends=ended", False), ("q=长者", True)):
        assert (at in desk.get(f"/station/agreements/?{query}").text) is found
    assert desk.get(f"{at}paper/").content == PNG
    assert desk.get(f"{at}renew/").status_code == 403

    renewed = {"last_on": (TODAY + 400 * DAY).isoformat()}
    guide.post(f"{at}renew/", {**renewed, "file": SimpleUploadedFile("b.png", PNG + b"2")})

    assert at not in guide.get("/station/").text
    renewal = agreement.renewals.get()
    assert desk.get(f"{at}paper/{renewal.pk}/").content == PNG + b"2"
    assert signed_in(type(client)(), Casework().worker).get(at).status_code == 404


def test_agreements_of_every_station_one_works_for_are_there(client, station):
    elsewhere = Casework()
    give_post(
        person=elsewhere.worker,
        role=Post.Role.STATION_SUPERVISOR,
        station=station.station,
        at=NOON,
    )
    agreement = an_agreement(station, last_on=TODAY + 20 * DAY)
    at = f"/station/agreements/{agreement.pk}/"
    guide = signed_in(client, elsewhere.worker)

    for address in ("/station/", "/station/agreements/", "/station/agreements/?ends=soon"):
        assert at in guide.get(address).text
    assert guide.get(at).status_code == guide.get(f"{at}paper/").status_code == 200
    assert signed_in(type(client)(), elsewhere.colleague).get(at).status_code == 404


def test_the_calendar_shows_weeks_and_months(desk, station):
    case = station.open()
    station.appointment(case, planned_for=NOON + 20 * DAY)

    assert "Nothing is planned" in desk.get("/station/calendar/").text
    assert station.resident.name in desk.get("/station/calendar/?span=month").text
    later = (TODAY + 20 * DAY).isoformat()
    assert station.resident.name in desk.get(f"/station/calendar/?on={later}").text
    for day in ("nonsense", "0001-01-01", "9999-12-31"):
        for span in ("week", "month"):
            assert desk.get(f"/station/calendar/?span={span}&on={day}").status_code == 200


def test_a_secret_address_reads_the_appointments_until_it_is_taken_back(client, desk, station):
    station.appointment(station.open())
    desk.post("/station/calendar/address/")
    shown = desk.get("/station/calendar/").context["address"]
    assert shown not in desk.get("/station/calendar/").text  # only once
    path = shown.removeprefix("http://testserver")
    assert path.removesuffix(".ics").rpartition("/")[2] not in CalendarFeed.objects.get().digest
    phone = type(client)()

    answer = phone.get(path)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 1
    assert station.resident.name not in answer.content.decode()
    assert phone.get("/station/calendar/feed/guessed.ics").status_code == 404
    desk.post("/station/calendar/address/", {"revoke": 1})
    assert phone.get(path).status_code == 404


def test_the_address_of_somebody_who_left_opens_nothing(client, desk, station):
    desk.post("/station/calendar/address/")
    path = desk.get("/station/calendar/").context["address"].removeprefix("http://testserver")
    assert type(client)().get(path).status_code == 200

    end_post(post=station.worker.posts.get(), at=AFTER_NOON)

    assert type(client)().get(path).status_code == 404
