"""What must hold of decisions and purposes, and how it is found when somebody went past the triggers."""

import pytest
from django.db import connection

from shanqiao.apps.governing.changing import restrict_purse
from shanqiao.apps.matching.actions import CannotApprove, approve_proposal
from shanqiao.stories.checks import run_checks
from tests.factories import NOON, TODAY, a_fund, a_manager, a_proposal, a_purse, an_assessed_need
from tests.governing import a_change_in_force, a_motion, carry

pytestmark = pytest.mark.django_db


def broken():
    return {result.check.code for result in run_checks(at=NOON) if not result.holds}


def past_the_triggers(sql):
    table = sql.split()[1] if sql.startswith("UPDATE") else sql.split()[2]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_a_count_that_was_changed_is_found():
    carry(a_motion())
    assert broken() == set()

    past_the_triggers("UPDATE governing_vote SET choice = 'no' WHERE choice = 'yes'")

    assert broken() == {"decisions_counted"}


def test_a_purpose_whose_filing_was_taken_away_is_found():
    a_change_in_force()
    assert broken() == set()

    past_the_triggers("DELETE FROM governing_filing")

    assert broken() == {"purposes_changed_whole"}


@pytest.mark.parametrize(
    ("says", "why"),
    [
        ({"period_from": TODAY, "period_to": TODAY, "streets": ["440106001"]}, "other streets"),
        (
            {"period_from": TODAY.replace(year=2027), "period_to": TODAY.replace(year=2028)},
            "period",
        ),
    ],
)
def test_a_purse_pays_nothing_outside_what_it_is_for(says, why):
    purse = a_purse(fund=a_fund())
    restrict_purse(purse=purse, purpose="care", since=TODAY, at=NOON, **says)
    proposal = a_proposal(need=an_assessed_need(), purse=purse)

    with pytest.raises(CannotApprove, match=why):
        approve_proposal(proposal=proposal, by=a_manager(purse.fund), at=NOON)
