"""Where a need stands on its way, asked from the rows that exist; nobody sets a stage."""

from django.db import models
from django.db.models import Case, CharField, DateField, Exists, OuterRef, Q, Value, When
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.delivery.queries import came_back, that_stand
from shanqiao.apps.disclosure.models import Statement
from shanqiao.apps.matching.models import Grant, Proposal
from shanqiao.apps.matching.queries import waits_for_a_new_assessment
from shanqiao.apps.needs.models import Assessment


class Stage(models.TextChoices):
    TOLD = "told", _("told")
    ASSESSED = "assessed", _("assessed")
    PROPOSED = "proposed", _("proposed")
    GRANTED = "granted", _("granted")
    GIVEN = "given", _("given")
    CONFIRMED = "confirmed", _("confirmed")
    DISCLOSED = "disclosed", _("disclosed")
    CLOSED = "closed", _("closed")


# Note [Where a need stands]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~
# A need may be helped in several pieces, and each piece walks the same way. The need stands where its
# slowest granted piece stands, since that is what somebody still has to do: one payment that is not
# confirmed keeps the need at *given*. Before anything is granted it stands at what was last reached:
# proposed while a proposal waits, assessed, or told. A piece is disclosed when it is confirmed and
# the statement of the month of its payment is published. A payment that came back entirely is no piece
# any more: the need lacks it again. What is closed stands at *closed*, whatever was reached; its way
# still shows how far it came.


def with_stage(needs):
    """Each of ``needs`` with ``stage`` (a code of Stage) and ``look_again`` (does it wait for a new assessment?).

    See Note [Where a need stands]. One query, whatever the number of needs.
    """
    granted = Grant.objects.filter(need=OuterRef("pk"), release=None)
    return needs.annotate(
        look_again=waits_for_a_new_assessment(),
        stage=Case(
            When(~Q(closed_at=None), then=Value(Stage.CLOSED)),
            When(Exists(granted.filter(payment=None)), then=Value(Stage.GRANTED)),
            When(Exists(_payments().filter(receipt=None)), then=Value(Stage.GIVEN)),
            When(Exists(_payments().exclude(_published())), then=Value(Stage.CONFIRMED)),
            When(Exists(_payments()), then=Value(Stage.DISCLOSED)),
            When(
                Exists(Proposal.objects.waiting().filter(need=OuterRef("pk"))),
                then=Value(Stage.PROPOSED),
            ),
            When(
                Exists(Assessment.objects.filter(need=OuterRef("pk"))), then=Value(Stage.ASSESSED)
            ),
            default=Value(Stage.TOLD),
            output_field=CharField(),
        ),
    )


def reached(need):
    """The stages this need has reached, whether it is closed or not.

    Returns:
        set of Stage; always with TOLD.
    """
    stages = {Stage.TOLD}
    if need.assessments.exists():
        stages.add(Stage.ASSESSED)
    if need.proposals.exists():
        stages.add(Stage.PROPOSED)
    payments = that_stand(Payment.objects.filter(grant__need=need))
    granted = need.grants.filter(release=None, count__gt=came_back(of="pk"))
    for stage, rows in (
        (Stage.GRANTED, granted),
        (Stage.GIVEN, payments),
        (Stage.CONFIRMED, payments.exclude(receipt=None)),
        (Stage.DISCLOSED, dated(payments).exclude(receipt=None).filter(_published())),
    ):
        if rows.exists():
            stages.add(stage)
    return stages


def dated(payments):
    """Each payment with the month, in the city's time, whose statement tells of it."""
    return payments.annotate(month=TruncMonth("paid_at", output_field=DateField()))


def _payments():
    return dated(that_stand(Payment.objects.filter(grant__need=OuterRef("pk"))))


def _published():
    return Exists(Statement.objects.filter(month=OuterRef("month")))
