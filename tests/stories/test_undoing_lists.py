"""The wrong list was taken in: it is undone while nobody used its residents."""

import pytest

from shanqiao.apps.lists.actions import CannotTakeList
from shanqiao.apps.needs.actions import register_need
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.residents.models import Resident
from shanqiao.stories.list_arrivals import undo_list
from tests.factories import a_resident, a_social_worker, station_where
from tests.stories.lists_of_people import AS_WRITTEN, LATER, LIHUA, WEIQIANG, a_list, taken

pytestmark = pytest.mark.django_db


def test_a_list_is_undone_while_nobody_used_its_residents():
    worker = a_social_worker()
    kept = a_resident(worker=worker, **WEIQIANG)
    found = taken(a_list(AS_WRITTEN, LIHUA, worker=worker), worker=worker)

    undo_list(people_list=found, why="导错了名单", by=worker, at=LATER)

    mine = Resident.objects.known_to(station_where(worker))
    assert list(mine) == [kept]
    assert Resident.objects.count() == 2  # no row is gone
    again = a_list(AS_WRITTEN, LIHUA, worker=worker, compared=False)
    assert again.pk != found.pk


def test_a_list_is_not_undone_once_somebody_was_helped():
    worker = a_social_worker()
    found = taken(a_list(LIHUA, AS_WRITTEN, worker=worker), worker=worker)
    resident = found.rows.get(line=2).resident
    register_need(
        resident=resident, station=found.station, kind=Kind.CASH_MEDICAL, by=worker, at=LATER
    )

    with pytest.raises(CannotTakeList, match="1 resident of this list"):
        undo_list(people_list=found, why="导错了名单", by=worker, at=LATER)

    found.refresh_from_db()
    assert found.undone_at is None
    assert Resident.objects.known_to(found.station).count() == 2
