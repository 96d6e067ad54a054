"""A rule asked by PostgreSQL gives the answer Python gives."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanqiao.engines.eligibility import RESIDENT, parse
from tests.engines.rules_at_random import CITY, PARAMETERS, conditions, residents

pytestmark = pytest.mark.django_db
STORED = {"text": "text", "whole": "bigint", "yes_no": "boolean", "day": "date"}
COLUMNS = {name: f"r.{name}" for name in RESIDENT.facts}


def answers_in_sql(expression, rows):
    """What PostgreSQL says of each row, in their order."""
    sql, values = expression.sql(COLUMNS)
    casts = ", ".join(f"%s::{STORED[RESIDENT.types[name]]}" for name in RESIDENT.facts)
    listed = ", ".join(f"(%s::int, {casts})" for _ in rows)
    typed = [
        cell
        for nth, row in enumerate(rows)
        for cell in (nth, *(row[name] for name in RESIDENT.facts))
    ]
    names = ", ".join(("nth", *RESIDENT.facts))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {sql} FROM (VALUES {listed}) AS r ({names}) ORDER BY r.nth", values + typed
        )
        return [answer for (answer,) in cursor.fetchall()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(condition=conditions, rows=st.lists(residents, min_size=1, max_size=6))
def test_postgresql_gives_the_same_answers(condition, rows):
    expression = parse(condition, CITY).bind(PARAMETERS)

    assert answers_in_sql(expression, rows) == [expression.evaluate(row) for row in rows]


def test_texts_are_compared_letter_by_letter_whatever_the_database_sorts_by():
    expression = parse('item == "é"')
    sql, values = expression.sql({"item": "t.item"})

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql} FROM (VALUES ('e\u0301'), ('é')) AS t (item)", values)
        answers = [answer for (answer,) in cursor.fetchall()]

    assert answers == [expression.evaluate({"item": text}) for text in ("e\u0301", "é")]
    assert answers == [False, True]
