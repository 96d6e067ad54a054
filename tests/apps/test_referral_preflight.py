"""What cannot succeed is not sent, each with its reason; a no has its consequence; a page without an account answers once."""

from datetime import timedelta

import pytest

from shanqiao.apps.matching.actions import approve_proposal
from shanqiao.apps.needs.actions import assess_need, close_need
from shanqiao.apps.programmes.actions import end_programme
from shanqiao.apps.referrals.actions import (
    CannotDraftReferral,
    CannotSendReferral,
    CannotStateCapacity,
    send_referral,
)
from shanqiao.apps.referrals.answering import (
    Answerer,
    accept_referral,
    reject_referral,
)
from shanqiao.apps.referrals.models import Capacity, Referral, ReferralStep
from shanqiao.apps.referrals.problems import in_the_way
from shanqiao.apps.referrals.queries import capacity_of
from shanqiao.apps.residents.changing import change_resident
from shanqiao.apps.residents.leaving import write_departure
from tests.asking import Team
from tests.factories import NOON, TODAY, a_purse, a_resident, an_assessed_need
from tests.programmes import Aid
from tests.referring import Referring

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
Reason = ReferralStep.Reason


@pytest.fixture
def desk():
    return Referring()


def codes(referral, at=NOON):
    referral = Referral.objects.select_related("need__resident").get(pk=referral.pk)
    return {one.code for one in in_the_way(referral, at=at) if one.stops}


def draft_to_purse(desk, **facts):
    return desk.draft(purse=desk.purse, **facts)


def test_a_fund_without_balance_is_not_sent_to(desk):
    """Acceptance test 23."""
    assert codes(draft_to_purse(desk, need=desk.need(needed=200), count=100)) == set()
    referral = draft_to_purse(desk, need=desk.need(needed=200), count=101)

    assert codes(referral) == {"balance"}
    with pytest.raises(CannotSendReferral, match="less than that left"):
        send_referral(referral=referral, by=desk.worker, at=NOON)
    assert not referral.steps.exists()


def test_what_others_asked_for_and_is_not_answered_counts_as_taken(desk):
    first = draft_to_purse(desk, need=desk.need(needed=60), count=60)
    second = draft_to_purse(desk, need=desk.need(needed=60), count=60)
    send_referral(referral=first, by=desk.worker, at=NOON)
    assert codes(second) == {"balance"}

    reject_referral(referral=first, reason=Reason.NOT_OURS, answerer=desk.answerer(first), at=LATER)
    assert codes(second) == set()
    send_referral(referral=second, by=desk.worker, at=LATER)
    accept_referral(referral=second, answerer=desk.answerer(second), at=LATER)
    third = draft_to_purse(desk, need=desk.need(needed=60), count=60)
    assert "balance" in codes(third)  # a proposal by hand takes it now


def test_what_a_purse_gives_one_person_and_what_was_asked_by_hand_is_known_before():
    desk = Referring(person_cap=12)
    assert codes(draft_to_purse(desk, count=12)) == set()
    assert codes(draft_to_purse(desk, count=13)) == {"too_much"}

    desk = Referring()
    need = desk.need()
    Team(kinds=(desk.kind,), received=100).ask(need=need, count=15)
    assert codes(draft_to_purse(desk, need=need, count=5)) == set()
    assert codes(draft_to_purse(desk, need=need, count=6)) == {"too_much"}


def test_who_does_not_meet_the_conditions_is_not_sent_and_a_missing_paper_is_named():
    desk = Referring(eligible="age >= 60 && disability in [1, 2]")
    young = a_resident(worker=desk.worker, born_on=TODAY.replace(year=2000), disability=1)
    unknown = a_resident(worker=desk.worker, born_on=TODAY.replace(year=1950))

    assert codes(draft_to_purse(desk, need=desk.need(resident=young))) == {"fund"}
    referral = draft_to_purse(desk, need=desk.need(resident=unknown))
    assert "paper" in codes(referral)
    assert any("disability certificate" in one.says for one in in_the_way(referral, at=NOON))


def test_a_need_that_is_closed_or_covered_or_not_assessed_is_not_sent(desk):
    closed = desk.draft()
    close_need(need=closed.need, why="met", by=desk.worker, at=NOON)
    assert codes(closed) == {"closed"}
    covered = desk.draft()
    assess_need(
        need=covered.need, needed=20, elsewhere=20, severity=1, urgency=0, by=desk.worker, at=LATER
    )
    assert codes(covered) == {"covered"}
    assert codes(desk.draft(count=21)) == {"too_much"}


def test_what_is_wanted_or_needed_until_a_day_that_is_over_is_not_sent(desk):
    with pytest.raises(CannotDraftReferral, match="over already"):
        desk.draft(at=NOON + timedelta(days=90))
    with pytest.raises(CannotStateCapacity, match="over already"):
        desk.places(Capacity.Has.NONE, until_on=TODAY - timedelta(days=1))
    referral = desk.draft()
    assert codes(referral, at=NOON + timedelta(days=60)) == set()
    assert codes(referral, at=NOON + timedelta(days=61)) == {"past"}
    ended = desk.draft(need=desk.need(due_on=TODAY))
    assert codes(ended, at=NOON + timedelta(days=1)) == {"past"}


