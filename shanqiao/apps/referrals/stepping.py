"""How a step is written: by whoever may, with the day by which the next is due, or refused in words."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.needs.models import Assessment
from shanqiao.apps.needs.queries import latest_assessments
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .models import ReferralStep
from .states import OVER, STATE_AFTER, StepKind
from .terms import due_on


class CannotStepReferral(Exception):
    """It is too late for that, it is for the other side, or something is missing: the reason, the evidence."""


def write_step(*, referral, kind, side, by, at, owner=None, **facts):
    """One step of a referral and its line in the record. See Note [One step after the other].

    Args:
        owner: who sees to what follows.
        facts: columns of the step.

    Raises:
        CannotStepReferral: with the reason in words.
    """
    due = (
        None
        if kind in OVER
        else due_on(STATE_AFTER[kind], on=localdate(at), urgent=_urgent(referral))
    )
    try:
        with transaction.atomic():
            step = ReferralStep.objects.create(
                referral=referral,
                kind=kind,
                side=side,
                by=by,
                at=at,
                owner=None if kind in OVER else owner,
                due_on=due,
                **facts,
            )
            step.refresh_from_db(fields=["number"])
            note(
                act=f"referrals.{ACTS[kind]}",
                subject=referral,
                by=by,
                at=at,
                why=step.reason,
                through=step.link,
            )
    except IntegrityError as refusal:
        raise CannotStepReferral(_in_words(refusal)) from refusal
    return step


ACTS = {
    StepKind.REQUESTED: "send",
    StepKind.ACCEPTED: "accept",
    StepKind.REJECTED: "reject",
    StepKind.STARTED: "begin",
    StepKind.HELD: "hold",
    StepKind.RESUMED: "resume",
    StepKind.FAILED: "fail",
    StepKind.COMPLETED: "complete",
    StepKind.CANCELLED: "cancel",
    StepKind.REVOKED: "revoke",
}


def _urgent(referral):
    assessment = latest_assessments(needs=[referral.need_id]).first()
    return assessment is not None and assessment.urgency == Assessment.Urgency.NOW


def _in_words(refusal):
    name = getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", None)
    says = {
        "referrals_in_legal_order": _(
            "Somebody was faster, or it is too late for that. Nothing was saved; please open the page again."
        ),
        "referrals_receipt_is_of_the_need": _(
            "This receipt is not of what came of this referral, or says that nothing arrived. Nothing was saved."
        ),
        "referrals_link_opens_it": _("This page is open no longer. Nothing was saved."),
        "referrals_referralstep_link_id_key": _(
            "This page was answered already. Nothing was saved; the station can send you a new one."
        ),
    }
    return says[name] if name in says else in_words(refusal, ReferralStep)
