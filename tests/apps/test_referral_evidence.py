"""Done is what can be shown, and only what came of this referral shows it."""

from datetime import timedelta

import pytest

from shanqiao.apps.delivery.actions import confirm_receipt
from shanqiao.apps.matching.actions import approve_proposal
from shanqiao.apps.referrals.answering import Answerer, complete_referral
from shanqiao.apps.referrals.states import Side
from shanqiao.apps.referrals.stepping import CannotStepReferral
from shanqiao.stories.referrals import receipts_for
from tests.asking import Team
from tests.factories import NOON, TODAY, a_document, a_payment
from tests.referring import Referring

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def desk():
    return Referring()


def test_done_is_what_can_be_shown(desk):
    referral = desk.accepted(to_station=desk.other_station)
    answers, mine = desk.answerer(referral), Answerer(person=desk.worker)
    done = {"referral": referral, "at": LATER}
    for wrong, says in (
        ({"evidence": "handover", "answerer": answers}, "what can be shown"),
        ({"evidence": "check_in", "answerer": answers, "words": "x"}, "what can be shown"),
        ({"evidence": "check_in", "answerer": answers, "happened_on": TODAY}, "where the resident"),
        ({"evidence": "receipt", "answerer": answers}, "what can be shown"),
        ({"evidence": "word", "answerer": answers, "happened_on": TODAY}, "what can be shown"),
        (
            {"evidence": "word", "answerer": mine, "side": Side.REQUESTER, "happened_on": TODAY},
            "how the station asked",
        ),
        (
            {"evidence": "check_in", "answerer": answers, "words": "x"}
            | {"happened_on": TODAY + timedelta(days=1)},
            "not come yet",
        ),
    ):
        with pytest.raises(CannotStepReferral, match=says):
            complete_referral(**{**done, **wrong})

    complete_referral(
        evidence="word",
        asked="phone",
        happened_on=TODAY,
        answerer=mine,
        side=Side.REQUESTER,
        **done,
    )
    assert referral.steps.filter(kind="completed").exists()


def confirmed(desk, *, proposal, by, at):
    """A receipt for what was proposed, approved by ``by`` and paid."""
    payment = a_payment(grant=approve_proposal(proposal=proposal, by=by, at=NOON))
    return confirm_receipt(
        payment=payment,
        says="received",
        witness="resident",
        evidence=a_document(by=desk.worker),
        by=desk.worker,
        at=at,
    )


def test_a_receipt_shows_what_the_fund_proposed_and_nothing_else(desk):
    referral, beside = desk.accepted(purse=desk.purse), Team(kinds=(desk.kind,), received=100)
    promised = referral.steps.get(kind="accepted").proposal
    other = beside.ask(need=referral.need, count=5)
    of_other = confirmed(desk, proposal=other, by=beside.manager, at=LATER)
    of_this = confirmed(desk, proposal=promised, by=desk.manager, at=LATER)
    assert list(receipts_for(referral)) == [of_this]
    done = {"referral": referral, "evidence": "receipt", "answerer": desk.answerer(referral)}

    with pytest.raises(CannotStepReferral, match="not of what came of this referral"):
        complete_referral(receipt=of_other, at=LATER, **done)
    complete_referral(receipt=of_this, at=LATER, **done)


def test_where_nothing_was_proposed_a_receipt_is_of_after_it_was_sent(desk):
    need, fund = desk.need(), Team(kinds=(desk.kind,), received=100)
    early = NOON - timedelta(hours=1)
    before = confirmed(desk, proposal=fund.ask(need=need, count=5), by=fund.manager, at=early)
    referral = desk.accepted(need=need, to_station=desk.other_station)
    assert not receipts_for(referral).exists()
    done = {"referral": referral, "evidence": "receipt", "answerer": Answerer(person=desk.other)}

    with pytest.raises(CannotStepReferral, match="not of what came of this referral"):
        complete_referral(receipt=before, at=LATER, **done)
    after = confirmed(desk, proposal=fund.ask(need=need, count=5), by=fund.manager, at=LATER)
    assert list(receipts_for(referral)) == [after]
    complete_referral(receipt=after, at=LATER, **done)
