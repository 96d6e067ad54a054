"""A database that would find no Chinese, or that no rule binds, is refused before anything is made."""

import psycopg
import pytest
from django.core.checks import run_checks
from django.core.checks.registry import Tags
from django.db import connection
from django.db.utils import ConnectionHandler

from shanqiao.host import ensure_database
from shanqiao.settings.checks import database_is_fit
from shanqiao.settings.database import described


def named(messages):
    return {message.id for message in messages}


@pytest.mark.django_db
def test_our_own_database_is_fit():
    assert database_is_fit(databases=["default"]) == []


@pytest.mark.django_db
def test_the_look_is_taken_whenever_the_database_is_checked(monkeypatch):
    monkeypatch.setattr("shanqiao.settings.checks.OLDEST", 990_000)

    found = run_checks(tags=[Tags.database], databases=["default"])

    assert "shanqiao.E001" in named(found)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("question", "answer", "refusal"),
    [
        ("rolsuper", True, "shanqiao.E002"),
        ("pg_extension", False, "shanqiao.W004"),
    ],
)
def test_an_unfit_database_is_told_by_its_answers(question, answer, refusal):
    def answered(execute, sql, params, many, context):
        if question in sql:
            return execute("SELECT %s", (answer,), many, context)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(answered):
        found = database_is_fit(databases=["default"])

    assert named(found) == {refusal}


@pytest.mark.django_db  # the database asked is another one, but the guard asks for the mark
def test_a_database_without_chinese_letters_is_refused(own_var, monkeypatch):
    url = ensure_database()
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("CREATE DATABASE deaf TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'")
    deaf = psycopg.conninfo.make_conninfo(url, dbname="deaf")
    with psycopg.connect(deaf) as database:
        database.execute("CREATE EXTENSION pg_trgm")
    handler = ConnectionHandler({"default": described(url, pool=False) | {"NAME": "deaf"}})
    monkeypatch.setattr("shanqiao.settings.checks.connections", handler)

    found = database_is_fit(databases=["default"])

    handler.close_all()
    assert named(found) == {"shanqiao.E003"}
