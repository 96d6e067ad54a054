"""Fifty people writing receipts at the same moment: no number twice, none left out."""

from functools import partial

import pytest

from shanqiao.apps.receipts.actions import CannotIssue, issue_receipt, reissue_receipt, void_receipt
from shanqiao.apps.receipts.models import DonationReceipt, Voiding
from shanqiao.apps.receipts.queries import gaps
from tests.apps.crowd import all_at_once
from tests.factories import NOON, a_cashier, a_fund, a_host
from tests.receipts import a_book, a_fund_with_a_book, a_gift_to_receipt, a_receipt

WORKERS = 50


@pytest.mark.thorough
def test_fifty_receipts_of_one_host_take_fifty_numbers_without_a_gap(committed):
    host = a_host()
    book = a_book(host=host)
    gifts = [a_gift_to_receipt(fund=a_fund(host=host)) for _ in range(WORKERS)]
    cashiers = [a_cashier(gift.purse.fund) for gift in gifts]

    outcomes = all_at_once(
        [
            partial(issue_receipt, gift=g, by=c, at=NOON)
            for g, c in zip(gifts, cashiers, strict=True)
        ]
    )

    assert sorted(receipt.number for receipt in outcomes) == list(range(1, WORKERS + 1))
    book.refresh_from_db()
    assert (book.last, gaps(book)) == (WORKERS, [])


@pytest.mark.thorough
def test_receipts_that_fail_in_between_leave_no_gap(committed):
    fund = a_fund_with_a_book()
    cashier = a_cashier(fund)
    gifts = [a_gift_to_receipt(fund=fund) for _ in range(10)]

    outcomes = all_at_once(  # each gift is pressed five times
        [partial(issue_receipt, gift=gift, by=cashier, at=NOON) for gift in gifts for _ in range(5)]
    )

    issued = [o for o in outcomes if isinstance(o, DonationReceipt)]
    assert sorted(receipt.number for receipt in issued) == list(range(1, 11))
    assert sum(isinstance(o, CannotIssue) for o in outcomes) == 40
    assert gaps(issued[0].book) == []


@pytest.mark.thorough
def test_a_receipt_is_replaced_once_however_many_press(committed):
    wrong = a_receipt()
    press = partial(reissue_receipt, receipt=wrong, why="wrong name", by=wrong.handler, at=NOON)
    void = partial(void_receipt, receipt=wrong, why="wrong name", by=wrong.handler, at=NOON)

    outcomes = all_at_once([press] * 20 + [void] * 10)

    assert sum(isinstance(o, DonationReceipt) for o in outcomes) == 1
    assert Voiding.objects.count() == 1
    assert list(DonationReceipt.objects.order_by("number").values_list("number", flat=True)) == [
        1,
        2,
    ]
