from datetime import timedelta

import pytest

from shanqiao.apps.giving.actions import CannotTakeGift
from shanqiao.apps.giving.goods import take_in_kind
from shanqiao.apps.giving.models import InKind
from tests.factories import NOON, TODAY, a_purse
from tests.giving import a_donor

pytestmark = pytest.mark.django_db


def goods(*, purse=None, how="goods", what="冬被", amount=20, basis="invoice", **facts):
    purse = purse or a_purse(kinds=["goods"], item="冬被", received=0)
    facts = {"valued": 200_000, "paper": "044001", "key": "lot 1"} | facts
    donor = a_donor(host=purse.fund.host)
    return take_in_kind(
        donor=donor, purse=purse, how=how, what=what, amount=amount, basis=basis, at=NOON, **facts
    )


def test_a_lot_is_counted_in_its_unit_and_says_what_it_is_worth_and_by_what():
    gift = goods(lot="B7", expires_on=TODAY + timedelta(days=400))

    gift.purse.refresh_from_db()
    assert (gift.unit, gift.amount, gift.purse.received) == ("piece", 20, 20)
    assert (gift.in_kind.valued, gift.in_kind.basis, gift.in_kind.lot) == (200_000, "invoice", "B7")


def test_hours_are_a_gift_too():
    purse = a_purse(kinds=["care_hour"], received=0)

    gift = goods(
        purse=purse, how="hours", what="照护", amount=6, basis="none", valued=None, paper=""
    )

    assert (gift.unit, gift.in_kind.valued) == ("hour", None)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"usable": False}, "DN-02"),
        ({"expires_on": TODAY - timedelta(days=1)}, "DN-02"),
        ({"what": "毛巾"}, "冬被 only"),
        ({"basis": "none"}, "a basis a value"),
        ({"paper": ""}, "number of the invoice"),
        ({"basis": "appraiser"}, "who pays the appraiser"),
    ],
)
def test_what_cannot_be_used_or_is_worth_nobody_knows_why_is_refused(facts, says):
    with pytest.raises(CannotTakeGift, match=says):
        goods(**facts)

    assert not InKind.objects.exists()


def test_money_is_no_gift_in_kind():
    with pytest.raises(CannotTakeGift, match="no gift in kind"):
        goods(purse=a_purse())
