"""What must hold about persons is told by the checks, should the rows ever say otherwise."""

import pytest
from django.db import connection

from shanqiao.apps.sameness.actions import decide_pair
from shanqiao.stories.checks import run_checks
from tests.apps.sameness_factories import a_pair, an_adjudicator, merged
from tests.factories import NOON, a_resident, an_assessed_need

pytestmark = pytest.mark.django_db


def broken():
    return {r.check.code: r.how_many for r in run_checks(at=NOON) if not r.holds}


def behind_the_guards(sql, *values):
    """As if somebody had switched the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE sameness_sameperson DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE sameness_sameperson ENABLE TRIGGER USER")


def test_a_pointer_that_is_gone_or_leads_elsewhere_is_told():
    one, other, third = (a_resident() for _ in range(3))
    merged(one, other)

    behind_the_guards("DELETE FROM sameness_sameperson")
    gone = broken()
    behind_the_guards(
        "INSERT INTO sameness_sameperson (resident_id, person_id) VALUES (%s, %s)", third.pk, one.pk
    )

    assert gone == {"one_person_each": 1}
    assert broken() == {"one_person_each": 2}


def test_who_was_told_apart_and_is_one_all_the_same_is_told():
    one, other = a_resident(), a_resident()
    decide_pair(pair=a_pair(one, other), says="distinct", why="x", by=an_adjudicator(), at=NOON)

    behind_the_guards(
        "INSERT INTO sameness_sameperson (resident_id, person_id) VALUES (%s, %s)", other.pk, one.pk
    )

    assert broken() == {"one_person_each": 1, "distinct_stays_distinct": 1}


def test_double_help_that_nobody_was_shown_is_told():
    one, other = an_assessed_need(), an_assessed_need()

    merged(one.resident, other.resident)  # without what a story does besides

    assert broken() == {"double_help_is_shown": 1}
