"""The statements of a host: on the fund's desk, for supervision, as a file."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from shanqiao.apps.funds.actions import give_seat
from tests.factories import NOON, a_fund, a_manager, a_payment, a_purse, a_supervisor

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def fund():
    fund = a_fund()
    a_payment(purse=a_purse(fund=fund, received=123_450), count=23_450)
    return fund


@pytest.fixture
def desk(client, fund):
    return signed_in(client, a_manager(fund))


def test_one_host_is_opened_at_once_and_its_statements_add_up(desk, fund):
    page = desk.get("/fund/accounts/", follow=True)

    assert page.redirect_chain[-1][0] == f"/fund/accounts/{fund.host_id}/"
    sheets = {
        sheet.key: {words: amounts for words, amounts, _ in sheet.rows}
        for sheet in page.context["sheets"]
    }
    assert sheets["balance"]["Total assets"] == (0, 100_000)
    assert sheets["balance"]["Total liabilities and net assets"] == (0, 100_000)
    assert sheets["activities"]["Change in net assets"] == (0, 100_000, 100_000)
    assert sheets["cash"]["Net change in money"] == (100_000,)
    assert "¥1,234.50" in page.text and "−¥234.50" in page.text


def test_a_period_is_asked_for_and_one_that_ends_before_it_begins_is_refused(desk, fund):
    before = desk.get(f"/fund/accounts/{fund.host_id}/?first=2025-01-01&last=2025-12-31")
    wrong = desk.get(f"/fund/accounts/{fund.host_id}/?first=2026-12-31&last=2026-01-01")

    assert "¥1,234.50" not in before.text
    assert "A period begins before it ends." in wrong.text


def test_statements_are_taken_along_as_a_workbook_and_as_text(desk, fund):
    address = f"/fund/accounts/{fund.host_id}/?export="
    book = load_workbook(BytesIO(desk.get(f"{address}xlsx").content))
    text = desk.get(f"{address}csv").content.decode("utf-8-sig")

    assert book.sheetnames == ["Balance sheet", "Statement of activities", "Cash flow statement"]
    totals = {row[0].value: row[2].value for row in book["Balance sheet"].iter_rows()}
    assert totals["Total assets"] == 1_000
    assert "Net change in money,1000.0" in text


def test_a_fund_sees_the_books_of_its_own_hosts(desk, client):
    theirs = a_fund()

    assert desk.get(f"/fund/accounts/{theirs.host_id}/").status_code == 404


def test_with_several_hosts_one_is_chosen(client):
    manager = a_manager(a_fund())
    other = a_fund()
    give_seat(fund=other, person=manager, role="decides", at=NOON)

    page = signed_in(client, manager).get("/fund/accounts/")

    assert page.status_code == 200 and f"/fund/accounts/{other.host_id}/" in page.text


def test_supervision_sees_every_host_and_its_statements(client, fund):
    desk = signed_in(client, a_supervisor())

    listed = desk.get("/supervisor/accounts/")
    page = desk.get(f"/supervisor/accounts/{fund.host_id}/")

    assert fund.host.name_en in listed.text
    assert page.status_code == 200 and "¥1,000.00" in page.text


def test_a_statement_is_read_from_the_books_in_a_few_questions(
    desk, fund, django_assert_max_num_queries
):
    with django_assert_max_num_queries(15):
        desk.get(f"/fund/accounts/{fund.host_id}/")
