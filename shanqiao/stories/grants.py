"""What the funds of one person have promised, and what came of each promise."""

from django.db.models import Case, F, Q, TextChoices, Value, When
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.approvals.queries import approvals_needed, approvals_there, on_its_way
from shanqiao.apps.delivery.models import Payment, Receipt
from shanqiao.apps.delivery.queries import came_back
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.matching.models import Decline, Grant, Proposal, Release

from .pseudonyms import without_names
from .telling import story_of


class State(TextChoices):
    """How far a grant has come, asked from the rows that exist."""

    APPROVALS = "approvals", _("waits for more approvals")
    APPROVED = "approved", _("to be paid")
    ON_ITS_WAY = "on_its_way", _("on its way to the bank")
    PAID = "paid", _("paid, not confirmed yet")
    CONFIRMED = "confirmed", _("confirmed")
    MISSING = "missing", _("did not arrive in full")
    BACK = "back", _("came back")
    RELEASED = "released", _("taken back")


def grants_of(person, *roles):
    """Grants from the funds where ``person`` has a seat (one of ``roles``, if any is named), newest first."""
    grants = (
        Grant.objects.filter(purse__fund__in=funds_of(person, *roles))
        .select_related(
            "need__resident__street__district",
            "purse__fund",
            "approved_by",
            "payment__paid_by",
            "payment__receipt",
            "release",
        )
        .order_by("-approved_at", "-pk")
    )
    return with_state(without_names(grants, path="need__resident"))


def with_state(grants):
    """Each grant with its `State`."""
    return grants.annotate(
        paid_at=F("payment__paid_at"),
        state=Case(
            When(release__isnull=False, then=Value(State.RELEASED)),
            When(Q(payment=None) & on_its_way(), then=Value(State.ON_ITS_WAY)),
            When(
                Q(payment=None) & GreaterThan(approvals_needed(), approvals_there()),
                then=Value(State.APPROVALS),
            ),
            When(payment=None, then=Value(State.APPROVED)),
            When(count=came_back(of="pk"), then=Value(State.BACK)),
            When(payment__receipt=None, then=Value(State.PAID)),
            When(payment__receipt__says=Receipt.Word.RECEIVED, then=Value(State.CONFIRMED)),
            default=Value(State.MISSING),
        ),
    )


def can_be_taken_back(grant):
    """Is nothing of it paid or on its way?"""
    return grant.state in (State.APPROVALS, State.APPROVED)


def to_pay(grants, *, person):
    """Those that ``person`` may pay: neither approved nor asked for by the same person."""
    return (
        grants.filter(state=State.APPROVED).exclude(approved_by=person).exclude(proposed_by=person)
    )


def story_of_grant(grant):
    """What happened on the way of this grant, the first thing first; nothing of what other funds did."""
    return [h for h in story_of(grant.need) if _proposal_of(h.row) in (None, grant.proposal_id)]


def _proposal_of(row):
    """The proposal a happening belongs to, by identity; None for what concerns the whole need."""
    match row:
        case Proposal():
            return row.pk
        case Decline() | Grant():
            return row.proposal_id
        case Release() | Payment():
            return row.grant.proposal_id
        case Receipt():
            return row.payment.grant.proposal_id
        case _:
            return None
