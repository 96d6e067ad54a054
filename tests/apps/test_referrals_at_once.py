"""Many people send, or answer, at the same moment: what is always true of referrals."""

from datetime import timedelta
from functools import partial

import pytest

from shanqiao.apps.referrals.actions import CannotSendReferral, send_referral
from shanqiao.apps.referrals.answering import accept_referral, reject_referral
from shanqiao.apps.referrals.models import Capacity, ReferralStep
from tests.apps.crowd import all_at_once
from tests.factories import NOON
from tests.referring import Referring

LATER = NOON + timedelta(hours=1)


@pytest.mark.thorough
def test_of_many_who_send_at_once_for_the_last_of_a_purse_one_succeeds(committed):
    """Acceptance test 23, with simultaneous writers."""
    desk = Referring()
    referrals = [
        desk.draft(purse=desk.purse, need=desk.need(needed=60), count=60) for _ in range(12)
    ]

    outcomes = all_at_once(
        [partial(send_referral, referral=one, by=desk.worker, at=NOON) for one in referrals]
    )

    kinds = [type(outcome) for outcome in outcomes]
    assert (kinds.count(ReferralStep), kinds.count(CannotSendReferral)) == (1, 11)


@pytest.mark.thorough
def test_of_many_who_send_at_once_for_the_last_place_one_succeeds(committed):
    desk = Referring()
    desk.places(Capacity.Has.PLACES, 2)
    referrals = [desk.draft() for _ in range(12)]

    outcomes = all_at_once(
        [partial(send_referral, referral=one, by=desk.worker, at=NOON) for one in referrals]
    )

    assert [type(outcome) for outcome in outcomes].count(ReferralStep) == 2


@pytest.mark.thorough
def test_of_many_who_answer_at_once_one_is_heard(committed):
    desk = Referring()
    referral = desk.sent(to_station=desk.other_station)
    answers = desk.answerer(referral)
    yes = partial(accept_referral, referral=referral, answerer=answers, at=LATER)
    no = partial(
        reject_referral,
        referral=referral,
        reason=ReferralStep.Reason.NOT_OURS,
        answerer=answers,
        at=LATER,
    )

    outcomes = all_at_once([yes, no] * 6)

    assert [type(outcome) for outcome in outcomes].count(ReferralStep) == 1
    assert list(referral.steps.order_by("number").values_list("number", flat=True)) == [1, 2]
