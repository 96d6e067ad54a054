"""How far an application has come is asked from the rows, and what a station is offered from today's facts."""

from datetime import timedelta

import pytest

from shanqiao.apps.delivery.actions import confirm_receipt, pay_grant
from shanqiao.apps.matching.actions import approve_proposal, decline_proposal, release_grant
from shanqiao.apps.matching.asking import withdraw_asking
from shanqiao.apps.matching.models import Proposal
from shanqiao.apps.matching.planning import propose_plan
from shanqiao.apps.needs.actions import close_need
from shanqiao.apps.needs.models import Need
from shanqiao.apps.programmes.applying import refuse_application, withdraw_application
from shanqiao.apps.programmes.models import Application
from shanqiao.stories.fund_today import changes_since_yesterday, proposals_waiting
from shanqiao.stories.grants import story_of_grant
from shanqiao.stories.outlook import outlook_of
from shanqiao.stories.plan_changes import stayed
from shanqiao.stories.programmes import (
    applications_to,
    offers_for,
    open_programmes,
    programmes_of,
    to_answer,
    with_state,
)
from shanqiao.stories.stages import with_stage
from shanqiao.stories.telling import story_of
from shanqiao.stories.why import why_this
from tests.asking import Team
from tests.factories import (
    NOON,
    TODAY,
    a_cashier,
    a_document,
    a_fund,
    a_handler,
    an_assessed_need,
)
from tests.programmes import Aid

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def aid():
    return Aid()


def state_of(application):
    return with_state(Application.objects.filter(pk=application.pk)).get().state


def test_an_application_is_as_far_as_its_rows(aid):
    application = aid.apply()
    assert state_of(application) == "waiting"
    proposal = aid.accept(application).proposal
    assert state_of(application) == "accepted"
    grant = approve_proposal(proposal=proposal, by=aid.manager, at=NOON)
    assert state_of(application) == "granted"
    payment = pay_grant(grant=grant, reference="1", by=a_cashier(aid.fund), at=NOON)
    assert state_of(application) == "paid"
    confirm_receipt(
        payment=payment,
        says="received",
        witness="station",
        evidence=a_document(by=aid.worker),
        by=aid.worker,
        at=LATER,
    )
    assert state_of(application) == "confirmed"


def test_an_application_may_end_on_every_way(aid):
    refused, withdrawn, declined, lapsed, released = (aid.apply() for _ in range(5))
    refuse_application(application=refused, reason="spent", by=aid.handler, at=NOON)
    withdraw_application(application=withdrawn, by=aid.worker, at=NOON)
    decline_proposal(
        proposal=aid.accept(declined).proposal, reason="purpose", by=aid.manager, at=NOON
    )
    withdraw_asking(proposal=aid.accept(lapsed).proposal, by=aid.handler, at=NOON)
    grant = approve_proposal(proposal=aid.accept(released).proposal, by=aid.manager, at=NOON)
    release_grant(grant=grant, why="x", by=aid.manager, at=NOON)

    states = [state_of(a) for a in (refused, withdrawn, declined, lapsed, released)]

    assert states == ["refused", "withdrawn", "declined", "lapsed", "released"]


def test_a_closed_need_takes_its_accepted_application_along(aid):
    application = aid.apply()
    aid.accept(application)
    close_need(need=application.need, why="met", by=aid.worker, at=NOON)

    propose_plan(at=LATER)

    assert state_of(application) == "lapsed"


def test_a_station_is_offered_what_is_open_and_told_what_stands_in_the_way(aid):
    other = Aid(eligible="age >= 60")
    need = aid.need()

    mine, theirs = offers_for(need, at=NOON)

    assert (mine.programme, mine.may_apply, mine.most) == (aid.programme, True, 50_000)
    assert (theirs.programme, theirs.may_apply) == (other.programme, False)
    assert "not known about the resident" in theirs.in_the_way[0]
    application = aid.apply(need=need)
    assert [offer.programme for offer in offers_for(need, at=NOON)] == [other.programme]
    refuse_application(application=application, reason="purpose", by=aid.handler, at=NOON)
    offers = {offer.programme: offer for offer in offers_for(need, at=NOON)}
    assert offers[aid.programme].refusal.reason == "purpose"
    assert not offers[aid.programme].may_apply


def test_only_the_funds_people_see_what_was_applied_for(aid):
    application = aid.apply()

    assert list(applications_to(aid.handler)) == [application] == list(to_answer(aid.manager))
    assert not applications_to(a_handler(a_fund())).exists()
    assert not to_answer(a_cashier(aid.fund)).exists()
    row = applications_to(aid.handler).get()
    assert "name" in row.need.resident.get_deferred_fields() and row.gap == 100_000


def test_the_figures_of_a_programme_count_each_application_once(aid):
    for count in (10_000, 20_000):
        grant = approve_proposal(
            proposal=aid.accept(aid.apply(count=count)).proposal, by=aid.manager, at=NOON
        )
    release_grant(grant=grant, why="x", by=aid.manager, at=NOON)

    row = programmes_of(aid.manager).get()

    assert (row.applied, row.accepted, row.granted, row.paid) == (2, 2, 1, 0)
    assert (row.applied_sum, row.accepted_sum, row.granted_sum) == (30_000, 30_000, 10_000)


def test_everybody_reads_what_is_open_today(aid):
    aid.announce(
        kinds=["cash_medical"], most_per_person=1, first_on=TODAY + timedelta(days=1), name="以后"
    )

    assert list(open_programmes(at=NOON)) == [aid.programme]
    assert open_programmes(at=NOON + timedelta(days=1)).count() == 2


def test_the_story_of_a_need_tells_who_asked_by_hand_and_what_came_of_it():
    team = Team()
    need = an_assessed_need()
    taken_back = team.ask(need=need, count=1)
    withdraw_asking(proposal=taken_back, by=team.handler, at=NOON)
    proposal = team.ask(need=need, count=2, at=LATER)
    grant = approve_proposal(proposal=proposal, by=team.manager, at=LATER)

    told = [(h.what, h.by) for h in story_of(need) if h.what not in ("told", "assessed")]

    assert told == [
        ("proposed", team.handler),
        ("withdrawn", None),
        ("proposed", team.handler),
        ("granted", team.manager),
    ]
    assert "withdrawn" not in [h.what for h in story_of_grant(grant)]


def test_what_is_asked_by_hand_counts_for_the_desk_and_stands_on_no_plan():
    team = Team()
    need = an_assessed_need()
    proposal = team.ask(need=need, count=40_000)
    plan, _ = propose_plan(at=LATER)

    assert with_stage(Need.objects.filter(pk=need.pk)).get().stage == "proposed"
    assert proposals_waiting(team.manager, at=LATER).count == 1
    assert proposals_waiting(team.handler, at=LATER).count == 0
    assert ("proposed", 1, 40_000) in changes_since_yesterday(team.manager, at=LATER)
    assert why_this(Proposal.objects.get(pk=proposal.pk)) is None
    assert not stayed(plan).exists()


def test_an_outlook_leaves_out_what_is_asked_for_by_hand():
    team, beside = Team(received=60_000), Team(received=100_000)
    team.ask(need=an_assessed_need(), count=60_000)
    need = an_assessed_need(needed=100_000)
    beside.ask(need=need, count=30_000)

    need.unit = "fen"  # as the lists of a station give it
    outlook = outlook_of(need, at=NOON)

    assert outlook.lacking == 70_000
    assert [(one.purse, one.count) for one in outlook.helps] == []
