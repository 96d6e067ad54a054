"""The statements of three relief accounts of September 2024, 299,328 rows, through the ordinary feed.

Source: github Tra-Cuu-Sao-Ke/mttq-sao-ke at 8205bc7644fe, MIT; the text of each row is replaced by a digest.
"""

import gzip
from pathlib import Path

import pytest
from django.db import connection

from shanqiao.apps.bank.actions import ask_to_take_statement, hand_in_statement
from shanqiao.apps.bank.gaps import gaps_of
from shanqiao.apps.bank.models import StatementLine
from shanqiao.apps.bank.queries import breaks_of, found_in, lines_of, wrong_rows_of
from shanqiao.feeds.bank_statements import look_into
from shanqiao.jobs.statements import read_handed_in, take_handed_in
from tests.factories import NOON, a_bank_account, a_host

FILE = Path(__file__).parents[3] / "shared" / "data" / "mttq_vn_mit" / "transactions.csv.gz"
BROKEN = [211055, 221791, 227137, 233341, 235773]  # rows whose amount is missing


def handed_in(host, content, name):
    form = look_into(content, name).form
    statement, _ = hand_in_statement(
        host=host, name=name, content=content, form=form, by=None, at=NOON
    )
    read_handed_in(statement, at=NOON)
    statement.refresh_from_db()
    return statement


def taken_in(statement):
    ask_to_take_statement(statement=statement, whole=False, by=None, at=NOON)
    take_handed_in(statement, at=NOON)
    statement.refresh_from_db()
    return statement


@pytest.mark.thorough
@pytest.mark.django_db
@pytest.mark.skipif(
    not FILE.exists(), reason="left out: the statements are not at ../shared/data/mttq_vn_mit"
)
def test_three_hundred_thousand_lines_come_in_once_and_the_five_breaks_are_told_at_their_lines():
    host = a_host()
    for name in ("Vietcombank", "Agribank", "Vietinbank"):
        a_bank_account(host=host, name=name, bank=name, currency="VND")
    content = FILE.read_bytes()

    statement = handed_in(host, content, "transactions.csv.gz")

    assert (statement.total, statement.good, statement.wrong) == (299_328, 299_323, 5)
    assert [row.line for row in wrong_rows_of(statement)] == BROKEN
    assert [(b.line, b.account.name) for b in breaks_of(statement)] == [
        (n, "Agribank") for n in BROKEN
    ]
    assert (statement.known, statement.doubles) == (0, 11_846)
    parts = found_in(statement)["accounts"]
    assert [part["lines"] for part in parts] == [200_361, 42_488, 56_474]
    assert {part["first"][:7] for part in parts} == {"2024-09"}

    taken_in(statement)

    assert (statement.taken, StatementLine.objects.count()) == (299_323, 299_323)
    assert lines_of([host]).filter(is_double=True).count() == 11_846
    gaps = {account.name: gaps_of([account.pk])[account.pk] for account in host.bank_accounts.all()}
    assert sum(gap.places for gap in gaps["Agribank"]) == 5  # the rows whose amount is missing
    assert sum(gap.missing for gap in gaps["Agribank"]) > 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(amount) FROM bank_statementline")
        whole = cursor.fetchone()[0]

    # the same rows in a file that differs by a byte: another file, and no new line

    again = handed_in(host, gzip.decompress(content) + b"\n", "again.csv")
    assert (again.known, again.doubles, again.wrong) == (299_323, 0, 5)
    assert taken_in(again).taken == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(amount), count(*) FROM bank_statementline")
        assert cursor.fetchone() == (whole, 299_323)
    same, is_new = hand_in_statement(
        host=host, name="once more", content=content, form="csv", by=None, at=NOON
    )
    assert (same, is_new) == (statement, False)
