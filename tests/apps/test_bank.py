"""Statements of banks: each line once, breaks and doubles told, nothing dropped, nothing half."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, connections

from shanqiao.apps.bank.actions import (
    CannotOpenAccount,
    CannotTakeStatement,
    ask_to_take_statement,
    give_up_statement,
    hand_in_statement,
    open_account,
)
from shanqiao.apps.bank.models import BankAccount, StatementLine
from shanqiao.apps.bank.queries import (
    breaks_of,
    found_in,
    lines_of,
    problems_of,
    said_in,
    wrong_rows_of,
)
from shanqiao.apps.record.models import Entry
from shanqiao.jobs.statements import read_handed_in, take_handed_in
from tests.factories import NOON, a_bank_account, a_host, a_person

HEAD = "date,amount,balance,memo\n"


def handed_in(text, *, account, by=None, **said):
    statement, _ = hand_in_statement(
        host=account.host, name="may.csv", content=text.encode(), form="csv", account=account,
        by=by or a_person(), at=NOON, **said,
    )  # fmt: skip
    read_handed_in(statement, at=NOON)
    statement.refresh_from_db()
    return statement


def taken_in(text, *, account, whole=False, **said):
    statement = handed_in(text, account=account, **said)
    ask_to_take_statement(statement=statement, whole=whole, by=statement.handed_in_by, at=NOON)
    take_handed_in(statement, at=NOON)
    statement.refresh_from_db()
    return statement


@pytest.mark.django_db
def test_a_statement_is_looked_through_before_anything_is_taken_in():
    account = a_bank_account()

    statement = handed_in(
        HEAD + "2026-05-06,20.00,20.00,月捐\n2026-05-07,-5,15.00,退\n2026-05-08,x,,\n",
        account=account,
    )

    assert (statement.total, statement.wrong, statement.known, statement.broken) == (3, 1, 0, 0)
    (part,) = found_in(statement)["accounts"]
    assert (part["in"], part["out"], part["first"], part["last"]) == (
        2000,
        500,
        "2026-05-06",
        "2026-05-07",
    )
    assert [row["words"] for row in found_in(statement)["rows"]] == ["月捐", "退"]
    (row,) = wrong_rows_of(statement)
    assert (row.line, problems_of(row)[0]["en"]) == (4, "is no amount")
    assert not StatementLine.objects.exists()


@pytest.mark.django_db
def test_good_rows_are_taken_in_and_the_file_is_forgotten():
    account = a_bank_account()

    statement = taken_in(HEAD + "2026-05-06,20.00,20.00,月捐\n2026-05-08,x,,\n", account=account)

    line = StatementLine.objects.get()
    assert (line.line, line.booked_on, line.amount, line.balance, line.words) == (
        2,
        date(2026, 5, 6),
        2000,
        2000,
        "月捐",
    )
    assert (statement.taken, statement.content) == (1, None)
    assert [e.act for e in Entry.objects.filter(subject=f"bank.statement:{statement.pk}").order_by("pk")] == [
        "bank.hand_in", "bank.take_in", "bank.taken",
    ]  # fmt: skip


@pytest.mark.django_db
def test_somebody_may_refuse_the_whole_while_a_row_is_wrong():
    with pytest.raises(CannotTakeStatement, match="Some rows are wrong"):
        taken_in(HEAD + "2026-05-06,20,,\n2026-05-08,x,,\n", account=a_bank_account(), whole=True)

    assert not StatementLine.objects.exists()


@pytest.mark.django_db
def test_the_same_file_opens_the_statement_that_is_there():
    account, text = a_bank_account(), HEAD + "2026-05-06,20,,\n"
    first = taken_in(text, account=account)

    second, is_new = hand_in_statement(
        host=account.host,
        name="again.csv",
        content=text.encode(),
        form="csv",
        account=account,
        by=a_person(),
        at=NOON,
    )

    assert (second, is_new) == (first, False)


@pytest.mark.django_db
def test_the_nth_equal_line_of_a_day_is_the_same_line():
    account, coin = a_bank_account(), "2026-05-06,1.00,,微捐\n"
    taken_in(HEAD + coin * 2, account=account)

    longer = taken_in(HEAD + coin * 3 + "2026-05-07,1.00,,微捐\n", account=account)

    assert (longer.known, longer.taken) == (2, 2)
    assert sorted(StatementLine.objects.values_list("booked_on__day", "nth")) == [
        (6, 1),
        (6, 2),
        (6, 3),
        (7, 1),
    ]


@pytest.mark.django_db
def test_what_looks_like_a_double_is_told_and_never_dropped():
    account = a_bank_account()
    head = "date,amount,ref,memo\n"

    statement = taken_in(
        head + "2026-05-06,1,a,x\n2026-05-06,1,b,x\n2026-05-06,2,c,x\n", account=account
    )

    assert (statement.doubles, statement.taken) == (2, 3)
    assert lines_of([account.host]).filter(is_double=True).count() == 2
    later = taken_in(head + "2026-05-06,2,d,x\n", account=account)
    assert (later.doubles, later.taken) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "breaks"),
    [
        (["+10 10", "+5 15", "-3 12"], []),
        (["+10 10", "+5 14", "-3 11"], [(3, 15, 14)]),
        (["+10 10", "? 15", "-3 12"], [(3, 10, 15)]),
        (["-3 12", "+5 15", "+10 10"], []),
        (["-3 12", "+5 15", "+10 11", "+1 1"], [(3, 16, 15)]),
        (["+10 10", "+5 ", "-3 12"], []),
        (["+10 10", "+5 ", "-3 11"], [(4, 12, 11)]),
    ],
    ids=["holds", "breaks", "no amount breaks there", "newest first", "newest first, broken", "no balance", "after it"],
)  # fmt: skip
def test_a_balance_that_does_not_follow_is_told_at_its_line(rows, breaks):
    text = "".join("2026-05-06,{},{},\n".format(*row.replace("+", "").split(" ")) for row in rows)

    statement = handed_in(HEAD + text, account=a_bank_account())

    told = [(b.line, b.expected / 100, b.stands / 100) for b in breaks_of(statement)]
    assert told == breaks


@pytest.mark.django_db
def test_a_file_of_several_accounts_names_the_account_of_each_row():
    host = a_host()
    icbc = a_bank_account(host=host, name="工行", number="3602 0000 1234")
    paid = a_bank_account(host=host, name="支付宝")
    text = "date,amount,账号\n2026-05-06,1,3602-0000-1234\n2026-05-06,2,支付宝\n2026-05-06,3,别家\n2026-05-06,4,\n"
    statement, _ = hand_in_statement(
        host=host, name="a", content=text.encode(), form="csv", by=a_person(), at=NOON
    )

    read_handed_in(statement, at=NOON)
    statement.refresh_from_db()

    assert [part["account"] for part in found_in(statement)["accounts"]] == [icbc.pk, paid.pk]
    assert [problems_of(row)[0]["en"] for row in wrong_rows_of(statement)] == [
        "no account of this name or number is here; enter it first",
        "the file names no account; choose one",
    ]


@pytest.mark.django_db
def test_a_row_of_another_account_or_currency_is_not_taken_in():
    host = a_host()
    account = a_bank_account(host=host, name="工行")
    a_bank_account(host=host, name="建行")

    statement = handed_in(
        "date,amount,账户,币种\n2026-05-06,1,建行,\n2026-05-06,1,工行,USD\n2026-05-06,1,工行,人民币\n",
        account=account,
    )

    assert (statement.total, statement.wrong) == (3, 2)


@pytest.mark.django_db
def test_a_file_that_cannot_be_used_says_why_and_may_be_given_up():
    account = a_bank_account()
    statement = handed_in("nothing,of,use\n", account=account)

    assert "标题行" in json.loads(statement.says)["zh"]
    with pytest.raises(CannotTakeStatement):
        ask_to_take_statement(statement=statement, whole=False, by=None, at=NOON)
    give_up_statement(statement=statement, by=None, at=NOON)
    again, is_new = hand_in_statement(
        host=account.host, name="a", content=b"nothing,of,use\n", form="csv", by=None, at=NOON
    )
    assert is_new and again != statement


@pytest.mark.django_db
def test_an_account_number_is_sealed_and_there_once():
    account = a_bank_account(number="3602 0000 1234")

    with connection.cursor() as cursor:
        cursor.execute("SELECT bank_bankaccount::text FROM bank_bankaccount")
        assert "36020000" not in cursor.fetchone()[0]
    assert (account.tail, BankAccount.objects.get().number) == ("1234", "360200001234")
    with pytest.raises(CannotOpenAccount, match="number is here already"):
        a_bank_account(number="36020000-1234")
    with pytest.raises(CannotOpenAccount, match="of this name already"):
        open_account(host=account.host, name=account.name, bank="工行", by=None, at=NOON)


@pytest.mark.django_db
def test_words_and_counterparties_are_sealed_and_found_all_the_same():
    account = a_bank_account()
    taken_in(
        "date,amount,counterparty,memo\n2026-05-06,1,陈某,月捐\n2026-05-06,2,李某,一次\n",
        account=account,
    )

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(l::text, '') FROM bank_statementline l")
        assert "陈某".encode().hex() not in cursor.fetchone()[0]
    lines = lines_of([account.host])
    assert [line.amount for line in said_in(lines, "陈")] == [100]
    assert [line.amount for line in said_in(lines, "一次")] == [200]


def test_many_workers_take_in_what_overlaps_and_each_line_is_there_once(committed):
    account = a_bank_account()
    by = a_person()
    days = "".join(f"2026-05-{day:02},1.00,,微捐\n" * 3 for day in range(1, 20))
    statements = [
        handed_in(HEAD + days + f"2026-06-{n:02},7,,only {n}\n", account=account, by=by)
        for n in range(1, 7)
    ]
    for statement in statements:
        ask_to_take_statement(statement=statement, whole=False, by=by, at=NOON)

    def work(statement):
        try:
            take_handed_in(statement, at=NOON)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(12) as workers:
        list(workers.map(work, statements * 2))

    assert StatementLine.objects.count() == 19 * 3 + 6
    for statement in statements:
        statement.refresh_from_db()
    assert sum(statement.taken for statement in statements) == 19 * 3 + 6


@pytest.mark.django_db
def test_a_worker_that_stops_half_way_leaves_nothing_and_the_next_takes_it_in(monkeypatch):
    account = a_bank_account()
    statement = handed_in(HEAD + "2026-05-06,1,,a\n2026-05-06,2,,b\n", account=account)
    ask_to_take_statement(statement=statement, whole=False, by=None, at=NOON)
    with monkeypatch.context() as broken:
        broken.setattr("shanqiao.apps.bank.working.note", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            take_handed_in(statement, at=NOON)
    assert not StatementLine.objects.exists()

    take_handed_in(statement, at=NOON)

    assert StatementLine.objects.count() == 2
