"""A referral from the first draft to the evidence that it is done: who may do what, when, and what refuses it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from shanqiao.apps.matching.actions import approve_proposal
from shanqiao.apps.needs.actions import assess_need, close_need
from shanqiao.apps.record.models import Entry
from shanqiao.apps.referrals.actions import (
    CannotDraftReferral,
    CannotSendReferral,
    cancel_referral,
    send_referral,
)
from shanqiao.apps.referrals.answering import (
    Answerer,
    accept_referral,
    complete_referral,
    go_on_with_referral,
    revoke_referral,
)
from shanqiao.apps.referrals.models import Referral, ReferralStep
from shanqiao.apps.referrals.queries import with_state
from shanqiao.apps.referrals.states import FOLLOWS, OVER, STATE_AFTER, StepKind
from shanqiao.apps.referrals.stepping import CannotStepReferral
from shanqiao.apps.residents.actions import begin_care, end_care
from shanqiao.apps.residents.queries import key_of
from tests.factories import (
    NOON,
    TODAY,
    a_document,
    a_social_worker,
    a_supervisor,
)
from tests.referring import Referring

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def desk():
    return Referring()


def state_of(referral):
    return with_state(Referral.objects.filter(pk=referral.pk)).get().state


def test_the_way_of_a_referral_that_succeeds(desk):
    referral = desk.draft(to_station=desk.other_station)
    assert state_of(referral) == "draft"
    step = send_referral(referral=referral, by=desk.worker, at=NOON)
    assert (step.number, step.due_on, step.owner) == (1, TODAY + timedelta(days=3), desk.worker)
    assert step.consent.whom == key_of(desk.other_station)
    answers = desk.answerer(referral)

    accept_referral(referral=referral, answerer=answers, words="明天去", at=LATER)
    go_on_with_referral(referral=referral, kind=StepKind.STARTED, answerer=answers, at=LATER)
    assert state_of(referral) == "in_progress"
    done = complete_referral(
        referral=referral,
        evidence="handover",
        document=a_document(by=desk.other),
        answerer=answers,
        at=LATER,
    )

    assert (done.number, done.due_on, state_of(referral)) == (4, None, "completed")
    acts = list(Entry.objects.filter(act__startswith="referrals.").values_list("act", flat=True))
    assert acts == [
        f"referrals.{verb}" for verb in ("draft", "send", "accept", "begin", "complete")
    ]


def test_every_order_of_steps_that_may_not_be_is_refused_by_the_table(desk):
    """Each kind of step after each other one, straight into the table."""
    followed = desk.sent(to_station=desk.other_station)
    sent = followed.steps.get()
    sides = {"requested": "requester", "cancelled": "requester", "revoked": "manager"}
    ways = {"requested": [], "accepted": ["accepted"], "started": ["accepted", "started"]}
    ways |= {"held": ["accepted", "held"], "resumed": ["accepted", "held", "resumed"]}

    def write(kind):
        extra = {"reason": "not_ours"} if kind == "rejected" else {}
        if kind == "completed":
            extra = {"evidence": "check_in", "happened_on": TODAY}
        return ReferralStep.objects.create(
            referral=followed,
            kind=kind,
            side=sides.get(kind, "recipient"),
            by=desk.other,
            at=NOON,
            consent=sent.consent if kind == "requested" else None,
            due_on=None if kind in OVER else TODAY,
            **extra,
        )

    for last, before in ways.items():
        for kind in STATE_AFTER:
            point = transaction.savepoint()
            for step in before:
                write(step)
            if kind in FOLLOWS[last]:
                write(kind)
            else:
                with pytest.raises(IntegrityError), transaction.atomic():
                    write(kind)
            transaction.savepoint_rollback(point)


def test_nothing_follows_what_is_over(desk):
    referral = desk.sent(to_station=desk.other_station)
    cancel_referral(referral=referral, why="居民已自行解决", by=desk.worker, at=LATER)

    with pytest.raises(CannotStepReferral, match="too late"):
        accept_referral(referral=referral, answerer=desk.answerer(referral), at=LATER)
    with pytest.raises(CannotSendReferral):
        send_referral(referral=referral, by=desk.worker, at=LATER)


def test_each_step_is_for_one_side(desk):
    referral = desk.sent(to_station=desk.other_station)
    stranger = Answerer(person=a_social_worker())
    with pytest.raises(CannotStepReferral, match="Only whoever it was sent to"):
        accept_referral(referral=referral, answerer=stranger, at=NOON)
    with pytest.raises(CannotStepReferral, match="Only the station that wrote"):
        cancel_referral(referral=referral, why="x", by=desk.other, at=NOON)
    with pytest.raises(CannotStepReferral, match="Only the supervisor"):
        revoke_referral(referral=referral, why="x", by=desk.worker, at=NOON)
    with pytest.raises(IntegrityError, match="right_side"), transaction.atomic():
        ReferralStep.objects.create(
            referral=referral, kind="accepted", side="requester", by=desk.worker, at=NOON,
            due_on=TODAY,
        )  # fmt: skip

    revoke_referral(referral=referral, why="投诉", by=a_supervisor(), at=NOON)
    assert state_of(referral) == "revoked"


def test_only_the_station_of_the_resident_refers(desk):
    need = desk.need()
    with pytest.raises(CannotDraftReferral, match="Only the station that looks after"):
        desk.draft(need=need, by=desk.other)
    with pytest.raises(CannotDraftReferral, match="your own station"):
        desk.draft(need=need, to_station=desk.station)
    with pytest.raises(CannotDraftReferral, match="one addressee"):
        desk.draft(
            need=need, agreed=False, organisation=desk.organisation, to_station=desk.other_station
        )


def test_going_on_is_no_way_around_an_answer(desk):
    referral = desk.sent(to_station=desk.other_station)
    for kind in ("accepted", "rejected", "completed", "cancelled"):
        with pytest.raises(CannotStepReferral, match="in another way"):
            go_on_with_referral(
                referral=referral, kind=kind, answerer=desk.answerer(referral), at=LATER
            )


def test_a_draft_is_not_sent_by_a_station_that_looks_after_the_resident_no_more(desk):
    referral, at = desk.draft(), NOON + timedelta(days=1)
    resident = referral.need.resident
    end_care(resident=resident, station=desk.station, why="moved", by=desk.worker, at=at)
    begin_care(resident=resident, station=desk.other_station, by=desk.other, at=at)

    with pytest.raises(CannotSendReferral, match="Another station looks after"):
        send_referral(referral=referral, by=desk.worker, at=at)


def test_a_fund_accepts_and_a_proposal_comes_of_it(desk):
    referral = desk.sent(purse=desk.purse, count=15)

    step = accept_referral(referral=referral, answerer=desk.answerer(referral), count=12, at=LATER)

    proposal = step.proposal
    assert (proposal.count, proposal.purse, proposal.need) == (12, desk.purse, referral.need)
    assert (proposal.asking.asked_by, proposal.asking.applied_by) == (desk.handler, desk.worker)
    assert approve_proposal(proposal=proposal, by=desk.manager, at=LATER).count == 12
    assert f"number {referral.pk}," in proposal.asking.why and referral.words not in str(
        [*Entry.objects.values_list("why", flat=True), proposal.asking.why, proposal.why]
    )
    with pytest.raises(CannotStepReferral, match="Only whoever"):
        go_on_with_referral(
            referral=referral,
            kind=StepKind.STARTED,
            answerer=Answerer(person=desk.other),
            at=LATER,
        )


def test_after_success_the_need_can_be_referred_again_when_circumstances_change(desk):
    """Acceptance test 18."""
    referral = desk.accepted(to_station=desk.other_station)
    again = {"need": referral.need, "to_station": desk.other_station, "agreed": False}
    with pytest.raises(CannotSendReferral, match="sent there already"):
        desk.sent(**again)
    complete_referral(
        referral=referral,
        evidence="check_in",
        happened_on=TODAY,
        words="日托中心",
        answerer=desk.answerer(referral),
        at=LATER,
    )
    assess_need(
        need=referral.need, needed=20, elsewhere=20, severity=9, urgency=0, by=desk.worker, at=LATER
    )
    with pytest.raises(CannotSendReferral, match="Nothing is lacking any more"):
        desk.sent(**again, at=LATER)

    later = LATER + timedelta(days=30)
    assess_need(need=referral.need, needed=50, elsewhere=20, severity=60, urgency=1, by=desk.worker, at=later)  # fmt: skip
    assert desk.sent(**again, at=later)


def test_rows_stay_as_they_were_written(desk):
    referral = desk.sent()
    close_need(need=referral.need, why="met", by=desk.worker, at=NOON)
    for model, change in ((Referral, {"count": 1}), (ReferralStep, {"kind": "accepted"})):
        with pytest.raises(ProgrammingError), transaction.atomic():
            model.objects.update(**change)
    with pytest.raises(ProgrammingError), transaction.atomic():
        ReferralStep.objects.all().delete()
