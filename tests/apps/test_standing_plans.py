import io
import zipfile
from datetime import timedelta

import pytest

from shanqiao.apps.funds.actions import end_pause, pause_purse
from shanqiao.apps.matching.frozen import freeze, standing_in, thaw
from shanqiao.apps.matching.models import Plan, Proposal
from shanqiao.apps.matching.planning import propose_plan, replay_plan
from shanqiao.apps.matching.queries import key
from tests.factories import NOON, TODAY, a_manager, a_purse, an_assessed_need

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
LATER_STILL = NOON + timedelta(days=2)


def of_the_second_purse():
    """A need that the second of two equal purses was proposed for, while the first was held back; then it is not any more.

    Without a standing plan the first would be taken: it comes first by name.
    """
    need = an_assessed_need(kind="visit", needed=2)
    first, second = (a_purse(kinds=("visit",), received=2) for _ in "ab")
    manager = a_manager(first.fund)
    pause = pause_purse(
        purse=first, until_on=TODAY + timedelta(days=9), why="x", by=manager, at=NOON
    )
    propose_plan(at=NOON)
    end_pause(pause=pause, by=manager, at=LATER)
    return need, first, second


def test_of_two_equal_plans_the_one_nearer_to_what_stands_is_taken():
    need, _first, second = of_the_second_purse()
    before = Proposal.objects.waiting().get()

    plan, is_new = propose_plan(at=LATER)

    assert is_new and Proposal.objects.waiting().get() == before
    assert (before.need, before.purse) == (need, second) and before.plan != plan
    assert before.plan.proposed_at == NOON  # it waits since then


def test_without_what_stood_the_same_facts_give_the_other_plan():
    need, first, _second = of_the_second_purse()
    Proposal.objects.all().delete()

    propose_plan(at=LATER)

    assert [(p.need, p.purse) for p in Proposal.objects.waiting()] == [(need, first)]


def test_a_plan_is_replayed_with_what_stood_when_it_was_made():
    need, _first, second = of_the_second_purse()
    plan, _ = propose_plan(at=LATER)
    Proposal.objects.all().delete()

    again = replay_plan(plan=plan)

    assert again.matches.select("need", "resource", "quantity").rows() == [
        (key(need.pk), key(second.pk), 2)
    ]
    assert standing_in(bytes(plan.facts)).rows() == [(key(need.pk), key(second.pk), 2)]


def test_a_plan_frozen_before_anything_stood_is_replayed_without():
    need, first, _second = of_the_second_purse()
    Proposal.objects.all().delete()
    plan, _ = propose_plan(at=LATER)
    facts = bytes(plan.facts)
    old = freeze(thaw(facts))  # as plans were frozen first
    with zipfile.ZipFile(io.BytesIO(old)) as archive:
        assert "standing.jsonl" not in archive.namelist()
    plan.facts = old

    again = replay_plan(plan=plan)

    assert standing_in(old) is None
    assert again.matches["resource"].to_list() == [key(first.pk)] and need


def test_the_same_facts_and_the_same_standing_are_the_same_bytes():
    of_the_second_purse()
    plan, _ = propose_plan(at=LATER)
    facts = bytes(plan.facts)

    again = freeze(thaw(facts), standing_in(facts))

    assert again == facts


def test_where_nothing_changes_there_is_no_new_plan_and_every_proposal_stays_the_same_row():
    of_the_second_purse()
    plan, _ = propose_plan(at=LATER)
    rows = list(Proposal.objects.waiting().values_list("pk", "plan", "count"))

    again, is_new = propose_plan(at=LATER_STILL)

    assert (again, is_new, Plan.objects.count()) == (plan, False, 2)
    assert list(Proposal.objects.waiting().values_list("pk", "plan", "count")) == rows
