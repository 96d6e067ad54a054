import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shanqiao.apps.funds.actions import give_seat
from shanqiao.apps.funds.models import Movement
from shanqiao.apps.matching.actions import (
    CannotApprove,
    CannotDecline,
    CannotRelease,
    approve_proposal,
    decline_proposal,
    release_grant,
)
from shanqiao.apps.matching.models import Cover, Grant
from shanqiao.apps.needs.actions import assess_need
from shanqiao.apps.residents.actions import withdraw_consent
from shanqiao.apps.residents.models import Consent
from tests.factories import (
    NOON,
    a_fund,
    a_grant,
    a_handler,
    a_manager,
    a_need,
    a_payment,
    a_person,
    a_proposal,
    a_purse,
    a_resident,
    a_social_worker,
    an_assessed_need,
)

pytestmark = pytest.mark.django_db


def approve(proposal, by=None):
    return approve_proposal(proposal=proposal, by=by or a_manager(proposal.purse.fund), at=NOON)


def test_a_grant_takes_cover_and_money_together():
    proposal = a_proposal(count=80_000)

    grant = approve(proposal)

    proposal.refresh_from_db()
    purse = grant.purse
    purse.refresh_from_db()
    assert (grant.need.cover.granted, purse.promised, proposal.closed_how) == (
        80_000,
        80_000,
        "approved",
    )
    posting = Movement.objects.get(out_of="free", into="promised")
    assert posting.count == 80_000


def test_a_need_is_not_covered_twice():
    need = an_assessed_need(needed=100_000)
    first, second = (a_proposal(need=need, count=80_000) for _ in "ab")
    approve(first)

    with pytest.raises(CannotApprove, match="covered this need already"):
        approve(second)

    second.purse.refresh_from_db()
    assert Cover.objects.get(need=need).granted == 80_000
    assert (second.purse.promised, second.purse.free) == (0, 1_000_000)


def test_what_is_met_elsewhere_counts():
    need = an_assessed_need(needed=100_000, elsewhere=50_000)

    with pytest.raises(CannotApprove, match="covered this need already"):
        approve(a_proposal(need=need, count=50_001))

    assert approve(a_proposal(need=need, count=50_000))


def test_two_kinds_of_help_do_not_collide():
    worker = a_social_worker()
    resident = a_resident(worker=worker)
    food = an_assessed_need(worker=worker, resident=resident, kind="meal", needed=30)
    school = an_assessed_need(
        worker=worker, resident=resident, kind="cash_education", needed=100_000
    )

    approve(a_proposal(need=food, purse=a_purse(kinds=["meal"], received=30), count=30))
    approve(a_proposal(need=school, purse=a_purse(kinds=["cash_education"]), count=100_000))

    assert Grant.objects.count() == 2


def test_a_need_is_topped_up_but_not_beyond():
    need = an_assessed_need(needed=100_000)
    approve(a_proposal(need=need, count=60_000))

    approve(a_proposal(need=need, count=40_000))

    with pytest.raises(CannotApprove):
        approve(a_proposal(need=need, count=1))


def test_a_fund_does_not_promise_what_it_does_not_have():
    purse = a_purse(received=100_000)
    approve(a_proposal(purse=purse, count=80_000))

    with pytest.raises(CannotApprove, match="not enough left"):
        approve(a_proposal(purse=purse, count=20_001))

    purse.refresh_from_db()
    assert purse.promised == 80_000


def test_a_person_gets_no_more_from_a_purse_than_its_givers_allow():
    worker = a_social_worker()
    resident = a_resident(worker=worker)
    purse = a_purse(kinds=["cash_medical", "cash_living"], person_cap=100_000)
    needs = [
        an_assessed_need(worker=worker, resident=resident, kind=kind, needed=90_000)
        for kind in purse.kinds
    ]
    approve(a_proposal(need=needs[0], purse=purse, count=90_000))

    with pytest.raises(CannotApprove, match="no more than that for one person"):
        approve(a_proposal(need=needs[1], purse=purse, count=10_001))

    assert not Cover.objects.filter(need=needs[1]).exists()


