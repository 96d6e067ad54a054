"""A case from intake to closing and again: each stage is asked from rows, and the database holds what must be true."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from shanqiao.apps.cases.actions import CannotOpenCase
from shanqiao.apps.cases.ending import CannotReopenCase, do_follow_up, reopen_case
from shanqiao.apps.cases.models import (
    Case,
    Closure,
    Contact,
    Estimate,
    FollowUp,
    GoalNeed,
    PlanAnswer,
    Spell,
)
from shanqiao.apps.cases.planning import (
    CannotAnswerPlan,
    CannotEstimate,
    CannotEvaluate,
    CannotPlan,
    CannotSettleGoal,
    evaluate_plan,
    make_plan,
)
from shanqiao.apps.cases.queries import goals_of, plan_of, worker_of
from shanqiao.apps.cases.rules import rule_on
from shanqiao.apps.cases.stages import Stage, stage_of, with_due, with_stage
from shanqiao.apps.cases.working import call_off
from shanqiao.apps.needs.kinds import Kind as NeedKind
from shanqiao.apps.record.models import Entry
from shanqiao.apps.residents.leaving import write_departure
from shanqiao.apps.residents.models import Departure
from tests.apps.sameness_factories import merged
from tests.cases import DAY, LATER, Casework
from tests.factories import NOON, TODAY, a_need, a_social_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return Casework()


def a_row(station):
    """A case as plain SQL would write it."""
    return Case.objects.create(
        resident=station.resident,
        station=station.station,
        source="self",
        urgency=0,
        judgement="x",
        opened_by=station.worker,
        opened_at=NOON,
    )


def due_of(case, on=TODAY):
    return with_due(with_stage(Case.objects.filter(pk=case.pk)), on=on).get().due_on


def test_a_case_goes_from_intake_to_follow_up_and_its_stage_is_asked(station):
    case = station.open()
    assert stage_of(case) == Stage.INTAKE
    station.estimated(case)
    assert stage_of(case) == Stage.ESTIMATE
    plan = station.planned(case)
    assert stage_of(case) == Stage.PLAN
    station.approve(plan)
    assert stage_of(case) == Stage.WORK
    station.evaluated(case)
    assert stage_of(case) == Stage.EVALUATION
    closure = station.close(case)
    assert stage_of(case) == Stage.FOLLOW_UP

    for one in closure.follow_ups.order_by("due_on"):
        do_follow_up(follow_up=one, how="well", words="仍每天下楼", by=station.worker, at=LATER)

    assert stage_of(case) == Stage.CLOSED
    assert [e.act for e in Entry.objects.filter(act__startswith="cases.").order_by("pk")] == [
        *("cases.open", "cases.estimate", "cases.estimate", "cases.plan", "cases.approve_plan"),
        *("cases.evaluate", "cases.close", "cases.follow_up", "cases.follow_up"),
    ]


def test_opened_again_it_begins_with_a_new_estimate_and_all_stays(station):
    case = station.evaluated()
    station.close(case)

    spell = reopen_case(case=case, why="再次跌倒", by=station.supervisor, at=LATER)

    assert (spell.nth, stage_of(case), worker_of(case)) == (2, Stage.INTAKE, station.worker)
    assert Estimate.objects.filter(spell__case=case).count() == 1
    assert not FollowUp.objects.waiting().exists()
    with pytest.raises(CannotReopenCase, match="open already"):
        reopen_case(case=case, why="again", by=station.worker, at=LATER)


def test_a_station_has_one_open_case_of_a_resident(station):
    case = station.open()

    with pytest.raises(CannotOpenCase, match="go on with that one"):
        station.open(by=station.colleague)

    other = a_row(station)
    with pytest.raises(IntegrityError), transaction.atomic():
        Spell.objects.create(case=other, nth=1, began_by=station.worker, began_at=NOON)
    elsewhere = Casework()
    station.close(case)
    assert station.open().pk
    with pytest.raises(CannotOpenCase, match="does not look after"):
        elsewhere.open(resident=station.resident)
    with pytest.raises(CannotOpenCase, match="work at the station"):
        station.open(by=elsewhere.worker)


def test_no_case_is_opened_for_the_dead(station):
    write_departure(
        resident=station.resident,
        kind=Departure.Kind.DIED,
        on=TODAY,
        words="家属告知",
        by=station.worker,
        at=NOON,
    )

    with pytest.raises(CannotOpenCase, match="has died"):
        station.open()
    with pytest.raises(IntegrityError), transaction.atomic():
        a_row(station)


def test_only_the_worker_estimates_plans_and_settles(station):
    case = station.at_work()
    goal = plan_of(case).goals.get()

    for other in (station.colleague, station.supervisor, a_social_worker()):
        with pytest.raises(CannotEstimate, match="Only the worker"):
            station.estimated(case, by=other)
        with pytest.raises(CannotSettleGoal, match="Only the worker"):
            station.settle(goal, by=other)
    with pytest.raises(CannotEstimate, match="what is the matter"):
        station.estimated(case, person=" ")


def test_a_plan_needs_an_estimate_a_goal_and_a_later_day(station):
    case = station.open()
    with pytest.raises(CannotPlan, match="estimate first"):
        make_plan(
            case=case,
            strategy="每周探访",
            review_on=TODAY + 30 * DAY,
            aims=[station.aim()],
            by=station.worker,
            at=NOON,
        )
    station.estimated(case)
    for wrong, says in (
        ({"aims": []}, "at least one goal"),
        ({"strategy": " "}, "how it is reached"),
        ({"review_on": TODAY}, "later day"),
        ({"by": station.supervisor}, "Only the worker"),
    ):
        with pytest.raises(CannotPlan, match=says):
            station.planned(case, **wrong)


def test_a_plan_is_approved_by_another_person_who_supervises_the_station(station):
    plan = station.planned()
    for other in (station.worker, station.colleague, Casework().supervisor):
        with pytest.raises(CannotAnswerPlan, match="Only the supervisor"):
            station.approve(plan, by=other)
    with pytest.raises(CannotAnswerPlan, match="what is missing"):
        station.approve(plan, approved=False)

    station.approve(plan, approved=False, words="目标不可衡量")
    with pytest.raises(CannotAnswerPlan, match="was answered"):
        station.approve(plan)
    again = station.planned(plan.spell.case)
    with (
        pytest.raises(IntegrityError, match="cases_plan_approved_by_another"),
        transaction.atomic(),
    ):
        PlanAnswer.objects.create(
            plan=again, approved=True, answered_by=station.worker, answered_at=NOON
        )
    assert stage_of(plan.spell.case) == Stage.PLAN


def test_a_goal_is_tied_to_needs_of_this_person_alone(station):
    own = a_need(worker=station.worker, resident=station.resident, kind=NeedKind.MEAL)
    anothers = a_need(worker=station.worker)

    plan = station.planned(aims=[station.aim(needs=(own,))])
    with pytest.raises(CannotPlan, match="another person's"):
        station.planned(plan.spell.case, aims=[station.aim(needs=(anothers,))])

    [goal] = goals_of(plan)
    assert goal.needs == [own]
    with pytest.raises(IntegrityError), transaction.atomic():
        GoalNeed.objects.create(goal=goal, need=anothers)


def test_what_became_of_a_goal_is_said_again_and_the_latest_counts(station):
    case = station.at_work()
    goal = plan_of(case).goals.get()

    station.settle(goal, state="partly")
    station.settle(goal, state="reached", at=LATER + DAY)

    assert goals_of(plan_of(case))[0].state.state == "reached"
    with pytest.raises(CannotSettleGoal, match="by what"):
        station.settle(goal, why=" ")


def test_an_evaluation_says_something_of_every_goal(station):
    case = station.at_work()
    first = plan_of(case).goals.get()
    with pytest.raises(CannotEvaluate, match="each goal"):
        evaluate_plan(case=case, results={}, words="好", by=station.worker, at=LATER)
    with pytest.raises(CannotEvaluate, match="1 to 5"):
        evaluate_plan(
            case=case,
            results={first: "reached"},
            words="好",
            client_says=6,
            by=station.worker,
            at=LATER,
        )
    other = Casework()
    unplanned = other.open()
    with pytest.raises(CannotEvaluate, match="no approved plan"):
        evaluate_plan(case=unplanned, results={}, words="好", by=other.worker, at=LATER)


def test_the_day_by_which_something_is_due_is_asked(station):
    rule = rule_on(TODAY)
    case = station.open()
    assert due_of(case) == TODAY + timedelta(days=rule.estimate_within)
    station.estimated(case)
    assert due_of(case) == TODAY + timedelta(days=rule.plan_within)
    plan = station.planned(case)
    assert due_of(case) == TODAY + timedelta(days=rule.answer_within)
    station.approve(plan)
    assert due_of(case) == TODAY + 20 * DAY  # the goal
    ahead = station.appointment(case, planned_for=NOON + 3 * DAY)
    assert due_of(case) == TODAY + 3 * DAY
    call_off(appointment=ahead, why="雨", by=station.worker, at=NOON)
    station.settle(plan.goals.get())
    assert due_of(case) == TODAY + 30 * DAY  # review, and a month without contact
    station.evaluated(case)
    assert due_of(case) == TODAY + 30 * DAY  # a month without contact
    station.close(case)
    assert due_of(case) == TODAY + 30 * DAY


def test_what_is_urgent_is_due_before_it_is_estimated(station):
    case = station.open(urgency=Case.Urgency.NOW)

    assert due_of(case) == TODAY + timedelta(days=rule_on(TODAY).contact_within[-1])


def test_a_resident_with_records_elsewhere_has_their_own_case_there():
    one, other = Casework(), Casework()
    merged(one.resident, other.resident)

    here, there = one.open(), other.open()

    for station, case in ((one, here), (other, there)):
        assert Case.objects.at(station.station).open().get() == case


def test_words_are_sealed(station):
    case = station.open(judgement="很特别的一句话")
    station.contact(case, words="另一句特别的话", level=Contact.Level.RESTRICTED)

    with connection.cursor() as cursor:
        cursor.execute("SELECT judgement FROM cases_case")
        assert "很特别的一句话".encode() not in bytes(cursor.fetchone()[0])
        cursor.execute("SELECT words FROM cases_contact")
        assert "另一句特别的话".encode() not in bytes(cursor.fetchone()[0])


def test_a_rule_has_a_first_day_and_a_source():
    rule = rule_on(TODAY)

    assert (rule.since <= TODAY, rule.source) == (True, "shanqiao")
    assert set(rule.follow_up) == set(Closure.Reason.values)
    assert len(rule.contact_within) == len(Case.Urgency)
    with pytest.raises(LookupError, match="no rule"):
        rule_on(rule.since - DAY)
