"""Movements of the books beside a bank: said and found as people know them, by giver and by payment."""

import pytest

from shanqiao.apps.books.models import Posting
from tests.factories import NOON, a_cashier, a_fund, a_payment, a_purse
from tests.giving import a_donor, a_gift

pytestmark = pytest.mark.django_db
BOOKS = "/fund/bank/reconcile/books/"


@pytest.fixture
def fund():
    return a_fund()


@pytest.fixture
def desk(client, fund):
    client.force_login(a_cashier(fund))
    return client


def test_a_gift_is_said_and_found_by_its_giver(desk, fund):
    purse = a_purse(fund=fund, received=0)
    gift = a_gift(donor=a_donor(host=fund.host, name="何善人"), purse=purse)
    a_gift(donor=a_donor(host=fund.host, name="区善人"), purse=purse)

    page = desk.get(BOOKS, {"q": "何善"}).text

    assert f"何善人 · {gift.number}" in page
    assert "区善人" not in page and "gift:test" not in page


def test_a_payment_is_said_and_found_by_its_reference(desk, fund):
    payment = a_payment(purse=a_purse(fund=fund), cashier=a_cashier(fund), at=NOON)

    page = desk.get(BOOKS, {"q": payment.reference}).text

    assert f"medical costs · {payment.reference}" in page
    assert "1 movement not found" in page and "grant:" not in page
    assert Posting.objects.filter(about=f"grant:{payment.grant_id}").exists()


def test_what_was_written_down_itself_is_said_and_found(desk, fund):
    a_purse(fund=fund)

    assert "a gift" in desk.get(BOOKS, {"q": "a gift"}).text
    assert "a gift" not in desk.get(BOOKS, {"q": "xyzzy"}).text.partition("</form>")[2]
