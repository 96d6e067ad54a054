"""Receipts for tests; they go through the actions."""

from shanqiao.apps.receipts.actions import issue_receipt, open_book
from shanqiao.apps.receipts.models import ReceiptBook
from shanqiao.apps.receipts.runs import ask_for_letters
from tests.factories import NOON, TODAY, a_cashier, a_fund, a_purse
from tests.giving import a_gift

ADDRESS = "https://shanqiao.example"


def a_book(*, host, year=2026, code="44010126"):
    there = ReceiptBook.objects.filter(host=host, year=year).first()
    return there or open_book(host=host, year=year, code=code, at=NOON)


def a_fund_with_a_book():
    fund = a_fund()
    a_book(host=fund.host)
    return fund


def a_gift_to_receipt(*, fund=None, **facts):
    """A gift of money to a fund whose host has begun the receipts of the year."""
    return a_gift(purse=a_purse(fund=fund or a_fund_with_a_book(), received=0), **facts)


def a_receipt(*, gift=None, by=None, at=NOON, **facts):
    gift = gift or a_gift_to_receipt()
    return issue_receipt(gift=gift, by=by or a_cashier(gift.purse.fund), at=at, **facts)


def a_run(*, by, kind="receipts", language="zh", first_on=TODAY, last_on=TODAY, at=NOON):
    return ask_for_letters(
        kind=kind,
        language=language,
        first_on=first_on,
        last_on=last_on,
        address=ADDRESS,
        by=by,
        at=at,
    )
