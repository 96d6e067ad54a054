"""Donation receipts: each gift one good receipt, each number once, a mistake void and replaced."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from shanqiao.apps.giving.goods import take_in_kind
from shanqiao.apps.giving.models import Undoing
from shanqiao.apps.receipts.actions import (
    CannotIssue,
    CannotOpenBook,
    CannotVoid,
    issue_receipt,
    open_book,
    reissue_receipt,
    void_receipt,
)
from shanqiao.apps.receipts.models import DonationReceipt, ReceiptBook, Voiding
from shanqiao.apps.receipts.queries import (
    UNKNOWN,
    VALID,
    VOID,
    gaps,
    gifts_without_receipt,
    receipts_to_void,
    standing_receipt_of,
    verify,
)
from shanqiao.apps.record.models import Entry
from tests.factories import NOON, a_cashier, a_fund, a_handler, a_host, a_manager, a_purse
from tests.giving import a_donor, a_gift, an_enterprise
from tests.receipts import a_book, a_fund_with_a_book, a_gift_to_receipt, a_receipt

pytestmark = pytest.mark.django_db


def asked(receipt, **other):
    told = {
        "code": receipt.book.code,
        "number": receipt.figures,
        "check_code": receipt.check_code,
    }
    return verify(**told | other)


def test_a_receipt_names_what_the_rule_asks_for():
    fund = a_fund_with_a_book()
    giver = an_enterprise(host=fund.host)
    gift = a_gift(
        donor=giver,
        purse=a_purse(fund=fund, received=0),
        amount=123_450,
        wish="designated",
        wish_words="独居长者午餐",
    )

    receipt = a_receipt(gift=gift)

    assert (receipt.figures, receipt.book.code, receipt.book.title) == (
        "0000000001",
        "44010126",
        "公益事业捐赠票据",
    )
    assert (receipt.payer, receipt.payer_uscc) == (giver.name, giver.uscc)
    assert (receipt.unit, receipt.quantity, receipt.amount) == ("元", 1, 123_450)
    assert receipt.remarks == "独居长者午餐"
    assert receipt.issued_on == NOON.date()
    assert len(receipt.check_code) == 8
    assert Entry.objects.filter(act="receipts.issue").count() == 1


def test_receipts_of_a_year_are_numbered_from_one_and_another_year_begins_anew():
    fund = a_fund_with_a_book()
    a_book(host=fund.host, year=2027, code="44010127")
    later = NOON + timedelta(days=365)

    first, second = (a_receipt(gift=a_gift_to_receipt(fund=fund)) for _ in "ab")
    third = a_receipt(gift=a_gift_to_receipt(fund=fund, at=later), at=later)

    assert [r.number for r in (first, second, third)] == [1, 2, 1]
    assert third.book.year == 2027


def test_a_gift_has_one_receipt():
    receipt = a_receipt()

    with pytest.raises(CannotIssue, match="issued for this gift already"):
        issue_receipt(gift=receipt.gift, by=receipt.handler, at=NOON)

    assert receipt.book.receipts.count() == 1


def test_a_receipt_that_fails_gives_its_number_back():
    fund = a_fund_with_a_book()
    goods = a_gift(
        purse=a_purse(fund=fund, received=0, kinds=["goods"], item="轮椅"),
        how="goods",
    )

    with pytest.raises(CannotIssue, match="what these goods are worth"):
        a_receipt(gift=goods)
    receipt = a_receipt(gift=goods, worth=500_000)

    assert (receipt.number, receipt.unit, receipt.quantity) == (1, "件", 10_000)
    assert (receipt.item, receipt.amount) == ("实物捐赠：轮椅", 500_000)
    assert gaps(receipt.book) == []


def test_hours_and_gifts_of_nobody_known_get_none():
    fund = a_fund_with_a_book()
    purse = a_purse(fund=fund, received=0)
    unknown = a_donor(host=fund.host, kind="anonymous", name=" ", phone="")

    with pytest.raises(CannotIssue, match="Nobody knows who gave"):
        a_receipt(gift=a_gift(purse=purse, donor=unknown))
    with pytest.raises(CannotIssue, match="say thanks for the hours"):
        a_receipt(gift=a_gift(purse=purse, how="hours"))
    assert not DonationReceipt.objects.exists()


def test_no_receipt_before_the_receipt_code_of_the_year_is_entered():
    gift = a_gift()

    with pytest.raises(CannotIssue, match="No receipts were begun for 2026"):
        a_receipt(gift=gift)


@pytest.mark.parametrize("seat", [a_handler, a_cashier])
def test_handler_and_cashier_of_the_fund_write_its_receipts(seat):
    gift = a_gift_to_receipt()

    assert a_receipt(gift=gift, by=seat(gift.purse.fund)).number == 1


def test_nobody_else_writes_or_voids_them():
    receipt = a_receipt()
    for somebody in (a_manager(receipt.gift.purse.fund), a_cashier(a_fund())):
        with pytest.raises(CannotIssue, match="Only the handler or the cashier"):
            a_receipt(gift=a_gift_to_receipt(fund=receipt.gift.purse.fund), by=somebody)
        with pytest.raises(CannotVoid, match="Only the handler or the cashier"):
            void_receipt(receipt=receipt, why="mine", by=somebody, at=NOON)


def test_a_void_receipt_keeps_its_number_and_the_next_one_names_it():
    wrong = a_receipt(payer="黄伟")

    right = reissue_receipt(
        receipt=wrong, why="name misspelt", payer="黄伟强", by=wrong.handler, at=NOON
    )

    assert (wrong.number, right.number, right.replaces) == (1, 2, wrong)
    assert (right.payer, right.amount) == ("黄伟强", wrong.amount)
    assert asked(wrong)[0] == VOID and asked(right)[0] == VALID
    assert standing_receipt_of(wrong.gift) == right
    with pytest.raises(CannotIssue, match="replaced already, by 0000000002"):
        reissue_receipt(receipt=wrong, why="again", by=wrong.handler, at=NOON)


def test_a_receipt_is_void_once_and_says_why():
    receipt = a_receipt()

    with pytest.raises(CannotVoid, match="in a few words"):
        void_receipt(receipt=receipt, why=" ", by=receipt.handler, at=NOON)
    void_receipt(receipt=receipt, why="printed twice", by=receipt.handler, at=NOON)

    with pytest.raises(CannotVoid, match="void already"):
        void_receipt(receipt=receipt, why="printed twice", by=receipt.handler, at=NOON)
    assert standing_receipt_of(receipt.gift) is None


def test_a_void_receipt_is_replaced_later_too():
    wrong = a_receipt()
    void_receipt(receipt=wrong, why="torn", by=wrong.handler, at=NOON)

    assert reissue_receipt(receipt=wrong, why="torn", by=wrong.handler, at=NOON).replaces == wrong


def test_whoever_does_not_know_the_check_code_learns_nothing():
    receipt = a_receipt()

    assert asked(receipt)[0] == VALID
    assert asked(receipt, check_code=receipt.check_code.lower())[0] == VALID
    assert asked(receipt, check_code="AAAAAAAA")[0] == UNKNOWN
    assert asked(receipt, number="0000000002")[0] == UNKNOWN
    assert asked(receipt, number="9" * 40)[0] == UNKNOWN
    assert asked(receipt, number="x")[0] == UNKNOWN
    assert asked(receipt, number="²")[0] == UNKNOWN
    assert asked(receipt, code="44010125")[0] == UNKNOWN


def test_gifts_wait_for_a_receipt_until_they_have_one_or_want_none():
    fund = a_fund_with_a_book()
    waiting, waived, done = (
        a_gift_to_receipt(fund=fund, waives_receipt=waives) for waives in (False, True, False)
    )
    a_receipt(gift=done)

    assert list(gifts_without_receipt([fund])) == [waiting]
    assert not gifts_without_receipt([a_fund()])
    assert waived.waives_receipt


def test_a_book_is_begun_once_a_year_with_a_code():
    host = a_host()
    a_book(host=host)

    with pytest.raises(CannotOpenBook, match="begun already"):
        open_book(host=host, year=2026, code="44010126", at=NOON)
    with pytest.raises(CannotOpenBook, match="4 to 20 figures"):
        open_book(host=host, year=2027, code="票据", at=NOON)


def test_the_database_itself_refuses_gaps_doubles_and_changes():
    receipt = a_receipt()
    book, other = receipt.book, a_receipt(gift=a_gift_to_receipt(fund=receipt.gift.purse.fund))
    same = {
        f.name: getattr(receipt, f.name) for f in DonationReceipt._meta.fields if f.name != "id"
    }

    def refused(change):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            change()

    refused(lambda: ReceiptBook.objects.filter(pk=book.pk).update(last=9))
    refused(lambda: ReceiptBook.objects.filter(pk=book.pk).update(last=1))
    refused(lambda: ReceiptBook.objects.filter(pk=book.pk).update(last=3, code="9999"))
    refused(lambda: ReceiptBook.objects.filter(pk=book.pk).delete())
    refused(lambda: DonationReceipt.objects.filter(pk=receipt.pk).update(amount=1))
    refused(lambda: DonationReceipt.objects.filter(pk=receipt.pk).delete())
    refused(lambda: DonationReceipt.objects.create(**same | {"number": 7}))
    refused(lambda: DonationReceipt.objects.create(**same | {"number": 1, "replaces": other}))
    refused(lambda: DonationReceipt.objects.create(**same | {"number": 2, "replaces": receipt}))
    void_receipt(receipt=receipt, why="wrong", by=receipt.handler, at=NOON)
    refused(lambda: Voiding.objects.all().delete())
    assert book.receipts.count() == 2


def test_goods_with_a_value_wait_for_a_receipt_and_get_it_over_that_value():
    fund = a_fund_with_a_book()
    purse = a_purse(fund=fund, received=0, kinds=["goods"], item="轮椅")
    told = {
        "donor": a_donor(host=fund.host),
        "purse": purse,
        "amount": 3,
        "how": "goods",
        "at": NOON,
    }
    valued = take_in_kind(
        **told, what="轮椅", basis="invoice", valued=450_000, paper="发票 7", key="a"
    )
    take_in_kind(**told, what="轮椅", basis="none", key="b")

    assert list(gifts_without_receipt([fund])) == [valued]
    receipt = a_receipt(gift=valued)
    assert (receipt.item, receipt.quantity, receipt.amount) == ("实物捐赠：轮椅", 3, 450_000)


def test_a_good_receipt_of_a_gift_that_was_undone_is_to_be_made_void():
    receipt = a_receipt()
    fund = receipt.gift.purse.fund
    assert not receipts_to_void([fund])
    Undoing.objects.create(gift=receipt.gift, why="written down twice", by=receipt.handler, at=NOON)

    assert list(receipts_to_void([fund])) == [receipt]
    with pytest.raises(CannotIssue, match="was undone"):
        reissue_receipt(receipt=receipt, why="undone", by=receipt.handler, at=NOON)
    void_receipt(receipt=receipt, why="undone", by=receipt.handler, at=NOON)
    assert not receipts_to_void([fund])
