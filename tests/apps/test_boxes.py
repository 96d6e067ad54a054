from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from shanqiao.apps.giving.boxes import CannotUseBox, deposit_cash, open_box, seal_box, sign_sheet
from shanqiao.apps.giving.models import Donor, Opening, Sheet, Tally
from tests.factories import NOON, TODAY, a_cashier, a_fund, a_handler, a_purse
from tests.giving import a_box, a_certified_host, a_gift, an_opened_box, two_of

pytestmark = pytest.mark.django_db


def counted(opening, first=None, second=None):
    """Both sign a sheet; what the second is answered."""
    sign_sheet(opening=opening, by=opening.by, at=NOON, **(first or {"yuan_10": 3}))
    return sign_sheet(
        opening=opening, by=opening.beside, at=NOON, **(second or first or {"yuan_10": 3})
    )


def test_what_two_counted_alike_is_a_gift_of_nobody_known_in_the_pool():
    opening = an_opened_box()

    _sheet, tally = counted(opening, {"yuan_100": 1, "yuan_1": 7, "jiao_5": 3, "rest": 4})

    gift = tally.gift
    assert (gift.amount, gift.how, gift.wish) == (10_854, "point", "pooled")
    assert gift.donor.kind == Donor.Kind.ANONYMOUS
    assert gift.waives_receipt
    assert type(gift.purse).objects.get(pk=gift.purse_id).received == 10_854


def test_as_long_as_two_counts_differ_there_is_no_gift():
    opening = an_opened_box()

    _sheet, tally = counted(opening, {"yuan_10": 3}, {"yuan_10": 2})
    assert (tally, opening.seal.box.point.purse.gifts.count()) == (None, 0)
    _sheet, tally = sign_sheet(opening=opening, by=opening.by, at=NOON, yuan_10=2)

    assert tally.gift.amount == 2_000
    assert Sheet.objects.count() == 3  # the wrong one stays to be read


def test_equal_sums_of_other_notes_are_not_equal():
    opening = an_opened_box()

    _sheet, tally = counted(opening, {"yuan_10": 2}, {"yuan_20": 1})

    assert tally is None


def test_one_person_does_not_sign_for_two():
    opening = an_opened_box()

    for _ in "ab":
        _sheet, tally = sign_sheet(opening=opening, by=opening.by, at=NOON, yuan_1=5)

    assert tally is None
    with pytest.raises(CannotUseBox, match="Only the two"):
        sign_sheet(
            opening=opening, by=a_handler(opening.seal.box.point.purse.fund), at=NOON, yuan_1=5
        )


def test_the_database_itself_wants_two_equal_sheets_of_two_people():
    opening = an_opened_box()
    first, _tally = sign_sheet(opening=opening, by=opening.by, at=NOON, yuan_1=5)
    again, _tally = sign_sheet(opening=opening, by=opening.by, at=NOON, yuan_1=5)
    other, _tally = sign_sheet(opening=opening, by=opening.beside, at=NOON, yuan_1=6)

    for second in (first, again, other):
        with pytest.raises(DatabaseError, match="two equal sheets"), transaction.atomic():
            Tally.objects.create(opening=opening, first=first, second=second, at=NOON)
    with pytest.raises(DatabaseError, match="giving_two_people_open"), transaction.atomic():
        Opening.objects.create(
            seal=opening.seal, intact=True, by=opening.by, beside=opening.by, at=NOON
        )


def test_a_box_is_sealed_by_two_people_of_the_fund():
    box = a_box()
    one, _other = two_of(box)
    stranger = a_cashier(a_fund())

    with pytest.raises(CannotUseBox, match="Two different people"):
        seal_box(box=box, number="F1", by=one, beside=one, at=NOON)
    with pytest.raises(CannotUseBox, match="no seat at this fund"):
        seal_box(box=box, number="F1", by=one, beside=stranger, at=NOON)


def test_a_box_is_not_sealed_twice_nor_with_a_seal_that_was_used():
    opening = an_opened_box()
    box, one, other = opening.seal.box, opening.by, opening.beside

    with pytest.raises(CannotUseBox, match="not counted yet"):
        seal_box(box=box, number="F2", by=one, beside=other, at=NOON)
    counted(opening)
    with pytest.raises(CannotUseBox, match="used before"):
        seal_box(box=box, number=opening.seal.number, by=one, beside=other, at=NOON)
    seal = seal_box(box=box, number="F2", by=one, beside=other, at=NOON)
    with pytest.raises(CannotUseBox, match="sealed already"):
        seal_box(box=box, number="F3", by=one, beside=other, at=NOON)
    open_box(seal=seal, intact=True, by=one, beside=other, at=NOON)
    with pytest.raises(CannotUseBox, match="opened already"):
        open_box(seal=seal, intact=True, by=one, beside=other, at=NOON)


def test_a_broken_seal_is_described():
    box = a_box()
    one, other = two_of(box)
    seal = seal_box(box=box, number="F7", by=one, beside=other, at=NOON)

    with pytest.raises(CannotUseBox, match="wrong with the seal"):
        open_box(seal=seal, intact=False, by=one, beside=other, at=NOON)
    opening = open_box(seal=seal, intact=False, words="封条有划痕", by=one, beside=other, at=NOON)

    assert not opening.intact


def test_no_box_collects_while_its_charity_may_not_raise_money():
    host = a_certified_host(valid_to=TODAY)
    box = a_box(purse=a_purse(fund=a_fund(host=host)))
    one, other = two_of(box)

    with pytest.raises(CannotUseBox, match=r"FR-01: 慈善法 第22条"):
        seal_box(box=box, number="F8", by=one, beside=other, at=NOON + timedelta(days=1))


def test_an_empty_box_is_no_gift():
    _sheet, tally = counted(an_opened_box(), {"yuan_1": 0})

    assert tally.gift is None


def test_the_money_of_a_box_is_paid_in_once():
    _sheet, tally = counted(an_opened_box())
    cashier = tally.second.by

    with pytest.raises(CannotUseBox, match="between the gift and today"):
        deposit_cash(gift=tally.gift, slip="B1", on=TODAY - timedelta(days=1), by=cashier, at=NOON)
    deposit_cash(gift=tally.gift, slip="B1", on=TODAY, by=cashier, at=NOON)
    with pytest.raises(CannotUseBox, match="paid in already"):
        deposit_cash(gift=tally.gift, slip="B2", on=TODAY, by=cashier, at=NOON)


def test_only_cash_is_paid_in():
    gift = a_gift(how="bank")

    with pytest.raises(CannotUseBox, match="Only cash"):
        deposit_cash(gift=gift, slip="1", on=TODAY, by=a_cashier(gift.purse.fund), at=NOON)


@pytest.mark.parametrize("table", ["seal", "opening", "sheet", "tally", "deposit", "gift"])
def test_what_happened_to_a_box_stays_as_written(table):
    _sheet, tally = counted(an_opened_box())
    deposit_cash(gift=tally.gift, slip="B1", on=TODAY, by=tally.second.by, at=NOON)

    for attack in (f"UPDATE giving_{table} SET id = id", f"DELETE FROM giving_{table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)
