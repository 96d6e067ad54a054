"""The cashier's bank statements: handed in, looked at, taken in, looked through."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shanqiao.apps.bank.models import BankAccount, Match, Statement, StatementLine
from shanqiao.apps.funds.actions import receive_gift
from shanqiao.apps.record.models import Entry
from shanqiao.jobs.statements import read_handed_in, take_handed_in
from tests.factories import NOON, a_bank_account, a_cashier, a_fund, a_manager, a_purse

pytestmark = pytest.mark.django_db
FILE = "date,amount,balance,counterparty,memo,ref\n2026-05-06,20.00,20.00,陈某,月捐,r1\n2026-05-06,20.00,40.00,陈某,月捐,r2\n2026-05-07,-5,34.00,某医院,救助,r3\n2026-05-08,x,,,,\n"


@pytest.fixture
def fund():
    return a_fund()


@pytest.fixture
def desk(client, fund):
    client.force_login(a_cashier(fund))
    return client


@pytest.fixture
def account(fund):
    return a_bank_account(host=fund.host, name="工行")


def sent(desk, account=None, text=FILE, **more):
    file = SimpleUploadedFile("may.csv", text.encode())
    data = {"file": file, "account": account.pk if account else "", **more}
    return desk.post("/fund/bank/hand-in/", data)


def read(desk, account, **more):
    sent(desk, account, **more)
    statement = Statement.objects.latest("pk")
    read_handed_in(statement, at=NOON)
    return statement


def taken(desk, account, **more):
    statement = read(desk, account, **more)
    desk.post(f"/fund/bank/{statement.pk}/act/", {"act": "take"})
    take_handed_in(statement, at=NOON)
    return statement


def test_only_a_cashier_comes_in_and_only_to_their_own(client, desk, account, fund):
    statement = read(desk, account)
    assert "Bank statements" in desk.get("/fund/balance/").text

    client.force_login(a_cashier(a_fund()))
    assert client.get(f"/fund/bank/{statement.pk}/").status_code == 404
    client.force_login(a_manager(fund))
    assert client.get("/fund/bank/").status_code == 403
    assert "Bank statements" not in client.get("/fund/balance/").text


def test_an_account_is_entered_before_the_first_statement(desk, fund):
    assert "Enter first the account" in desk.get("/fund/bank/hand-in/").text
    data = {
        "host": fund.host.pk,
        "name": "工行",
        "bank": "工商银行",
        "number": "3602 0000 1234",
        "currency": "CNY",
        "number_in_books": "1002",
    }

    page = desk.post("/fund/bank/accounts/enter/", data, follow=True)

    assert "工行 ··1234" in page.text and "36020000" not in page.text
    again = desk.post("/fund/bank/accounts/enter/", data)
    assert again.status_code == 422 and "already" in again.text
    assert BankAccount.objects.count() == 1


def test_a_statement_is_shown_before_it_is_taken_in(desk, account):
    answer = sent(desk, account)
    statement = Statement.objects.get()
    assert answer["Location"] == f"/fund/bank/{statement.pk}/"
    assert "is being read" in desk.get(answer["Location"]).text

    read_handed_in(statement, at=NOON)
    page = desk.get(answer["Location"]).text

    for told in (
        "line 4",
        "¥35.00 would follow, ¥34.00 stands there",
        "line 5",
        "amount x: is no amount",
    ):
        assert told in page
    assert "3 new lines come in." in page and "¥40.00" in page and "陈某" in page
    assert not StatementLine.objects.exists()


def test_it_is_taken_in_once_and_its_lines_can_be_found(desk, account):
    statement = taken(desk, account)

    page = desk.get(f"/fund/bank/{statement.pk}/").text
    assert "Taken in: 3 new lines." in page
    assert "taken in" in desk.get("/fund/bank/").text
    assert "handed in already" in sent(desk, account).client.get(f"/fund/bank/{statement.pk}/").text
    for query, count in [
        ("q=陈", 2), ("q=r3", 1), ("side=out", 1), ("least=10", 2), ("most=5", 1), ("since=2026-05-07", 1),
        ("looks=double", 2), (f"statement={statement.pk}", 3), (f"account={account.pk}&q=救", 1),
    ]:  # fmt: skip
        assert f"{count} line" in desk.get(f"/fund/bank/lines/?{query}").text, query


def test_the_whole_may_be_refused_or_given_up(desk, account):
    statement = read(desk, account)

    desk.post(f"/fund/bank/{statement.pk}/act/", {"act": "take", "rows": "whole"})
    assert "nothing was taken in" in desk.get(f"/fund/bank/{statement.pk}/").text
    desk.post(f"/fund/bank/{statement.pk}/act/", {"act": "give_up"})

    assert "was given up" in desk.get(f"/fund/bank/{statement.pk}/").text
    assert Statement.objects.get().content is None


@pytest.mark.parametrize(
    ("content", "why"), [(b"%PDF-1.7", "PDF"), (b"a,b\n1,2\n", ""), (b"", "empty")]
)
def test_a_file_of_no_use_says_why_at_once_or_on_its_page(desk, account, content, why):
    file = SimpleUploadedFile("a.csv", content)

    answer = desk.post("/fund/bank/hand-in/", {"file": file, "account": account.pk})

    assert answer.status_code == 422 and why in answer.text
    assert not Statement.objects.exists()


def test_remarks_are_a_list_of_their_own(desk, account):
    statement = read(desk, account)

    assert "2 remarks." in desk.get(f"/fund/bank/{statement.pk}/remarks/").text
    assert "1 remark." in desk.get(f"/fund/bank/{statement.pk}/remarks/?kind=break").text


def test_a_hundred_lines_take_no_more_queries_than_three(desk, account):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            desk.get("/fund/bank/lines/")
            desk.get("/fund/bank/")
            desk.get("/fund/bank/accounts/")
        return len(asked)

    taken(desk, account)
    few = queries()
    rows = "".join(f"2026-06-{n % 28 + 1:02},{n + 1},w{n}\n" for n in range(100))
    taken(desk, account, text="date,amount,memo\n" + rows)

    assert queries() == few


def test_lines_are_exported_and_that_is_on_record(desk, account, fund):
    taken(desk, account)

    text = desk.get("/fund/bank/lines/?export=csv").content.decode("utf-8-sig")

    assert "2026-05-07,工行,-5.0" in text and "某医院" in text
    assert Entry.objects.filter(
        act="bank.export", subject=f"registry.organisation:{fund.host.pk}"
    ).exists()


def test_a_line_is_matched_by_one_click_and_taken_back_with_a_reason(desk, account, fund):
    taken(desk, account, text="date,amount,memo\n2026-05-06,20.00,月捐\n2026-05-07,-5,救助\n")
    purse = a_purse(fund=fund, received=0)
    gift = receive_gift(purse=purse, count=2000, key="k", about="giving.gift:1", at=NOON)
    page = desk.get("/fund/bank/reconcile/").text
    assert "2 lines not found in the books" in page and "¥20.00 in, ¥5.00 out" in page
    assert "the same as 6 May 2026" in page and "nothing of this amount" in page
    assert "giving.gift:1" in desk.get("/fund/bank/reconcile/books/").text
    line = StatementLine.objects.get(amount=2000)

    desk.post("/fund/bank/reconcile/match/?side=in", {"line": line.pk, "posting": gift.pk})

    assert "1 line not found in the books" in desk.get("/fund/bank/reconcile/").text
    assert "Every movement of the books" in desk.get("/fund/bank/reconcile/books/").text
    page = desk.get("/fund/bank/reconcile/matched/").text
    assert "1 match." in page and "giving.gift:1" in page
    pair = Match.objects.get()
    assert desk.post(f"/fund/bank/reconcile/matched/{pair.pk}/", {"why": ""}).status_code == 422
    desk.post(f"/fund/bank/reconcile/matched/{pair.pk}/", {"why": "another giver"})
    assert "2 lines not found" in desk.get("/fund/bank/reconcile/").text


def test_nobody_matches_for_another_charity(client, desk, account, fund):
    taken(desk, account, text="date,amount\n2026-05-06,20.00\n")
    line = StatementLine.objects.get()
    gift = receive_gift(
        purse=a_purse(fund=fund, received=0), count=2000, key="k", about="a", at=NOON
    )
    client.force_login(a_cashier(a_fund()))

    answer = client.post("/fund/bank/reconcile/match/", {"line": line.pk, "posting": gift.pk})

    assert answer.status_code == 404 and not Match.objects.exists()


def settled(desk, account, fund):
    """A line of six yuan, and gifts of one, two and three that it settles; the last a day later."""
    taken(desk, account, text="date,amount,memo\n2026-05-06,6.00,结算\n")
    purse = a_purse(fund=fund, received=0)
    postings = [
        receive_gift(
            purse=purse,
            count=100 * n,
            key=f"k{n}",
            about=f"giving.gift:{n}",
            at=NOON,
            on=date(2026, 5, 5 + n // 3),
        )
        for n in (1, 2, 3)
    ]
    return StatementLine.objects.get(), postings


def test_several_movements_are_chosen_for_one_line_and_the_server_says_what_is_lacking(
    desk, account, fund
):
    line, postings = settled(desk, account, fund)
    assert f"/fund/bank/reconcile/{line.pk}/" in desk.get("/fund/bank/reconcile/").text
    address = f"/fund/bank/reconcile/{line.pk}/"
    assert desk.get(address).text.count('name="row"') == 3

    short = desk.post(address, {"row": [p.pk for p in postings[:2]]})

    assert short.status_code == 422 and short.text.count(" checked>") == 2
    assert "Chosen ¥3.00 of ¥6.00: ¥3.00 is lacking." in short.text
    assert desk.post(address, {}).status_code == 422 and not Match.objects.exists()
    page = desk.post(address, {"row": [p.pk for p in postings]}, follow=True).text
    assert "Every line of your accounts was found" in page
    page = desk.get("/fund/bank/reconcile/matched/").text
    assert "3 movements together" in page and "giving.gift:1" in page
    pair = Match.objects.get()
    page = desk.get(f"/fund/bank/reconcile/matched/{pair.pk}/").text
    assert "3 movements together" in page and "giving.gift:3" in page
    text = desk.get("/fund/bank/reconcile/matched/?export=csv").content.decode()
    assert " ".join(str(p.pk) for p in postings) in text
    desk.post(f"/fund/bank/reconcile/matched/{pair.pk}/", {"why": "another day"})
    assert desk.get(address).text.count('name="row"') == 3


def test_a_group_of_one_day_is_matched_by_one_click(desk, account, fund):
    line, _postings = settled(desk, account, fund)
    taken(desk, account, text="date,amount,memo\n2026-05-06,3.00,结算\n")
    page = desk.get("/fund/bank/reconcile/").text
    assert "2 movements of 5 May 2026 (gift)" in page
    three = StatementLine.objects.get(amount=300)
    group = {"line": three.pk, "group": "kind:gift:2026-05-05"}

    wrong = desk.post("/fund/bank/reconcile/match/", group | {"line": line.pk}, follow=True)
    desk.post("/fund/bank/reconcile/match/", group)

    assert "Choose at least one movement" in wrong.text
    match = Match.objects.get()
    assert match.lines.get().line == three and match.parts.count() == 2


def test_days_and_kinds_narrow_what_is_chosen_from(desk, account, fund):
    line, _postings = settled(desk, account, fund)
    address = f"/fund/bank/reconcile/{line.pk}/"

    assert desk.get(f"{address}?since=2026-05-06").text.count('name="row"') == 1
    assert desk.get(f"{address}?q=gift:2").text.count('name="row"') == 1
    assert "No movement of these days" in desk.get(f"{address}?kind=use").text
