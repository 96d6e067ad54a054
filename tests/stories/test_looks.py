from datetime import timedelta

import pytest

from shanqiao.apps.record.models import Look
from shanqiao.apps.residents.actions import look_at_resident
from shanqiao.stories.looks import MANY, looked_at, odd_looks
from tests.factories import NOON, a_resident, a_social_worker

pytestmark = pytest.mark.django_db


def look(resident, worker, at=NOON):
    look_at_resident(resident=resident, reason="casework", by=worker, at=at)


def test_a_days_casework_is_not_odd():
    worker = a_social_worker()
    resident = a_resident(worker=worker)
    for _ in range(MANY + 5):  # the same resident, again and again
        look(resident, worker)

    assert not odd_looks(at=NOON)


def test_a_day_with_very_many_residents_is_odd():
    worker = a_social_worker()
    for _ in range(MANY):
        look(a_resident(worker=worker), worker)

    assert odd_looks(at=NOON).count() == MANY
    assert set(odd_looks(at=NOON).values_list("odd", flat=True)) == {"many"}


def test_a_look_at_night_is_odd():
    worker = a_social_worker()
    look(a_resident(worker=worker), worker, at=NOON.replace(hour=23))
    look(a_resident(worker=worker), worker, at=NOON.replace(hour=5))
    look(a_resident(worker=worker), worker, at=NOON.replace(hour=6))

    assert odd_looks(at=NOON + timedelta(days=1)).count() == 2


def test_what_was_odd_a_month_ago_is_not_told_today():
    worker = a_social_worker()
    look(a_resident(worker=worker), worker, at=NOON.replace(hour=23))

    assert not odd_looks(at=NOON + timedelta(days=30))


def test_a_resident_is_told_who_looked():
    worker = a_social_worker()
    resident = a_resident(worker=worker)
    look(resident, worker)
    look(a_resident(worker=worker), worker)

    [seen] = looked_at(resident)

    assert (seen.name, seen.reason) == (worker.name, "casework")
    assert Look.objects.count() == 2
