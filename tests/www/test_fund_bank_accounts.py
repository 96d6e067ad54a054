"""Accounts of one's charity at banks: whether their balance follows, and which funds pay from them."""

import pytest

from tests.factories import a_bank_account, a_cashier, a_fund
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
