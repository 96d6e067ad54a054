from datetime import date, timedelta

import pytest

from shanqiao.apps.delivery.actions import confirm_receipt
from shanqiao.apps.disclosure.models import Statement
from shanqiao.apps.matching.actions import decline_proposal, release_grant
from shanqiao.apps.needs.actions import assess_need, close_need
from shanqiao.apps.needs.models import Need
from shanqiao.stories.stages import Stage, reached, with_stage
from tests.factories import (
    NOON,
    a_document,
    a_fund,
    a_grant,
    a_manager,
    a_need,
    a_payment,
    a_proposal,
    a_purse,
    a_social_worker,
    an_assessed_need,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def stage_of(need):
    return with_stage(Need.objects.filter(pk=need.pk)).get().stage


def confirmed(payment):
    worker = payment.grant.need.told_to
    return confirm_receipt(
        payment=payment,
        says="received",
        witness="resident",
        evidence=a_document(by=worker),
        by=worker,
        at=NOON,
    )


def published(month):
    return Statement.objects.create(month=month, body={}, digest="0" * 64, published_at=LATER)


def test_a_need_walks_its_way_step_by_step():
    need = a_need()
    seen = [stage_of(need)]

    assess_need(need=need, needed=80_000, severity=50, urgency=1, by=need.told_to, at=NOON)
    seen.append(stage_of(need))
    proposal = a_proposal(need=need)
    seen.append(stage_of(need))
    grant = a_grant(proposal=proposal)
    seen.append(stage_of(need))
    payment = a_payment(grant=grant)
    seen.append(stage_of(need))
    confirmed(payment)
    seen.append(stage_of(need))
    published(date(2026, 5, 1))
    seen.append(stage_of(need))

    assert seen == ["told", "assessed", "proposed", "granted", "given", "confirmed", "disclosed"]
    assert reached(need) == set(Stage) - {Stage.CLOSED}


def test_a_need_stands_where_its_slowest_piece_stands():
    need, fund = an_assessed_need(needed=100_000), a_fund()
    first, second = (
        a_grant(proposal=a_proposal(need=need, purse=a_purse(fund=fund), count=40_000))
        for _piece in "ab"
    )
    confirmed(a_payment(grant=first))

    assert stage_of(need) == "granted"
    a_payment(grant=second)
    assert stage_of(need) == "given"


def test_the_statement_of_another_month_does_not_disclose():
    payment = a_payment(at=NOON)
    confirmed(payment)

    published(date(2026, 4, 1))

    assert stage_of(payment.grant.need) == "confirmed"


def test_the_month_is_that_of_the_city_not_of_greenwich():
    early_in_may_here = NOON.replace(day=1, hour=3)
    payment = a_payment(at=early_in_may_here)
    confirmed(payment)

    published(date(2026, 5, 1))

    assert stage_of(payment.grant.need) == "disclosed"


def test_what_was_taken_back_counts_no_more():
    fund = a_fund()
    manager = a_manager(fund)
    grant = a_grant(proposal=a_proposal(purse=a_purse(fund=fund)), manager=manager)

    release_grant(grant=grant, why="the resident moved", by=manager, at=NOON)

    assert stage_of(grant.need) == "assessed"


def test_a_closed_need_is_closed_and_still_shows_how_far_it_came():
    need = an_assessed_need()

    close_need(need=need, why=Need.Closing.WITHDRAWN, by=need.told_to, at=NOON)

    assert stage_of(need) == "closed"
    assert reached(need) == {Stage.TOLD, Stage.ASSESSED}


def test_a_decline_that_asks_to_look_again_sends_the_need_back():
    proposal = a_proposal()
    manager = a_manager(proposal.purse.fund)

    decline_proposal(proposal=proposal, reason="look_again", by=manager, at=LATER)

    assert with_stage(Need.objects.filter(pk=proposal.need_id)).get().look_again is True


def test_many_needs_are_asked_in_one_query(django_assert_num_queries):
    worker = a_social_worker()
    for _n in range(3):
        an_assessed_need(worker=worker)

    with django_assert_num_queries(1):
        assert {n.stage for n in with_stage(Need.objects.all())} == {"assessed"}