def test_for_who_died_or_moved_away_nothing_is_sent(desk):
    referral = desk.draft()
    write_departure(
        resident=referral.need.resident, kind="died", on=TODAY, words="x", by=desk.worker, at=NOON
    )

    assert "gone" in codes(referral)


def test_a_closed_programme_is_not_sent_to_and_an_open_one_accepts():
    aid = Aid()
    desk = Referring(kind="cash_medical")
    desk.worker = aid.worker
    need = an_assessed_need(
        worker=aid.worker, resident=a_resident(worker=aid.worker), kind="cash_medical"
    )
    referral = desk.draft(need=need, count=30_000, programme=aid.programme)
    assert codes(referral) == set()
    assert codes(desk.draft(need=need, count=60_000, programme=aid.programme)) == {"too_much"}
    send_referral(referral=referral, by=aid.worker, at=NOON)

    step = accept_referral(referral=referral, answerer=Answerer(person=aid.handler), at=LATER)

    assert step.proposal.acceptance.application.applied_by == aid.worker
    assert approve_proposal(proposal=step.proposal, by=aid.manager, at=LATER)
    waiting = aid.apply(count=1).need
    again = desk.draft(need=waiting, count=1, programme=aid.programme)
    assert "open" in codes(again, at=LATER)
    end_programme(programme=aid.programme, why="x", by=aid.manager, at=LATER)
    assert "not_open" in codes(
        desk.draft(need=aid.need(), count=1, programme=aid.programme), at=LATER
    )


@pytest.mark.parametrize(
    ("has", "stops", "told"),
    [
        (None, set(), {"capacity_unknown"}),
        ("places", set(), set()),
        ("none", {"capacity"}, {"capacity"}),
        ("waiting", set(), {"waiting_list"}),
        ("assesses", set(), {"assesses"}),
    ],
)
def test_who_has_no_places_is_not_sent_to(desk, has, stops, told):
    if has:
        desk.places(has)
    referral = desk.draft()

    assert codes(referral) == stops
    assert {one.code for one in in_the_way(referral, at=NOON)} == told


def test_each_referral_takes_one_of_the_places_until_it_is_over(desk):
    desk.places(Capacity.Has.PLACES, 1)
    first, second = desk.sent(), desk.draft()
    assert codes(second) == {"capacity"}

    desk.reject(first, Reason.NOT_OURS)

    assert codes(second) == set()
    with pytest.raises(CannotStateCapacity, match="number of places"):
        desk.places(Capacity.Has.NONE, 3)


def test_no_places_sets_the_capacity_until_a_day(desk):
    """Acceptance test 20."""
    until = TODAY + timedelta(days=10)
    desk.reject(desk.sent(), Reason.NO_CAPACITY, until_on=until)

    another = desk.draft()
    assert codes(another) == {"capacity"}
    assert capacity_of(desk.organisation, desk.kind, on=until).has == "none"
    after = NOON + timedelta(days=11)
    assert codes(another, at=after) == set()
    desk.places(Capacity.Has.PLACES, at=LATER)
    assert codes(another, at=LATER) == set()


def test_a_fund_without_means_is_not_sent_to_until_its_day(desk):
    """Acceptance test 20."""
    until = TODAY + timedelta(days=10)
    desk.reject(desk.sent(purse=desk.purse), Reason.NO_CAPACITY, until_on=until)

    another = draft_to_purse(desk)
    assert codes(another) == {"capacity"}
    assert codes(another, at=NOON + timedelta(days=11)) == set()
    beside = a_purse(fund=desk.fund, kinds=[desk.kind], received=100)
    assert codes(desk.draft(purse=beside)) == set()


@pytest.mark.parametrize("reason", [Reason.NOT_ELIGIBLE, Reason.UNREACHABLE])
def test_not_eligible_or_not_reached_waits_until_something_changes(desk, reason):
    """Acceptance test 20."""
    need = desk.need()
    desk.reject(desk.sent(need=need), reason)
    again = desk.draft(need=need, agreed=False)
    assert codes(again, at=LATER) == {"declined"}
    assert codes(desk.draft(need=need, to_station=desk.other_station), at=LATER) == set()

    change_resident(
        resident=need.resident, phone="020-00009999", on=TODAY, why="x", by=desk.worker, at=LATER
    )
    assert codes(again, at=LATER) == set()


def test_helped_elsewhere_asks_for_a_new_assessment_before_it_is_sent_anywhere(desk):
    """Acceptance test 20."""
    need = desk.need()
    desk.reject(desk.sent(need=need), Reason.COVERED)
    elsewhere = desk.draft(need=need, to_station=desk.other_station)
    assert codes(elsewhere) == {"look_again"}

    assess_need(need=need, needed=15, severity=50, urgency=1, by=desk.worker, at=LATER)
    assert codes(elsewhere) == set()


def test_not_ours_is_not_sent_there_again(desk):
    need = desk.need()
    desk.reject(desk.sent(need=need), Reason.NOT_OURS)
    assess_need(need=need, needed=15, severity=50, urgency=1, by=desk.worker, at=LATER)

    assert codes(desk.draft(need=need, agreed=False)) == {"declined"}
