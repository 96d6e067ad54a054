"""The receipts of the generated city: good ones, one replaced, one void, some that wait."""

import pytest

from shanqiao.apps.funds.models import Fund
from shanqiao.apps.receipts.models import DonationReceipt, ReceiptBook
from shanqiao.apps.receipts.queries import gaps, gifts_without_receipt


@pytest.mark.thorough
@pytest.mark.django_db
def test_the_generated_city_shows_what_becomes_of_receipts():
    [book] = ReceiptBook.objects.all()
    assert DonationReceipt.objects.filter(voiding=None).exists()
    assert DonationReceipt.objects.exclude(replaces=None).count() == 1
    assert DonationReceipt.objects.exclude(voiding=None).count() == 2
    assert gifts_without_receipt(Fund.objects.filter(host=book.host)).exists()
    assert (book.last, gaps(book)) == (DonationReceipt.objects.count(), [])
