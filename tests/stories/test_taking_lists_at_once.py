"""Two who do the same with one list at the same moment."""

from shanqiao.apps.lists.actions import ask_to_take_in
from shanqiao.apps.lists.models import PeopleList
from shanqiao.apps.record.models import Entry
from shanqiao.apps.residents.models import Resident
from shanqiao.stories import list_arrivals
from shanqiao.stories.list_arrivals import take_list_in
from tests.apps.crowd import all_at_once
from tests.factories import a_social_worker
from tests.stories.lists_of_people import LATER, LIHUA, a_list, strangers


def test_two_who_take_in_one_list_at_the_same_moment_double_nobody(committed, monkeypatch):
    worker = a_social_worker()
    monkeypatch.setattr(list_arrivals, "BATCH", 2)
    found = a_list(*strangers(12), worker=worker)
    ask_to_take_in(people_list=found, whole=False, by=worker, at=LATER)

    outcomes = all_at_once([lambda: take_list_in(people_list=found, at=LATER)] * 2)

    assert outcomes == [None, None]
    assert Resident.objects.count() == 12
    assert Entry.objects.filter(act="lists.taken").count() == 1


def test_one_file_handed_in_twice_at_the_same_moment_is_one_list(committed):
    worker = a_social_worker()

    outcomes = all_at_once([lambda: a_list(LIHUA, worker=worker, compared=False).pk] * 4)

    assert len(set(outcomes)) == 1
    assert PeopleList.objects.count() == 1
