"""What counts per person counts over all records; what the tables refuse, whoever writes."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from shanqiao.apps.needs.actions import CannotRegisterNeed, register_need
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.residents.actions import withdraw_consent
from shanqiao.apps.residents.models import Consent, Resident
from shanqiao.apps.sameness.actions import decide_pair, undo_merge
from shanqiao.apps.sameness.models import Pair
from shanqiao.apps.sameness.queries import (
    in_doubt,
    latest_word_of_person,
    people_agreeing_to,
    person_agrees_to,
    person_of,
)
from tests.apps.sameness_factories import a_pair, an_adjudicator, merged
from tests.factories import NOON, a_need, a_resident, station_where

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def now_hold():
    """What is asked when a transaction ends is asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def test_a_withdrawal_on_one_record_counts_for_all():
    one, other, alone = a_resident(), a_resident(), a_resident()
    merge = merged(one, other)
    purpose = Consent.Purpose.FINDING_HELP

    def agreeing():
        rows = Resident.objects.annotate(agreed=person_agrees_to(purpose, path="pk"))
        by_row = set(rows.filter(agreed=True))
        assert people_agreeing_to(purpose, among=[one.pk, other.pk, alone.pk]) == {
            resident.pk for resident in by_row
        }
        assert {r for r in (one, other, alone) if latest_word_of_person(r, purpose)} == by_row
        return by_row

    assert agreeing() == {one, other, alone}
    withdraw_consent(resident=other, purpose=purpose, by=other.registered_by, at=LATER)
    assert agreeing() == {alone}
    undo_merge(merge=merge, why="x", by=an_adjudicator(), at=LATER)
    assert agreeing() == {one, alone}


def test_one_person_has_one_open_need_of_a_kind_on_all_records():
    one, other = a_resident(), a_resident()
    a_need(resident=one, worker=one.registered_by)
    merged(one, other)
    worker = other.registered_by

    with pytest.raises(CannotRegisterNeed, match="another station too"):
        register_need(
            resident=other,
            station=station_where(worker),
            kind=Kind.CASH_MEDICAL,
            by=worker,
            at=NOON,
        )

    assert a_need(resident=other, worker=worker, kind=Kind.CASH_LIVING)


def test_a_pair_that_waits_stops_nothing():
    one, other = a_resident(), a_resident()
    a_pair(one, other)

    for resident in (one, other):
        assert a_need(resident=resident, worker=resident.registered_by)
    assert in_doubt([one.pk, other.pk]) == {one.pk, other.pk}
    decide_pair(pair=Pair.objects.get(), says="distinct", why="twins", by=an_adjudicator(), at=NOON)
    assert in_doubt([one.pk, other.pk]) == set()


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM sameness_sameperson",
        "INSERT INTO sameness_sameperson (resident_id, person_id) VALUES ({c}, {a})",
        "UPDATE sameness_sameperson SET person_id = {b}, resident_id = {c}",
        "UPDATE sameness_merge SET undone_at = now(), undone_by_id = merged_by_id, undone_why = 'x'",
        "UPDATE sameness_merge SET merged_at = now()",
        "UPDATE sameness_pair SET second_id = {c}",
        """INSERT INTO sameness_decision (pair_id, round, says, risks, why, by_id, at)
           SELECT pair_id, round + 1, 'distinct', '[]', 'x', by_id, now() FROM sameness_decision""",
        "DELETE FROM sameness_merge",
    ],
)
def test_plain_sql_breaks_no_pointer(sql):
    a, b, c = (a_resident() for _ in range(3))
    merged(a, b)
    now_hold()

    with pytest.raises(DatabaseError, match=r"joined with|point to|undone once|annot"):
        _by_hand(sql.format(a=a.pk, b=b.pk, c=c.pk))

    assert person_of(b) == a


def _by_hand(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        now_hold()
