"""The receipts of the generated city: a good one, one replaced, one that waits."""

import pytest
from django.test import override_settings

from shanqiao.apps.funds.models import Fund
from shanqiao.apps.receipts.models import DonationReceipt, ReceiptBook
from shanqiao.apps.receipts.queries import gaps, gifts_without_receipt

from .tiny import a_demonstration


@pytest.mark.thorough
@pytest.mark.django_db
def test_the_generated_city_shows_what_becomes_of_receipts():
    with override_settings(DEMONSTRATION=True):
        a_demonstration()

    assert DonationReceipt.objects.filter(voiding=None).count() == 2
    assert DonationReceipt.objects.exclude(replaces=None).count() == 1
    assert gifts_without_receipt(Fund.objects.all()).count() == 1
    assert [gaps(book) for book in ReceiptBook.objects.all()] == [[]]
