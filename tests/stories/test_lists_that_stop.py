"""The work on a list stops in the middle: nothing is lost, and nothing is kept for longer than it may be."""

from datetime import timedelta

import pytest

from shanqiao.apps.lists.actions import ask_to_compare, ask_to_take_in
from shanqiao.apps.lists.models import PeopleList
from shanqiao.apps.lists.working import forget_lists
from shanqiao.apps.residents.models import Resident
from shanqiao.jobs.lists import compare_handed_in
from shanqiao.stories import taking_lists
from shanqiao.stories.list_arrivals import take_list_in
from tests.factories import NOON, a_social_worker
from tests.stories.lists_of_people import AS_WRITTEN, HEADINGS, LATER, LIHUA, a_list, strangers

pytestmark = pytest.mark.django_db


def test_a_list_whose_taking_in_stopped_long_ago_is_forgotten_too():
    worker, ninety = a_social_worker(), timedelta(days=90)
    stopped, under_way = a_list(LIHUA, worker=worker), a_list(AS_WRITTEN, worker=worker)
    ask_to_take_in(people_list=stopped, whole=False, by=worker, at=LATER)
    ask_to_take_in(people_list=under_way, whole=False, by=worker, at=NOON + ninety)

    forget_lists(at=NOON + ninety)

    stopped.refresh_from_db()
    assert (stopped.content, stopped.rows.count()) == (None, 0)
    take_list_in(people_list=stopped, at=NOON + ninety)
    assert Resident.objects.count() == 0
    assert under_way.rows.count() == 1


def test_a_kill_between_batches_of_the_comparison_loses_no_row(monkeypatch):
    worker = a_social_worker()
    monkeypatch.setattr(taking_lists, "BATCH", 2)
    found = a_list(*strangers(7), worker=worker, compared=False)
    ask_to_compare(people_list=found, headings=HEADINGS, by=worker, at=NOON)
    asked = taking_lists.alike

    def killed(cells):
        if found.rows.exclude(answer="").count() >= 4:
            raise SystemExit
        return asked(cells)

    with monkeypatch.context() as here:
        here.setattr(taking_lists, "alike", killed)
        with pytest.raises(SystemExit):
            compare_handed_in(PeopleList.objects.get(pk=found.pk), at=NOON)
    assert found.rows.filter(answer="").count() == 3

    compare_handed_in(PeopleList.objects.get(pk=found.pk), at=LATER)
    found.refresh_from_db()
    assert (found.total, found.done, found.compared_at) == (7, 7, LATER)
