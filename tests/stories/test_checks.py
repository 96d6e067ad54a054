"""Each check is attacked: a row is changed behind the actions' back, and the check must find it."""

import pytest
from django.db import connection

from shanqiao.apps.disclosure.actions import publish_month
from shanqiao.apps.funds.models import Purse
from shanqiao.stories.checks import CHECKS, MOST_SHOWN, run_checks
from tests.apps.sameness_factories import merged
from tests.factories import NOON
from tests.governing import a_change_in_force, a_governed_fund, a_restricted_purse
from tests.months import JUNE_1, MAY, help_people

pytestmark = pytest.mark.django_db


def broken():
    return {
        result.check.code: result.how_many for result in run_checks(at=NOON) if not result.holds
    }


@pytest.fixture
def a_whole_way():
    help_people(1, reserved_share=10, reserved_for='hardship == "dibao"')
    publish_month(month=MAY, by=None, at=JUNE_1)
    merged()
    purse = Purse.objects.select_related("fund").get()
    a_governed_fund(fund=purse.fund)
    a_change_in_force(purse=a_restricted_purse(purse=purse))


@pytest.mark.usefixtures("a_whole_way")
def test_everything_holds_after_a_whole_way():
    assert broken() == {}
    looked_at = {result.check.code: result.looked_at for result in run_checks(at=NOON)}
    gone_by = ("raised_under_certificate", "agreements_on_file", "events_published")
    for absent in ("holding_like_its_line", *gone_by):
        assert looked_at.pop(absent) == 0  # nobody gave a share, by a platform, or at an event
    assert set(looked_at.values()) == {1}


@pytest.mark.parametrize(
    ("attack", "found"),
    [
        ("UPDATE matching_cover SET granted = granted - 1", {"cover_adds_up"}),
        (
            "ALTER TABLE matching_cover DROP CONSTRAINT matching_never_cover_twice;"
            "UPDATE matching_cover SET granted = needed + 1",
            {"covered_once", "cover_adds_up"},
        ),
        ("UPDATE matching_share SET granted = granted + 1", {"share_adds_up"}),
        ("UPDATE matching_reserve SET outside = outside - 1", {"reserve_is_kept"}),
        ('UPDATE matching_reserve SET "limit" = "limit" + 1', {"reserve_is_kept"}),
        (
            "ALTER TABLE matching_reserve DROP CONSTRAINT matching_reserve_is_kept;"
            'UPDATE matching_reserve SET "limit" = outside - 1',
            {"reserve_is_kept"},
        ),
        ("UPDATE matching_grant SET outside = false", {"reserve_is_kept"}),
        ("UPDATE books_line SET in_high = in_high + 1", {"purse_adds_up"}),
        (
            "UPDATE books_line SET held = 7",
            {"purse_adds_up", "purse_like_its_grants"},
        ),
        (
            "ALTER TABLE books_line DROP CONSTRAINT books_line_holds_enough;"
            "UPDATE books_line SET in_high = out_high - 1",
            {"purse_not_overspent", "purse_adds_up", "reserve_is_kept"},
        ),
        (
            "ALTER TABLE matching_grant DROP CONSTRAINT matching_assessor_does_not_approve;"
            "UPDATE matching_grant SET approved_by_id = assessed_by_id",
            {"approved_by_another"},
        ),
        (
            "ALTER TABLE delivery_payment DROP CONSTRAINT delivery_approver_does_not_pay;"
            "UPDATE delivery_payment SET paid_by_id = approved_by_id",
            {"paid_by_another"},
        ),
        (
            "UPDATE delivery_payment SET count = count + 1",
            {"paid_as_granted", "purse_like_its_grants"},
        ),
        ("DELETE FROM record_entry WHERE act = 'matching.approve'", {"grants_on_record"}),
        ("DELETE FROM record_entry WHERE act = 'delivery.pay'", {"payments_on_record"}),
        (
            "UPDATE disclosure_statement SET body = jsonb_set(body, '{people}', '99')",
            {"statements_unchanged"},
        ),
    ],
)
@pytest.mark.usefixtures("a_whole_way")
def test_a_row_changed_behind_everybodys_back_is_found(attack, found):
    tables = ["matching_grant", "delivery_payment", "record_entry", "disclosure_statement"]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(attack)

    assert set(broken()) == found


def test_every_check_has_a_code_of_its_own():
    assert len({check.code for check in CHECKS}) == len(CHECKS)


def test_many_broken_rows_are_counted_and_some_are_shown():
    help_people(MOST_SHOWN + 1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE matching_cover SET granted = granted - 1")

    result = next(r for r in run_checks(at=NOON) if not r.holds)

    assert result.how_many == MOST_SHOWN + 1
    assert len(result.broken) == MOST_SHOWN


def test_the_questions_asked_do_not_grow(django_assert_num_queries):
    help_people(3)

    with django_assert_num_queries(2 * len(CHECKS) + 1):  # pointers are held beside the merges
        run_checks(at=NOON)
