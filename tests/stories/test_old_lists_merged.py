"""Two records are made one person between two old lists: the same row still comes once, and one case is open."""

import pytest

from shanqiao.apps.cases.models import Case
from shanqiao.apps.earlier.models import EarlierCase
from shanqiao.stories.before import before_shanqiao
from tests.apps.sameness_factories import merged
from tests.factories import a_resident
from tests.old_lists import Desk, an_old_list, answers, case, still_open, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """A station that knows the same woman twice, by two names."""
    desk = Desk()
    desk.first = a_resident(worker=desk.worker, name="单于鹤", phone="13600001111")
    desk.second = a_resident(worker=desk.worker, name="单于小鹤", phone="13600001111")
    return desk


def rows(name, make=case):
    return make(name, dob="", phone="13600001111")


def test_a_row_of_either_record_is_known_on_both(desk):
    taken(an_old_list(rows("单于小鹤"), by=desk.worker), by=desk.worker)
    assert EarlierCase.objects.get().resident == desk.second

    merged(desk.first, desk.second)

    assert answers(an_old_list(rows("单于鹤"), by=desk.worker)) == ["known"]
    records = [desk.first.pk, desk.second.pk]
    assert len(before_shanqiao(records, station=desk.station)) == 1


def test_both_names_are_one_person_of_whom_one_case_is_open(desk):
    merged(desk.first, desk.second)
    found = an_old_list(rows("单于鹤", still_open), rows("单于小鹤", still_open), by=desk.worker)
    assert answers(found) == ["opens", "again"]

    taken(found, by=desk.worker)

    assert Case.objects.count() == 1
