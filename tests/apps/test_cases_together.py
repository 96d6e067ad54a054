"""Groups, neighbourhoods, agreements, and the address of a calendar."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from icalendar import Calendar

from shanqiao.apps.cases.agreeing import (
    CannotFileAgreement,
    CannotMakeFeed,
    digest_of,
    make_feed,
    renew_agreement,
    revoke_feed,
)
from shanqiao.apps.cases.grouping import (
    CannotChangeGroup,
    CannotOpenGroup,
    CannotTakeAttendance,
    CannotWriteEvent,
    add_participant,
    attendance_of,
    end_group,
    join_group,
    leave_group,
    members_of,
    plan_session,
    take_attendance,
    write_event,
)
from shanqiao.apps.cases.models import Attendance, CalendarFeed
from shanqiao.apps.cases.queries import agreements_to_renew, appointments_of, feed_of
from shanqiao.apps.cases.rules import rule_on
from shanqiao.apps.cases.working import call_off
from shanqiao.feeds.calendars import calendar_of
from shanqiao.stories.own_sheet import sheet_of
from tests.cases import DAY, LATER, Casework, a_group, an_agreement
from tests.factories import NOON, TODAY, a_document, a_host, a_resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return Casework()


def test_a_group_meets_and_a_slip_on_the_sheet_is_mended(station):
    group = a_group(station)
    by = {"by": station.worker, "at": NOON}
    first = join_group(group=group, resident=station.resident, **by)
    second = join_group(group=group, resident=a_resident(worker=station.worker), **by)
    session = plan_session(group=group, on=TODAY, theme="认识彼此", **by)

    take_attendance(session=session, came={first: True, second: True}, **by)
    take_attendance(
        session=session, came={first: True, second: False}, by=station.colleague, at=LATER
    )

    assert attendance_of(session=session) == {first.pk: True, second.pk: False}
    assert Attendance.objects.count() == 3
    leave_group(member=second, **by)
    with pytest.raises(CannotChangeGroup, match="before"):
        leave_group(member=second, **by)
    end_group(group=group, why="五人结成互助对子", **by)
    with pytest.raises(CannotChangeGroup, match="has ended"):
        join_group(group=group, resident=second.resident, **by)


def test_only_who_belonged_to_a_group_on_its_day_did_not_come(station):
    group = a_group(station)
    by = {"by": station.worker, "at": NOON}
    people = [a_resident(worker=station.worker) for _ in range(3)]
    stays, leaves, gone = (join_group(group=group, resident=one, **by) for one in people)
    leave_group(member=gone, **by)
    session = plan_session(group=group, on=TODAY + DAY, theme="认识彼此", **by)
    later = {"by": station.worker, "at": NOON + 3 * DAY}
    leave_group(member=leaves, **later)
    late = join_group(group=group, resident=station.resident, **later)

    assert set(members_of(session=session)) == {stays, leaves, late}
    take_attendance(session=session, came={leaves: True}, **later)
    assert attendance_of(session=session) == {stays.pk: False, leaves.pk: True}
    take_attendance(session=session, came={late: True}, **later)
    assert attendance_of(session=session)[late.pk] is True


def test_what_a_group_refuses(station):
    group, elsewhere = a_group(station), Casework()
    by = {"by": station.worker, "at": NOON}
    join_group(group=group, resident=station.resident, **by)
    with pytest.raises(CannotChangeGroup, match="belong to this group already"):
        join_group(group=group, resident=station.resident, **by)
    with pytest.raises(CannotChangeGroup, match="does not look after"):
        join_group(group=group, resident=elsewhere.resident, **by)
    with pytest.raises(CannotChangeGroup, match="another station's"):
        join_group(group=group, resident=station.resident, by=elsewhere.worker, at=NOON)
    with pytest.raises(CannotOpenGroup, match="who work at the station"):
        a_group(station, by=elsewhere.worker)
    with pytest.raises(CannotOpenGroup, match="how often"):
        a_group(station, sessions_planned=0)
    with pytest.raises(CannotChangeGroup, match="what came of the group"):
        end_group(group=group, why=" ", **by)
    later = plan_session(group=group, on=TODAY + DAY, theme="散步", **by)
    with pytest.raises(CannotTakeAttendance, match="not come yet"):
        take_attendance(session=later, came={}, **by)
    another = join_group(group=a_group(station, name="另一组"), resident=station.resident, **by)
    now = plan_session(group=group, on=TODAY, theme="散步", **by)
    with pytest.raises(CannotTakeAttendance, match="another group"):
        take_attendance(session=now, came={another: True}, **by)


def test_an_event_has_a_number_and_some_names(station):
    facts = {
        "station": station.station,
        "name": "重阳敬老",
        "purpose": "邻里相识",
        "place": "社区广场",
        "on": TODAY,
        "head_count": 80,
        "by": station.worker,
        "at": NOON,
    }
    event = write_event(residents=[station.resident], **facts)

    assert [one.resident for one in event.participants.all()] == [station.resident]
    by = {"by": station.worker, "at": NOON}
    with pytest.raises(CannotWriteEvent, match="on the list already"):
        add_participant(event=event, resident=station.resident, **by)
    with pytest.raises(CannotWriteEvent, match="does not look after"):
        add_participant(event=event, resident=a_resident(), **by)
    for wrong, says in (
        ({"on": TODAY + DAY}, "not come yet"),
        ({"place": " "}, "what it was"),
        ({"by": Casework().worker}, "who work at the station"),
    ):
        with pytest.raises(CannotWriteEvent, match=says):
            write_event(**{**facts, **wrong})


def test_a_residents_own_sheet_counts_their_cases_groups_and_events(station):
    assert not any("cases" in words for words in sheet_of(station.resident, at=LATER).beside)
    by = {"by": station.worker, "at": NOON}
    station.open()
    for name in ("银龄", "棋友"):
        join_group(group=a_group(station, name=name), resident=station.resident, **by)
    write_event(
        station=station.station,
        name="重阳",
        purpose="相识",
        place="广场",
        on=TODAY,
        head_count=80,
        residents=[station.resident],
        **by,
    )

    beside = sheet_of(station.resident, at=LATER).beside

    assert {
        "cases of a social work station: 1",
        "groups they belong or belonged to: 2",
        "events they came to: 1",
    } <= set(beside)


def test_an_agreement_is_renewed_to_a_later_day_and_shown_before_it_ends(station):
    soon = timedelta(days=rule_on(TODAY).renew_before)
    agreement = an_agreement(station)
    last = agreement.last_on
    assert not agreements_to_renew(station.station, on=last - soon - DAY).exists()
    assert list(agreements_to_renew(station.station, on=last - soon)) == [agreement]
    paper = a_document(by=station.supervisor)
    renewed = {"agreement": agreement, "document": paper, "by": station.supervisor, "at": LATER}
    with pytest.raises(CannotFileAgreement, match="lasts longer"):
        renew_agreement(last_on=last, **renewed)

    renew_agreement(last_on=last + 365 * DAY, **renewed)

    assert not agreements_to_renew(station.station, on=last).exists()
    assert agreements_to_renew(station.station, on=last + 365 * DAY).get().ends_on == (
        last + 365 * DAY
    )
    with pytest.raises(CannotFileAgreement, match="lasts longer"):
        renew_agreement(last_on=last + DAY, **renewed)


def test_only_the_supervisor_files_and_between_two_organisations(station):
    one = a_host()
    for wrong, says in (
        ({"by": station.worker}, "Only the supervisor"),
        ({"by": Casework().supervisor}, "Only the supervisor"),
        ({"charity": one, "agency": one}, "between two"),
        ({"last_on": TODAY - DAY}, "begins before it ends"),
    ):
        with pytest.raises(CannotFileAgreement, match=says):
            an_agreement(station, **wrong)


def test_the_calendar_can_be_read_back_and_names_nobody(station):
    case = station.open()
    station.appointment(case, place="逢源北街6号", minutes=45)
    off = station.appointment(case, planned_for=NOON + 3 * DAY)
    call_off(appointment=off, why="雨", by=station.worker, at=LATER)
    rows = appointments_of(station.worker, since=NOON, until=NOON + 30 * DAY)

    text = calendar_of(rows, at=LATER)

    [event] = Calendar.from_ical(text).walk("VEVENT")
    assert event.start == NOON + 2 * DAY
    assert event.end - event.start == timedelta(minutes=45)
    assert str(case.pk) in str(event["summary"])
    assert str(event["location"]) == str(station.resident.street)
    said = text.decode().replace("\r\n ", "")
    for secret in (station.resident.name, "逢源北街6号", case.judgement, station.worker.name):
        assert secret not in said


def test_a_calendar_address_is_kept_as_a_digest_and_taken_back(station):
    secret = make_feed(by=station.worker, at=NOON)

    kept = feed_of(station.worker)
    assert (kept.digest, secret in kept.digest) == (digest_of(secret), False)
    with pytest.raises(CannotMakeFeed, match="already"):
        make_feed(by=station.worker, at=NOON)
    revoke_feed(by=station.worker, at=LATER)
    assert feed_of(station.worker) is None
    assert make_feed(by=station.worker, at=LATER) != secret
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarFeed.objects.create(person=station.worker, digest="1", made_at=NOON)
