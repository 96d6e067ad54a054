import pytest

from shanqiao.apps.matching.actions import decline_proposal, release_grant
from shanqiao.apps.needs.actions import close_need
from shanqiao.apps.needs.models import Need
from shanqiao.stories.stages import with_stage
from shanqiao.stories.telling import story_of, way_of
from tests.factories import (
    NOON,
    a_fund,
    a_grant,
    a_manager,
    a_payment,
    a_proposal,
    a_purse,
    an_assessed_need,
)

pytestmark = pytest.mark.django_db


def test_a_story_tells_who_did_what_in_the_order_it_happened():
    payment = a_payment()
    grant, need = payment.grant, payment.grant.need

    story = story_of(need)

    assert [h.what for h in story] == ["told", "assessed", "proposed", "granted", "given"]
    assert [h.by for h in story] == [
        need.told_to,
        need.told_to,
        None,
        grant.approved_by,
        payment.paid_by,
    ]


def test_a_no_and_a_promise_taken_back_are_part_of_the_story():
    need, fund = an_assessed_need(), a_fund()
    manager = a_manager(fund)
    declined = a_proposal(need=need, purse=a_purse(fund=fund))
    decline_proposal(proposal=declined, reason="purpose", by=manager, at=NOON)
    grant = a_grant(proposal=a_proposal(need=need, purse=a_purse(fund=fund)), manager=manager)
    release_grant(grant=grant, why="he moved", by=manager, at=NOON)
    close_need(need=need, why=Need.Closing.MOVED, by=need.told_to, at=NOON)
    need.refresh_from_db()

    story = story_of(need)

    assert [h.what for h in story][2:] == [
        "proposed",
        "proposed",
        "declined",
        "granted",
        "taken_back",
        "closed",
    ]
    assert story[-1].by == need.told_to


def test_a_long_story_costs_no_more_questions_than_a_short_one(django_assert_max_num_queries):
    need, fund = an_assessed_need(), a_fund()
    for _piece in range(4):
        a_payment(
            grant=a_grant(proposal=a_proposal(need=need, purse=a_purse(fund=fund), count=10_000))
        )

    with django_assert_max_num_queries(4):
        assert len(story_of(Need.objects.select_related("told_to").get(pk=need.pk))) == 14


def test_the_picture_shows_what_is_done_and_where_the_need_stands():
    need = a_proposal().need

    way = way_of(with_stage(Need.objects.filter(pk=need.pk)).get())

    assert [step.stage for step in way if step.passed] == ["told", "assessed"]
    assert [step.stage for step in way if step.here] == ["proposed"]


def test_the_picture_of_a_closed_need_stops_where_it_came_to():
    need = an_assessed_need()
    close_need(need=need, why=Need.Closing.WITHDRAWN, by=need.told_to, at=NOON)

    way = way_of(with_stage(Need.objects.filter(pk=need.pk)).get())

    assert [step.stage for step in way if step.stopped] == ["assessed"]
