"""Insurance and products that bring a gift with each sale."""

from datetime import date

import pytest

from shanqiao.apps.giving.models import Gift
from shanqiao.apps.holdings.linking import CannotLink, agree_on_link, write_linked_month
from shanqiao.apps.holdings.models import LinkedAgreement
from shanqiao.apps.holdings.queries import agreements_of
from tests.factories import NOON, a_fund, a_purse
from tests.giving import a_donor, an_enterprise

pytestmark = pytest.mark.django_db


def a_link(*, purse=None, kind="premium", rate=5_000, **facts):
    purse = purse or a_purse(received=0)
    told = {
        "donor": an_enterprise(host=purse.fund.host) if "donor" not in facts else None,
        "signed_on": date(2026, 1, 10),
        "valid_from": date(2026, 2, 1),
        "valid_to": date(2027, 1, 31),
    }
    return agree_on_link(
        purse=purse, kind=kind, name="惠民保", rate=rate, at=NOON, **{**told, **facts}
    )


def a_month(agreement, *, base, received, month=date(2026, 4, 15)):
    return write_linked_month(
        agreement=agreement,
        month=month,
        base=base,
        received=received,
        reference="回单 7",
        on=NOON.date(),
        at=NOON,
    )


def test_half_a_percent_of_premiums_is_owed_and_what_came_is_a_gift_of_the_company():
    agreement = a_link(rate=5_000)

    month = a_month(agreement, base=10_000_001, received=50_000)

    assert (month.month, month.owed, month.gift.amount) == (date(2026, 4, 1), 50_000, 50_000)
    assert month.gift.donor == agreement.donor
    agreement.purse.line.refresh_from_db()
    assert agreement.purse.free == 50_000


def test_so_much_for_each_piece():
    assert a_month(a_link(kind="product", rate=50), base=300, received=15_000).owed == 15_000


def test_a_month_in_which_nothing_came_is_written_down_without_a_gift():
    month = a_month(a_link(), base=1_000_000, received=0)

    assert (month.owed, month.gift) == (5_000, None)
    assert Gift.objects.count() == 0


def test_a_month_is_written_down_once():
    agreement = a_link()
    a_month(agreement, base=1_000_000, received=5_000)

    with pytest.raises(CannotLink, match="written down already"):
        a_month(agreement, base=1_000_000, received=5_000, month=date(2026, 4, 2))
    assert Gift.objects.count() == 1


@pytest.mark.parametrize("month", [date(2026, 1, 31), date(2026, 6, 1), date(2027, 2, 1)])
def test_only_months_of_the_agreement_that_began_are_written_down(month):
    with pytest.raises(CannotLink, match="not one of the agreement"):
        a_month(a_link(), base=1, received=1, month=month)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"signed_on": date(2026, 3, 1)}, "before the first sale"),
        ({"valid_to": date(2026, 1, 31)}, "before the first sale"),
        ({"rate": 1_000_001}, "whole premium"),
        ({"rate": 0}, "gives something"),
        ({"signed_on": date(2026, 6, 1), "valid_from": date(2026, 7, 1)}, "once it is signed"),
    ],
)
def test_an_agreement_that_contradicts_itself_is_refused(facts, words):
    with pytest.raises(CannotLink, match=words):
        a_link(**facts)
    assert LinkedAgreement.objects.count() == 0


def test_it_is_made_with_an_enterprise_of_the_charity_for_a_purse_in_money():
    purse = a_purse(received=0)
    with pytest.raises(CannotLink, match="enterprise"):
        a_link(purse=purse, donor=a_donor(host=purse.fund.host))
    with pytest.raises(CannotLink, match="one charity"):
        a_link(purse=purse, donor=an_enterprise())
    with pytest.raises(CannotLink, match="counted in yuan"):
        a_link(purse=a_purse(received=0, kinds=("meal",)))


def test_a_list_of_agreements_is_one_question(django_assert_num_queries):
    fund = a_fund()
    for _ in range(3):
        a_month(a_link(purse=a_purse(fund=fund, received=0)), base=1_000_000, received=4_000)

    with django_assert_num_queries(1):
        assert {(a.owed, a.came) for a in agreements_of([fund])} == {(5_000, 4_000)}
