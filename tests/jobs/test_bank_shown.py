"""The bank of a city generated on another day."""

from datetime import date

import pytest
from django.test import override_settings

from .shown.test_bank import what_a_bank_wrote_is_shown
from .tiny import a_demonstration


@pytest.mark.thorough
@pytest.mark.django_db
def test_early_in_a_month_the_generated_city_shows_what_a_bank_wrote():
    with override_settings(DEMONSTRATION=True):
        a_demonstration(today=date(2026, 11, 6))

    what_a_bank_wrote_is_shown()
