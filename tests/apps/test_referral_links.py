"""A page without an account: made by the station, opened once and only the last one, told of in the record."""

from datetime import timedelta

import pytest

from shanqiao.apps.files.models import Document
from shanqiao.apps.record.models import Entry
from shanqiao.apps.referrals.actions import cancel_referral
from shanqiao.apps.referrals.answering import (
    Answerer,
    accept_referral,
    answer_by_link,
    complete_referral,
    go_on_with_referral,
    reject_referral,
)
from shanqiao.apps.referrals.links import CannotMakeLink, link_of, make_link
from shanqiao.apps.referrals.models import Referral, ReferralLink
from shanqiao.apps.referrals.stepping import CannotStepReferral
from shanqiao.apps.residents.actions import withdraw_consent
from tests.factories import NOON, TODAY
from tests.referring import Referring

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def desk():
    return Referring()


def test_a_page_without_an_account_answers_once_and_gives_the_next(desk):
    referral = desk.sent()
    link, token = make_link(referral=referral, by=desk.worker, at=NOON)
    assert len(token) == 43 and token not in ReferralLink.objects.get().token
    assert link_of(token, at=NOON) == link
    assert link_of(token + "x", at=NOON) is None
    assert link_of(token, at=NOON + timedelta(days=15)) is None
    with pytest.raises(CannotStepReferral, match="your name"):
        answer_by_link(link=link, answer=accept_referral, signed=" ", at=LATER)

    step, next_token = answer_by_link(link=link, answer=accept_referral, signed="张主任", at=LATER)

    assert (step.by, step.signed, step.owner) == (None, "张主任", desk.worker)
    assert link_of(token, at=LATER) is None
    with pytest.raises(CannotStepReferral):
        answer_by_link(link=link, answer=accept_referral, signed="x", at=LATER)
    following = link_of(next_token, at=LATER)
    done, nothing = answer_by_link(
        link=following,
        answer=complete_referral,
        signed="张主任",
        at=LATER,
        evidence="check_in",
        happened_on=TODAY,
        words="门诊部",
    )
    assert (done.kind, nothing, link_of(next_token, at=LATER)) == ("completed", None, None)
    assert not Document.objects.exists() and Referral.objects.count() == 1


def test_a_link_opens_its_own_referral_only(desk):
    one, other = desk.sent(), desk.sent(to_station=desk.other_station)
    link, _token = make_link(referral=one, by=desk.worker, at=NOON)

    with pytest.raises(CannotStepReferral, match="another referral"):
        accept_referral(referral=other, answerer=Answerer(link=link, signed="x"), at=LATER)


def test_only_the_page_that_was_made_last_opens(desk):
    referral = desk.sent()
    old, token = make_link(referral=referral, by=desk.worker, at=NOON)
    assert link_of(token, at=LATER) == old

    _new, new_token = make_link(referral=referral, by=desk.worker, at=NOON)

    assert link_of(token, at=LATER) is None and link_of(new_token, at=LATER)
    with pytest.raises(CannotStepReferral, match="open no longer"):  # whoever had it open already
        accept_referral(referral=referral, answerer=Answerer(link=old, signed="x"), at=LATER)


def test_a_page_is_made_by_the_station_for_what_waits_and_rests_on_a_consent(desk):
    made = {"by": desk.worker, "at": LATER}
    draft, over, sent = desk.draft(), desk.sent(), desk.sent()
    cancel_referral(referral=over, why="x", **made)
    for referral in (draft, over):
        with pytest.raises(CannotMakeLink, match="a draft, or over"):
            make_link(referral=referral, **made)
    with pytest.raises(CannotMakeLink, match="Only the station"):
        make_link(referral=sent, by=desk.other, at=LATER)
    _link, token = make_link(referral=sent, **made)

    withdraw_consent(resident=sent.need.resident, purpose="sharing", **made)

    with pytest.raises(CannotMakeLink, match="does not agree"):
        make_link(referral=sent, **made)
    assert link_of(token, at=LATER) is None
    assert ReferralLink.objects.count() == 1


def test_a_page_is_open_until_a_week_after_the_answer_was_due(desk):
    referral = desk.accepted(organisation=desk.organisation)
    link, _token = make_link(referral=referral, by=desk.worker, at=NOON)
    step, token = answer_by_link(
        link=link, answer=go_on_with_referral, signed="张主任", kind="started", at=NOON
    )

    assert link_of(token, at=NOON + timedelta(days=27))
    assert step.due_on == TODAY + timedelta(days=21)


def test_the_record_names_the_page_by_which_an_agency_answered(desk):
    referral = desk.sent()
    link, _token = make_link(referral=referral, by=desk.worker, at=NOON)

    answer_by_link(link=link, answer=accept_referral, signed="张主任", at=LATER)

    acts = Entry.objects.filter(by=f"link:{link.pk}").values_list("act", flat=True)
    assert set(acts) == {"referrals.accept", "referrals.tell_name"}
    other = desk.sent()
    link, _token = make_link(referral=other, by=desk.worker, at=NOON)
    answer_by_link(
        link=link, answer=reject_referral, signed="张主任", reason="no_capacity", at=LATER
    )
    acts = Entry.objects.filter(by=f"link:{link.pk}").values_list("act", flat=True)
    assert set(acts) == {"referrals.reject", "referrals.state_capacity"}
