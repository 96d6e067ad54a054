import pytest

from shanqiao.apps.books.actions import account_of
from shanqiao.apps.books.queries import balance
from shanqiao.apps.funds.actions import give_out, set_aside
from shanqiao.apps.giving.boxes import deposit_cash, sign_sheet
from shanqiao.apps.giving.models import Gift, Match
from shanqiao.apps.giving.pledging import owed_by
from shanqiao.apps.giving.settling import settle_matches
from shanqiao.apps.giving.undoing import CannotUndoGift, undo_gift
from tests.factories import NOON, TODAY, a_cashier, a_manager
from tests.giving import a_gift, a_matching, an_opened_box

pytestmark = pytest.mark.django_db


def received(gift):
    return type(gift.purse).objects.get(pk=gift.purse_id).received


def undone(gift, *, by=None, why="写错了"):
    return undo_gift(gift=gift, why=why, by=by or a_manager(gift.purse.fund), at=NOON)


def standing(gift, number):
    return balance(account_of(host=gift.donor.host, number=number, unit="fen"))


def test_an_undone_gift_is_in_no_purse_and_stays_to_be_read():
    gift = a_gift(amount=500)

    undone(gift)

    assert received(gift) == 0
    assert gift not in Gift.objects.standing()
    assert Gift.objects.get(pk=gift.pk).undoing.why == "写错了"
    assert standing(gift, "1002") == 0


def test_a_gift_is_undone_once_with_a_reason_and_by_the_manager():
    gift = a_gift(by=None)

    with pytest.raises(CannotUndoGift, match="few words why"):
        undone(gift, why=" ")
    with pytest.raises(CannotUndoGift, match="manager of the fund"):
        undone(gift, by=a_cashier(gift.purse.fund))
    undone(gift)
    with pytest.raises(CannotUndoGift, match="undone already"):
        undone(gift)


def test_what_was_used_is_not_undone():
    gift = a_gift(amount=500)
    set_aside(purse=gift.purse, count=300, about="needs.need:1", at=NOON)
    give_out(purse=gift.purse, count=300, about="needs.need:1", at=NOON)

    with pytest.raises(CannotUndoGift):
        undone(gift)

    assert received(gift) == 500


def test_the_addition_of_an_employer_goes_with_the_gift():
    employer, (one, _other) = a_matching()
    gift = a_gift(donor=one, purse=employer.purse, amount=4_000)

    undone(gift)

    employer.refresh_from_db()
    assert (owed_by(employer=employer), employer.added) == (0, 0)


def test_an_undone_payment_of_an_employer_is_owed_again():
    employer, (one, _other) = a_matching()
    a_gift(donor=one, purse=employer.purse, amount=4_000)

    undone(settle_matches(employer=employer, how="bank", key="s", at=NOON))

    assert owed_by(employer=employer) == 4_000
    assert Match.objects.get().settled_by is None


def test_cash_is_in_hand_until_it_is_at_the_bank_and_then_stands():
    gift = a_gift(how="cash", amount=700)
    assert (standing(gift, "1001"), standing(gift, "1002")) == (700, 0)

    deposit_cash(gift=gift, slip="B1", on=TODAY, by=a_cashier(gift.purse.fund), at=NOON)

    assert (standing(gift, "1001"), standing(gift, "1002")) == (0, 700)
    with pytest.raises(CannotUndoGift, match="it stands"):
        undone(Gift.objects.get(pk=gift.pk))


def test_what_two_people_counted_is_in_hand_and_not_undone():
    opening = an_opened_box()
    for by in (opening.by, opening.beside):
        _sheet, tally = sign_sheet(opening=opening, by=by, at=NOON, yuan_10=3)

    assert standing(tally.gift, "1001") == 3_000
    with pytest.raises(CannotUndoGift, match="Two people counted"):
        undone(tally.gift)
