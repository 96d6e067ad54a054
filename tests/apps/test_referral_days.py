"""By when a referral goes on, and what happens when it does not."""

from datetime import timedelta

import pytest
from django.db import connection

from shanqiao.apps.people.models import Post
from shanqiao.apps.referrals.actions import cancel_referral
from shanqiao.apps.referrals.answering import Answerer, accept_referral, reject_referral
from shanqiao.apps.referrals.escalating import escalate_referrals
from shanqiao.apps.referrals.models import Escalation, Referral
from shanqiao.apps.referrals.queries import open_ones, put_before
from shanqiao.apps.referrals.terms import due_on
from shanqiao.stories.referrals import waits_at
from tests.factories import NOON, TODAY, a_person, a_social_worker, a_supervisor
from tests.referring import Referring

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Referring()


def told_of(referral):
    rows = Escalation.objects.filter(step__referral=referral).select_related("person")
    return {row.whom: row.person for row in rows}


def test_what_is_not_answered_goes_before_one_more_person_on_each_side_once(desk):
    supervisor = a_supervisor()
    late, fund = desk.sent(to_station=desk.other_station), desk.sent(purse=desk.purse)
    desk.draft()  # nobody waits for a draft
    assert escalate_referrals(at=NOON + timedelta(days=3)) == 0

    assert escalate_referrals(at=NOON + timedelta(days=4)) == 4
    assert escalate_referrals(at=NOON + timedelta(days=5)) == 0

    assert told_of(late) == {"supervisor": supervisor, "addressee": desk.other}
    assert told_of(fund) == {"supervisor": supervisor, "addressee": desk.manager}


def test_the_next_person_is_the_supervisor_of_the_station_and_never_who_has_it_already(desk):
    a_supervisor()
    ours, theirs = guiding(desk.station), guiding(desk.other_station)
    second = a_social_worker(station=desk.other_station)
    waits, taken = desk.sent(to_station=desk.other_station), desk.accepted()
    theirs_took = desk.sent(to_station=desk.other_station)
    accept_referral(referral=theirs_took, answerer=Answerer(person=theirs), at=NOON)

    escalate_referrals(at=NOON + timedelta(days=6))

    assert told_of(waits) == told_of(taken) == {"supervisor": ours, "addressee": theirs}
    assert told_of(theirs_took) == {"supervisor": ours, "addressee": desk.other}
    assert second not in told_of(theirs_took).values()
    late = put_before(theirs, Referral.objects.all())
    assert set(late) == {waits, taken}
    reject_referral(referral=waits, reason="not_ours", answerer=Answerer(person=theirs), at=NOON)
    assert set(late.all()) == {taken}


def guiding(station):
    """A supervisor of a station."""
    person = a_person(name="何督导")
    Post.objects.create(
        person=person, role=Post.Role.STATION_SUPERVISOR, station=station, since=NOON
    )
    return person


def test_what_waits_at_a_station_is_one_question_that_uses_the_index(
    desk, django_assert_num_queries
):
    desk.sent(to_station=desk.other_station)
    cancel_referral(referral=desk.sent(), why="x", by=desk.worker, at=NOON)
    late = NOON + timedelta(days=4)

    with django_assert_num_queries(1):
        assert waits_at(desk.station, at=late) == (1, True)
    assert waits_at(desk.other_station, at=NOON) == (1, False)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "referrals_step_is_over" in open_ones(Referral.objects.all()).explain()


def test_the_days_come_from_a_dated_table():
    assert due_on("requested", on=TODAY, urgent=False) == TODAY + timedelta(days=3)
    assert due_on("requested", on=TODAY, urgent=True) == TODAY + timedelta(days=1)
    assert due_on("completed", on=TODAY, urgent=False) is None
    assert due_on("requested", on=TODAY.replace(year=2025), urgent=False) is None
