"""What the worker process does with an old list, once or twice."""

from datetime import timedelta

import pytest

from shanqiao.apps.earlier.actions import ask_to_read, ask_to_take_earlier_in
from shanqiao.apps.earlier.models import EarlierCase, EarlierList
from shanqiao.feeds.earlier_columns import COLUMNS
from shanqiao.jobs import tasks
from tests.factories import NOON
from tests.old_lists import Desk, an_old_list, case

pytestmark = pytest.mark.django_db


def test_the_worker_reads_an_old_list_takes_it_in_and_forgets_it(monkeypatch):
    monkeypatch.setattr(tasks, "now", lambda: NOON)
    desk = Desk()
    found = an_old_list(case(), by=desk.worker, read=False)
    ask_to_read(earlier_list=found, headings=COLUMNS["cases"], by=desk.worker, at=NOON)

    for _ in range(2):
        tasks.read_earlier_list(list_id=found.pk)
    assert EarlierList.objects.get().compared_at == NOON
    ask_to_take_earlier_in(earlier_list=found, whole=False, by_name=False, by=desk.worker, at=NOON)
    for _ in range(2):
        tasks.take_earlier_list_in(list_id=found.pk)
    assert EarlierCase.objects.count() == 1

    monkeypatch.setattr(tasks, "now", lambda: NOON + timedelta(days=90))
    tasks.forget_old_lists(timestamp=0)
    assert EarlierList.objects.get().forgotten_at
