"""Money that is not needed yet is invested within the bars of the law, and followed there and back."""

import pytest

from shanqiao.apps.books.actions import account_of
from shanqiao.apps.books.queries import balance
from shanqiao.apps.books.tracing import who_paid
from shanqiao.apps.holdings.investing import CannotInvest, invest_from_purse
from shanqiao.apps.holdings.models import Holding
from tests.factories import NOON, a_payment, a_purse
from tests.giving import a_gift
from tests.holdings import a_sale

pytestmark = pytest.mark.django_db


def an_investment(*, purse, amount=40_000, **facts):
    told = {
        "kind": "equity",
        "name": "社会企业股权",
        "unit": "股",
        "quantity": 100,
        "custodian": "工商登记",
        "words": "理事会决议",
        "forbidden": False,
        "in_favour": 4,
        "members": 6,
        "on": NOON.date(),
        "key": "invested",
        "at": NOON,
    }
    return invest_from_purse(purse=purse, amount=amount, **{**told, **facts})


def test_what_is_invested_is_not_free_and_comes_back_with_its_gain():
    purse = a_purse(received=100_000)
    holding = an_investment(purse=purse)
    purse.line.refresh_from_db()
    assert (purse.free, holding.value) == (60_000, 40_000)

    a_sale(holding=holding, quantity=100, proceeds=44_000)

    purse.line.refresh_from_db()
    assert purse.free == 104_000
    equity = account_of(host=purse.fund.host, number="1401", unit="fen")
    assert balance(equity) == 0


def test_a_gift_is_followed_through_an_investment_to_its_use():
    purse = a_purse(received=0)
    gift = a_gift(purse=purse, amount=40_000)
    holding = an_investment(purse=purse)
    a_sale(holding=holding, quantity=100, proceeds=40_000)

    payment = a_payment(purse=purse, count=40_000)

    use = purse.line.accounts.get(flow="out").debits.get(about=f"grant:{payment.grant_id}")
    assert who_paid(use.pk) == [(gift.posting, 40_000)]


def test_the_same_investment_told_twice_is_made_once():
    purse = a_purse(received=100_000)

    assert an_investment(purse=purse) == an_investment(purse=purse)
    with pytest.raises(CannotInvest, match="something else"):
        an_investment(purse=purse, amount=1)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"kind": "securities"}, "stock exchange"),
        ({"kind": "rights"}, "not invested in property of this kind"),
        ({"forbidden": True}, "giver forbade it"),
        ({"amount": 100_001}, "free in the purse"),
        ({"in_favour": 3, "members": 6}, "Two thirds"),
        ({"in_favour": 7, "members": 6}, "Two thirds"),
    ],
)
def test_what_the_law_bars_is_refused_in_words(facts, words):
    with pytest.raises(CannotInvest, match=words):
        an_investment(purse=a_purse(received=100_000), **facts)
    assert Holding.objects.count() == 0


def test_everything_that_bars_it_is_told_at_once():
    with pytest.raises(CannotInvest, match=r"stock exchange.*forbade.*Two thirds"):
        an_investment(
            purse=a_purse(received=100_000), kind="securities", forbidden=True, in_favour=0
        )
