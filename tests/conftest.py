"""What every test has: a city's rows are made by tests/factories.py, and nothing of one test reaches the next."""

import gc

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import teardown_databases
from django.utils import translation
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from tests.migrated import a_copy_of_migrated

# how long an example takes says how busy the machine is, and nothing about the code
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

TOGETHER = (
    "tests/browser/test_every_page_wide.py",  # all walk through one city
    "tests/browser/test_every_page_phone.py",
    "tests/browser/",
    "tests/host/",  # one server at a time, and none whose port another takes as soon as it is free
    "tests/jobs/shown/",  # made once
    "tests/engines/test_mutations.py",  # so are its cases
    "tests/engines/test_proof_repaired.py",  # and these
    "tests/engines/linkage/test_train.py",  # learnt once
)


class _OneByOne(LoadScopeScheduling):
    """Tests are dealt out one by one, except those that share something.

    The mark ``xdist_group`` would say the same, but pytest-xdist 3.8 writes it where pytest 9.2 no longer looks.
    """

    def _split_scope(self, nodeid):
        return next((shared for shared in TOGETHER if nodeid.startswith(shared)), nodeid)


def pytest_xdist_make_scheduler(config, log):
    return _OneByOne(config, log)


def pytest_collection_finish(session):
    """What is there before the first test stays to the end, so the collector need not walk through it again.

    Two thousand tests with all they import are millions of objects; looking at them time and again was a third of
    what a small plan costs here. What tests themselves leave behind is looked for as before, only less often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(
    request,
    django_test_environment,
    django_db_blocker,
    django_db_keepdb,
    django_db_createdb,
    django_db_modify_db_settings,
):
    """The test database, for whoever asks first.

    The fixture of pytest-django makes it only if some collected test carries the mark ``django_db``; one that
    asks for `committed` alone would otherwise find, and empty, the rows of this installation.
    """
    with django_db_blocker.unblock():
        made = a_copy_of_migrated(
            verbosity=request.config.option.verbose,
            keepdb=django_db_keepdb and not django_db_createdb,
        )
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=request.config.option.verbose)


@pytest.fixture(autouse=True)
def language():
    """That of the settings: what a page was last asked for in does not reach the next test."""
    yield
    translation.deactivate()


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Rows are really committed, as simultaneous workers see them; the tables are emptied afterwards.

    Append-only tables refuse to lose rows, so their triggers are off for that one moment.
    """
    with django_db_blocker.unblock():
        yield
        _empty_all_tables()


def _empty_all_tables():
    """Only those with rows: to empty all of them makes a thousand new files each time."""
    tables = [
        connection.ops.quote_name(model._meta.db_table)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.db_table.startswith("django_content")
    ]
    with connection.cursor() as cursor:
        some = ", ".join(f"EXISTS (SELECT FROM {table})" for table in tables)
        cursor.execute(f"SELECT {some}")
        filled = [table for table, has in zip(tables, cursor.fetchone(), strict=True) if has]
        for table in filled:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        with transaction.atomic():  # who points to whom is asked at its end
            for table in filled:
                cursor.execute(f"DELETE FROM {table}")
        for table in filled:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
