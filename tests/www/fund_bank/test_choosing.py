"""Lines and movements are chosen on one page, begun at either; the server says by how much they are off."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shanqiao.apps.bank.models import BankAccount, Match, StatementLine
from shanqiao.apps.books.actions import Row, post
from shanqiao.apps.books.lines import account_of
from shanqiao.apps.books.models import Posting
from tests.factories import NOON, a_bank_account, a_cashier, a_fund, a_purse
from tests.www.fund_bank.test_lines_together import a_box, in_lines

pytestmark = pytest.mark.django_db
BOOKS = "/fund/bank/reconcile/books/"


def marked(page):
    """(lines, movements) that are marked on a page."""
    inputs = [tag for tag in page.split("<input") if " checked" in tag.partition(">")[0]]
    return tuple(sum(f'name="{name}"' in tag for tag in inputs) for name in ("line", "row"))


def test_further_lines_are_chosen_to_a_line_until_both_sides_come_to_the_same(desk, account, purse):
    first, second, other = in_lines(desk, account, "3.00", "2.00", "9.00")
    box = a_box(purse)
    address = f"/fund/bank/reconcile/{first.pk}/"
    assert "¥5.00" in desk.get(address).text

    over = desk.post(address, {"row": box.pk})
    short = desk.post(address, {"row": box.pk, "line": [second.pk, other.pk]})

    assert (over.status_code, short.status_code) == (422, 422)
    assert "Chosen ¥5.00 of ¥3.00: ¥2.00 too much." in over.text
    assert "or choose a further line" in over.text and marked(over.text) == (1, 1)
    assert "Chosen ¥5.00 of ¥14.00: ¥9.00 is lacking." in short.text
    assert marked(short.text) == (3, 1) and not Match.objects.exists()
    assert "data-sum-chosen>¥5.00<" in short.text and "data-sum-goal>¥14.00<" in short.text

    page = desk.post(address, {"row": box.pk, "line": second.pk}, follow=True).text

    assert "1 line not found in the books" in page
    assert set(Match.objects.get().lines.values_list("line", flat=True)) == {first.pk, second.pk}


def test_lines_are_chosen_to_a_movement(desk, account, purse):
    lines = in_lines(desk, account, "3.00", "2.00")
    box = a_box(purse)
    address = f"{BOOKS}{box.pk}/"
    assert address in desk.get(BOOKS).text
    page = desk.get(address).text
    assert marked(page) == (0, 1) and page.count('id="line-') == 2

    none = desk.post(address, {})
    short = desk.post(address, {"line": lines[0].pk})
    done = desk.post(address, {"line": [line.pk for line in lines]}, follow=True)

    assert none.status_code == 422 and "Choose at least one line" in none.text
    assert "Chosen ¥5.00 of ¥3.00: ¥2.00 too much." in short.text and marked(short.text) == (1, 1)
    assert "Every movement of the books at a bank was found" in done.text
    assert Match.objects.get().line_count == 2


def test_several_lines_and_several_movements_are_one_match(desk, account, purse):
    first, second = in_lines(desk, account, "4.00", "2.00")
    boxes = [a_box(purse, count=count, key=f"box {count}") for count in (100, 200, 300)]

    desk.post(
        f"/fund/bank/reconcile/{first.pk}/",
        {"line": second.pk, "row": [box.pk for box in boxes]},
    )

    match = Match.objects.get()
    assert (match.line_count, match.size) == (2, 3)


def test_other_days_are_shown_without_losing_what_was_chosen(desk, account, purse):
    first, second = in_lines(desk, account, "3.00", "2.00")
    box = a_box(purse, on=date(2026, 5, 20))
    a_box(purse, key="near")
    days = {"since": "2026-05-19", "until": "2026-05-21"}
    address = f"/fund/bank/reconcile/{first.pk}/"
    assert f'id="row-{box.pk}"' not in desk.get(address).text

    page = desk.post(address, {"show": "1", "line": second.pk, **days})

    assert page.status_code == 200 and marked(page.text) == (2, 0)
    assert f'id="row-{box.pk}"' in page.text and page.text.count('name="row"') == 1
    assert 'value="2026-05-19"' in page.text and not Match.objects.exists()
    desk.post(address, {"line": second.pk, "row": box.pk, **days})
    assert Match.objects.get().parts.get().posting == box.pk


def test_movements_larger_than_all_lines_of_these_days_are_not_laid_out(desk, account, purse):
    first, _second = in_lines(desk, account, "3.00", "2.00")
    a_box(purse, count=501)

    assert "No movement of these days" in desk.get(f"/fund/bank/reconcile/{first.pk}/").text


def test_a_movement_between_two_accounts_is_laid_beside_either(desk, account, fund):
    platform = a_bank_account(host=fund.host, name="平台")
    BankAccount.objects.filter(pk=platform.pk).update(number_in_books="1009")
    bank, other = (account_of(host=fund.host, number=n, unit="fen") for n in ("1002", "1009"))
    row = Row(bank, other, 500)
    (key,) = post(key="t", kind="transfer", rows=[row], about="提现", at=NOON, on=date(2026, 5, 6))
    in_lines(desk, account, "5.00")
    (went,) = in_lines(desk, platform, "-5.00", words="提现")
    address = f"{BOOKS}{key}/"
    page = desk.get(address).text
    assert "工行 · came in" in page and "平台 · went out" in page
    assert "现金存入" in page and f'id="line-{went.pk}"' not in page

    page = desk.post(address, {"at": f"{platform.pk}-0", "show": "1"}).text

    assert f'id="line-{went.pk}"' in page and "现金存入" not in page
    desk.post(address, {"at": f"{platform.pk}-0", "line": went.pk})
    assert Match.objects.get().lines.get().line == went


def test_a_movement_whose_account_is_not_entered_says_what_to_do(desk, purse):
    box = a_box(purse)

    page = desk.get(f"{BOOKS}{box.pk}/").text

    assert "No account of a bank that is entered here" in page and "accounts/enter/" in page


def test_nobody_chooses_what_is_of_another_charity(client, desk, account, purse):
    (line,) = in_lines(desk, account, "5.00")
    box = a_box(purse)
    other = a_fund()
    client.force_login(a_cashier(other))
    theirs = a_box(a_purse(fund=other, received=0), key="theirs")
    a_bank_account(host=other.host)

    assert client.get(f"{BOOKS}{box.pk}/").status_code == 404
    assert client.get(f"/fund/bank/reconcile/{line.pk}/").status_code == 404
    refused = client.post(f"{BOOKS}{theirs.pk}/", {"line": line.pk})
    assert refused.status_code == 422 and "Choose at least one line" in refused.text
    assert client.post(f"{BOOKS}{theirs.pk}/", {"line": "x"}).status_code == 404
    assert not Match.objects.exists()


def test_a_page_of_many_lines_and_movements_asks_no_more_than_one_of_few(desk, account, purse):
    (line,) = in_lines(desk, account, "3.00")
    a_box(purse, count=200)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(f"/fund/bank/reconcile/{line.pk}/").text
        return len(queries), page.count('id="line-'), page.count('id="row-')

    asked()
    few, *_there = asked()
    in_lines(desk, account, *(["2.00"] * 12))
    for n in range(12):
        a_box(purse, count=200, key=f"box {n}")

    assert asked() == (few, 13, 13)
    assert (StatementLine.objects.count(), Posting.objects.count()) == (13, 13)
