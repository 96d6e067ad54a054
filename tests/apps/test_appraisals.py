"""What valuing a gift costs, where the gift pays it: booked with the gift or not at all, out of nobody else's fen."""

from functools import partial

import pytest

from shanqiao.apps.books.models import Posting
from shanqiao.apps.giving.actions import CannotTakeGift
from shanqiao.apps.giving.goods import take_in_kind
from shanqiao.apps.giving.models import Gift, InKind
from shanqiao.apps.governing.models import RaisingCost
from shanqiao.apps.governing.raising import CannotBookRaising, Raised
from shanqiao.apps.holdings.actions import CannotValueHolding
from shanqiao.apps.holdings.models import Holding
from shanqiao.apps.record.models import Entry
from shanqiao.stories.checks_of_money import purses_unlike_their_grants
from tests.apps.test_giving_in_kind import goods
from tests.apps.test_raising_costs import booked, shown
from tests.factories import NOON, a_purse
from tests.giving import a_donor, a_gift
from tests.holdings import a_holding, a_value

pytestmark = pytest.mark.django_db


def test_an_appraisal_that_the_gift_pays_is_booked_with_it_out_of_the_charitys_own_money():
    holding = a_holding(appraisal_cost=5_000, appraisal_paid="gift")

    paid = RaisingCost.objects.get()
    assert (paid.purse, paid.amount, paid.gift) == (None, 5_000, f"holdings.holding:{holding.pk}")
    assert shown(holding.line.host) == ((5_000, 0, 5_000), -5_000)
    assert booked(holding.line.host) == Raised(raising=0, appraisals=5_000)
    holding.line.refresh_from_db()
    assert holding.value == holding.line.free == 1_000_000
    assert Entry.objects.filter(act="governing.book_appraisal").count() == 1


def test_what_the_giver_pays_is_told_and_booked_nowhere():
    a_holding(appraisal_cost=5_000, appraisal_paid="donor")

    assert not RaisingCost.objects.exists()


@pytest.mark.parametrize(
    ("given", "another", "out_of_the_purse"),
    [(8_000, 0, True), (4_000, 0, False), (8_000, 1, False)],
    ids=["enough, of nobody else", "not enough", "others gave too"],
)
def test_the_purse_of_a_gift_pays_only_where_no_other_givers_fen_would(
    given, another, out_of_the_purse
):
    purse = a_purse(received=0)
    donor = a_donor(host=purse.fund.host)
    a_gift(donor=donor, purse=purse, amount=given)
    if another:
        a_gift(donor=a_donor(host=purse.fund.host), purse=purse, amount=another)

    holding = a_holding(purse=purse, donor=donor)
    a_value(
        holding=holding,
        value=900_000,
        basis="appraiser",
        appraisal_cost=5_000,
        appraisal_paid="gift",
    )

    purse.refresh_from_db()
    assert RaisingCost.objects.get().purse == (purse if out_of_the_purse else None)
    assert purse.free == given + another - (5_000 if out_of_the_purse else 0)
    assert shown(purse.fund.host) == ((5_000, 0, 5_000), -5_000)
    assert not purses_unlike_their_grants().exists()


def test_a_value_says_who_pays_its_appraiser_or_nothing_is_written():
    holding = a_holding()

    with pytest.raises(CannotValueHolding, match="who pays the appraisal"):
        a_value(holding=holding, value=900_000, basis="appraiser", appraisal_cost=5_000)
    with pytest.raises(CannotValueHolding, match="Only an appraiser"):
        a_value(holding=holding, value=9, basis="market", appraisal_cost=1, appraisal_paid="gift")

    assert holding.events.count() == 1 and not RaisingCost.objects.exists()


def test_a_gift_and_its_appraisal_are_booked_together_or_not_at_all(monkeypatch):
    def refuse(**_said):
        raise CannotBookRaising("the bank is closed")

    monkeypatch.setattr("shanqiao.apps.holdings.appraising.book_appraisal", refuse)
    monkeypatch.setattr("shanqiao.apps.giving.goods.book_appraisal", refuse)

    with pytest.raises(Exception, match="the bank is closed"):
        a_holding(appraisal_cost=5_000, appraisal_paid="gift")
    with pytest.raises(CannotTakeGift, match="the bank is closed"):
        goods(basis="appraiser", cost_by="gift", cost=5_000)

    assert not Holding.objects.exists() and not Gift.objects.exists()
    assert not Posting.objects.exclude(kind="gift").exists()


def test_goods_pay_nobody_so_the_charity_pays_their_appraiser_once():
    purse = a_purse(kinds=["goods"], item="冬被", received=0)
    donor = a_donor(host=purse.fund.host)
    lot = partial(
        take_in_kind,
        donor=donor,
        purse=purse,
        how="goods",
        what="冬被",
        amount=20,
        basis="appraiser",
        valued=200_000,
        paper="044001",
        cost_by="gift",
        cost=3_000,
        key="lot 1",
        at=NOON,
    )

    first, again = lot(), lot()

    paid = RaisingCost.objects.get()
    assert first == again and (paid.amount, paid.gift) == (3_000, f"giving.gift:{first.pk}")
    assert shown(purse.fund.host)[0] == (3_000, 0, 3_000)
    with pytest.raises(CannotTakeGift, match="what the appraiser costs"):
        lot(cost=0, key="lot 2")
    with pytest.raises(CannotTakeGift, match="Only an appraiser"):
        lot(basis="invoice", cost_by="", key="lot 2")
    assert InKind.objects.count() == 1
