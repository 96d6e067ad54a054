"""What is asked thousands of times a second keeps a cursor, and all that Django sees to. See Note [A cursor for each thread]."""

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from shanqiao.apps.books.actions import CannotPostAgain
from shanqiao.apps.books.models import Posting
from tests.apps.books_factories import a_gift, a_line


def test_a_connection_that_was_lost_is_opened_again_and_its_cursor_with_it(committed):
    line = a_line()
    a_gift(line, 100, "before")

    connection.close()
    a_gift(line, 100, "after")

    assert Posting.objects.count() == 2


@pytest.mark.django_db
def test_a_refusal_leaves_the_transaction_around_it_usable():
    line = a_line()
    a_gift(line, 100, "one")

    with pytest.raises(CannotPostAgain):
        a_gift(line, 101, "one")
    a_gift(line, 100, "two")

    assert Posting.objects.count() == 2


@pytest.mark.django_db
def test_nothing_is_asked_within_a_transaction_that_is_broken():
    line = a_line()
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            a_gift(line, 100, "one")

    assert not Posting.objects.exists()


@pytest.mark.django_db
def test_whoever_counts_what_is_asked_sees_it():
    line = a_line()
    with CaptureQueriesContext(connection) as asked:
        a_gift(line, 100, "one")

    assert any("books_post_one" in query["sql"] for query in asked)
