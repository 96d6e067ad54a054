"""The generated city as people find it on the first day, made once for this folder and taken back."""

import pytest
from django.db import transaction
from django.test import override_settings

from shanqiao.jobs.demonstration.size import SMALL
from tests.jobs.tiny import MONDAY, a_demonstration


@pytest.fixture(scope="package", autouse=True)
def city(django_db_setup, django_db_blocker):
    """How far it had come, each time somebody was told. What a test changes is taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DEMONSTRATION=True):
            yield a_demonstration(size=SMALL, today=MONDAY)
        transaction.set_rollback(True)
