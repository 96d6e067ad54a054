"""Accounts of one's charity at banks: whether their balance follows, and which funds pay from them."""

import pytest

from shanqiao.apps.bank.models import BankAccount
from shanqiao.apps.funds.actions import give_seat
from shanqiao.apps.funds.models import Seat
from shanqiao.apps.paying.models import PayingAccount
from shanqiao.apps.paying.payees import open_paying_account
from tests.factories import NOON, a_bank_account, a_cashier, a_fund
from tests.paying_factories import Till
from tests.www.test_fund_bank import read, taken

pytestmark = pytest.mark.django_db
APRIL = "date,amount,balance\n2026-04-27,100,1000\n2026-04-28,-50,950\n"
MAY = "date,amount,balance\n2026-05-03,10,1080\n2026-05-04,5,1085\n"
BETWEEN = "date,amount,balance\n2026-04-30,120,1070\n"


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


def test_a_gap_is_told_before_taking_in_and_on_the_page_of_the_account(desk, account):
    taken(desk, account, text=APRIL)
    told = "28 April 2026 ends with ¥950.00, and 3 May 2026 begins with ¥1,070.00"
    missing = "lines that come to ¥120.00 are missing in between"

    page = desk.get(f"/fund/bank/{read(desk, account, text=MAY).pk}/").text

    assert told in page and missing in page and "may be taken in all the same" in page
    taken(desk, account, text=MAY + "\n")
    page = desk.get(f"/fund/bank/accounts/{account.pk}/").text
    assert told in page and "breaks off 1 time" in page
    taken(desk, account, text=BETWEEN)
    page = desk.get(f"/fund/bank/accounts/{account.pk}/").text
    assert "From 27 April 2026 to 4 May 2026 every balance follows" in page


def test_what_cannot_be_told_of_an_account_is_said(desk, account):
    address = f"/fund/bank/accounts/{account.pk}/"
    assert address in desk.get("/fund/bank/accounts/").text
    assert "No line yet" in desk.get(address).text

    taken(desk, account, text="date,amount\n2026-05-03,10\n")

    assert "Its lines bear no balance" in desk.get(address).text


def test_an_account_is_shown_to_its_own_cashier_only(client, desk, account):
    client.force_login(a_cashier(a_fund()))

    assert client.get(f"/fund/bank/accounts/{account.pk}/").status_code == 404


def pays_from(fund, number="3602 0001 0900 0000 001"):
    cashier = a_cashier(fund)
    return open_paying_account(
        fund=fund, holder="慈善会", number=number, bank="工商银行", by=cashier, at=NOON
    )


def test_an_account_a_fund_pays_from_is_entered_without_typing_its_number(desk, fund):
    paying = pays_from(fund)
    address = f"/fund/bank/accounts/enter/?paying={paying.pk}"
    assert address in desk.get("/fund/bank/accounts/").text
    assert address in desk.get(f"/fund/out/batches/new/{fund.pk}/").text
    page = desk.get(address).text
    assert "工商银行 …0001" in page and "36020001" not in page

    desk.post(address, {"name": "工行", "bank": "工商银行", "number_in_books": "1002"})

    account = BankAccount.objects.get()
    assert (account.host, account.tail, account.number) == (fund.host, "0001", paying.number)
    assert "?paying=" not in desk.get("/fund/bank/accounts/").text
    assert desk.get(address).status_code == 404
    assert str(fund) in desk.get(f"/fund/bank/accounts/{account.pk}/").text
    assert (
        f"/fund/bank/accounts/{account.pk}/" in desk.get(f"/fund/out/batches/new/{fund.pk}/").text
    )


def test_two_funds_that_pay_from_one_account_are_asked_for_it_once(desk, fund):
    cashier = Seat.objects.get(fund=fund).person
    other = a_fund(host=fund.host)
    give_seat(fund=other, person=cashier, role=Seat.Role.PAYS, at=NOON)
    both = [pays_from(one) for one in (fund, other)]

    assert desk.get("/fund/bank/accounts/").text.count("?paying=") == 1
    for paying in both:
        assert desk.get(f"/fund/bank/accounts/enter/?paying={paying.pk}").status_code == 200


def test_a_fund_pays_from_an_account_whose_statements_are_handed_in(desk, fund):
    account = a_bank_account(host=fund.host, name="工行", number="3602-0001-0900-0000-001")
    a_bank_account(host=fund.host, name="支付宝")
    assert "pays from no account yet" in desk.get(f"/fund/bank/accounts/{account.pk}/").text
    assert "支付宝" not in desk.get(f"/fund/out/batches/new/{fund.pk}/").text

    page = desk.post(
        f"/fund/out/batches/from/{fund.pk}/", {"account": account.pk}, follow=True
    ).text

    paying = PayingAccount.objects.get()
    assert (paying.number, paying.holder) == (account.number, fund.host.name)
    assert "pays from 工行 ··0001 from now on" in page and "Its statements" in page
    assert "36020001" not in page


def test_nobody_pays_from_the_account_of_another_charity(desk, fund):
    other = a_bank_account(number="3602000109000000002")
    address = f"/fund/out/batches/from/{fund.pk}/"

    assert desk.post(address, {"account": other.pk}).status_code == 404
    assert desk.post(address, {}).status_code == 404
    paying = pays_from(a_fund())
    assert desk.get(f"/fund/bank/accounts/enter/?paying={paying.pk}").status_code == 404


def test_a_debit_that_bears_our_reference_is_shown_at_the_batch_and_changes_nothing(client):
    till = Till()
    client.force_login(till.cashier)
    account = a_bank_account(host=till.fund.host, name="工行")
    batch = till.batch(*(till.grant(count=80_000) for _ in range(11)))
    first, *_others, tenth, _last = batch.items.order_by("pk")
    assert tenth.reference == f"{first.reference}0"
    rows = f"2026-05-08,-800,转账 {tenth.reference} 救助\n2026-05-08,-800,别的\n2026-05-08,-801,{first.reference}\n"
    taken(client, account, text="date,amount,memo\n" + rows)

    page = client.get(f"/fund/out/batches/{batch.pk}/").text

    said = page.split('id="at-bank"')[1]
    assert f"{tenth.reference} · " in said and f"{first.reference} · " not in said
    assert batch.items.filter(result=None).count() == 11
    line = account.lines.get(line=2)
    page = client.get(f"/fund/bank/reconcile/{line.pk}/").text
    assert f"our reference {tenth.reference}." in page and f"/fund/out/batches/{batch.pk}/" in page
    assert (
        "our reference"
        not in client.get(f"/fund/bank/reconcile/{account.lines.get(line=3).pk}/").text
    )
