"""The cashier's sheet of both balances at the end of a day: what it shows, whom, and as a file."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shanqiao.apps.bank.matching import match_lines
from shanqiao.apps.funds.actions import receive_gift
from shanqiao.apps.record.models import Entry
from shanqiao.www.fund.bank import balance_words
from tests.apps.test_bank import taken_in
from tests.apps.test_bank_balances import taken
from tests.factories import NOON, a_bank_account, a_cashier, a_fund, a_manager

pytestmark = pytest.mark.django_db
PAGE = "/fund/bank/reconcile/balance/"


def lines(account, *rows, start=0):
    """Lines with (day of May, yuan, counterparty), each with its balance, after ``start``."""
    text, stands = "date,amount,balance,counterparty\n", start
    for day, yuan, party in rows:
        stands += yuan
        text += f"2026-05-{day:02},{yuan},{stands},{party}\n"
    return list(taken_in(text, account=account).lines.order_by("line"))


def gift(purse, fen, about="giving.gift:1"):
    """A gift of 6 May."""
    return receive_gift(purse=purse, count=fen, key=f"{about} {fen}", about=about, at=NOON)


def test_only_a_cashier_sees_it_and_only_their_own(client, desk, account, fund):
    lines(account, (6, 20, "陈某"))
    assert "陈某" in desk.get(PAGE).text
    assert PAGE in desk.get("/fund/bank/reconcile/").text

    other = a_fund()
    a_bank_account(host=other.host, name="建行")
    client.force_login(a_cashier(other))
    page = client.get(PAGE, {"at": f"{fund.host.pk}-1002"})
    assert page.status_code == 422 and "陈某" not in page.text
    client.force_login(a_manager(fund))
    assert client.get(PAGE).status_code == 403


def test_both_sides_come_to_the_same_and_each_item_leads_on(desk, account, purse):
    same, fee, interest = lines(account, (6, 100, "陈某"), (7, -2, "手续费"), (8, 3, "利息"))
    found = gift(purse, 10_000)
    match = match_lines(lines=[same], postings=[found], by=None, at=NOON)
    waits = gift(purse, 4_000, "giving.gift:2")

    page = desk.get(PAGE).text

    assert "8 May 2026" in page and "Both sides come to the same" in page
    assert page.count("¥141.00") == 2 and "¥101.00" in page and "¥140.00" in page
    for kind, row in (("", fee), ("", interest), ("books/", waits)):
        assert f'href="/fund/bank/reconcile/{kind}{row.pk}/"' in page
        assert desk.get(f"/fund/bank/reconcile/{kind}{row.pk}/").status_code == 200
    assert f"matched/{match.pk}/" not in page
    assert "陈某" not in page  # it is on both sides


def test_a_match_across_the_end_of_the_day_leads_to_it(desk, account, purse):
    (late,) = lines(account, (8, 20, "陈某"))
    match = match_lines(lines=[late], postings=[gift(purse, 2_000)], by=None, at=NOON)

    page = desk.get(PAGE, {"at": f"{account.host.pk}-1002", "on": "2026-05-07"}).text

    assert "is of another day or account" in page
    assert f'href="/fund/bank/reconcile/matched/{match.pk}/"' in page
    assert desk.get(f"/fund/bank/reconcile/matched/{match.pk}/").status_code == 200


def test_a_difference_is_said_in_words_with_its_cause(desk, account, purse):
    lines(account, (6, 20, "陈某"), start=50)

    page = desk.get(PAGE).text

    assert "They differ: the bank says ¥50.00 more than the books." in page
    assert "The bank says ¥50.00 that no line known here explains" in page
    assert "of 6 May 2026" in page and "Hand in the statements of before" in page
    assert f"/fund/bank/accounts/{account.pk}/" in page


def test_a_balance_without_any_line_is_told_too(desk, account, purse):
    taken(account, ["4-30 1000", "5-31 1000"])

    page = desk.get(PAGE, {"at": f"{account.host.pk}-1002", "on": "2026-05-31"}).text

    assert "The bank says ¥1,000.00, and no line of it is here." in page
    assert "No line yet" not in page and "They differ" in page


def test_where_the_balance_is_not_known_it_says_what_to_do(desk, account):
    assert "No line yet" in desk.get(PAGE).text
    taken_in("date,amount\n2026-05-06,20\n", account=account)

    page = desk.get(PAGE).text

    assert "Nothing tells what these accounts stood at" in page
    assert page.count("balance not known") == 2 and "/fund/bank/hand-in/" in page
    assert "They differ" not in page and "come to the same" not in page


def test_without_an_account_the_first_step_is_to_enter_one(desk, fund):
    a_bank_account(host=fund.host, name="越南盾", currency="VND")

    page = desk.get(PAGE).text

    assert "No account in yuan is entered yet." in page and "/fund/bank/accounts/enter/" in page


def test_a_day_that_is_none_is_refused_with_its_field(desk, account):
    answer = desk.get(PAGE, {"at": f"{account.host.pk}-1002", "on": "someday"})

    assert answer.status_code == 422 and 'id="id_on"' in answer.text
    assert "Both sides" not in answer.text


def test_accounts_of_one_number_are_one_choice(desk, account, fund):
    a_bank_account(host=fund.host, name="建行")

    page = desk.get(PAGE).text

    assert page.count("<option") == 1
    assert "The books have these accounts under one number (1002)" in page


def test_the_page_shows_the_first_items_and_the_file_has_all(
    desk, account, purse, fund, monkeypatch
):
    monkeypatch.setattr(balance_words, "SHOWN", 2)
    lines(account, (6, 1, "=甲"), (6, 2, "乙"), (7, 4, "丙"), (7, -5, "丁"))
    gift(purse, 800)

    assert "1 more is in the CSV." in desk.get(PAGE).text
    answer = desk.get(PAGE, {"export": "csv"})

    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))[1:]
    assert [(row[0], row[-1]) for row in rows] == [
        ("Balance in the books", "8.00"),
        ("Received by the bank, not in the books", "1.00"),
        ("Received by the bank, not in the books", "2.00"),
        ("Received by the bank, not in the books", "4.00"),
        ("Paid by the bank, not in the books", "-5.00"),
        ("Adjusted balance of the books", "10.00"),
        ("Balance at the bank", "2.00"),
        ("Received in the books, not at the bank", "8.00"),
        ("Adjusted balance of the bank", "10.00"),
        ("Left between both", "0.00"),
    ]
    assert rows[1][3].startswith("'=甲")
    assert "2026-05-07.csv" in answer["Content-Disposition"]
    exports = Entry.objects.filter(
        act="bank.export", subject=f"registry.organisation:{fund.host.pk}"
    )
    assert exports.count() == 1


def test_more_items_take_no_more_queries(desk, account, purse):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            desk.get(PAGE)
        return len(asked)

    lines(account, (6, 1, "甲"), (6, -1, "乙"))
    gift(purse, 800)
    few = queries()
    lines(account, *((day, 1, f"甲{day}") for day in range(7, 27)), start=0)
    for nth in range(9):
        gift(purse, 100 + nth, f"giving.gift:{nth + 3}")

    assert queries() == few