@pytest.mark.parametrize(
    ("conditions", "says"),
    [
        ({"kinds": ["cash_living"]}, "another purpose"),
        ({"streets": ["440104"]}, "other streets"),
        ({"eligible": 'hardship == "dibao"'}, "does not meet their condition"),
        ({"eligible": "age >= 60"}, "not known about the resident"),
    ],
)
def test_restricted_money_goes_only_where_its_givers_allowed(conditions, says):
    purse = a_purse(**conditions)

    with pytest.raises(CannotApprove, match=says):
        approve(a_proposal(purse=purse, count=1))


def test_without_consent_nothing_is_granted():
    need = an_assessed_need()
    withdraw_consent(
        resident=need.resident, purpose=Consent.Purpose.FINDING_HELP, by=need.told_to, at=NOON
    )

    with pytest.raises(CannotApprove, match="no longer agrees"):
        approve(a_proposal(need=need))


def test_who_asked_for_the_plan_does_not_approve():
    proposal = a_proposal()
    handler = a_manager(proposal.purse.fund)
    asked = a_proposal(need=an_assessed_need(), purse=proposal.purse, by=handler)

    with pytest.raises(CannotApprove, match="somebody else of your fund"):
        approve(asked, by=handler)

    assert approve(proposal, by=handler)


def test_who_assessed_the_need_does_not_approve():
    worker = a_social_worker()
    purse = a_purse()
    need = an_assessed_need(worker=worker)
    give_seat(fund=purse.fund, person=worker, role="decides", at=NOON)

    with pytest.raises(CannotApprove, match="You assessed this need"):
        approve(a_proposal(need=need, purse=purse), by=worker)


@pytest.mark.parametrize("somebody", [a_person, lambda: a_manager(a_fund())])
def test_only_the_manager_of_the_fund_approves(somebody):
    with pytest.raises(CannotApprove, match="Only the fund manager"):
        approve(a_proposal(), by=somebody())


def test_the_handler_proposes_and_does_not_decide():
    proposal = a_proposal()

    with pytest.raises(CannotApprove, match="Only the fund manager"):
        approve(proposal, by=a_handler(proposal.purse.fund))


def test_an_answered_proposal_is_answered_once():
    proposal = a_proposal(count=1)
    approve(proposal)

    with pytest.raises(CannotApprove, match="answered already"):
        approve(proposal)
    with pytest.raises(CannotDecline, match="answered already"):
        decline_proposal(
            proposal=proposal, reason="purpose", by=a_manager(proposal.purse.fund), at=NOON
        )


def test_a_later_lower_assessment_is_what_counts():
    need = an_assessed_need(needed=100_000)
    approve(a_proposal(need=need, count=60_000))
    assess_need(need=need, needed=60_000, severity=1, urgency=0, by=need.told_to, at=NOON)

    with pytest.raises(CannotApprove, match="covered this need already"):
        approve(a_proposal(need=need, count=1))


def test_a_grant_taken_back_frees_need_and_purse():
    grant = a_grant()
    manager = grant.approved_by

    release_grant(grant=grant, why="a mistake", by=manager, at=NOON)

    grant.purse.refresh_from_db()
    assert (Cover.objects.get(need=grant.need).granted, grant.purse.promised) == (0, 0)
    with pytest.raises(CannotRelease, match="taken back already"):
        release_grant(grant=grant, why="again", by=manager, at=NOON)


def test_what_was_paid_is_not_taken_back():
    payment = a_payment()

    with pytest.raises(CannotRelease, match="is paid, or on its way"):
        release_grant(grant=payment.grant, why="too late", by=payment.grant.approved_by, at=NOON)

    assert Cover.objects.get(need=payment.grant.need).granted == payment.count


def test_a_grant_keeps_what_it_was_based_on():
    grant = a_grant(need=an_assessed_need(needed=100_000, severity=70, urgency=2))

    assert (grant.basis["needed"], grant.basis["severity"], grant.basis["urgency"]) == (
        100_000,
        70,
        2,
    )
    assert grant.basis["plan"] == grant.proposal.plan_id


def test_an_unassessed_need_gets_nothing():
    with pytest.raises(CannotApprove, match="has not been assessed"):
        approve(a_proposal(need=a_need()))


def test_an_approval_does_not_read_the_frozen_facts_of_the_whole_city():
    proposal = a_proposal()
    manager = a_manager(proposal.purse.fund)

    with CaptureQueriesContext(connection) as asked:
        approve_proposal(proposal=proposal, by=manager, at=NOON)

    assert len(asked) > 5
    assert not any('"facts"' in query["sql"] for query in asked)
