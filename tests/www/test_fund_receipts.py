"""Donation receipts at the desk of a fund: from the gift to the paper, and what is done about a mistake."""

from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.urls import reverse

from shanqiao.apps.receipts.models import DonationReceipt, LetterRun, ReceiptBook
from shanqiao.apps.record.models import Entry
from shanqiao.jobs.letters import run_letters
from tests.factories import NOON, a_cashier, a_fund, a_handler, a_manager, a_purse
from tests.giving import a_gift
from tests.receipts import a_fund_with_a_book, a_gift_to_receipt, a_receipt, a_run

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    cache.clear()
    stop_the_clock(monkeypatch)


@pytest.fixture
def fund():
    return a_fund_with_a_book()


def test_a_cashier_issues_the_receipt_of_a_gift_and_takes_it_along(client, fund):
    signed_in(client, a_cashier(fund))
    gift = a_gift_to_receipt(fund=fund, amount=123_450)
    issue = reverse("fund:receipt-issue", args=[gift.pk])
    assert issue in client.get(reverse("fund:gift", args=[gift.pk])).text
    assert "壹仟贰佰叁拾肆元伍角整" in client.get(issue).text

    page = client.post(issue, {"payer": "黄伟强", "remarks": "午餐"}, follow=True)

    receipt = DonationReceipt.objects.get()
    assert "0000000001" in page.text and receipt.check_code in page.text
    file = client.get(reverse("fund:receipt-file", args=[receipt.pk]), {"language": "en"})
    assert file.content.startswith(b"%PDF-")
    assert file["Content-Disposition"] == 'attachment; filename="receipt-44010126-0000000001.pdf"'
    assert Entry.objects.filter(act="receipts.fetch").count() == 1
    assert client.get(issue).url == reverse("fund:receipt", args=[receipt.pk])


def test_goods_ask_for_what_they_are_worth(client, fund):
    signed_in(client, a_handler(fund))
    gift = a_gift(purse=a_purse(fund=fund, received=0, kinds=["goods"], item="轮椅"), how="goods")
    issue = reverse("fund:receipt-issue", args=[gift.pk])

    assert client.post(issue, {"payer": "某公司"}).status_code == 422
    client.post(issue, {"payer": "某公司", "worth": "5000.50"})

    assert DonationReceipt.objects.get().amount == 500_050


def test_what_cannot_be_issued_is_said_on_the_page(client):
    gift = a_gift()
    signed_in(client, a_cashier(gift.purse.fund))

    page = client.post(reverse("fund:receipt-issue", args=[gift.pk]), {"payer": "x"})

    assert page.status_code == 422 and "2026" in page.text
    assert not DonationReceipt.objects.exists()


def test_the_receipts_of_a_year_are_begun_with_their_code(client):
    fund = a_fund()
    signed_in(client, a_cashier(fund))
    begin = reverse("fund:receipts-begin")
    assert begin in client.get(reverse("fund:receipts")).text

    wrong = client.post(begin, {"host": fund.host_id, "code": "票", "title": "捐赠票据"})
    client.post(begin, {"host": fund.host_id, "code": "44010126", "title": "捐赠票据"})

    assert wrong.status_code == 422
    assert ReceiptBook.objects.get().year == 2026
    assert begin not in client.get(reverse("fund:receipts")).text
    assert client.get(begin).status_code == 302


def test_a_wrong_receipt_is_replaced_and_both_say_so(client, fund):
    wrong = a_receipt(gift=a_gift_to_receipt(fund=fund), payer="黄伟")
    signed_in(client, wrong.handler)
    correct = reverse("fund:receipt-correct", args=[wrong.pk])

    assert client.post(correct, {"act": "replace", "payer": "黄伟强", "why": ""}).status_code == 422
    page = client.post(
        correct, {"act": "replace", "payer": "黄伟强", "why": "name misspelt"}, follow=True
    )

    assert "0000000002" in page.text and "0000000001" in page.text
    old = client.get(reverse("fund:receipt", args=[wrong.pk])).text
    assert "name misspelt" in old and correct not in old
    assert client.get(correct).status_code == 302


def test_a_receipt_is_made_void_first_and_replaced_another_day(client, fund):
    wrong = a_receipt(gift=a_gift_to_receipt(fund=fund))
    signed_in(client, wrong.handler)
    correct = reverse("fund:receipt-correct", args=[wrong.pk])

    client.post(correct, {"act": "void", "payer": wrong.payer, "why": "torn"})
    assert DonationReceipt.objects.count() == 1
    client.post(correct, {"payer": wrong.payer, "why": "torn"})

    assert DonationReceipt.objects.get(number=2).replaces == wrong


def test_others_see_nothing_of_it(client, fund):
    receipt = a_receipt(gift=a_gift_to_receipt(fund=fund))
    run = a_run(by=receipt.handler)
    signed_in(client, a_cashier(a_fund()))

    for name, row in [
        ("fund:receipt", receipt),
        ("fund:receipt-file", receipt),
        ("fund:receipt-correct", receipt),
        ("fund:receipt-issue", receipt.gift),
        ("fund:letter-run", run),
        ("fund:letters-file", run),
    ]:
        assert client.get(reverse(name, args=[row.pk])).status_code == 404


