"""Referrals in the generated city: at several stages, on both sides, some late."""

import pytest

from shanqiao.apps.funds.models import Fund
from shanqiao.apps.people.models import DemonstrationSignIn
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.referrals.models import Capacity, Escalation, Referral
from shanqiao.apps.referrals.queries import (
    referrals_from,
    referrals_to_funds,
    referrals_to_station,
    with_state,
)

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def test_the_station_one_can_sign_in_as_has_referrals_on_both_sides():
    station = station_of(DemonstrationSignIn.objects.filter(desk="station").first().person)

    states = set(with_state(referrals_from(station)).values_list("state", flat=True))
    assert {"requested", "accepted", "in_progress", "on_hold", "completed"} <= states
    assert referrals_to_station(station).exists()
    assert referrals_to_funds(Fund.objects.all()).exists()
    assert Capacity.objects.exists() and Escalation.objects.exists()
    assert Referral.objects.count() > 6
