"""Who may publish or correct a month, when, and what stays."""

import json
from datetime import date

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from shanqiao.apps.disclosure.actions import (
    CannotCorrect,
    CannotPublish,
    correct_statement,
    publish_month,
)
from shanqiao.apps.disclosure.canonical import canonical, digest_of
from shanqiao.apps.disclosure.models import Statement
from shanqiao.apps.disclosure.queries import months_to_publish, statement_of
from shanqiao.apps.funds.actions import receive_gift
from shanqiao.apps.people.actions import give_post
from shanqiao.apps.record.models import Entry
from tests.factories import (
    NOON,
    a_fund,
    a_payment,
    a_purse,
    a_social_worker,
    a_supervisor,
)
from tests.months import JUNE_1, MAY, help_people

pytestmark = pytest.mark.django_db


def helped(body, district, kind):
    return next(r for r in body["helped"] if (r["district"], r["kind"]) == (district, kind))


def funds(body, fund, unit="fen"):
    return next(r for r in body["funds"] if (r["fund"], r["unit"]) == (fund, unit))


def test_a_month_that_is_not_over_is_not_published():
    with pytest.raises(CannotPublish, match="not over"):
        publish_month(month=MAY, by=None, at=NOON)


def test_midnight_in_the_city_ends_the_month():
    last_minute = JUNE_1.replace(day=1, hour=0, minute=0)

    publish_month(month=MAY, by=None, at=last_minute)

    with pytest.raises(CannotPublish, match="not over"):
        publish_month(month=date(2026, 6, 1), by=None, at=last_minute)


def test_a_month_is_published_once():
    publish_month(month=MAY, by=None, at=JUNE_1)

    with pytest.raises(CannotPublish, match="published already"):
        publish_month(month=MAY, by=None, at=JUNE_1)

    assert Statement.objects.count() == 1


def test_only_a_supervisor_publishes():
    with pytest.raises(CannotPublish, match="Only a supervisor"):
        publish_month(month=MAY, by=a_social_worker(), at=JUNE_1)


def test_who_paid_in_a_month_does_not_publish_it():
    payment = a_payment()
    give_post(person=payment.paid_by, role="supervisor", at=NOON)

    with pytest.raises(CannotPublish, match="another supervisor"):
        publish_month(month=MAY, by=payment.paid_by, at=JUNE_1)


def test_publishing_is_a_line_in_the_record():
    supervisor = a_supervisor()

    statement = publish_month(month=MAY, by=supervisor, at=JUNE_1)

    entry = Entry.objects.get(act="disclosure.publish")
    assert (entry.subject, entry.by) == (
        f"disclosure.statement:{statement.pk}",
        supervisor.username,
    )


def test_the_digest_is_that_of_the_bytes_one_downloads():
    statement = publish_month(month=MAY, by=None, at=JUNE_1)
    statement.refresh_from_db()

    assert digest_of(statement.body) == statement.digest
    assert json.loads(canonical(statement.body)) == statement.body


def test_a_statement_stays_as_published():
    statement = publish_month(month=MAY, by=None, at=JUNE_1)

    with pytest.raises(DatabaseError), transaction.atomic():
        Statement.objects.filter(pk=statement.pk).update(digest="0" * 64)


def test_a_correction_is_a_new_statement_that_names_the_old():
    purse = a_purse()
    first = publish_month(month=MAY, by=None, at=JUNE_1)
    receive_gift(purse=purse, count=700, key="late", about="booked late", at=NOON)

    second = correct_statement(
        statement=first, why="A gift was booked late.", by=a_supervisor(), at=JUNE_1
    )

    assert second.corrects == first
    assert statement_of(MAY) == second
    assert funds(second.body, purse.fund_id)["received"] == 1_000_700
    assert funds(first.body, purse.fund_id)["received"] == 1_000_000


@pytest.mark.thorough
def test_a_correction_hides_what_was_hidden():
    fund = a_fund()
    help_people(4, fund=fund)
    help_people(9, kind="cash_living")
    first = publish_month(month=MAY, by=None, at=JUNE_1)
    help_people(20, fund=fund)

    second = correct_statement(statement=first, why="Late rows.", by=a_supervisor(), at=JUNE_1)

    assert helped(first.body, "440103", "cash_medical")["helps"] is None
    assert helped(second.body, "440103", "cash_medical")["helps"] is None
    assert helped(second.body, "all", "all")["helps"] == 33


def test_a_correction_that_changes_nothing_is_refused():
    statement = publish_month(month=MAY, by=None, at=JUNE_1)

    with pytest.raises(CannotCorrect, match="same again"):
        correct_statement(statement=statement, why="again", by=a_supervisor(), at=JUNE_1)


def test_only_the_latest_statement_is_corrected_and_with_a_reason():
    purse, supervisor = a_purse(), a_supervisor()
    first = publish_month(month=MAY, by=None, at=JUNE_1)
    receive_gift(purse=purse, count=700, key="late", about="booked late", at=NOON)

    with pytest.raises(CannotCorrect, match="Say why"):
        correct_statement(statement=first, why="", by=supervisor, at=JUNE_1)
    correct_statement(statement=first, why="late", by=supervisor, at=JUNE_1)

    with pytest.raises(CannotCorrect, match="the latest one"):
        correct_statement(statement=first, why="again", by=supervisor, at=JUNE_1)


def test_months_wait_until_they_are_over():
    publish_month(month=MAY, by=None, at=JUNE_1)

    waiting = months_to_publish(since=date(2026, 3, 17), day=date(2026, 7, 3))

    assert waiting == [date(2026, 3, 1), date(2026, 4, 1), date(2026, 6, 1)]