def test_a_manager_reads_and_does_not_write(client, fund):
    receipt = a_receipt(gift=a_gift_to_receipt(fund=fund))
    signed_in(client, a_manager(fund))

    page = client.get(reverse("fund:receipt", args=[receipt.pk]))

    assert page.status_code == 200
    assert reverse("fund:receipt-correct", args=[receipt.pk]) not in page.text
    assert client.get(reverse("fund:receipt-correct", args=[receipt.pk])).status_code == 403
    assert client.get(reverse("fund:letters")).status_code == 403


def test_receipts_are_found_narrowed_and_exported(client, fund):
    first = a_receipt(gift=a_gift_to_receipt(fund=fund), payer="广州某公司")
    second = a_receipt(gift=a_gift_to_receipt(fund=fund), payer="黄伟强", by=first.handler)
    signed_in(client, first.handler)
    browse = reverse("fund:receipts")
    client.post(
        reverse("fund:receipt-correct", args=[second.pk]),
        {"act": "void", "payer": "黄伟强", "why": "torn"},
    )

    def shown(**asked):
        page = client.get(browse, asked).text
        return [n for n in (1, 2) if f"{n:010d}" in page]

    assert shown() == [1, 2]
    assert shown(q="某公司") == [1]
    assert shown(q="0000000002") == shown(state="void") == [2]
    assert shown(state="good") == [1]
    assert shown(since="2026-05-07") == []
    told = client.get(browse, {"export": "csv"}).content.decode()
    assert "0000000001" in told and "100.0" in told
    assert Entry.objects.filter(act="receipts.export").exists()


def test_a_list_of_many_receipts_asks_no_more_than_one_of_few(
    client, fund, django_assert_max_num_queries
):
    cashier = a_cashier(fund)
    signed_in(client, cashier)
    for _ in range(12):
        a_receipt(gift=a_gift_to_receipt(fund=fund), by=cashier)

    with django_assert_max_num_queries(30):
        assert client.get(reverse("fund:receipts")).status_code == 200


def test_letters_are_asked_for_watched_and_fetched(client, fund):
    cashier = a_cashier(fund)
    signed_in(client, cashier)
    a_gift_to_receipt(fund=fund)
    told = {
        "kind": "receipts",
        "language": "zh",
        "first_on": "2026-05-01",
        "last_on": "2026-05-06",
    }

    page = client.post(reverse("fund:letters"), told, follow=True)
    run = LetterRun.objects.get()
    assert 'data-hx-trigger="every 2s"' in page.text
    assert client.get(reverse("fund:letters-file", args=[run.pk])).status_code == 404
    assert client.post(reverse("fund:letters-again", args=[run.pk])).status_code == 302
    run_letters(run=run, at=NOON)

    page = client.get(reverse("fund:letter-run", args=[run.pk])).text
    assert "every 2s" not in page and "receipts-20260501-20260506.pdf" in page
    file = client.get(reverse("fund:letters-file", args=[run.pk]))
    assert file.content.startswith(b"%PDF-") and file["Cache-Control"] == "no-store"
    assert Entry.objects.filter(act="receipts.fetch_letters").count() == 1
    assert run.address == "http://testserver"


def test_days_that_run_backwards_are_refused(client, fund):
    signed_in(client, a_cashier(fund))

    page = client.post(
        reverse("fund:letters"),
        {
            "kind": "thanks",
            "language": "en",
            "first_on": "2026-05-06",
            "last_on": "2026-05-01",
        },
    )

    assert page.status_code == 422 and not LetterRun.objects.exists()


def verified(client, receipt, **other):
    told = {
        "code": receipt.book.code,
        "number": receipt.figures,
        "check": receipt.check_code,
    }
    return client.get(f"{reverse('public:verify')}?{urlencode(told | other)}")


def test_whoever_holds_a_receipt_verifies_it_without_a_name_being_shown(client, fund):
    receipt = a_receipt(gift=a_gift_to_receipt(fund=fund), payer="黄伟强")

    page = verified(client, receipt)

    assert page.status_code == 200 and "黄*强" in page.text and "黄伟强" not in page.text
    assert "alert-success" in page.text and "¥100.00" in page.text
    assert page["Referrer-Policy"] == "no-referrer"
    unknown = verified(client, receipt, check="AAAAAAAA").text
    assert "alert-warning" in unknown and "¥" not in unknown and "黄" not in unknown


def test_a_void_receipt_is_said_to_be_void(client, fund):
    receipt = a_receipt(gift=a_gift_to_receipt(fund=fund))
    signed_in(client, receipt.handler)
    client.post(
        reverse("fund:receipt-correct", args=[receipt.pk]),
        {"act": "replace", "payer": receipt.payer, "why": "wrong"},
    )

    assert "alert-danger" in verified(client, receipt).text
    assert "alert-success" in verified(client, DonationReceipt.objects.get(number=2)).text


def test_guessing_is_stopped(client, fund):
    receipt = a_receipt(gift=a_gift_to_receipt(fund=fund))

    answers = [verified(client, receipt, check=f"AAAAAA{n}").status_code for n in range(10, 45)]

    assert answers == [200] * 30 + [429] * 5
    assert client.get(reverse("public:verify")).status_code == 200
