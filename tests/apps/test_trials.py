"""A fund manager tries a condition: told in numbers that point at nobody, and nothing is changed."""

from datetime import timedelta

import pytest

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.matching import trials
from shanqiao.apps.matching.actions import decline_proposal
from shanqiao.apps.matching.models import Plan, Proposal, Trial
from shanqiao.apps.matching.planning import propose_plan
from shanqiao.apps.matching.trials import CannotTryCondition, run_trial, try_condition
from tests.factories import (
    NOON,
    a_fund,
    a_handler,
    a_manager,
    a_purse,
    a_resident,
    a_social_worker,
    an_assessed_need,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)
OF_SHAMIAN = ["440103", "cash_medical"]


@pytest.fixture
def fund():
    return a_fund()


@pytest.fixture
def manager(fund):
    return a_manager(fund)


def some_needs(people, *, needed=10_000, **facts):
    worker = a_social_worker()
    return [
        an_assessed_need(worker=worker, resident=a_resident(worker=worker, **facts), needed=needed)
        for _ in range(people)
    ]


def the_answer(purse, manager, **tried):
    trial = try_condition(purse=purse, by=manager, at=NOON, **tried)
    return run_trial(trial=trial, at=LATER)


def test_a_wider_condition_says_how_many_more_and_where(fund, manager):
    purse = a_purse(fund=fund, eligible='hardship == "tekun"')
    some_needs(7, hardship="dibao")
    propose_plan(at=NOON)

    trial = the_answer(purse, manager, step="eligible")

    assert trial.says == "" and trial.share_done == 100 and trial.ended_at > trial.started_at
    assert trial.answer["gaining"] == [[*OF_SHAMIAN, 5]]
    assert (trial.answer["people_gaining"], trial.answer["losing"]) == (5, [])
    assert trial.answer["more"] == 70_000


def test_four_people_look_like_nobody(fund, manager):
    purse = a_purse(fund=fund, eligible='hardship == "tekun"')
    some_needs(4, hardship="dibao")
    propose_plan(at=NOON)

    answer = the_answer(purse, manager, step="eligible").answer

    assert (answer["gaining"], answer["people_gaining"], answer["more"]) == ([], 0, None)
    assert answer["somebody_gains"]


def test_another_condition_may_take_from_those_who_have_it_now(fund, manager):
    purse = a_purse(fund=fund, received=60_000)
    some_needs(6, hardship="dibao")
    propose_plan(at=NOON)

    answer = the_answer(purse, manager, columns={"eligible": 'hardship == "tekun"'}).answer

    assert answer["losing"] == [[*OF_SHAMIAN, 5]]
    assert not answer["somebody_gains"]


def test_a_purse_that_is_not_in_the_plan_is_tried_as_if_it_were(fund, manager):
    purse = a_purse(fund=fund, received=0)
    some_needs(5)
    propose_plan(at=NOON)

    answer = the_answer(purse, manager, columns={"capacity": 50_000}).answer

    assert (answer["people_gaining"], answer["more"]) == (5, 50_000)


def test_what_the_fund_declined_stays_declined(fund, manager):
    purse = a_purse(fund=fund, eligible="age < 200")
    for need in some_needs(5, hardship="dibao"):
        need.refresh_from_db()
    a_purse(fund=fund, eligible='hardship == "dibao"')
    propose_plan(at=NOON)
    declined = Proposal.objects.filter(purse__eligible='hardship == "dibao"')
    for proposal in declined:
        decline_proposal(proposal=proposal, reason="related", by=manager, at=NOON)
    propose_plan(at=LATER)

    answer = the_answer(purse, manager, columns={"eligible": ""}).answer

    assert declined.count() == 5 and not answer["somebody_gains"]


def test_trying_changes_nothing(fund, manager):
    purse = a_purse(fund=fund, eligible='hardship == "tekun"')
    some_needs(5)
    propose_plan(at=NOON)
    before = [list(model.objects.values()) for model in (Purse, Plan, Proposal)]

    the_answer(purse, manager, columns={"eligible": "", "capacity": 5})

    assert [list(model.objects.values()) for model in (Purse, Plan, Proposal)] == before


def test_only_the_manager_of_this_fund_tries_its_conditions(fund):
    purse = a_purse(fund=fund)

    for other in (a_manager(a_fund()), a_handler(fund)):
        with pytest.raises(CannotTryCondition, match="fund manager of this fund"):
            try_condition(purse=purse, by=other, at=NOON, step="valid")

    assert not Trial.objects.exists()


def test_something_has_to_be_otherwise(fund, manager):
    with pytest.raises(CannotTryCondition, match="Choose a condition"):
        try_condition(purse=a_purse(fund=fund), by=manager, at=NOON)


def test_what_stands_in_the_way_is_said(fund, manager):
    purse = a_purse(fund=fund)

    assert "No plan was made yet" in the_answer(purse, manager, step="valid").says
    propose_plan(at=NOON)
    assert "no such condition" in the_answer(purse, manager, step="eligible").says


def test_an_accident_ends_the_trial_and_is_not_swallowed(fund, manager, monkeypatch):
    def break_down(trial):
        raise MemoryError

    monkeypatch.setattr(trials, "_answer", break_down)
    trial = try_condition(purse=a_purse(fund=fund), by=manager, at=NOON, step="valid")

    with pytest.raises(MemoryError):
        run_trial(trial=trial, at=LATER)

    trial.refresh_from_db()
    assert trial.ended_at and trial.says
