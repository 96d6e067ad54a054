"""By when a referral goes on, and what happens when it does not."""

from datetime import timedelta

import pytest

from shanqiao.apps.referrals.escalating import escalate_referrals
from shanqiao.apps.referrals.models import Escalation
from shanqiao.apps.referrals.terms import due_on
from tests.factories import NOON, TODAY, a_social_worker, a_supervisor
from tests.referring import Referring

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Referring()


def test_what_is_not_answered_goes_before_one_more_person_on_each_side_once(desk):
    supervisor = a_supervisor()
    second = a_social_worker(station=desk.other_station)
    late, fund = desk.sent(to_station=desk.other_station), desk.sent(purse=desk.purse)
    desk.draft()  # nobody waits for a draft
    assert escalate_referrals(at=NOON + timedelta(days=3)) == 0

    assert escalate_referrals(at=NOON + timedelta(days=4)) == 4
    assert escalate_referrals(at=NOON + timedelta(days=5)) == 0

    told = {(e.step.referral_id, e.whom): e.person for e in Escalation.objects.all()}
    assert told[late.pk, "supervisor"] == told[fund.pk, "supervisor"] == supervisor
    assert told[late.pk, "addressee"] in (second, desk.other)
    assert told[fund.pk, "addressee"] == desk.manager


def test_the_days_come_from_a_dated_table():
    assert due_on("requested", on=TODAY, urgent=False) == TODAY + timedelta(days=3)
    assert due_on("requested", on=TODAY, urgent=True) == TODAY + timedelta(days=1)
    assert due_on("completed", on=TODAY, urgent=False) is None
    assert due_on("requested", on=TODAY.replace(year=2025), urgent=False) is None
