"""By what a referral is sent and a name told: a consent, or an exception that is short and ends with the resident's no."""

from datetime import timedelta

import pytest

from shanqiao.apps.referrals.actions import (
    CannotOverride,
    CannotSendReferral,
    agree_to_override,
    ask_for_override,
    send_referral,
)
from shanqiao.apps.referrals.answering import accept_referral
from shanqiao.apps.referrals.basis import basis_of
from shanqiao.apps.referrals.stepping import CannotStepReferral
from shanqiao.apps.residents.actions import withdraw_consent
from shanqiao.apps.residents.consenting import end_consents
from shanqiao.apps.residents.models import Consent
from shanqiao.apps.residents.queries import key_of
from tests.factories import NOON, TODAY, a_social_worker
from tests.referring import Referring

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def desk():
    return Referring()


def test_it_is_not_sent_without_consent(desk):
    referral = desk.draft(agreed=False)
    with pytest.raises(CannotSendReferral, match="has not agreed that their name"):
        send_referral(referral=referral, by=desk.worker, at=NOON)
    desk.agree(referral.need, desk.organisation)
    send_referral(referral=referral, by=desk.worker, at=NOON)

    ill = desk.draft(shows_health=True, organisation=desk.organisation)
    with pytest.raises(CannotSendReferral, match="agrees separately"):
        send_referral(referral=ill, by=desk.worker, at=NOON)
    desk.agree(ill.need, desk.organisation, purpose=Consent.Purpose.HEALTH)
    send_referral(referral=ill, by=desk.worker, at=NOON)


def test_where_it_cannot_wait_two_people_record_an_exception(desk):
    referral = desk.draft(agreed=False)
    asked = {"need": referral.need, "whom": desk.organisation, "by": desk.worker, "at": NOON}
    with pytest.raises(CannotOverride, match="why it cannot wait"):
        ask_for_override(why=" ", **asked)
    with pytest.raises(CannotOverride, match="Only people of the station"):
        ask_for_override(why="x", **{**asked, "by": desk.other})
    override = ask_for_override(why="昏迷，急需照护", **asked)
    with pytest.raises(CannotOverride, match="a second person"):
        agree_to_override(override=override, by=desk.worker, at=NOON)
    with pytest.raises(CannotSendReferral, match="has not agreed"):
        send_referral(referral=referral, by=desk.worker, at=NOON)

    second = a_social_worker(station=desk.station)
    agree_to_override(override=override, by=second, at=NOON)
    step = send_referral(referral=referral, by=desk.worker, at=NOON)

    assert (step.consent, step.override) == (None, override)
    with pytest.raises(CannotOverride, match="already"):
        agree_to_override(override=override, by=second, at=NOON)


@pytest.mark.parametrize("whom", ["everybody", "them", "before they agreed"])
def test_an_exception_ends_with_the_residents_own_no(desk, whom):
    referral = desk.draft(agreed=False)
    override = ask_for_override(
        need=referral.need, whom=desk.organisation, why="昏迷", by=desk.worker, at=NOON
    )
    to_them = {} if whom == "everybody" else {"whom": key_of(desk.organisation)}
    second = a_social_worker(station=desk.station)
    if whom != "before they agreed":
        agree_to_override(override=override, by=second, at=NOON)
        assert basis_of(referral, at=LATER) == (None, override)

    withdraw_consent(
        resident=referral.need.resident, purpose="sharing", by=desk.worker, at=LATER, **to_them
    )

    if whom == "before they agreed":
        agree_to_override(override=override, by=second, at=LATER)
    with pytest.raises(CannotSendReferral, match="has not agreed"):
        send_referral(referral=referral, by=desk.worker, at=LATER)


def test_an_exception_is_short_and_no_clock_takes_it(desk):
    referral = desk.draft(agreed=False)
    desk.agree(referral.need, desk.organisation, until_on=TODAY)
    override = ask_for_override(
        need=referral.need, whom=desk.organisation, why="昏迷", by=desk.worker, at=NOON
    )
    agree_to_override(override=override, by=a_social_worker(station=desk.station), at=NOON)

    end_consents(at=NOON + timedelta(days=1))

    assert basis_of(referral, at=NOON + timedelta(days=7)) == (None, override)
    assert basis_of(referral, at=NOON + timedelta(days=8)) == (None, None)


def test_a_fund_is_told_of_illness_only_where_the_resident_agrees_to_that(desk):
    referral = desk.draft(purse=desk.purse, shows_health=True)
    with pytest.raises(CannotSendReferral, match="agrees separately"):
        send_referral(referral=referral, by=desk.worker, at=NOON)

    desk.agree(referral.need, desk.fund, purpose=Consent.Purpose.HEALTH)
    assert send_referral(referral=referral, by=desk.worker, at=NOON)


def test_a_consent_taken_back_meanwhile_keeps_the_name_from_being_told(desk):
    referral = desk.sent(to_station=desk.other_station)
    withdraw_consent(
        resident=referral.need.resident, purpose=Consent.Purpose.SHARING, by=desk.worker, at=NOON
    )

    with pytest.raises(CannotStepReferral, match="no longer agrees"):
        accept_referral(referral=referral, answerer=desk.answerer(referral), at=LATER)
